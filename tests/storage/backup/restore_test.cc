#include "storage/backup/restore.h"

#include <algorithm>
#include <filesystem>
#include <map>
#include <memory>

#include "gmock/gmock.h"
#include "storage/directory/directory.h"
#include "storage/directory/erasure_list.h"
#include "storage/journal/head_file.h"
#include "storage/journal/segment.h"
#include "storage/lmdb/file.h"
#include "storage/open/erase_member.h"
#include "tests/storage/backup/backup_fixture.h"
#include "tests/storage/file_bytes.h"

namespace kumbara::storage {
namespace {

namespace fs = std::filesystem;
using ::testing::HasSubstr;

class RestoreTest : public BackupFixture {
 protected:
  static JournalCut At(Sequence sequence) {
    return {.last_sequence = sequence, .until = {}};
  }

  // Hands commands over as one frame, answered or waiting for its round's end.
  static void SubmitFrame(OpenLedger& opened, Producer& producer,
                          std::span<const TestCommand> commands,
                          std::uint16_t flags = 0) {
    auto frame = std::make_unique<Frame>();
    for (const TestCommand& command : commands) {
      ASSERT_TRUE(frame->Add(command.command, command.details));
    }
    frame->Seal(flags);
    ASSERT_EQ(producer.Submit(&frame), SubmitResult::kAccepted)
        << producer.problem().text;
    opened.driver().WaitUntilIdle();
    while (producer.TakeAnswer()) {
    }
  }

  static std::unique_ptr<OpenLedger> OpenToWrite(const std::string& directory) {
    OpenOptions options;
    options.mode = OpenMode::kWrite;
    auto opened = OpenAt(directory, options);
    if (opened != nullptr) opened->Start();
    return opened;
  }

  // Awards, and transfers whose messages wait for the round's end.
  static std::vector<TestCommand> SomeCommands(std::uint64_t count) {
    std::vector<TestCommand> commands;
    for (std::uint64_t id = 1; id <= count; ++id) {
      commands.push_back(id % 3 == 0
                             ? Transfer(id, 1 + id % 9, 1 + (id + 4) % 9, 1)
                             : Award(id, 1 + id % 9, 10));
    }
    return commands;
  }

