// A ledger opened from a snapshot is the one its journal gives; a snapshot that
// cannot be used is named, one that must not be used is refused.

#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

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
#include "tests/storage/child_process.h"
#include "tests/storage/file_bytes.h"
#include "tests/storage/temp_directory.h"
#include "tests/support/command_builder.h"

namespace kumbara::storage {
namespace {

namespace fs = std::filesystem;
using ::testing::AllOf;
using ::testing::ElementsAre;
using ::testing::Field;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

constexpr char kShop[] =
    "program = { name = \"shop\", currency = \"GBP\", enrol = \"first_sight\" "
    "}\n"
    "unit.points = { decimals = 0 }\n";

class SnapshotTest : public ::testing::Test {
 protected:
  void SetUp() override { Init(ledger_); }

  static void Init(const std::string& directory,
                   std::uint32_t round_commands = kRoundCommandsDefault,
                   std::uint64_t segment_bytes = kSegmentBytesDefault) {
    InitOptions options;
    options.directory = directory;
    options.program_text = kShop;
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
    fs::remove_all(to + "/journal");
    fs::copy(from + "/journal", to + "/journal", fs::copy_options::recursive);
    fs::copy_file(from + "/HEAD", to + "/HEAD",
                  fs::copy_options::overwrite_existing);
  }

  static auto IsNamed(const std::string& path) {
    return AllOf(Field(&DamagedSnapshot::path, path),
                 Field(&DamagedSnapshot::why, HasSubstr(path)));
  }

