#include "storage/journal/journal_reader.h"

#include <filesystem>
#include <map>
#include <random>
#include <vector>

#include "engine/record/batch.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "storage/journal/head_file.h"
#include "storage/journal/segment.h"
#include "tests/storage/child_process.h"
#include "tests/storage/file_bytes.h"
#include "tests/storage/journal/test_journal.h"
#include "tests/storage/temp_directory.h"

namespace kumbara::storage {
namespace {

using ::testing::HasSubstr;

constexpr std::uint64_t kTinySegment = 64 * 1024;

std::string Message(const absl::Status& status) {
  return std::string(status.message());
}

void WriteHead(const std::string& directory, const JournalPosition& end) {
  std::filesystem::remove(HeadFile::PathIn(directory));
  KUMBARA_CHECK(HeadFile::Create(directory, end).ok());
}

TEST(JournalReaderTest, StopsAtTheBatchItWasToldTo) {
  TempDirectory directory;
  MakeJournal(directory.path(), 30, 200, kTinySegment);
  const ReadResult read = ReadJournal(directory.path(), {.last = 12});
  ASSERT_TRUE(read.status.ok()) << read.status;
  EXPECT_EQ(read.batches, 12u);
}

TEST(JournalReaderTest, BeginsBehindAnyBatch) {
  TempDirectory directory;
  const JournalPosition end =
      MakeJournal(directory.path(), 30, 200, kTinySegment);
  for (BatchNumber after = 0; after <= 30; ++after) {
    const JournalPosition start =
        ReadJournal(directory.path(), {.last = after}).end;
    const ReadResult rest = ReadJournal(directory.path(), {.after = start});
    ASSERT_TRUE(rest.status.ok()) << after << ": " << rest.status;
    EXPECT_EQ(rest.batches, 30 - after);
    EXPECT_EQ(rest.end, end);
  }
}

TEST(JournalReaderTest, RefusesAStartWhoseChainIsAnother) {
  TempDirectory directory;
  MakeJournal(directory.path(), 5, 2, kTinySegment);
  JournalPosition start = ReadJournal(directory.path(), {.last = 3}).end;
  start.chain.low ^= 1;
  const ReadResult read = ReadJournal(directory.path(), {.after = start});
  EXPECT_TRUE(absl::IsDataLoss(read.status)) << read.status;
  EXPECT_THAT(Message(read.status), HasSubstr("batch 4: does not continue"));
}

TEST(JournalReaderTest, NextGivesTheValueWithItsHeaderVerified) {
  TempDirectory directory;
  MakeJournal(directory.path(), 3, 2, kTinySegment);
  auto reader = JournalReader::Open(directory.path());
  ASSERT_TRUE(reader.ok()) << reader.status();
  std::span<const std::byte> value;
  for (BatchNumber number = 1; number <= 3; ++number) {
    const absl::StatusOr<bool> more = (*reader)->Next(&value);
    ASSERT_TRUE(more.ok() && *more) << more.status();
    const absl::StatusOr<BatchHeader> header = ParseBatchHeader(value);
    ASSERT_TRUE(header.ok());
    EXPECT_EQ(header->number, number);
  }
  EXPECT_FALSE(*(*reader)->Next(&value));
  EXPECT_FALSE(*(*reader)->Next(&value));
}

TEST(JournalReaderTest, ReadsManyBatchesOverSeveralTransactions) {
  TempDirectory directory;
  MakeJournal(directory.path(), 1100, 1, kSegmentBytesDefault);
  const ReadResult read = ReadJournal(directory.path());
  ASSERT_TRUE(read.status.ok()) << read.status;
  EXPECT_EQ(read.batches, 1100u);
}

TEST(JournalReaderTest, AcceptsAJournalLongerThanHead) {
  TempDirectory directory;
  const JournalPosition end =
      MakeJournal(directory.path(), 20, 200, kTinySegment);
  WriteHead(directory.path(), ReadJournal(directory.path(), {.last = 6}).end);
  const ReadResult read = ReadJournal(directory.path());
  ASSERT_TRUE(read.status.ok()) << read.status;
  EXPECT_EQ(read.end, end);
}

TEST(JournalReaderTest, RefusesAJournalThatEndsBeforeHead) {
  TempDirectory directory;
  JournalPosition head = MakeJournal(directory.path(), 5, 2, kTinySegment);
  head.number = 6;
  WriteHead(directory.path(), head);
  const ReadResult read = ReadJournal(directory.path());
  EXPECT_TRUE(absl::IsDataLoss(read.status)) << read.status;
  EXPECT_THAT(Message(read.status),
              HasSubstr("the journal ends with batch 5, HEAD says with batch "
                        "6"));
}

TEST(JournalReaderTest, RefusesABatchWhoseChainIsNotThatOfHead) {
  TempDirectory directory;
  JournalPosition head = MakeJournal(directory.path(), 5, 2, kTinySegment);
  head.chain.high ^= 1;
  WriteHead(directory.path(), head);
  const ReadResult read = ReadJournal(directory.path());
  EXPECT_TRUE(absl::IsDataLoss(read.status)) << read.status;
  EXPECT_THAT(Message(read.status), HasSubstr("batch 5: differs from what"));
}

TEST(JournalReaderTest, RefusesAJournalOfAnotherLedger) {
  TempDirectory directory;
  JournalPosition head = MakeJournal(directory.path(), 5, 2, kTinySegment);
  head.ledger.low ^= 1;
  WriteHead(directory.path(), head);
  EXPECT_THAT(Message(ReadJournal(directory.path()).status),
              HasSubstr("belongs to another ledger"));
}

TEST(JournalReaderTest, NamesAMissingSegment) {
  for (const std::uint32_t missing : {1u, 3u}) {
    TempDirectory directory;
    MakeJournal(directory.path(), 40, 200, kTinySegment);
    std::filesystem::remove(SegmentPath(directory.path(), missing));
    const ReadResult read = ReadJournal(directory.path());
    EXPECT_TRUE(absl::IsDataLoss(read.status)) << read.status;
    EXPECT_THAT(Message(read.status),
                HasSubstr(SegmentPath(directory.path(), missing) +
                          ": the segment is missing"));
  }
}

TEST(JournalReaderTest, RefusesSwappedSegments) {
  TempDirectory directory;
  MakeJournal(directory.path(), 40, 200, kTinySegment);
  const std::string second = SegmentPath(directory.path(), 2);
  const std::string third = SegmentPath(directory.path(), 3);
  std::filesystem::rename(second, second + ".x");
  std::filesystem::rename(third, second);
  std::filesystem::rename(second + ".x", third);
  const ReadResult read = ReadJournal(directory.path());
  EXPECT_TRUE(absl::IsDataLoss(read.status)) << read.status;
}

TEST(JournalReaderTest, RefusesASegmentOfAnotherHistoryOfTheSameLedger) {
  TempDirectory directory;
  TempDirectory other;
  MakeJournal(directory.path(), 40, 200, kTinySegment);
  MakeJournal(other.path(), 40, 200, kTinySegment, 1);
  std::filesystem::copy_file(SegmentPath(other.path(), 2),
                             SegmentPath(directory.path(), 2),
                             std::filesystem::copy_options::overwrite_existing);
  const ReadResult read = ReadJournal(directory.path());
  EXPECT_TRUE(absl::IsDataLoss(read.status)) << read.status;
  EXPECT_THAT(Message(read.status), HasSubstr("does not continue the chain"));
}

TEST(JournalReaderTest, SaysThatABatchHasANewerFormat) {
  TempDirectory directory;
  MakeJournal(directory.path(), 1, 1, kTinySegment);
  const std::string path = SegmentPath(directory.path(), 1);
  std::string bytes = ReadBytes(path);
  const std::size_t at = bytes.find("KUMBATCH");
  ASSERT_NE(at, std::string::npos);
  bytes[at + 8] = kFormatVersion + 1;
  WriteBytes(path, bytes);
  const ReadResult read = ReadJournal(directory.path());
  EXPECT_TRUE(absl::IsFailedPrecondition(read.status)) << read.status;
}

TEST(JournalReaderTest, KeepsSayingTheSameAfterDamage) {
  TempDirectory directory;
  JournalPosition head = MakeJournal(directory.path(), 2, 2, kTinySegment);
  head.number = 9;
  WriteHead(directory.path(), head);
  auto reader = JournalReader::Open(directory.path());
  ParsedBatch batch;
  while ((*reader)->NextBatch(&batch).ok()) {
  }
  EXPECT_TRUE(absl::IsDataLoss((*reader)->NextBatch(&batch).status()));
}

TEST(JournalReaderTest, ReadsBesideAWriterInAnotherProcess) {
  TempDirectory directory;
  JournalPosition end = MakeJournal(directory.path(), 1, 50, kTinySegment);
  const pid_t writer = fork();
  if (writer == 0) {
    auto journal = LmdbJournal::Open(directory.path(), end,
                                     {.segment_bytes = kTinySegment});
    for (int i = 0; i < 400; ++i) {
      if (!AppendBatch(journal->get(), 50).ok()) _exit(1);
    }
    _exit((*journal)->Close().ok() ? 0 : 1);
  }
  int status = 0;
  BatchNumber least = 1;
  int reads = 0;
  while (waitpid(writer, &status, WNOHANG) == 0) {
    const ReadResult read = ReadJournal(directory.path());
    ASSERT_TRUE(read.status.ok()) << read.status;
    EXPECT_GE(read.end.number, least);
    least = read.end.number;
    ++reads;
  }
  EXPECT_TRUE(WIFEXITED(status) && WEXITSTATUS(status) == 0);
  EXPECT_GT(reads, 0);
  EXPECT_EQ(ReadJournal(directory.path()).end.number, 401u);
}

// What a child found when it read a damaged journal.
enum Verdict { kUnaffected = 0, kDetected = 1, kDifferent = 2 };

Verdict VerdictOn(const std::string& directory, const JournalPosition& end) {
  const ReadResult read = ReadJournal(directory);
  if (!read.status.ok()) return kDetected;
  return read.end == end && read.batches == end.number &&
                 read.commands == end.last_sequence
             ? kUnaffected
             : kDifferent;
}

TEST(JournalDamageTest, AFileCutAtAnyPageIsRefusedWithoutASignal) {
  TempDirectory directory;
  const JournalPosition end =
      MakeJournal(directory.path(), 40, 60, 10 * kTinySegment);
  const std::string path = SegmentPath(directory.path(), 1);
  const std::string whole = ReadBytes(path);
  ASSERT_EQ(end.segment, 1u);
  ASSERT_GT(whole.size(), 30u * 4096);
  const std::vector<ChildResult> children =
      RunEachInChild((whole.size() + 4095) / 4096, [&](std::size_t page) {
        WriteBytes(path, whole.substr(0, page * 4096));
        return VerdictOn(directory.path(), end);
      });
  for (std::size_t page = 0; page < children.size(); ++page) {
    EXPECT_EQ(children[page].signal, 0) << "cut at page " << page;
    EXPECT_EQ(children[page].exit_code, kDetected) << "cut at page " << page;
  }
}

TEST(JournalDamageTest, AFlippedBitIsDetectedOrHasNoEffect) {
  TempDirectory directory;
  const JournalPosition end =
      MakeJournal(directory.path(), 30, 40, 10 * kTinySegment);
  const std::string path = SegmentPath(directory.path(), 1);
  const std::string whole = ReadBytes(path);
  std::vector<std::size_t> places;
  // Every byte of both meta pages' content and of one batch header.
  for (std::size_t at = 0; at < 152; ++at) {
    places.push_back(at);
    places.push_back(4096 + at);
  }
  const std::size_t batch = whole.find("KUMBATCH", whole.size() / 2);
  for (std::size_t at = 0; at < 320; ++at) places.push_back(batch - 16 + at);
  std::mt19937_64 random(7);
  for (int i = 0; i < 300; ++i) places.push_back(random() % whole.size());

  std::vector<int> bits;
  for (std::size_t i = 0; i < places.size(); ++i) {
    bits.push_back(static_cast<int>(random() % 8));
  }
  const std::vector<ChildResult> children =
      RunEachInChild(places.size(), [&](std::size_t i) {
        std::string damaged = whole;
        char& byte = damaged[places[i]];
        byte = static_cast<char>(byte ^ (1 << bits[i]));
        WriteBytes(path, damaged);
        return VerdictOn(directory.path(), end);
      });
  std::map<std::string, int> seen;
  for (std::size_t i = 0; i < places.size(); ++i) {
    const ChildResult& child = children[i];
    // A damaged tree page may end the process: that too is not silence.
    EXPECT_NE(child.exit_code, kDifferent) << "byte " << places[i];
    ++seen[child.signal != 0              ? "signal"
           : child.exit_code == kDetected ? "detected"
                                          : "unaffected"];
  }
  EXPECT_GT(seen["detected"], 300);
  EXPECT_LT(seen["signal"], 20);
  for (const auto& [verdict, count] : seen) {
    RecordProperty(verdict, count);
  }
}

TEST(JournalDamageTest, EveryByteOfABatchIsGuardedByItsChecksum) {
  TempDirectory directory;
  const JournalPosition end =
      MakeJournal(directory.path(), 1, 30, kTinySegment);
  const std::string path = SegmentPath(directory.path(), 1);
  const std::string whole = ReadBytes(path);
  const std::size_t begin = whole.find("KUMBATCH");
  ASSERT_NE(begin, std::string::npos);
  const std::size_t bytes = 160 + 16 + 64 + 32 + 30 * 64;
  for (std::size_t at = begin; at < begin + bytes; at += 3) {
    std::string damaged = whole;
    damaged[at] = static_cast<char>(damaged[at] ^ 0x10);
    WriteBytes(path, damaged);
    EXPECT_EQ(VerdictOn(directory.path(), end), kDetected)
        << "byte " << at - begin;
  }
}

TEST(JournalDamageTest, AnOlderMetaPageIsFoundByHead) {
  TempDirectory directory;
  MakeJournal(directory.path(), 6, 1, kTinySegment);
  const std::string path = SegmentPath(directory.path(), 1);
  std::string bytes = ReadBytes(path);
  // Give the newer meta page the number of a transaction long gone.
  const std::size_t newer = bytes[144] > bytes[4096 + 144] ? 144 : 4096 + 144;
  bytes[newer] = 0;
  WriteBytes(path, bytes);
  const ReadResult read = ReadJournal(directory.path());
  EXPECT_TRUE(absl::IsDataLoss(read.status)) << read.status;
  EXPECT_THAT(Message(read.status), HasSubstr("HEAD says with batch 6"));
}

}  // namespace
}  // namespace kumbara::storage