  // The state of a ledger that got just these commands, in the frames that
  // `ends` says; a frame that is cut does not end its round.
  Digest StateAfter(std::span<const TestCommand> commands, std::size_t frame) {
    const std::string directory = directory_.path() + "/reference";
    fs::remove_all(directory);
    Init(directory, 7, kSegmentBytes);
    {
      const auto opened = OpenToWrite(directory);
      const auto producer = opened->ledger().NewProducer();
      for (std::size_t at = 0; at < commands.size(); at += frame) {
        const std::size_t size = std::min(frame, commands.size() - at);
        SubmitFrame(*opened, *producer, commands.subspan(at, size),
                    size < frame ? kMoreFollows : 0);
      }
      EXPECT_TRUE(opened->Close().ok());
    }
    return StateOf(directory);
  }
};

TEST_F(RestoreTest, ToAnySequenceItIsTheLedgerThatGotNoMore) {
  constexpr std::size_t kFrame = 9;
  const std::vector<TestCommand> commands = SomeCommands(18);
  {
    const auto opened = OpenToWrite(ledger_);
    const auto producer = opened->ledger().NewProducer();
    for (std::size_t at = 0; at < commands.size(); at += kFrame) {
      SubmitFrame(*opened, *producer, std::span(commands).subspan(at, kFrame));
    }
    ASSERT_TRUE(opened->Close().ok());
  }
  BackupOk();
  for (Sequence sequence = 0; sequence <= commands.size(); ++sequence) {
    SCOPED_TRACE(sequence);
    EXPECT_EQ(RestoreOk(At(sequence)).end.last_sequence, sequence);
    const Digest state = StateOf(restored_);
    EXPECT_EQ(state, StateAfter(std::span(commands).first(sequence), kFrame));
    // The rest, sent again, makes it whole, once the cut frame is complete.
    {
      const auto opened = OpenToWrite(restored_);
      ASSERT_NE(opened, nullptr);
      const auto producer = opened->ledger().NewProducer();
      std::size_t at = sequence;
      while (at < commands.size()) {
        const std::size_t size = kFrame - at % kFrame;
        SubmitFrame(*opened, *producer, std::span(commands).subspan(at, size));
        at += size;
      }
      ASSERT_TRUE(opened->Close().ok());
    }
    EXPECT_EQ(StateOf(restored_), StateOf(ledger_));
  }
  const auto behind = Restore(At(commands.size() + 1));
  EXPECT_TRUE(absl::IsFailedPrecondition(behind.status()));
  EXPECT_THAT(std::string(behind.status().message()),
              HasSubstr("goes up to sequence 18, not up to 19"));
}

TEST_F(RestoreTest, ToBatchEndsInAnySegmentItIsWhatItWasThen) {
  std::map<Sequence, Digest> states;
  for (int i = 0; i < 6; ++i) {
    Give(10);
    states[BatchesOf(ledger_).back().position.last_sequence] = StateOf(ledger_);
  }
  const BackupManifest made = BackupOk();
  ASSERT_GE(made.segments.size(), 4u);
  for (const auto& [sequence, state] : states) {
    SCOPED_TRACE(sequence);
    const RestoreReport report = RestoreOk(At(sequence));
    EXPECT_EQ(report.end.last_sequence, sequence);
    EXPECT_EQ(StateOf(restored_), state);
    // What is kept of whole batches is what it was, batch by batch.
    const std::vector<BatchFacts> all = BatchesOf(ledger_);
    for (const BatchFacts& batch : BatchesOf(restored_)) {
      EXPECT_EQ(batch.position, all[batch.position.number - 1].position);
    }
  }
}

TEST_F(RestoreTest, ToAnInstantItHasTheBatchesBeforeIt) {
  Give(20);
  const std::vector<BatchFacts> batches = BatchesOf(ledger_);
  BackupOk();
  for (std::size_t i = 1; i < batches.size(); i += 4) {
    const Instant time(batches[i].header.batch_time);
    const auto end = std::find_if(
        batches.begin(), batches.end(), [&](const BatchFacts& batch) {
          return Instant(batch.header.batch_time) >= time;
        });
    if (end == batches.begin()) continue;
    const JournalCut cut{.last_sequence = {}, .until = time};
    EXPECT_EQ(RestoreOk(cut).end, (end - 1)->position);
    const JournalCut past{.last_sequence = {},
                          .until = Instant(time.micros() + 1)};
    EXPECT_GE(RestoreOk(past).end.number, batches[i].position.number);
  }
  const JournalCut at_last{
      .last_sequence = {},
      .until = Instant(batches.back().header.batch_time + 1)};
  EXPECT_EQ(RestoreOk(at_last).end, batches.back().position);
  const JournalCut before{.last_sequence = {},
                          .until = Instant(batches[0].header.batch_time)};
  EXPECT_THAT(std::string(Restore(before).status().message()),
              HasSubstr("the ledger was made at"));
}

TEST_F(RestoreTest, ALinkedRunIsNotParted) {
  {
    const auto opened = OpenToWrite(ledger_);
    const auto producer = opened->ledger().NewProducer();
    const std::vector<TestCommand> commands = {
        Award(1, 1, 10), Award(2, 2, 10).Linked(), Award(3, 3, 10).Linked(),
        Award(4, 4, 10), Award(5, 5, 10)};
    SubmitFrame(*opened, *producer, commands);
    ASSERT_TRUE(opened->Close().ok());
  }
  BackupOk();
  const std::map<Sequence, Sequence> ends = {
      {1, 1}, {2, 1}, {3, 1}, {4, 4}, {5, 5}};
  for (const auto& [asked, end] : ends) {
    EXPECT_EQ(RestoreOk(At(asked)).end.last_sequence, end) << asked;
    EXPECT_EQ(StateOf(restored_) == StateOf(ledger_), asked == 5);
  }
}

TEST_F(RestoreTest, SnapshotsBehindTheCutStayOut) {
  Give(20);
  // As if the ledger had not been closed: the last batch has commands.
  const std::vector<BatchFacts> batches = BatchesOf(ledger_);
  fs::remove(HeadFile::PathIn(ledger_));
  ASSERT_TRUE(
      HeadFile::Create(ledger_, batches[batches.size() - 2].position).ok());
  Snapshot();
  const Sequence at = BatchesOf(ledger_).back().position.last_sequence;
  const Digest state = StateOf(ledger_);
  Give(20);
  BackupOk(true);
  EXPECT_EQ(RestoreOk(At(at)).end.last_sequence, at);
  EXPECT_TRUE(FileExists(SnapshotPath(restored_, at)));
  EXPECT_EQ(StateOf(restored_, true), state);
  RestoreOk(At(at - 1));
  EXPECT_FALSE(FileExists(SnapshotPath(restored_, at)));
  EXPECT_NE(StateOf(restored_, true), state);
}

TEST_F(RestoreTest, PlacesThatAreTakenAreRefused) {
  Give(2);
  BackupOk();
  const auto restore_to = [&](const std::string& directory) {
    return RestoreLedger({backup_, directory, {}}, [](const SegmentFacts&) {})
        .status();
  };
  EXPECT_THAT(std::string(restore_to(ledger_).message()),
              HasSubstr("is a ledger already"));
  const std::string full = directory_.path() + "/full";
  fs::create_directory(full);
  WriteBytes(full + "/ERASED", "");
  EXPECT_THAT(std::string(restore_to(full).message()),
              HasSubstr("is not empty"));
  EXPECT_THAT(std::string(restore_to(backup_ + "/x").message()),
              HasSubstr("must lie apart"));
  EXPECT_TRUE(absl::IsNotFound(
      RestoreLedger({full, restored_, {}}, [](const SegmentFacts&) {
      }).status()));
  EXPECT_FALSE(FileExists(restored_));
  const std::string empty = directory_.path() + "/empty";
  fs::create_directory(empty);
  EXPECT_TRUE(restore_to(empty).ok());
  EXPECT_EQ(StateOf(empty), StateOf(ledger_));
}

TEST_F(RestoreTest, WhatACrashLeftIsBegunAnew) {
  Give(10);
  BackupOk();
  RestoreOk();
  // As if HEAD had not been moved yet, and half of another cut were there.
  fs::create_directory(restored_ + "/restoring");
  fs::rename(HeadFile::PathIn(restored_), restored_ + "/restoring/HEAD");
  WriteBytes(SegmentPath(restored_, 9), "half");
  WriteBytes(restored_ + "/ERASED", "");
  const auto again =
      RestoreLedger({backup_, restored_, {}}, [](const SegmentFacts&) {});
  ASSERT_TRUE(again.ok()) << again.status();
  EXPECT_EQ(StateOf(restored_), StateOf(ledger_));
  EXPECT_FALSE(FileExists(restored_ + "/restoring"));
  EXPECT_FALSE(FileExists(SegmentPath(restored_, 9)));
}

class RestoreErasedTest : public RestoreTest {
 protected:
  // Long and unlike anything else that a ledger writes.
  static constexpr char kAda[] = "ada-lovelace@example.org-4711";
  static constexpr char kBob[] = "bob-4712";

