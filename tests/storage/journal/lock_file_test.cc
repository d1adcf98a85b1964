#include "storage/journal/lock_file.h"

#include <signal.h>
#include <unistd.h>

#include <string>

#include "gmock/gmock.h"
#include "storage/lmdb/file.h"
#include "tests/storage/child_process.h"
#include "tests/storage/temp_directory.h"

namespace kumbara::storage {
namespace {

using ::testing::HasSubstr;

bool IsHeld(const std::string& ledger) {
  const absl::StatusOr<bool> held = LockFile::IsHeld(ledger);
  EXPECT_TRUE(held.ok()) << held.status();
  return held.ok() && *held;
}

TEST(LockFileTest, NamesTheProcessThatHoldsIt) {
  TempDirectory directory;
  {
    const absl::StatusOr<LockFile> lock = LockFile::Acquire(directory.path());
    ASSERT_TRUE(lock.ok()) << lock.status();
    const absl::StatusOr<LockFile> second = LockFile::Acquire(directory.path());
    EXPECT_TRUE(absl::IsFailedPrecondition(second.status()));
    EXPECT_THAT(
        std::string(second.status().message()),
        HasSubstr("the ledger is open in process " + std::to_string(getpid())));
    EXPECT_TRUE(IsHeld(directory.path()));
  }
  EXPECT_FALSE(IsHeld(directory.path()));
  EXPECT_TRUE(LockFile::Acquire(directory.path()).ok());
}

TEST(LockFileTest, IsFreeAgainWhenItsHolderWasKilled) {
  TempDirectory directory;
  const ChildResult child = RunInChild([&] {
    const absl::StatusOr<LockFile> lock = LockFile::Acquire(directory.path());
    kill(getpid(), SIGKILL);
    return 0;
  });
  ASSERT_EQ(child.signal, SIGKILL);
  EXPECT_FALSE(IsHeld(directory.path()));
  EXPECT_TRUE(LockFile::Acquire(directory.path()).ok());
}

TEST(LockFileTest, WhoAsksMakesNoFile) {
  TempDirectory directory;
  EXPECT_FALSE(IsHeld(directory.path()));
  EXPECT_FALSE(FileExists(directory.path() + "/LOCK"));
}

}  // namespace
}  // namespace kumbara::storage
