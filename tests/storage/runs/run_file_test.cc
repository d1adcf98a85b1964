#include "storage/runs/run_file.h"

#include <algorithm>
#include <filesystem>
#include <random>

#include "gmock/gmock.h"
#include "storage/runs/run_merge.h"
#include "tests/storage/file_bytes.h"
#include "tests/storage/temp_directory.h"

namespace kumbara::storage {
namespace {

using ::testing::HasSubstr;

// Even numbers are ids that are there, odd ones are not.
CommandId IdOf(std::uint64_t n) { return {n * 0x9E37'79B9'7F4A'7C15ULL, n}; }

ColdId EntryOf(std::uint64_t n) {
  ColdId id;
  id.entry.id = IdOf(n);
  id.entry.answer.delta = static_cast<std::int64_t>(n) - 5'000;
  id.entry.answer.first_sequence = n + 1;
  id.entry.answer.state = IdState::kFinal;
  id.slot = static_cast<Slot>(3 * n);
  return id;
}

class RunFileTest : public ::testing::Test {
 protected:
  std::unique_ptr<RunFile> Write(RunNumber number,
                                 std::vector<std::uint64_t> numbers) {
    std::sort(
        numbers.begin(), numbers.end(),
        [](std::uint64_t a, std::uint64_t b) { return IdOf(a) < IdOf(b); });
    absl::StatusOr<RunWriter> writer =
        RunWriter::Create(directory_.path(), number, numbers.size());
    EXPECT_TRUE(writer.ok()) << writer.status();
    for (const std::uint64_t n : numbers) {
      EXPECT_TRUE(writer->Add(EntryOf(n)).ok());
    }
    absl::StatusOr<std::unique_ptr<RunFile>> run = writer->Finish();
    EXPECT_TRUE(run.ok()) << run.status();
    return *std::move(run);
  }
  static std::vector<std::uint64_t> EvenBelow(std::uint64_t end) {
    std::vector<std::uint64_t> numbers;
    for (std::uint64_t n = 0; n < end; n += 2) numbers.push_back(n);
    return numbers;
  }
  static void ExpectHas(const RunFile& run, std::uint64_t n) {
    ColdId found;
    ASSERT_TRUE(run.MayHave(IdFilter::HashOf(IdOf(n))));
    const absl::StatusOr<bool> is_there = run.Find(IdOf(n), &found);
    ASSERT_TRUE(is_there.ok()) << is_there.status();
    ASSERT_TRUE(*is_there) << n;
    EXPECT_EQ(found.slot, EntryOf(n).slot);
    EXPECT_EQ(found.entry.answer.delta, EntryOf(n).entry.answer.delta);
    EXPECT_EQ(found.entry.answer.first_sequence, n + 1);
  }

  TempDirectory directory_;
};

TEST_F(RunFileTest, AllIdsAreFoundAndNoOthers) {
  for (const std::uint64_t end : {2u, 144u, 146u, 20'000u}) {
    const std::unique_ptr<RunFile> run = Write(end, EvenBelow(end));
    EXPECT_EQ(run->ids(), end / 2);
    EXPECT_EQ(run->blocks(), (end / 2 + kIdsPerBlock - 1) / kIdsPerBlock);
    for (std::uint64_t n = 0; n < end; n += 2) ExpectHas(*run, n);
    for (std::uint64_t n = 1; n < end; n += 2) {
      ColdId found;
      const absl::StatusOr<bool> is_there = run->Find(IdOf(n), &found);
      ASSERT_TRUE(is_there.ok());
      ASSERT_FALSE(*is_there);
    }
  }
}

TEST_F(RunFileTest, TheFilterSparesMostLookups) {
  const std::unique_ptr<RunFile> run = Write(1, EvenBelow(200'000));
  int in_vain = 0;
  for (std::uint64_t n = 1; n < 200'000; n += 2) {
    in_vain += run->MayHave(IdFilter::HashOf(IdOf(n))) ? 1 : 0;
  }
  EXPECT_LT(in_vain, 2'500) << "of 100,000";
  EXPECT_LT(run->memory_bytes(), 160'000u) << "of 100,000 ids";
}

TEST_F(RunFileTest, EveryFlippedByteIsFoundAndNamed) {
  const std::unique_ptr<RunFile> run = Write(1, EvenBelow(400));
  ASSERT_EQ(run->blocks(), 3u);
  const std::string bytes = ReadBytes(run->path());
  ASSERT_EQ(bytes.size(), 3 * sizeof(IdBlock));
  const CommandId in_last = [&] {
    IdBlock block;
    EXPECT_TRUE(run->ReadBlock(2, &block).ok());
    return block.ids[0].entry.id;
  }();
  for (std::size_t at = 2 * sizeof(IdBlock); at < bytes.size(); at += 13) {
    std::string damaged = bytes;
    damaged[at] = static_cast<char>(damaged[at] ^ 0x10);
    WriteBytes(run->path(), damaged);
    ColdId found;
    const absl::Status status = run->Find(in_last, &found).status();
    EXPECT_EQ(status.code(), absl::StatusCode::kDataLoss) << at;
    EXPECT_THAT(std::string(status.message()),
                HasSubstr("00000001.run: block 2 is damaged: "));
    // What lies elsewhere can still be read.
    IdBlock block;
    EXPECT_TRUE(run->ReadBlock(0, &block).ok());
  }
}

TEST_F(RunFileTest, ABlockInAnothersPlaceIsFoundOut) {
  const std::unique_ptr<RunFile> run = Write(1, EvenBelow(400));
  const std::unique_ptr<RunFile> other = Write(2, EvenBelow(400));
  const std::string bytes = ReadBytes(run->path());
  const std::string swapped = bytes.substr(sizeof(IdBlock), sizeof(IdBlock)) +
                              bytes.substr(0, sizeof(IdBlock)) +
                              bytes.substr(2 * sizeof(IdBlock));
  WriteBytes(run->path(), swapped);
  IdBlock block;
  EXPECT_THAT(std::string(run->ReadBlock(0, &block).message()),
              HasSubstr("block 0 is damaged: it belongs in another place"));
  WriteBytes(run->path(), ReadBytes(other->path()));
  EXPECT_THAT(std::string(run->ReadBlock(2, &block).message()),
              HasSubstr("block 2 is damaged: it belongs in another place"));
  WriteBytes(run->path(), bytes.substr(0, bytes.size() - 1));
  EXPECT_THAT(std::string(run->ReadBlock(2, &block).message()),
              HasSubstr("block 2 is damaged: the file ends before its end"));
}

TEST_F(RunFileTest, WhatWasBegunAndNotFinishedIsGone) {
  {
    absl::StatusOr<RunWriter> writer =
        RunWriter::Create(directory_.path(), 1, 2);
    ASSERT_TRUE(writer.ok());
    ASSERT_TRUE(writer->Add(EntryOf(0)).ok());
  }
  EXPECT_TRUE(std::filesystem::is_empty(directory_.path()));
}

TEST_F(RunFileTest, AMergedRunHasTheIdsOfAll) {
  std::vector<std::vector<std::uint64_t>> parts(3);
  std::mt19937_64 random(1);
  for (const std::uint64_t n : EvenBelow(3'000))
    parts[random() % 3].push_back(n);
  Runs runs;
  for (std::size_t i = 0; i < parts.size(); ++i) {
    runs.push_back(Write(i + 1, parts[i]));
  }
  const absl::StatusOr<std::unique_ptr<RunFile>> merged =
      MergeRuns(directory_.path(), 9, runs);
  ASSERT_TRUE(merged.ok()) << merged.status();
  EXPECT_EQ((*merged)->ids(), 1'500u);
  for (std::uint64_t n = 0; n < 3'000; n += 2) ExpectHas(**merged, n);
}

TEST_F(RunFileTest, MergingADamagedRunFails) {
  Runs runs{Write(1, {1'000, 1'002}), Write(2, EvenBelow(400))};
  std::string bytes = ReadBytes(runs[1]->path());
  bytes[sizeof(IdBlock) + 100] ^= 1;
  WriteBytes(runs[1]->path(), bytes);
  const absl::Status status = MergeRuns(directory_.path(), 3, {runs}).status();
  EXPECT_THAT(std::string(status.message()),
              HasSubstr("00000002.run: block 1 is damaged"));
}

TEST(RunsToMergeTest, TheFewestThatWeighNoMoreThanTheOneBeforeThem) {
  const auto count = [](std::vector<std::uint64_t> ids) {
    return RunsToMerge(ids);
  };
  EXPECT_EQ(count({}), 0u);
  EXPECT_EQ(count({1, 1, 1, 1}), 0u);
  EXPECT_EQ(count({1, 1, 1, 1, 1}), 5u);
  EXPECT_EQ(count({5, 1, 1, 1, 1}), 4u);
  EXPECT_EQ(count({5, 4, 1, 1, 1}), 3u);
  EXPECT_EQ(count({5, 4, 3, 1, 1}), 2u);
  EXPECT_EQ(count({5, 4, 3, 3, 1}), 5u);
}

}  // namespace
}  // namespace kumbara::storage