  void SetUp() override {
    InitOptions options;
    options.directory = ledger_;
    options.program_text =
        "program = { name = \"shop\", currency = \"GBP\" }\n"
        "unit.points = { decimals = 0 }\n";
    options.program_name = "shop.toml";
    options.key_path = key_;
    ASSERT_TRUE(InitLedger(options).ok());
    Write([&](OpenLedger& opened) {
      ada_ = opened.directory().FindOrAdd(kAda);
      bob_ = opened.directory().FindOrAdd(kBob);
      ASSERT_TRUE(opened.directory().Sync().ok());
      const auto producer = opened.ledger().NewProducer();
      SubmitFrame(opened, *producer,
                  std::vector{Of(Enroll(1, 1), ada_), Of(Enroll(2, 1), bob_),
                              Of(Award(3, 1, 10), ada_)});
    });
    before_ = StateOf(ledger_);
    Write([&](OpenLedger& opened) {
      const auto producer = opened.ledger().NewProducer();
      SubmitFrame(opened, *producer, std::vector{Of(Award(4, 1, 10), ada_)});
    });
  }

  static TestCommand Of(TestCommand command, const MemberId& member) {
    command.command.member = member;
    return command;
  }

  template <class Function>
  void Write(const Function& function) {
    OpenOptions options;
    options.mode = OpenMode::kWrite;
    options.key_path = key_;
    const auto opened = OpenAt(ledger_, options);
    ASSERT_NE(opened, nullptr);
    opened->Start();
    function(*opened);
    ASSERT_TRUE(opened->Close().ok());
  }

