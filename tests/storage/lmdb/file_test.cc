#include "storage/lmdb/file.h"

#include <sys/stat.h>
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

TEST(FileTest, RoomIsReservedBehindItsEnd) {
  TempDirectory directory;
  const std::string path = directory.path() + "/x";
  ASSERT_TRUE(WriteWhole(path, "x").ok());
  ASSERT_TRUE(ReserveBytes(path, 1 << 20).ok());
  struct stat facts;
  ASSERT_EQ(stat(path.c_str(), &facts), 0);
  EXPECT_EQ(facts.st_size, 1);
  EXPECT_GE(facts.st_blocks * 512, 1 << 20);
  EXPECT_EQ(*ReadWhole(path), "x");
}

TEST(FileTest, WhatIsFreeIsAskedOfAPathThatIsThere) {
  TempDirectory directory;
  const absl::StatusOr<std::uint64_t> free = FreeBytes(directory.path());
  ASSERT_TRUE(free.ok()) << free.status();
  EXPECT_GT(*free, 0u);
  const std::string absent = directory.path() + "/absent";
  EXPECT_THAT(std::string(FreeBytes(absent).status().message()),
              HasSubstr(absent + ": cannot ask how much is free: No such"));
  EXPECT_TRUE(absl::IsNotFound(ReserveBytes(absent, 1)));
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
