#include "storage/lmdb/environment.h"

#include <cstring>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "storage/lmdb/meta_page.h"
#include "tests/storage/child_process.h"
#include "tests/storage/file_bytes.h"
#include "tests/storage/temp_directory.h"

namespace kumbara::storage {
namespace {

using ::testing::HasSubstr;

constexpr std::uint64_t kMapBytes = 64 << 20;

absl::Status AppendFilled(Environment* environment, std::uint64_t key,
                          std::size_t bytes) {
  absl::StatusOr<WriteTransaction> writing = environment->BeginWrite();
  if (!writing.ok()) return writing.status();
  absl::StatusOr<std::span<std::byte>> space = writing->Append(key, bytes);
  if (!space.ok()) return space.status();
  EXPECT_EQ(space->size(), bytes);
  EXPECT_EQ(reinterpret_cast<std::uintptr_t>(space->data()) % 8, 0u);
  std::memset(space->data(), static_cast<int>(key), bytes);
  return writing->Commit();
}

class EnvironmentTest : public testing::Test {
 protected:
  // An environment with keys 1 to 9, of which each value is filled with its
  // key.
  void Make(std::size_t bytes) {
    absl::StatusOr<std::unique_ptr<Environment>> created =
        Environment::Create(path_, kMapBytes);
    ASSERT_TRUE(created.ok()) << created.status();
    for (std::uint64_t key = 1; key <= 9; ++key) {
      ASSERT_TRUE(AppendFilled(created->get(), key, bytes).ok());
    }
  }

