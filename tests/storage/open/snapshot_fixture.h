// A ledger with nine members that snapshots are made of.

#ifndef KUMBARA_TESTS_STORAGE_OPEN_SNAPSHOT_FIXTURE_H_
#define KUMBARA_TESTS_STORAGE_OPEN_SNAPSHOT_FIXTURE_H_

#include <filesystem>
#include <memory>
#include <string>

#include "engine/pipeline/sim_driver.h"
#include "gmock/gmock.h"
#include "storage/open/open_ledger.h"
#include "storage/open/snapshot_maker.h"
#include "tests/storage/temp_directory.h"
#include "tests/support/command_builder.h"

namespace kumbara::storage {

class SnapshotFixture : public ::testing::Test {
 protected:
  void SetUp() override { Init(ledger_); }

  static void Init(const std::string& directory,
                   std::uint32_t round_commands = kRoundCommandsDefault,
                   std::uint64_t segment_bytes = kSegmentBytesDefault) {
    InitOptions options;
    options.directory = directory;
    options.program_text =
        "program = { name = \"shop\", currency = \"GBP\", enrol = "
        "\"first_sight\" }\n"
        "unit.points = { decimals = 0 }\n";
    options.program_name = "shop.toml";
    options.pseudonym = Pseudonym::kStable;
    options.shards = 4;
    options.round_commands = round_commands;
    options.segment_bytes = segment_bytes;
    const auto made = InitLedger(options);
    ASSERT_TRUE(made.ok()) << made.status();
  }

  static std::unique_ptr<OpenLedger> OpenAt(const std::string& directory,
                                            OpenOptions options) {
    auto opened = OpenLedger::Open(directory, options);
    EXPECT_TRUE(opened.ok()) << opened.status();
    return opened.ok() ? *std::move(opened) : nullptr;
  }

  // Awards and transfers, a frame each, among nine members. With followers a
  // round ends only when it is full.
  void SubmitTo(OpenLedger& opened, int frames) {
    const auto producer = opened.ledger().NewProducer();
    Submit(opened, *producer, frames, 0);
  }
  void Submit(OpenLedger& opened, Producer& producer, int frames,
              std::uint16_t flags) {
    for (int i = 0; i < frames; ++i) {
      auto frame = std::make_unique<Frame>();
      for (int j = 0; j < 20; ++j) {
        const std::uint64_t id = ++last_id_;
        const TestCommand command =
            id % 3 == 0 ? Transfer(id, 1 + id % 9, 1 + (id + 4) % 9, 1)
                        : Award(id, 1 + id % 9, 10);
        ASSERT_TRUE(frame->Add(command.command, command.details));
      }
      frame->Seal(flags);
      ASSERT_EQ(producer.Submit(&frame), SubmitResult::kAccepted)
          << producer.problem().text;
      if (flags == 0) producer.WaitForAnswer();
    }
    opened.driver().WaitUntilIdle();
    while (producer.TakeAnswer()) {
    }
  }

  // A record as it is, whatever a ledger would say of it.
  void Append(const Record& record) {
    OpenOptions options;
    options.mode = OpenMode::kErase;
    const auto opened = OpenAt(ledger_, options);
    ASSERT_NE(opened, nullptr);
    opened->ledger().AppendRecords({record});
    SimDriver(opened->ledger(), 0).RunUntilIdle();
    ASSERT_TRUE(opened->Close().ok());
  }

  void Give(int frames, std::uint16_t flags = 0) {
    OpenOptions options;
    options.mode = OpenMode::kWrite;
    const auto opened = OpenAt(ledger_, options);
    ASSERT_NE(opened, nullptr);
    opened->Start();
    const auto producer = opened->ledger().NewProducer();
    Submit(*opened, *producer, frames, flags);
    ASSERT_TRUE(opened->Close().ok());
  }

  // The path of a new snapshot.
  std::string Snapshot(std::size_t keep = 2) {
    SnapshotMakerOptions options;
    options.keep = keep;
    auto maker = SnapshotMaker::Open(ledger_, options);
    EXPECT_TRUE(maker.ok()) << maker.status();
    if (!maker.ok()) return "";
    const auto made = (*maker)->Make();
    EXPECT_TRUE(made.ok()) << made.status();
    return made.ok() ? SnapshotPath(ledger_, made->sequence) : "";
  }

  struct Seen {
    Digest state;
    RecoveryReport report;
  };
  Seen Look(OpenOptions options = {}) {
    const auto opened = OpenAt(ledger_, options);
    if (opened == nullptr) return {};
    return {opened->ledger().StateDigest(), opened->recovery()};
  }
  Digest FromJournal() {
    OpenOptions options;
    options.from_snapshots = false;
    return Look(options).state;
  }
  absl::Status OpenStatus() { return OpenLedger::Open(ledger_, {}).status(); }

  // All but the snapshots.
  void CopyLedger(const std::string& from, const std::string& to) {
    std::filesystem::remove_all(to + "/journal");
    std::filesystem::copy(from + "/journal", to + "/journal",
                          std::filesystem::copy_options::recursive);
    std::filesystem::copy_file(
        from + "/HEAD", to + "/HEAD",
        std::filesystem::copy_options::overwrite_existing);
  }

  static auto IsNamed(const std::string& path) {
    return ::testing::AllOf(
        ::testing::Field(&DamagedSnapshot::path, path),
        ::testing::Field(&DamagedSnapshot::why, ::testing::HasSubstr(path)));
  }

  TempDirectory directory_;
  const std::string ledger_ = directory_.path() + "/ledger";
  std::uint64_t last_id_ = 0;
};

}  // namespace kumbara::storage

#endif  // KUMBARA_TESTS_STORAGE_OPEN_SNAPSHOT_FIXTURE_H_