  void EraseAda() {
    Write([&](OpenLedger& opened) {
      const auto erased = EraseMember(opened, ledger_, kAda, false);
      ASSERT_TRUE(erased.ok() && erased->is_erased) << erased.status();
    });
  }

  const std::string key_ = directory_.path() + "/key";
  MemberId ada_;
  MemberId bob_;
  Digest before_;
};

TEST_F(RestoreErasedTest, WhoWasErasedBehindTheCutIsErasedInWhatIsRestored) {
  BackupOk();
  EraseAda();
  const BackupManifest made = BackupOk();
  ASSERT_NE(made.Find("ERASED"), nullptr);
  // The names of the first backup are gone, and with them Ada's.
  for (const std::string& path : StoredFiles()) {
    EXPECT_EQ(ReadBytes(path).find(kAda), std::string::npos) << path;
  }
  fs::rename(key_, key_ + ".away");  // It is not needed.
  const RestoreReport report = RestoreOk(At(3));
  EXPECT_EQ(report.end.last_sequence, 3u);
  EXPECT_EQ(report.members_closed, 1u);
  EXPECT_TRUE(report.refused.empty());
  EXPECT_NE(StateOf(restored_), before_);
  const auto opened = OpenAt(restored_, {});
  EXPECT_TRUE(opened->ledger().Look(ada_).profile.is_closed());
  EXPECT_FALSE(opened->ledger().Look(bob_).profile.is_closed());
  EXPECT_TRUE(opened->directory().Find(kAda).IsZero());
  EXPECT_EQ(opened->directory().Find(kBob), bob_);
  EXPECT_EQ(ErasureList::Read(restored_)->members(), std::vector{ada_});
}

TEST_F(RestoreErasedTest, WhoseNameIsStillInTheCopyIsLeftOut) {
  BackupOk();
  // As if a crash had come between the list and the copy without the name.
  ASSERT_TRUE(ErasureList::Read(ledger_)->Add(ada_).ok());
  BackupOk();
  const RestoreReport report = RestoreOk();
  EXPECT_EQ(report.names_erased, 1u);
  EXPECT_EQ(report.members_closed, 1u);
  for (const fs::directory_entry& entry :
       fs::recursive_directory_iterator(restored_)) {
    if (!entry.is_regular_file()) continue;
    EXPECT_EQ(ReadBytes(entry.path()).find(kAda), std::string::npos)
        << entry.path();
  }
}

TEST_F(RestoreErasedTest, BehindTheErasureNothingIsDoneTwice) {
  EraseAda();
  const Digest state = StateOf(ledger_);
  BackupOk();
  const RestoreReport report = RestoreOk();
  EXPECT_EQ(report.names_erased, 0u);
  EXPECT_EQ(report.members_closed, 0u);
  EXPECT_EQ(StateOf(restored_), state);
  EXPECT_EQ(BatchesOf(restored_).back().position, report.manifest.end());
  // Before she was known there is nobody to close.
  EXPECT_EQ(RestoreOk(At(0)).members_closed, 0u);
}

TEST_F(RestoreErasedTest, NoKeyLiesInABackup) {
  BackupOk(true);
  const std::string key = ReadBytes(key_);
  for (const fs::directory_entry& entry :
       fs::recursive_directory_iterator(backup_)) {
    if (!entry.is_regular_file()) continue;
    EXPECT_EQ(ReadBytes(entry.path()).find(key), std::string::npos)
        << entry.path();
  }
}

}  // namespace
}  // namespace kumbara::storage
