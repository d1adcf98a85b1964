// The next version of a program, in a ledger on disk.

#include <filesystem>
#include <string>
#include <variant>
#include <vector>

#include "engine/pipeline/sim_driver.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "storage/open/event_reader.h"
#include "storage/open/program_versions.h"
#include "tests/storage/open/snapshot_fixture.h"

namespace kumbara::storage {
namespace {

using ::testing::HasSubstr;

// As SnapshotFixture's program, but what is awarded expires.
constexpr char kNext[] =
    "program = { name = \"next\", currency = \"GBP\", enrol = "
    "\"first_sight\" }\n"
    "unit.points = { decimals = 0, expiry = { after = \"5d\" } }\n"
    "unit.stars = { }\n";

class ActivateTest : public SnapshotFixture {
 protected:
  absl::StatusOr<Activation> Activate(const std::string& text, Instant at,
                                      bool retroactive = false) {
    OpenOptions options;
    options.mode = OpenMode::kErase;
    const auto opened = OpenAt(ledger_, options);
    if (opened == nullptr) return absl::InternalError("not opened");
    const auto made = opened->Activate({text, "next.toml", at, retroactive});
    EXPECT_TRUE(opened->Close().ok());
    return made;
  }

  Instant Clock() { return OpenAt(ledger_, {})->ledger().clock(); }

  void ActivateNow() {
    const absl::StatusOr<Activation> made = Activate(kNext, Clock());
    ASSERT_TRUE(made.ok()) << made.status();
  }
};

TEST_F(ActivateTest, WhatIsJournaledIsFoundAgain) {
  Give(2);
  const Instant clock = Clock();
  const absl::StatusOr<Activation> made = Activate(kNext, clock);
  ASSERT_TRUE(made.ok()) << made.status();
  EXPECT_EQ(made->version, 2);
  EXPECT_EQ(made->behind, 40u);
  EXPECT_EQ(Instant(made->clock), clock);
  const auto versions = ReadProgramVersions(ledger_);
  ASSERT_TRUE(versions.ok()) << versions.status();
  ASSERT_EQ(versions->size(), 2u);
  EXPECT_EQ((*versions)[1].text, kNext);
  EXPECT_EQ((*versions)[1].behind, 40u);
  EXPECT_EQ((*versions)[1].effective, clock);
  EXPECT_EQ((*versions)[1].zone_tzif, (*versions)[0].zone_tzif);
  const auto opened = OpenAt(ledger_, {});
  EXPECT_EQ(opened->ledger().program().name, "next");
  EXPECT_EQ(opened->ledger().program().version, 2);
}

TEST_F(ActivateTest, ItIsNotEffectiveBeforeTheClock) {
  Give(1);
  const Instant before(Clock().micros() - 1);
  EXPECT_THAT(std::string(Activate(kNext, before).status().message()),
              HasSubstr("is before the ledger's clock"));
  EXPECT_EQ(ReadProgramVersions(ledger_)->size(), 1u);
  const auto made = Activate(kNext, before, true);
  ASSERT_TRUE(made.ok()) << made.status();
  EXPECT_TRUE((*ReadProgramVersions(ledger_))[1].is_retroactive);
  EXPECT_THAT(std::string(Activate(kNext, before, true).status().message()),
              HasSubstr("this program is version 2 already"));
}

TEST_F(ActivateTest, WhatMayNotFollowLeavesTheLedgerAsItWas) {
  Give(1);
  const Seen before = Look();
  const auto made = Activate(
      "program = { name = \"next\", currency = \"GBP\" }\n"
      "unit.points = { decimals = 1 }\nunit.stars = { }\n",
      Instant::Greatest());
  EXPECT_EQ(std::string(made.status().message()),
            "next.toml:2:28: unit points: decimals = 1 is another one than "
            "before; valid: 0");
  EXPECT_EQ(Look().state, before.state);
  ActivateNow();
}

TEST_F(ActivateTest, SnapshotsHoldAllVersions) {
  Give(2);
  ActivateNow();
  Give(2);
  ASSERT_NE(Snapshot(), "");
  Give(2);
  const absl::StatusOr<Activation> third = Activate(
      "program = { name = \"third\", currency = \"GBP\", enrol = "
      "\"first_sight\" }\nunit.stars = { }\n",
      Instant::Greatest());
  ASSERT_TRUE(third.ok()) << third.status();
  EXPECT_EQ(third->version, 3);
  Give(2);
  const Seen seen = Look();
  EXPECT_NE(seen.report.snapshot, "");
  EXPECT_EQ(seen.state, FromJournal());
  // The maker begins with its own snapshot, and goes over the third one.
  ASSERT_NE(Snapshot(), "");
  EXPECT_EQ(Look().state, FromJournal());
  EXPECT_EQ(OpenAt(ledger_, {})->ledger().versions().size(), 3u);
}

TEST_F(ActivateTest, ARoundThatIsOpenStaysOpenAndGoesOn) {
  std::filesystem::remove_all(ledger_);
  Init(ledger_, 50);
  Give(2, kMoreFollows);
  ActivateNow();
  Give(2, kMoreFollows);
  Give(1);
  EXPECT_EQ(Look().state, FromJournal());
  EXPECT_EQ(OpenAt(ledger_, {})->ledger().end().sequence, 100u);
}

TEST_F(ActivateTest, EventsTellByWhichVersion) {
  Give(1);
  ActivateNow();
  Give(1);
  auto reader = EventReader::Open(ledger_, "");
  ASSERT_TRUE(reader.ok()) << reader.status();
  for (;;) {
    std::vector<Event> events;
    const absl::StatusOr<bool> read = (*reader)->Next(&events);
    ASSERT_TRUE(read.ok()) << read.status();
    if (!*read) break;
    for (const Event& event : events) {
      const auto* posting = std::get_if<Posting>(&event);
      if (posting == nullptr) continue;
      EXPECT_EQ(posting->version, posting->sequence <= 20 ? 1 : 2)
          << posting->sequence;
    }
  }
  const Digest told = (*reader)->ledger().StateDigest();
  reader->reset();
  EXPECT_EQ(told, FromJournal());
}

TEST_F(ActivateTest, AVersionOutOfTurnIsDamage) {
  Give(1);
  OpenOptions options;
  options.mode = OpenMode::kErase;
  auto opened = OpenAt(ledger_, options);
  LaterVersion version;
  version.activation.version = 3;
  version.activation.behind = opened->ledger().end().sequence;
  version.program_text = kNext;
  version.zone_bytes = opened->foundation().zone_bytes;
  opened->ledger().AppendRecords(version.Records());
  SimDriver(opened->ledger(), 0).RunUntilIdle();
  ASSERT_TRUE(opened->Close().ok());
  opened.reset();
  EXPECT_THAT(std::string(OpenStatus().message()),
              HasSubstr("activates a version of the program out of turn"));
}

}  // namespace
}  // namespace kumbara::storage
