// A ledger opened from a snapshot is the one its journal gives; a snapshot that
// cannot be used is named, one that must not be used is refused.

#include <algorithm>
#include <cstring>
#include <filesystem>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "gmock/gmock.h"
#include "storage/journal/segment.h"
#include "storage/open/open_ledger.h"
#include "storage/open/snapshot_maker.h"
#include "storage/snapshot/snapshot_file.h"
#include "tests/storage/file_bytes.h"
#include "tests/storage/open/snapshot_fixture.h"

namespace kumbara::storage {
namespace {

namespace fs = std::filesystem;
using ::testing::ElementsAre;
using ::testing::HasSubstr;

class SnapshotTest : public SnapshotFixture {};

TEST_F(SnapshotTest, GivesTheLedgerThatTheJournalGives) {
  Give(30);
  const std::string path = Snapshot();
  EXPECT_EQ(Look().report.snapshot, path);
  EXPECT_EQ(Look().report.reapplied.batches, 0u);
  EXPECT_EQ(Look().state, FromJournal());
  Give(10);
  const Seen seen = Look();
  EXPECT_EQ(seen.report.snapshot, path);
  EXPECT_EQ(seen.report.reapplied.batches, 11u);  // And the one of closing.
  EXPECT_EQ(seen.state, FromJournal());
  EXPECT_TRUE(VerifySnapshot(ledger_, path).ok());
}

TEST_F(SnapshotTest, AWriterGoesOnFromItWithAndWithoutColdIdsAndRecords) {
  Give(30);
  const std::string path = Snapshot();
  for (const std::uint32_t hot_ids : {0u, 100u}) {
    OpenOptions options;
    options.mode = OpenMode::kWrite;
    options.hot_ids = hot_ids;
    options.hot_records = hot_ids != 0 ? 1 : 0;
    auto opened = OpenAt(ledger_, options);
    ASSERT_NE(opened, nullptr);
    EXPECT_EQ(opened->recovery().snapshot, path);
    opened->Start();
    // All of it again, then something new.
    last_id_ = 0;
    const std::uint32_t ids = opened->ledger().ids();
    SubmitTo(*opened, 30);
    EXPECT_EQ(opened->ledger().ids(), ids);
    last_id_ = ids;
    SubmitTo(*opened, 3);
    EXPECT_EQ(opened->ledger().ids(), ids + 60);
    ASSERT_TRUE(opened->Close().ok());
    const Digest state = opened->ledger().StateDigest();
    opened.reset();
    EXPECT_EQ(state, FromJournal());
  }
}

// What the ledger was founded on is in the snapshot too.
TEST_F(SnapshotTest, SegmentsBeforeItAreNotNeeded) {
  fs::remove_all(ledger_);
  Init(ledger_, kRoundCommandsDefault, 64 * 1024);
  Give(40);
  const std::string path = Snapshot();
  Give(40);
  const Digest state = FromJournal();
  ASSERT_TRUE(fs::exists(SegmentPath(ledger_, 4)));
  fs::remove(SegmentPath(ledger_, 1));
  const Seen seen = Look();
  EXPECT_EQ(seen.report.snapshot, path);
  EXPECT_EQ(seen.state, state);
  OpenOptions whole;
  whole.from_snapshots = false;
  EXPECT_TRUE(absl::IsDataLoss(OpenLedger::Open(ledger_, whole).status()));
  // But those behind it are.
  fs::remove(SegmentPath(ledger_, 4));
  const absl::Status gap = OpenStatus();
  EXPECT_TRUE(absl::IsDataLoss(gap)) << gap;
  EXPECT_THAT(std::string(gap.message()), HasSubstr("the segment is missing"));
}

// Who submits one command wants its events, and none of those before.
TEST_F(SnapshotTest, WhoAddsCommandsGetsTheirEventsBehindIt) {
  fs::remove_all(ledger_);
  Init(ledger_, kRoundCommandsDefault, 64 * 1024);
  Give(40);
  const std::string path = Snapshot();
  Give(1);
  const auto events_of_another = [&](bool from_snapshots) {
    OpenOptions options;
    options.mode = OpenMode::kTry;
    options.keep_events = true;
    options.from_snapshots = from_snapshots;
    const auto opened = OpenAt(ledger_, options);
    std::vector<Event> events;
    if (opened == nullptr) return events;
    EXPECT_EQ(opened->recovery().snapshot, from_snapshots ? path : "");
    opened->ledger().ForgetEvents();
    const std::uint64_t last_id = last_id_;
    opened->Start();
    SubmitTo(*opened, 1);
    EXPECT_TRUE(opened->Close().ok());
    last_id_ = last_id;
    return opened->ledger().TakeEvents();
  };
  const std::vector<Event> events = events_of_another(true);
  EXPECT_GE(events.size(), 20u);
  EXPECT_TRUE(events == events_of_another(false));
  // So it needs no segment before the snapshot.
  fs::remove(SegmentPath(ledger_, 1));
  EXPECT_TRUE(events == events_of_another(true));
}

TEST_F(SnapshotTest, ViewsOfThePastAndEventsAreNotTakenFromIt) {
  Give(10);
  Snapshot();
  OpenOptions past;
  past.until = Instant(5);
  EXPECT_EQ(Look(past).report.snapshot, "");
  OpenOptions events;
  events.keep_events = true;
  EXPECT_EQ(Look(events).report.snapshot, "");
}

TEST_F(SnapshotTest, WhatIsDamagedIsNamedAndTheOlderOneUsed) {
  Give(10);
  const std::string older = Snapshot();
  Give(10);
  const std::string newest = Snapshot();
  const Digest state = FromJournal();
  const std::string whole = ReadBytes(newest);
  const auto expect_left_aside = [&](const std::string& bytes,
                                     const std::string& why) {
    SCOPED_TRACE(why);
    WriteBytes(newest, bytes);
    const Seen seen = Look();
    EXPECT_EQ(seen.report.snapshot, older);
    EXPECT_THAT(seen.report.damaged, ElementsAre(IsNamed(newest)));
    EXPECT_EQ(seen.state, state);
    EXPECT_TRUE(absl::IsDataLoss(VerifySnapshot(ledger_, newest)));
  };
  // Each field of the header, the first block and its header, then every
  // so many bytes to the end, where the table is.
  std::vector<std::size_t> places;
  for (std::size_t at = 0; at < sizeof(SnapshotHeader); at += 3) {
    places.push_back(at);
  }
  for (std::size_t at = kSnapshotBlocksFrom; at < whole.size();
       at += at < kSnapshotBlocksFrom + 40 ? 5 : 997) {
    places.push_back(at);
  }
  for (std::size_t behind = 1; behind < 64; behind += 8) {
    places.push_back(whole.size() - behind);
  }
  for (const std::size_t at : places) {
    std::string damaged = whole;
    damaged[at] = static_cast<char>(damaged[at] ^ 0x10);
    expect_left_aside(damaged, "byte " + std::to_string(at));
  }
  for (const std::size_t length : {std::size_t{0}, std::size_t{100},
                                   std::size_t{5'000}, whole.size() - 1}) {
    expect_left_aside(whole.substr(0, length), "cut at that length");
  }
  expect_left_aside(whole + "x", "a byte more");
  WriteBytes(newest, whole);
  EXPECT_EQ(Look().report.snapshot, newest);
}

TEST_F(SnapshotTest, WithoutAWholeOneTheJournalIsReApplied) {
  Give(10);
  const std::string older = Snapshot();
  Give(10);
  const std::string newest = Snapshot();
  WriteBytes(older, "");
  WriteBytes(newest, std::string(9'000, 'x'));
  const Seen seen = Look();
  EXPECT_EQ(seen.report.snapshot, "");
  EXPECT_THAT(seen.report.damaged,
              ElementsAre(IsNamed(newest), IsNamed(older)));
  EXPECT_EQ(seen.state, FromJournal());
}

// That the snapshots are whole does not help, and that they might not be is no
// reason to open without it.
TEST_F(SnapshotTest, ADamagedErasureListIsNoDamagedSnapshot) {
  Give(10);
  Snapshot();
  Give(10);
  Snapshot();
  WriteBytes(ledger_ + "/ERASED", "garbage\n");
  OpenOptions options;
  options.mode = OpenMode::kWrite;
  for (const bool from_snapshots : {true, false}) {
    options.from_snapshots = from_snapshots;
    const absl::Status status = OpenLedger::Open(ledger_, options).status();
    EXPECT_TRUE(absl::IsDataLoss(status)) << status;
    EXPECT_EQ(std::string(status.message()),
              ledger_ + "/ERASED:1: is no member id");
  }
  fs::remove(ledger_ + "/ERASED");
  EXPECT_TRUE(OpenLedger::Open(ledger_, options).ok());
}

TEST_F(SnapshotTest, OfAnotherLedgerIsRefused) {
  Give(10);
  const std::string path = Snapshot();
  const std::string bytes = ReadBytes(path);
  const std::string other = directory_.path() + "/other";
  Init(other);
  fs::create_directory(SnapshotDirectory(other));
  WriteBytes(SnapshotPath(other, 200), bytes);
  const absl::Status status = OpenLedger::Open(other, {}).status();
  EXPECT_TRUE(absl::IsFailedPrecondition(status)) << status;
  EXPECT_THAT(std::string(status.message()),
              HasSubstr("is a snapshot of another ledger than HEAD is"));
}

TEST_F(SnapshotTest, OfANewerProgramIsRefused) {
  Give(10);
  const std::string path = Snapshot();
  const std::string bytes = ReadBytes(path);
  const auto with = [&](const std::function<void(SnapshotHeader*)>& change) {
    std::string changed = bytes;
    SnapshotHeader header;
    std::memcpy(&header, changed.data(), sizeof(header));
    change(&header);
    header.header_hash = header.Hash();
    std::memcpy(changed.data(), &header, sizeof(header));
    WriteBytes(path, changed);
    return OpenStatus();
  };
  for (const absl::Status& status :
       {with([](SnapshotHeader* header) { ++header->format; }),
        with([](SnapshotHeader* header) {
          header->semantics = static_cast<SemanticVersion>(2);
        })}) {
    EXPECT_TRUE(absl::IsFailedPrecondition(status)) << status;
    EXPECT_THAT(std::string(status.message()),
                HasSubstr("was written by a newer kumbara"));
  }
  EXPECT_TRUE(with([](SnapshotHeader*) {}).ok());
}

TEST_F(SnapshotTest, OfAnOlderFormatIsLeftAside) {
  Give(10);
  const std::string path = Snapshot();
  std::string bytes = ReadBytes(path);
  SnapshotHeader header;
  std::memcpy(&header, bytes.data(), sizeof(header));
  --header.format;
  header.header_hash = header.Hash();
  std::memcpy(bytes.data(), &header, sizeof(header));
  WriteBytes(path, bytes);
  const Seen seen = Look();
  EXPECT_EQ(seen.report.snapshot, "");
  ASSERT_THAT(seen.report.damaged, ElementsAre(IsNamed(path)));
  EXPECT_THAT(seen.report.damaged[0].why,
              HasSubstr("which this program reads no more"));
  EXPECT_EQ(seen.state, FromJournal());
}

TEST_F(SnapshotTest, AheadOfAJournalThatLostItsTailIsRefused) {
  Give(10);
  const std::string copy = directory_.path() + "/copy";
  fs::create_directory(copy);
  CopyLedger(ledger_, copy);
  Give(10);
  const std::string path = Snapshot();
  CopyLedger(copy, ledger_);
  const absl::Status lost = OpenStatus();
  EXPECT_TRUE(absl::IsDataLoss(lost)) << lost;
  EXPECT_THAT(std::string(lost.message()),
              HasSubstr("the journal has lost its tail; " + path +
                        " was made behind it: put the journal's files back"));
  EXPECT_TRUE(absl::IsDataLoss(VerifySnapshot(ledger_, path)));
  // Something else has happened instead.
  fs::rename(path, copy + "/away");
  Give(20);
  fs::rename(copy + "/away", path);
  const absl::Status other = OpenStatus();
  EXPECT_TRUE(absl::IsDataLoss(other)) << other;
  EXPECT_THAT(std::string(other.message()),
              HasSubstr("is another one than was there before"));
}

}  // namespace
}  // namespace kumbara::storage