  TempDirectory directory_;
  const std::string ledger_ = directory_.path() + "/ledger";
  std::uint64_t last_id_ = 0;
};

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

TEST_F(SnapshotTest, IsMadeFromTheOneBefore) {
  Give(10);
  const std::string first = Snapshot();
  Give(10);
  auto maker = SnapshotMaker::Open(ledger_, {});
  ASSERT_TRUE(maker.ok()) << maker.status();
  EXPECT_EQ((*maker)->report().snapshot, first);
  EXPECT_GT((*maker)->bytes_behind(), 10 * 20 * sizeof(Command));
  ASSERT_TRUE((*maker)->Make().ok());
  EXPECT_EQ((*maker)->bytes_behind(), 0u);
  EXPECT_FALSE((*maker)->has_news());
  maker->reset();
  EXPECT_EQ(Look().state, FromJournal());
}

// Makes a snapshot for every byte that comes, in a process of its own.
int MakeWhenAsked(const std::string& ledger, int asked, int done) {
  std::unique_ptr<SnapshotMaker> maker;
  char byte = 0;
  while (read(asked, &byte, 1) == 1) {
    if (maker == nullptr) {
      auto opened = SnapshotMaker::Open(ledger, {});
      if (!opened.ok()) return 2;
      maker = *std::move(opened);
    }
    if (!maker->CatchUp().ok()) return 3;
    if (!maker->has_news() || !maker->Make().ok()) return 4;
    if (write(done, &byte, 1) != 1) return 5;
  }
  return 0;
}

TEST_F(SnapshotTest, IsMadeAndFollowedBesideTheWriter) {
  int ask[2];
  int done[2];
  ASSERT_EQ(pipe(ask) + pipe(done), 0);
  const pid_t child = fork();
  if (child == 0) {
    close(ask[1]);
    close(done[0]);
    _exit(MakeWhenAsked(ledger_, ask[0], done[1]));
  }
  close(ask[0]);
  close(done[1]);
  OpenOptions options;
  options.mode = OpenMode::kWrite;
  {
    const auto opened = OpenAt(ledger_, options);
    ASSERT_NE(opened, nullptr);
    opened->Start();
    for (int i = 0; i < 3; ++i) {
      SubmitTo(*opened, 5);
      char byte = 1;
      ASSERT_EQ(write(ask[1], &byte, 1), 1);
      if (i == 1) SubmitTo(*opened, 20);  // Meanwhile.
      ASSERT_EQ(read(done[0], &byte, 1), 1);
    }
    ASSERT_TRUE(opened->Close().ok());
  }
  close(ask[1]);
  close(done[0]);
  int status = 0;
  ASSERT_EQ(waitpid(child, &status, 0), child);
  EXPECT_TRUE(WIFEXITED(status));
  EXPECT_EQ(WEXITSTATUS(status), 0);
  const Seen seen = Look();
  EXPECT_EQ(seen.state, FromJournal());
  EXPECT_GT(seen.report.snapshot_sequence, 0u);
  EXPECT_EQ(ListSnapshots(ledger_)->size(), 2u);
}

TEST_F(SnapshotTest, AWriterGoesOnFromItWithAndWithoutColdIds) {
  Give(30);
  const std::string path = Snapshot();
  for (const std::uint32_t hot_ids : {0u, 100u}) {
    OpenOptions options;
    options.mode = OpenMode::kWrite;
    options.hot_ids = hot_ids;
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

// Rounds of 7 among frames of 20: where one ends nothing is open, and that is
// mostly inside a batch.
TEST_F(SnapshotTest, IsTakenInsideABatch) {
  fs::remove_all(ledger_);
  Init(ledger_, 7);
  Give(3, kMoreFollows);
  auto maker = SnapshotMaker::Open(ledger_, {});
  ASSERT_TRUE(maker.ok()) << maker.status();
  int inside = 0;
  for (int i = 0; i < 12; ++i) {
    do {
      Give(1, kMoreFollows);
      ASSERT_TRUE((*maker)->CatchUp().ok());
    } while ((*maker)->nothing_is_open());
    Give(1, kMoreFollows);
    ASSERT_TRUE((*maker)->CatchUpToRest().ok());
    ASSERT_TRUE((*maker)->nothing_is_open());
    const auto made = (*maker)->Make();
    ASSERT_TRUE(made.ok()) << made.status();
    EXPECT_EQ(made->sequence % 7, 0u);
    if (made->sequence > made->batch_last_sequence) ++inside;
    const Seen seen = Look();
    EXPECT_EQ(seen.report.snapshot_sequence, made->sequence);
    EXPECT_EQ(seen.state, FromJournal());
  }
  EXPECT_GT(inside, 6);
}

TEST_F(SnapshotTest, IsNotTakenWhileAnythingIsOpen) {
  fs::remove_all(ledger_);
  Init(ledger_, 1'000);
  Give(1, kMoreFollows);
  const auto maker = SnapshotMaker::Open(ledger_, {});
  ASSERT_TRUE(maker.ok()) << maker.status();
  EXPECT_FALSE((*maker)->nothing_is_open());
  ASSERT_TRUE((*maker)->CatchUpToRest().ok());
  EXPECT_FALSE((*maker)->nothing_is_open());
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

TEST_F(SnapshotTest, AtLeastTwoAreKept) {
  std::vector<std::string> paths;
  for (int i = 0; i < 4; ++i) {
    Give(2);
    paths.push_back(Snapshot(i < 3 ? 3 : 2));
    EXPECT_EQ(ListSnapshots(ledger_)->size(),
              std::min<std::size_t>(paths.size(), i < 3 ? 3 : 2));
  }
  EXPECT_THAT(*ListSnapshots(ledger_), ElementsAre(paths[3], paths[2]));
}

// The newest is cut off where everybody sees it, or damaged in a block that
// only who loads it reads.
TEST_F(SnapshotTest, ADamagedOneDoesNotCountAsKept) {
  for (const bool is_cut_off : {true, false}) {
    Give(2);
    const std::string older = Snapshot();
    Give(2);
    const std::string newest = Snapshot();
    std::string bytes = ReadBytes(newest);
    if (is_cut_off) {
      bytes.pop_back();
    } else {
      bytes[kSnapshotBlocksFrom + 100] ^= 1;
    }
    WriteBytes(newest, bytes);
    Give(2);
    const std::string next = Snapshot();
    EXPECT_THAT(*ListSnapshots(ledger_), ElementsAre(next, newest, older));
    // Without the new one there is still one to begin from.
    fs::remove(next);
    const Seen seen = Look();
    EXPECT_EQ(seen.report.snapshot, older);
    EXPECT_THAT(seen.report.damaged, ElementsAre(IsNamed(newest)));
    EXPECT_EQ(ReadBytes(newest), bytes);
    fs::remove_all(SnapshotDirectory(ledger_));
  }
}

TEST_F(SnapshotTest, ADamagedOneIsNotDeletedWhenItIsOld) {
  Give(2);
  const std::string damaged = Snapshot();
  WriteBytes(damaged, "");
  std::vector<std::string> paths;
  for (int i = 0; i < 3; ++i) {
    Give(2);
    paths.push_back(Snapshot());
  }
  EXPECT_THAT(*ListSnapshots(ledger_),
              ElementsAre(paths[2], paths[1], damaged));
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
              HasSubstr("is a snapshot of another ledger; move it away"));
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

TEST_F(SnapshotTest, OnlyOneMakerIsAtWork) {
  Give(1);
  const auto maker = SnapshotMaker::Open(ledger_, {});
  ASSERT_TRUE(maker.ok()) << maker.status();
  const auto second = SnapshotMaker::Open(ledger_, {});
  EXPECT_THAT(std::string(second.status().message()),
              HasSubstr("snapshots are being made by process"));
}

// Makes one in a child that is killed after a while. True if it got as far as
// writing.
bool KillWhileMaking(const std::string& ledger, useconds_t after) {
  const pid_t child = fork();
  if (child == 0) {
    auto maker = SnapshotMaker::Open(ledger, {});
    if (maker.ok() && (*maker)->has_news()) (void)(*maker)->Make().ok();
    _exit(0);
  }
  usleep(after);
  kill(child, SIGKILL);
  int status = 0;
  EXPECT_EQ(waitpid(child, &status, 0), child);
  return fs::exists(UnreadySnapshotPath(ledger));
}

// Sooner after one that was made, later after one that was not begun, until
// some were killed while they wrote and some were not.
TEST_F(SnapshotTest, WhoeverIsKilledWhileMakingOneLeavesWholeOnes) {
  constexpr int kRoundsMin = 20;
  constexpr int kRoundsMax = 2'000;
  Give(200);
  std::string newest = Snapshot();
  const Digest state = FromJournal();
  useconds_t wait = 500;
  int killed_at_work = 0;
  int made = 0;
  for (int round = 0; round < kRoundsMax; ++round) {
    if (round >= kRoundsMin && killed_at_work > 0 && made > 0) break;
    Give(1);
    const bool is_unready = KillWhileMaking(ledger_, wait);
    const Seen seen = Look();
    EXPECT_THAT(seen.report.damaged, IsEmpty());
    EXPECT_NE(seen.state, state);
    ASSERT_NE(seen.report.snapshot, "");
    const bool is_made = seen.report.snapshot != newest;
    newest = seen.report.snapshot;
    killed_at_work += is_unready ? 1 : 0;
    made += is_made ? 1 : 0;
    wait = is_made ? wait * 3 / 4 : wait * 5 / 4 + 1;
  }
  EXPECT_GT(killed_at_work, 0);
  EXPECT_GT(made, 0);
  EXPECT_EQ(Look().state, FromJournal());
  Give(1);
  const std::string last = Snapshot();
  EXPECT_FALSE(fs::exists(UnreadySnapshotPath(ledger_)));
  EXPECT_EQ(Look().report.snapshot, last);
}

}  // namespace
}  // namespace kumbara::storage
