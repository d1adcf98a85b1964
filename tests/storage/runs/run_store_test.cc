#include "storage/runs/run_store.h"

#include <signal.h>
#include <sys/resource.h>

#include <filesystem>
#include <memory>
#include <string>
#include <thread>
#include <vector>

#include "gmock/gmock.h"
#include "tests/storage/file_bytes.h"
#include "tests/storage/temp_directory.h"

namespace kumbara::storage {
namespace {

using ::testing::HasSubstr;

class RunStoreTest : public ::testing::Test {
 protected:
  RunStoreTest() : path_(directory_.path() + "/runs") { Open(); }

  void Open() {
    store_.reset();
    absl::StatusOr<std::unique_ptr<RunStore>> store = RunStore::Create(path_);
    ASSERT_TRUE(store.ok()) << store.status();
    store_ = *std::move(store);
  }
  static CommandId IdOf(std::uint64_t n) {
    return {n * 0x9E37'79B9'7F4A'7C15ULL, ~n};
  }
  // Keeps the next so many ids, numbered from 0 on.
  void Keep(std::uint32_t count) {
    slabs_.emplace_back(arena_);
    Slab<IdEntry>& entries = slabs_.back();
    for (std::uint32_t i = 0; i < count; ++i) {
      IdEntry& entry = entries.At(entries.Add());
      entry.id = IdOf(kept_ + i);
      entry.answer.first_sequence = kept_ + i + 1;
      entry.answer.state = IdState::kFinal;
    }
    while (store_->IsKeeping()) std::this_thread::yield();
    store_->Keep(entries, static_cast<Slot>(kept_));
    kept_ += count;
  }
  void WaitUntilKept() {
    while (store_->IsKeeping()) std::this_thread::yield();
  }
  void ExpectFound(std::uint64_t n) {
    ColdId found;
    ASSERT_EQ(store_->FindId(IdOf(n), &found), FoundId::kYes) << n;
    EXPECT_EQ(found.entry.id, IdOf(n));
    EXPECT_EQ(found.entry.answer.first_sequence, n + 1);
    EXPECT_EQ(found.slot, n);
  }
  FoundId Find(std::uint64_t n) {
    ColdId found;
    store_->Prefetch(IdOf(n));
    return store_->FindId(IdOf(n), &found);
  }
  std::size_t RunsThere() const {
    std::size_t runs = 0;
    for (const auto& file : std::filesystem::directory_iterator(path_)) {
      if (file.path().extension() == ".run") ++runs;
    }
    return runs;
  }

  TempDirectory directory_;
  const std::string path_;
  ChunkArena arena_;
  std::vector<Slab<IdEntry>> slabs_;
  std::unique_ptr<RunStore> store_;
  std::uint64_t kept_ = 0;
};

TEST_F(RunStoreTest, ChunksLieBesideTheRuns) {
  std::vector<std::byte> chunk(ChunkArena::kChunkBytes, std::byte{7});
  ChunkStore& chunks = *store_->chunks();
  const std::uint32_t place = chunks.NewPlace();
  ASSERT_TRUE(chunks.Keep(place, chunk));
  EXPECT_EQ(std::filesystem::file_size(path_ + "/chunks"), chunk.size());
  chunk.assign(chunk.size(), std::byte{});
  chunks.Fetch(place, chunk);
  EXPECT_EQ(chunk.back(), std::byte{7});
  EXPECT_TRUE(store_->status().ok());
  Open();
  // Thrown away with the runs.
  EXPECT_EQ(std::filesystem::file_size(path_ + "/chunks"), 0u);
}

// A file may not grow beyond so many bytes.
TEST_F(RunStoreTest, AChunkThatCannotBeWrittenIsTold) {
  ChunkStore& chunks = *store_->chunks();
  const std::vector<std::byte> chunk(ChunkArena::kChunkBytes);
  rlimit before{};
  ASSERT_EQ(getrlimit(RLIMIT_FSIZE, &before), 0);
  const auto old_handler = signal(SIGXFSZ, SIG_IGN);
  const rlimit less{ChunkArena::kChunkBytes, before.rlim_max};
  ASSERT_EQ(setrlimit(RLIMIT_FSIZE, &less), 0);
  EXPECT_TRUE(chunks.Keep(chunks.NewPlace(), chunk));
  EXPECT_FALSE(chunks.Keep(chunks.NewPlace(), chunk));
  ASSERT_EQ(setrlimit(RLIMIT_FSIZE, &before), 0);
  signal(SIGXFSZ, old_handler);
  EXPECT_THAT(std::string(store_->status().message()),
              HasSubstr("runs/chunks: cannot write"));
}

TEST_F(RunStoreTest, WhatIsKeptIsFound) {
  slabs_.reserve(1);
  EXPECT_EQ(Find(0), FoundId::kNo);
  Keep(1'000);
  WaitUntilKept();
  for (std::uint64_t n = 0; n < 1'000; ++n) ExpectFound(n);
  EXPECT_EQ(Find(1'000), FoundId::kNo);
  EXPECT_TRUE(store_->status().ok());
}

TEST_F(RunStoreTest, RunsAreMergedAndEveryIdStaysFound) {
  slabs_.reserve(40);
  for (std::uint32_t run = 1; run <= 40; ++run) {
    Keep(run * 7 % 50 + 1);
    WaitUntilKept();
    // While runs are merged too.
    for (std::uint64_t n = 0; n < kept_; n += 11) ExpectFound(n);
  }
  const Runs runs = store_->WaitForRuns();
  EXPECT_LE(runs.size(), kRunsMax);
  std::uint64_t ids = 0;
  for (const std::shared_ptr<const RunFile>& run : runs) ids += run->ids();
  EXPECT_EQ(ids, kept_);
  EXPECT_EQ(RunsThere(), runs.size()) << "merged runs are deleted";
  for (std::uint64_t n = 0; n < kept_; ++n) ExpectFound(n);
  for (std::uint64_t n = kept_; n < 2 * kept_; ++n) {
    EXPECT_EQ(Find(n), FoundId::kNo);
  }
}

TEST_F(RunStoreTest, WhatAnEarlierProcessLeftIsThrownAway) {
  slabs_.reserve(1);
  Keep(100);
  WaitUntilKept();
  Open();
  EXPECT_EQ(Find(1), FoundId::kNo);
  EXPECT_EQ(RunsThere(), 0u);
}

TEST_F(RunStoreTest, DamageIsAnErrorAndNoAnswer) {
  slabs_.reserve(1);
  Keep(100);
  WaitUntilKept();
  const std::string file = store_->WaitForRuns().front()->path();
  std::string bytes = ReadBytes(file);
  bytes[200] ^= 1;
  bytes[sizeof(IdBlock) + 200] ^= 1;
  WriteBytes(file, bytes);
  EXPECT_EQ(Find(7), FoundId::kFailed);
  EXPECT_THAT(std::string(store_->status().message()),
              HasSubstr("00000001.run: block "));
}

TEST_F(RunStoreTest, WhatCannotBeWrittenStaysInMemory) {
  slabs_.reserve(1);
  std::filesystem::remove_all(path_);
  Keep(100);
  store_->WaitForRuns();
  EXPECT_TRUE(store_->IsKeeping());
  EXPECT_EQ(store_->status().code(), absl::StatusCode::kNotFound);
  EXPECT_THAT(std::string(store_->status().message()),
              HasSubstr("00000001.run.new: cannot create"));
  EXPECT_EQ(Find(7), FoundId::kNo);
}

TEST_F(RunStoreTest, EntriesAreLetAloneOnceKeepingIsStopped) {
  auto arena = std::make_unique<ChunkArena>();
  Slab<IdEntry> entries(*arena);
  for (std::uint64_t n = 0; n < 200'000; ++n) {
    entries.At(entries.Add()).id = IdOf(n);
  }
  store_->Keep(entries, 0);
  store_->StopKeeping();
  arena.reset();  // Whoever reads on ends the process.
  store_.reset();
}

}  // namespace
}  // namespace kumbara::storage
