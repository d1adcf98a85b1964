#include "storage/journal/next_segment.h"

#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include <csignal>
#include <filesystem>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "storage/journal/lmdb_journal.h"
#include "storage/journal/segment.h"
#include "tests/storage/file_bytes.h"
#include "tests/storage/journal/test_journal.h"
#include "tests/storage/temp_directory.h"

namespace kumbara::storage {
namespace {

using ::testing::HasSubstr;

constexpr std::uint64_t kNextSegmentBytes = 64 * 1024;

// While it lives files of this process cannot grow beyond a size.
class FileSizeLimit {
 public:
  explicit FileSizeLimit(rlim_t bytes)
      : handler_(std::signal(SIGXFSZ, SIG_IGN)) {
    getrlimit(RLIMIT_FSIZE, &before_);
    const rlimit limit{bytes, before_.rlim_max};
    setrlimit(RLIMIT_FSIZE, &limit);
  }
  ~FileSizeLimit() {
    setrlimit(RLIMIT_FSIZE, &before_);
    std::signal(SIGXFSZ, handler_);
  }

 private:
  void (*handler_)(int);
  rlimit before_{};
};

std::size_t Threads() {
  std::size_t threads = 0;
  for (const auto& task :
       std::filesystem::directory_iterator("/proc/self/task")) {
    threads += task.is_directory() ? 1 : 0;
  }
  return threads;
}

// The next segment is made once the present one is half full.
class NextSegmentTest : public ::testing::Test {
 protected:
  NextSegmentTest() {
    journal_ = *LmdbJournal::Create(directory_.path(), kLedger,
                                    {.segment_bytes = kNextSegmentBytes});
  }
  std::string Next(std::uint32_t segment) const {
    return SegmentPath(directory_.path(), segment) + ".next";
  }
  // Whether the file comes to be, which is for another thread to do.
  bool Appears(const std::string& path) const {
    for (int i = 0; i < 6'000; ++i) {
      if (std::filesystem::exists(path)) return true;
      usleep(10'000);
    }
    return false;
  }
  void AppendUntilHalfFull() {
    while (!std::filesystem::exists(SegmentPath(directory_.path(), 1)) ||
           std::filesystem::file_size(SegmentPath(directory_.path(), 1)) <
               kNextSegmentBytes / 2) {
      ASSERT_TRUE(AppendBatch(journal_.get(), 20).ok());
    }
    ASSERT_TRUE(AppendBatch(journal_.get(), 20).ok());
  }

  TempDirectory directory_;
  std::unique_ptr<LmdbJournal> journal_;
};

TEST_F(NextSegmentTest, IsMadeAheadAndTakesTheNextBatches) {
  ASSERT_TRUE(AppendBatch(journal_.get(), 20).ok());
  EXPECT_FALSE(std::filesystem::exists(Next(2)));
  AppendUntilHalfFull();
  ASSERT_TRUE(Appears(Next(2)));
  // What a reader sees ends in the first segment.
  EXPECT_EQ(ListSegments(directory_.path())->size(), 1u);
  while (journal_->end().segment == 1) {
    ASSERT_TRUE(AppendBatch(journal_.get(), 20).ok());
  }
  EXPECT_FALSE(std::filesystem::exists(Next(2)));
  const JournalPosition end = journal_->end();
  ASSERT_TRUE(journal_->Close().ok());
  journal_.reset();
  const ReadResult read = ReadJournal(directory_.path());
  ASSERT_TRUE(read.status.ok()) << read.status;
  EXPECT_EQ(read.end, end);
}

TEST_F(NextSegmentTest, HasRoomReservedAndNoSize) {
  AppendUntilHalfFull();
  ASSERT_TRUE(Appears(Next(2)));
  journal_.reset();  // Waits for who makes it.
  struct stat facts;
  ASSERT_EQ(stat(Next(2).c_str(), &facts), 0);
  EXPECT_EQ(facts.st_size, 2 * 4096);
  EXPECT_GE(static_cast<std::uint64_t>(facts.st_blocks) * 512,
            kNextSegmentBytes);
}

TEST_F(NextSegmentTest, GoesWithTheJournalThatIsClosed) {
  AppendUntilHalfFull();
  ASSERT_TRUE(Appears(Next(2)));
  ASSERT_TRUE(journal_->Close().ok());
  EXPECT_FALSE(std::filesystem::exists(Next(2)));
}

TEST_F(NextSegmentTest, WhatACrashLeftOfItIsRemoved) {
  AppendUntilHalfFull();
  ASSERT_TRUE(Appears(Next(2)));
  const JournalPosition end = journal_->end();
  journal_.reset();
  WriteBytes(Next(2) + ".new", "torn");
  const auto again = LmdbJournal::Open(directory_.path(), end,
                                       {.segment_bytes = kNextSegmentBytes});
  ASSERT_TRUE(again.ok()) << again.status();
  EXPECT_FALSE(std::filesystem::exists(Next(2)));
  EXPECT_FALSE(std::filesystem::exists(Next(2) + ".new"));
}

TEST_F(NextSegmentTest, ReadersDoNotSeeWhatACrashLeft) {
  AppendUntilHalfFull();
  ASSERT_TRUE(Appears(Next(2)));
  const JournalPosition end = journal_->end();
  journal_.reset();
  const ReadResult read = ReadJournal(directory_.path());
  ASSERT_TRUE(read.status.ok()) << read.status;
  EXPECT_EQ(read.end, end);
  EXPECT_TRUE(std::filesystem::exists(Next(2)));
}

TEST_F(NextSegmentTest, OneThatGotItsNameBeforeACrashIsReplaced) {
  AppendUntilHalfFull();
  ASSERT_TRUE(Appears(Next(2)));
  const JournalPosition end = journal_->end();
  journal_.reset();
  std::filesystem::rename(Next(2), SegmentPath(directory_.path(), 2));
  const ReadResult before = ReadJournal(directory_.path());
  ASSERT_TRUE(before.status.ok()) << before.status;
  EXPECT_EQ(before.end, end);
  journal_ = *LmdbJournal::Open(directory_.path(), end,
                                {.segment_bytes = kNextSegmentBytes});
  while (journal_->end().segment == 1) {
    ASSERT_TRUE(AppendBatch(journal_.get(), 20).ok());
  }
  ASSERT_TRUE(journal_->Close().ok());
  const ReadResult read = ReadJournal(directory_.path());
  ASSERT_TRUE(read.status.ok()) << read.status;
  EXPECT_EQ(read.end, journal_->end());
}

TEST_F(NextSegmentTest, ADiskThatWasFullAndHasRoomAgainIsNoFailure) {
  NextSegment next(directory_.path(), kNextSegmentBytes);
  ASSERT_TRUE(next.Discard().ok());
  const std::string left = Next(2) + ".new-lock";
  const std::size_t threads = Threads();
  {
    const FileSizeLimit limit(4096);
    next.Prepare(2);
    while (Threads() > threads) usleep(1'000);
    EXPECT_FALSE(std::filesystem::exists(Next(2)));
    EXPECT_TRUE(std::filesystem::exists(left));
  }
  const auto begun = next.Begin(2);
  ASSERT_TRUE(begun.ok()) << begun.status();
  EXPECT_TRUE((*begun)->BeginWrite().ok());
  EXPECT_FALSE(std::filesystem::exists(left));
}

TEST_F(NextSegmentTest, WhatCannotBeMadeIsToldWhenItIsNeeded) {
  ASSERT_TRUE(std::filesystem::create_directories(Next(2) + ".new/x"));
  AppendUntilHalfFull();
  absl::Status status;
  while (status.ok() && journal_->end().segment == 1) {
    status = AppendBatch(journal_.get(), 20);
  }
  EXPECT_THAT(std::string(status.message()), HasSubstr("0000000002.mdb.next"));
  EXPECT_EQ(journal_->end().segment, 1u);
}

}  // namespace
}  // namespace kumbara::storage
