#include "storage/journal/head_file.h"

#include <cstring>
#include <filesystem>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/storage/file_bytes.h"
#include "tests/storage/journal/test_journal.h"
#include "tests/storage/temp_directory.h"

namespace kumbara::storage {
namespace {

using ::testing::HasSubstr;

JournalPosition Batch(BatchNumber number) {
  return {.ledger = LedgerId{1, 2},
          .stream = 3,
          .segment = 4,
          .number = number,
          .last_sequence = number * 10,
          .chain = Digest{number, 5}};
}

class HeadFileTest : public testing::Test {
 protected:
  // Leaves batch 1 in the first slot and batch 2 in the second.
  void SetUp() override {
    absl::StatusOr<HeadFile> head =
        HeadFile::Create(directory_.path(), Batch(1));
    ASSERT_TRUE(head.ok()) << head.status();
    ASSERT_TRUE(head->Write(Batch(2)).ok());
    bytes_ = ReadBytes(path_);
    ASSERT_EQ(bytes_.size(), kHeadSlotDistance + kHeadSlotBytes);
  }

  absl::StatusOr<JournalPosition> ReadWith(const std::string& bytes) {
    WriteBytes(path_, bytes);
    return HeadFile::Read(directory_.path());
  }

  // A slot as a later program might write it.
  std::string SlotOfFormat(std::uint16_t format, BatchNumber number) {
    HeadSlot slot = WriteHeadSlot(Batch(number));
    std::memcpy(slot.data() + 8, &format, sizeof(format));
    const Digest checksum = Hash128(slot.data(), 80);
    std::memcpy(slot.data() + 80, &checksum, sizeof(checksum));
    return std::string(reinterpret_cast<const char*>(slot.data()), slot.size());
  }

  TempDirectory directory_;
  const std::string path_ = HeadFile::PathIn(directory_.path());
  std::string bytes_;
};

TEST_F(HeadFileTest, ReadsTheNewerSlot) {
  EXPECT_EQ(*HeadFile::Read(directory_.path()), Batch(2));
}

TEST_F(HeadFileTest, WritesTheSlotsInTurn) {
  absl::StatusOr<HeadFile> head = HeadFile::Open(directory_.path(), Batch(3));
  ASSERT_TRUE(head.ok()) << head.status();
  EXPECT_EQ(ReadBytes(path_).substr(kHeadSlotDistance),
            bytes_.substr(kHeadSlotDistance))
      << "the newer slot was overwritten";
  EXPECT_EQ(*HeadFile::Read(directory_.path()), Batch(3));
  ASSERT_TRUE(head->Write(Batch(4)).ok());
  EXPECT_EQ(*HeadFile::Read(directory_.path()), Batch(4));
}

TEST_F(HeadFileTest, AnyFlippedByteOfTheNewerSlotLeavesTheOlder) {
  for (std::size_t at = 0; at < kHeadSlotBytes; ++at) {
    std::string damaged = bytes_;
    damaged[kHeadSlotDistance + at] ^= 1;
    const absl::StatusOr<JournalPosition> read = ReadWith(damaged);
    ASSERT_TRUE(read.ok()) << at << ": " << read.status();
    EXPECT_EQ(*read, Batch(1)) << at;
  }
}

TEST_F(HeadFileTest, AnyFlippedByteOfTheOlderSlotHasNoEffect) {
  for (std::size_t at = 0; at < kHeadSlotBytes; ++at) {
    std::string damaged = bytes_;
    damaged[at] ^= 1;
    const absl::StatusOr<JournalPosition> read = ReadWith(damaged);
    ASSERT_TRUE(read.ok()) << at << ": " << read.status();
    EXPECT_EQ(*read, Batch(2)) << at;
  }
}

TEST_F(HeadFileTest, ATornNewerSlotLeavesTheOlder) {
  for (std::size_t size = 0; size < kHeadSlotBytes; size += 8) {
    EXPECT_EQ(*ReadWith(bytes_.substr(0, kHeadSlotDistance + size)), Batch(1));
  }
}

TEST_F(HeadFileTest, NoReadableSlotIsRefused) {
  const std::string cases[] = {"", std::string(8192, '\0'), "HEAD",
                               std::string(8192, 'x')};
  for (const std::string& bytes : cases) {
    const absl::StatusOr<JournalPosition> read = ReadWith(bytes);
    EXPECT_TRUE(absl::IsDataLoss(read.status())) << read.status();
    EXPECT_THAT(std::string(read.status().message()),
                HasSubstr("neither slot is readable"));
  }
}

TEST_F(HeadFileTest, ANewerFormatIsSaidToBeNewer) {
  std::string bytes = bytes_;
  bytes.replace(kHeadSlotDistance, kHeadSlotBytes, SlotOfFormat(2, 3));
  const absl::StatusOr<JournalPosition> read = ReadWith(bytes);
  EXPECT_TRUE(absl::IsFailedPrecondition(read.status())) << read.status();
  EXPECT_THAT(std::string(read.status().message()),
              HasSubstr("written by a newer kumbara (format 2"));
}

TEST_F(HeadFileTest, AMissingFileIsNotALedger) {
  std::filesystem::remove(path_);
  const absl::StatusOr<JournalPosition> read =
      HeadFile::Read(directory_.path());
  EXPECT_TRUE(absl::IsNotFound(read.status()));
  EXPECT_THAT(std::string(read.status().message()),
              HasSubstr("init did not finish"));
}

TEST(LostHeadTest, IsToldFromADirectoryThatNeverHadOne) {
  // In one segment, and in several.
  for (const std::uint64_t segment_bytes : {1u << 20, 8'192u}) {
    for (const std::uint32_t batches : {1u, 2u, 20u}) {
      const TempDirectory ledger;
      MakeJournal(ledger.path(), batches, 10, segment_bytes);
      std::filesystem::remove(HeadFile::PathIn(ledger.path()));
      const absl::Status read = HeadFile::Read(ledger.path()).status();
      // As init leaves it that ends before HEAD is there.
      const bool may_be_new = batches == 1;
      EXPECT_EQ(absl::IsNotFound(read), may_be_new) << read;
      EXPECT_EQ(absl::IsDataLoss(read), !may_be_new) << read;
      EXPECT_THAT(std::string(read.message()), HasSubstr("/HEAD: missing"));
      // Nor is it one before its restore is done.
      std::filesystem::create_directory(ledger.path() + "/restoring");
      EXPECT_TRUE(absl::IsNotFound(HeadFile::Read(ledger.path()).status()));
    }
  }
}

TEST_F(HeadFileTest, CreateNeverOverwrites) {
  EXPECT_TRUE(absl::IsAlreadyExists(
      HeadFile::Create(directory_.path(), Batch(9)).status()));
}

}  // namespace
}  // namespace kumbara::storage