  TempDirectory directory_;
  const std::string path_ = directory_.path() + "/x.mdb";
};

TEST_F(EnvironmentTest, ReadsBackSmallAndLargeValues) {
  for (const std::size_t bytes : {16u, 160u, 2000u, 2048u, 65520u, 1000000u}) {
    std::remove(path_.c_str());
    std::remove((path_ + "-lock").c_str());
    Make(bytes);
    const auto opened = Environment::Open(path_, Access::kReadOnly);
    ASSERT_TRUE(opened.ok()) << opened.status();
    const auto reading = (*opened)->BeginRead();
    ASSERT_TRUE(reading.ok());
    EXPECT_EQ(*reading->Count(), 9u);
    for (std::uint64_t key = 1; key <= 9; ++key) {
      const auto value = reading->Get(key);
      ASSERT_TRUE(value.ok() && value->has_value()) << value.status();
      ASSERT_EQ((*value)->size(), bytes);
      EXPECT_EQ((*value)->front(), static_cast<std::byte>(key));
      EXPECT_EQ((*value)->back(), static_cast<std::byte>(key));
    }
    EXPECT_FALSE(reading->Get(10)->has_value());
  }
}

TEST_F(EnvironmentTest, WalksInKeyOrder) {
  Make(16);
  const auto opened = Environment::Open(path_, Access::kReadOnly);
  const auto reading = (*opened)->BeginRead();
  auto cursor = Cursor::Over(*reading);
  ASSERT_TRUE(cursor.ok());
  EXPECT_EQ((*cursor->First())->key, 1u);
  EXPECT_EQ((*cursor->Next())->key, 2u);
  EXPECT_EQ((*cursor->AtLeast(7))->key, 7u);
  EXPECT_EQ((*cursor->Last())->key, 9u);
  EXPECT_FALSE(cursor->Next()->has_value());
  EXPECT_FALSE(cursor->AtLeast(10)->has_value());
}

TEST_F(EnvironmentTest, KeysSortAsNumbers) {
  const auto created = Environment::Create(path_, kMapBytes);
  for (const std::uint64_t key : {1ull, 255ull, 256ull, 65536ull, 1ull << 40}) {
    ASSERT_TRUE(AppendFilled(created->get(), key, 16).ok()) << key;
  }
  EXPECT_TRUE(absl::IsAlreadyExists(AppendFilled(created->get(), 256, 16)));
}

TEST_F(EnvironmentTest, AnAbandonedTransactionLeavesNothing) {
  Make(16);
  const auto opened = Environment::Open(path_, Access::kReadWrite);
  {
    auto writing = (*opened)->BeginWrite();
    ASSERT_TRUE(writing->Append(10, 16).ok());
  }
  EXPECT_FALSE((*opened)->BeginRead()->Get(10)->has_value());
  EXPECT_TRUE(AppendFilled(opened->get(), 10, 16).ok());
}

TEST_F(EnvironmentTest, AReaderSeesNewValuesOnceItRenews) {
  Make(16);
  const auto opened = Environment::Open(path_, Access::kReadWrite);
  auto reading = (*opened)->BeginRead();
  ASSERT_TRUE(AppendFilled(opened->get(), 10, 16).ok());
  EXPECT_FALSE(reading->Get(10)->has_value());
  ASSERT_TRUE(reading->Renew().ok());
  EXPECT_TRUE(reading->Get(10)->has_value());
}

TEST_F(EnvironmentTest, IsOpenOnlyOnceInAProcess) {
  Make(16);
  const auto first = Environment::Open(path_, Access::kReadOnly);
  ASSERT_TRUE(first.ok());
  const auto second =
      Environment::Open(directory_.path() + "/./x.mdb", Access::kReadOnly);
  EXPECT_TRUE(absl::IsFailedPrecondition(second.status())) << second.status();
  EXPECT_THAT(std::string(second.status().message()),
              HasSubstr("already open in this process"));
}

TEST_F(EnvironmentTest, SaysThatItsMapIsFull) {
  const auto created = Environment::Create(path_, 1 << 20);
  const absl::Status status = AppendFilled(created->get(), 1, 2 << 20);
  EXPECT_TRUE(absl::IsResourceExhausted(status)) << status;
}

TEST_F(EnvironmentTest, CreateNeverOverwrites) {
  Make(16);
  EXPECT_TRUE(
      absl::IsAlreadyExists(Environment::Create(path_, kMapBytes).status()));
}

// The first two pages of a new file were not synced before it had its name: a
// power loss could tear them, and the journal did not open.
TEST_F(EnvironmentTest, WhatACrashLeftOfANewFileIsReplaced) {
  std::ofstream(path_ + ".new") << "torn";
  std::ofstream(path_ + ".new-lock") << "torn";
  const auto created = Environment::Create(path_, kMapBytes);
  ASSERT_TRUE(created.ok()) << created.status();
  EXPECT_TRUE(AppendFilled(created->get(), 1, 16).ok());
  EXPECT_FALSE(std::filesystem::exists(path_ + ".new"));
  EXPECT_FALSE(std::filesystem::exists(path_ + ".new-lock"));
}

TEST_F(EnvironmentTest, NamesAMissingFile) {
  const auto opened = Environment::Open(path_, Access::kReadOnly);
  EXPECT_TRUE(absl::IsNotFound(opened.status()));
  EXPECT_THAT(std::string(opened.status().message()), HasSubstr(path_));
}

TEST_F(EnvironmentTest, RefusesAFileThatIsNotLmdb) {
  WriteBytes(path_, std::string(3 * 4096, 'x'));
  EXPECT_TRUE(
      absl::IsDataLoss(Environment::Open(path_, Access::kReadOnly).status()));
}

TEST_F(EnvironmentTest, SaysThatATruncatedFileIsTruncated) {
  Make(100'000);
  const std::string whole = ReadBytes(path_);
  for (std::size_t size = 0; size < whole.size(); size += 4096) {
    WriteBytes(path_, whole.substr(0, size));
    const ChildResult child = RunInChild([&] {
      const auto opened = Environment::Open(path_, Access::kReadOnly);
      return absl::IsDataLoss(opened.status()) ? 0 : 1;
    });
    EXPECT_EQ(child.exit_code, 0) << "cut at " << size;
  }
}

TEST_F(EnvironmentTest, AFlippedBitInAMetaPageNeverEndsTheProcess) {
  Make(16);
  const std::string whole = ReadBytes(path_);
  const std::vector<ChildResult> children =
      RunEachInChild(152 * 8, [&](std::size_t at) {
        std::string damaged = whole;
        damaged[at / 8] = static_cast<char>(damaged[at / 8] ^ (1 << (at % 8)));
        WriteBytes(path_, damaged);
        const auto opened = Environment::Open(path_, Access::kReadOnly);
        if (!opened.ok()) return 0;
        const auto reading = (*opened)->BeginRead();
        return reading.ok() ? 0 : 1;
      });
  for (std::size_t at = 0; at < children.size(); ++at) {
    EXPECT_EQ(children[at].signal, 0) << "bit " << at;
  }
}

// What LMDB leaves of a commit whose meta page could not be written: the page's
// last page and transaction as they were, but its trees those of the commit.
// They lie beyond that last page, and the file was refused as damaged.
TEST_F(EnvironmentTest, OpensAfterAMetaPageCouldNotBeWritten) {
  constexpr std::size_t kTrees = 40;
  constexpr std::size_t kLastPage = 136;
  constexpr std::size_t kEnd = 152;
  for (std::uint64_t commits = 0; commits < 4; ++commits) {
    std::remove(path_.c_str());
    std::remove((path_ + "-lock").c_str());
    std::string before;
    {
      const auto created = Environment::Create(path_, kMapBytes);
      ASSERT_TRUE(created.ok()) << created.status();
      for (std::uint64_t key = 1; key <= commits; ++key) {
        ASSERT_TRUE(AppendFilled(created->get(), key, 100'000).ok());
      }
      before = ReadBytes(path_);
      ASSERT_TRUE(AppendFilled(created->get(), commits + 1, 100'000).ok());
    }
    std::string bytes = ReadBytes(path_);
    const std::size_t page = (commits + 1) % 2 * 4096;
    ASSERT_NE(bytes.substr(page + kTrees, kLastPage - kTrees),
              before.substr(page + kTrees, kLastPage - kTrees));
    bytes.replace(page + kLastPage, kEnd - kLastPage, before, page + kLastPage,
                  kEnd - kLastPage);
    WriteBytes(path_, bytes);

    const auto opened = Environment::Open(path_, Access::kReadWrite);
    ASSERT_TRUE(opened.ok()) << opened.status();
    EXPECT_EQ(*(*opened)->BeginRead()->Count(), commits);
    ASSERT_TRUE(AppendFilled(opened->get(), commits + 1, 16).ok());
    EXPECT_EQ(*(*opened)->BeginRead()->Count(), commits + 1);
  }
}

// Of the page that LMDB goes by, nothing may lie beyond its last page.
TEST_F(EnvironmentTest, RefusesACurrentMetaPageWithATreeBeyondItsLastPage) {
  Make(100'000);
  std::string bytes = ReadBytes(path_);
  const std::size_t page = bytes[144] < bytes[4096 + 144] ? 4096 : 0;
  bytes.replace(page + 136, 2, std::string({'\2', '\0'}));
  WriteBytes(path_, bytes);
  EXPECT_TRUE(
      absl::IsDataLoss(Environment::Open(path_, Access::kReadOnly).status()));
}

TEST_F(EnvironmentTest, AFileNeverWrittenToIsUnbegun) {
  Make(16);
  EXPECT_FALSE(*IsUnbegun(path_));
  WriteBytes(path_, "");
  EXPECT_TRUE(*IsUnbegun(path_));
  WriteBytes(path_, std::string(8192, '\0'));
  EXPECT_TRUE(*IsUnbegun(path_));
  WriteBytes(path_, std::string(12288, '\0'));
  EXPECT_FALSE(*IsUnbegun(path_));
}

}  // namespace
}  // namespace kumbara::storage
