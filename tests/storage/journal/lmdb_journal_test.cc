#include "storage/journal/lmdb_journal.h"

#include <pwd.h>
#include <sys/stat.h>
#include <unistd.h>

#include <filesystem>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "storage/journal/segment.h"
#include "tests/storage/child_process.h"
#include "tests/storage/file_bytes.h"
#include "tests/storage/journal/test_journal.h"
#include "tests/storage/temp_directory.h"

namespace kumbara::storage {
namespace {

using ::testing::HasSubstr;

constexpr std::uint64_t kSmallSegment = 64 * 1024;

TEST(LmdbJournalTest, ReadsBackWhatWasAppended) {
  TempDirectory directory;
  const JournalPosition end =
      MakeJournal(directory.path(), 10, 7, kSegmentBytesDefault);
  EXPECT_EQ(end.number, 10u);
  EXPECT_EQ(end.last_sequence, 70u);

  const ReadResult read = ReadJournal(directory.path());
  ASSERT_TRUE(read.status.ok()) << read.status;
  EXPECT_EQ(read.batches, 10u);
  EXPECT_EQ(read.commands, 70u);
  EXPECT_EQ(read.end, end);
}

TEST(LmdbJournalTest, RollsOverSegmentsAndReadsAcrossThem) {
  TempDirectory directory;
  const JournalPosition end =
      MakeJournal(directory.path(), 60, 200, kSmallSegment);
  EXPECT_GT(end.segment, 5u);

  const ReadResult read = ReadJournal(directory.path());
  ASSERT_TRUE(read.status.ok()) << read.status;
  EXPECT_EQ(read.batches, 60u);
  EXPECT_EQ(read.end, end);
}

TEST(LmdbJournalTest, GoesOnBehindTheEndAfterReopening) {
  TempDirectory directory;
  JournalPosition end = MakeJournal(directory.path(), 3, 5, kSmallSegment);
  for (int round = 0; round < 20; ++round) {
    absl::StatusOr<std::unique_ptr<LmdbJournal>> journal = LmdbJournal::Open(
        directory.path(), end, {.segment_bytes = kSmallSegment});
    ASSERT_TRUE(journal.ok()) << journal.status();
    ASSERT_TRUE(AppendBatch(journal->get(), 100).ok());
    ASSERT_TRUE((*journal)->Close().ok());
    end = (*journal)->end();
  }
  const ReadResult read = ReadJournal(directory.path());
  ASSERT_TRUE(read.status.ok()) << read.status;
  EXPECT_EQ(read.end, end);
  EXPECT_EQ(read.batches, 23u);
  EXPECT_GT(end.segment, 1u);
}

TEST(LmdbJournalTest, EmptyBatchesKeepTheSequence) {
  TempDirectory directory;
  const JournalPosition end =
      MakeJournal(directory.path(), 4, 0, kSmallSegment);
  EXPECT_EQ(end.last_sequence, 0u);
  EXPECT_TRUE(ReadJournal(directory.path()).status.ok());
}

TEST(LmdbJournalTest, SurvivesThatNobodyClosedIt) {
  TempDirectory directory;
  const ChildResult child = RunInChild([&] {
    auto journal = LmdbJournal::Create(directory.path(), kLedger,
                                       {.segment_bytes = kSmallSegment});
    for (int i = 0; i < 25; ++i) {
      if (!AppendBatch(journal->get(), 100).ok()) return 1;
    }
    kill(getpid(), SIGKILL);
    return 2;
  });
  ASSERT_EQ(child.signal, SIGKILL);
  const ReadResult read = ReadJournal(directory.path());
  ASSERT_TRUE(read.status.ok()) << read.status;
  EXPECT_EQ(read.batches, 25u);
}

TEST(LmdbJournalTest, ASegmentThatWasCreatedButNeverBegunIsReplaced) {
  const std::string leftovers[] = {"", std::string(4096, '\0'),
                                   std::string(8192, '\0')};
  for (const std::string& leftover : leftovers) {
    TempDirectory directory;
    JournalPosition end = MakeJournal(directory.path(), 4, 200, 40 * 1024);
    WriteBytes(SegmentPath(directory.path(), end.segment + 1), leftover);
    const ReadResult before = ReadJournal(directory.path());
    ASSERT_TRUE(before.status.ok()) << before.status;
    absl::StatusOr<std::unique_ptr<LmdbJournal>> journal = LmdbJournal::Open(
        directory.path(), before.end, {.segment_bytes = 8192});
    ASSERT_TRUE(journal.ok()) << journal.status();
    ASSERT_TRUE(AppendBatch(journal->get(), 1).ok());
    ASSERT_TRUE((*journal)->Close().ok());
    const ReadResult read = ReadJournal(directory.path());
    ASSERT_TRUE(read.status.ok()) << read.status;
    EXPECT_EQ(read.end.segment, end.segment + 1);
  }
}

TEST(LmdbJournalTest, ASegmentWithoutBatchesIsReplaced) {
  TempDirectory directory;
  const JournalPosition end =
      MakeJournal(directory.path(), 2, 1, kSmallSegment);
  ASSERT_TRUE(
      Environment::Create(SegmentPath(directory.path(), 2), 1 << 20).ok());
  const ReadResult read = ReadJournal(directory.path());
  ASSERT_TRUE(read.status.ok()) << read.status;
  EXPECT_EQ(read.end, end);
  absl::StatusOr<std::unique_ptr<LmdbJournal>> journal =
      LmdbJournal::Open(directory.path(), end, {.segment_bytes = 4096});
  ASSERT_TRUE(journal.ok()) << journal.status();
  EXPECT_TRUE(AppendBatch(journal->get(), 1).ok());
}

TEST(LmdbJournalTest, TheFirstFailurePoisonsIt) {
  TempDirectory directory;
  absl::StatusOr<std::unique_ptr<LmdbJournal>> journal =
      LmdbJournal::Create(directory.path(), kLedger, {.segment_bytes = 4096});
  ASSERT_TRUE(AppendBatch(journal->get(), 1).ok());
  // The next segment's place is taken by a directory.
  const std::string obstacle = SegmentPath(directory.path(), 2);
  ASSERT_TRUE(std::filesystem::create_directories(obstacle + "/x"));
  const absl::Status first = AppendBatch(journal->get(), 1);
  ASSERT_FALSE(first.ok());
  std::filesystem::remove_all(obstacle);
  EXPECT_EQ(AppendBatch(journal->get(), 1), first);
  EXPECT_EQ((*journal)->Close(), first);
  EXPECT_EQ((*journal)->end().number, 1u);
}

TEST(LmdbJournalTest, TakesNothingOnceClosed) {
  TempDirectory directory;
  auto journal = LmdbJournal::Create(directory.path(), kLedger, {});
  ASSERT_TRUE(AppendBatch(journal->get(), 1).ok());
  ASSERT_TRUE((*journal)->Close().ok());
  EXPECT_TRUE(absl::IsFailedPrecondition(AppendBatch(journal->get(), 1)));
}

TEST(LmdbJournalTest, RefusesABatchThatCannotFitASegment) {
  TempDirectory directory;
  auto journal = LmdbJournal::Create(directory.path(), kLedger, {});
  std::vector<Record> records(
      49, Record::Blob(BlobKind::kProgram, 1, std::string(kMiB, 'x')));
  BatchHeader header;
  header.ledger = kLedger;
  header.number = 1;
  header.first_sequence = 1;
  const absl::Status status = (*journal)->Append(
      &header, BatchParts{.records = records, .frames = {}, .marks = {}});
  EXPECT_TRUE(absl::IsInvalidArgument(status)) << status;
}

TEST(LmdbJournalTest, DoesNotOpenBehindAPositionThatIsNotItsEnd) {
  TempDirectory directory;
  JournalPosition end = MakeJournal(directory.path(), 5, 1, kSmallSegment);
  end.number = 4;
  const auto journal = LmdbJournal::Open(directory.path(), end, {});
  EXPECT_TRUE(absl::IsFailedPrecondition(journal.status())) << journal.status();
}

TEST(LmdbJournalTest, ASecondWriterWithoutTheLockIsStopped) {
  TempDirectory directory;
  const JournalPosition end =
      MakeJournal(directory.path(), 1, 1, kSmallSegment);
  int to_child[2];
  int to_parent[2];
  ASSERT_EQ(pipe(to_child), 0);
  ASSERT_EQ(pipe(to_parent), 0);
  char byte = 0;
  const pid_t child = fork();
  if (child == 0) {
    // Opens at batch 1, then loses the race for batch 2.
    auto journal = LmdbJournal::Open(directory.path(), end, {});
    bool sound = journal.ok() && write(to_parent[1], "x", 1) == 1 &&
                 read(to_child[0], &byte, 1) == 1;
    sound = sound && absl::IsAlreadyExists(AppendBatch(journal->get(), 1));
    _exit(sound ? 0 : 1);
  }
  ASSERT_EQ(read(to_parent[0], &byte, 1), 1);
  auto journal = LmdbJournal::Open(directory.path(), end, {});
  ASSERT_TRUE(journal.ok()) << journal.status();
  ASSERT_TRUE(AppendBatch(journal->get(), 1).ok());
  ASSERT_EQ(write(to_child[1], "x", 1), 1);
  int status = 0;
  waitpid(child, &status, 0);
  EXPECT_TRUE(WIFEXITED(status) && WEXITSTATUS(status) == 0);
}

TEST(LmdbJournalTest, SaysThatADirectoryIsReadOnly) {
  TempDirectory directory;
  ASSERT_EQ(chmod(directory.path().c_str(), 0555), 0);
  const ChildResult child = RunInChild([&] {
    // Root may write everywhere.
    if (geteuid() == 0 && setuid(65534) != 0) return 1;
    const auto journal = LmdbJournal::Create(directory.path(), kLedger, {});
    return absl::IsPermissionDenied(journal.status()) ? 0 : 2;
  });
  EXPECT_EQ(child.exit_code, 0);
}

}  // namespace
}  // namespace kumbara::storage
