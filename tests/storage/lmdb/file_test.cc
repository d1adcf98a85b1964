#include "storage/lmdb/file.h"

#include <unistd.h>

#include <array>
#include <cerrno>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/storage/temp_directory.h"

namespace kumbara::storage {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;

TEST(FileTest, ReadsWhatWasWrittenAndFewerBytesAtTheEnd) {
  TempDirectory directory;
  absl::StatusOr<File> file =
      File::Open(directory.path() + "/x", O_RDWR | O_CREAT);
  ASSERT_TRUE(file.ok()) << file.status();
  const std::array<std::byte, 3> bytes = {std::byte{1}, std::byte{2},
                                          std::byte{3}};
  ASSERT_TRUE(file->WriteAt(10, bytes).ok());
  ASSERT_TRUE(file->SyncData().ok());
  std::array<std::byte, 8> read;
  EXPECT_EQ(*file->ReadAt(11, read), 2u);
  EXPECT_EQ(read[0], std::byte{2});
}

TEST(FileTest, AnErrorNamesPathAttemptAndReason) {
  TempDirectory directory;
  const std::string path = directory.path() + "/absent";
  const absl::Status status = File::Open(path, O_RDONLY).status();
  EXPECT_TRUE(absl::IsNotFound(status));
  EXPECT_THAT(std::string(status.message()),
              AllOf(HasSubstr(path), HasSubstr("cannot open"),
                    HasSubstr("No such file")));
}

TEST(FileTest, EachErrorHasTheCodeThatFits) {
  const std::pair<int, absl::StatusCode> cases[] = {
      {ENOENT, absl::StatusCode::kNotFound},
      {EEXIST, absl::StatusCode::kAlreadyExists},
      {EACCES, absl::StatusCode::kPermissionDenied},
      {EROFS, absl::StatusCode::kPermissionDenied},
      {ENOSPC, absl::StatusCode::kResourceExhausted},
      {EIO, absl::StatusCode::kInternal},
  };
  for (const auto& [error, code] : cases) {
    EXPECT_EQ(FileError(error, "/", "x").code(), code) << error;
  }
}

TEST(FileTest, AShortWriteOnAFullDiskSaysDiskFull) {
  // Reports no free byte, whatever is written to it.
  if (!DiskIsFull("/proc")) GTEST_SKIP() << "/proc is unusual here";
  const absl::Status status = FileError(EIO, "/proc/x", "cannot commit");
  EXPECT_TRUE(absl::IsResourceExhausted(status));
  EXPECT_EQ(status.message(), "/proc/x: cannot commit: disk full");
}

TEST(FileTest, IsRemovedIfItIsThere) {
  TempDirectory directory;
  const std::string path = directory.path() + "/x";
  EXPECT_TRUE(RemoveFile(path).ok());
  ASSERT_TRUE(WriteWhole(path, "x").ok());
  EXPECT_TRUE(FileExists(path));
  EXPECT_TRUE(RemoveFile(path).ok());
  EXPECT_FALSE(FileExists(path));
  const absl::Status refused = RemoveFile(directory.path());
  EXPECT_THAT(std::string(refused.message()),
              HasSubstr(directory.path() + ": cannot remove: "));
}

TEST(FileTest, KnowsTheDirectoryThatHoldsAFile) {
  EXPECT_EQ(ParentOf("/a/b"), "/a");
  EXPECT_EQ(ParentOf("/a"), "/");
  EXPECT_EQ(ParentOf("a"), ".");
}

}  // namespace
}  // namespace kumbara::storage
