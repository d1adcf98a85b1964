// Snapshots are made beside the writer or without it, as many as shall be kept
// and none by halves.

#include "storage/open/snapshot_maker.h"

#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "gmock/gmock.h"
#include "storage/snapshot/snapshot_format.h"
#include "tests/storage/file_bytes.h"
#include "tests/storage/open/snapshot_fixture.h"

namespace kumbara::storage {
namespace {

namespace fs = std::filesystem;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

class SnapshotMakerTest : public SnapshotFixture {};

TEST_F(SnapshotMakerTest, IsMadeFromTheOneBefore) {
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

TEST_F(SnapshotMakerTest, IsMadeAndFollowedBesideTheWriter) {
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

// Rounds of 7 among frames of 20: where one ends nothing is open, and that is
// mostly inside a batch.
TEST_F(SnapshotMakerTest, IsTakenInsideABatch) {
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

TEST_F(SnapshotMakerTest, IsNotTakenWhileAnythingIsOpen) {
  fs::remove_all(ledger_);
  Init(ledger_, 1'000);
  Give(1, kMoreFollows);
  const auto maker = SnapshotMaker::Open(ledger_, {});
  ASSERT_TRUE(maker.ok()) << maker.status();
  EXPECT_FALSE((*maker)->nothing_is_open());
  ASSERT_TRUE((*maker)->CatchUpToRest().ok());
  EXPECT_FALSE((*maker)->nothing_is_open());
}

TEST_F(SnapshotMakerTest, AtLeastTwoAreKept) {
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
TEST_F(SnapshotMakerTest, ADamagedOneDoesNotCountAsKept) {
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

TEST_F(SnapshotMakerTest, ADamagedOneIsNotDeletedWhenItIsOld) {
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

// Two copies with greater numbers pushed out all others.
TEST_F(SnapshotMakerTest, ACopyUnderAnotherNameDoesNotCountAsKept) {
  Give(2);
  const std::string older = Snapshot();
  Give(2);
  const std::string newest = Snapshot();
  const std::string copy = SnapshotPath(ledger_, 7'777'777);
  fs::copy_file(older, copy);
  const Seen seen = Look();
  EXPECT_EQ(seen.report.snapshot, newest);
  ASSERT_THAT(seen.report.damaged, ElementsAre(IsNamed(copy)));
  EXPECT_THAT(seen.report.damaged[0].why,
              HasSubstr("which is not its name; move it away"));
  Give(2);
  const std::string next = Snapshot();
  EXPECT_THAT(*ListSnapshots(ledger_), ElementsAre(copy, next, newest));
}

TEST_F(SnapshotMakerTest, OnlyOneMakerIsAtWork) {
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
TEST_F(SnapshotMakerTest, WhoeverIsKilledWhileMakingOneLeavesWholeOnes) {
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
