// What a record costs that is in memory, and one that has left it: redemptions
// of two lots each, in the shards of one thread. The file lies in a temporary
// directory; what was written just now is mostly in the machine's cache of
// files, so a fetch costs a read without a disk.

#include <benchmark/benchmark.h>

#include <cstdint>
#include <filesystem>
#include <memory>
#include <vector>

#include "bench/micro/sizes.h"
#include "bench/workload/bytes_in_use.h"
#include "bench/workload/scratch_directory.h"
#include "engine/base/check.h"
#include "engine/member/command_record.h"
#include "storage/runs/chunk_file.h"

namespace kumbara::bench {
namespace {

constexpr std::uint32_t kRecordShards = 256;
// Behind so many records chunks may leave, as behind a batch.
constexpr std::uint32_t kRecordsOfBatch = 16'384;

// Records of so many redemptions; a shard keeps so many chunks in memory.
class FilledRecords {
 public:
  FilledRecords(std::uint32_t count, bool may_leave, std::uint32_t hot_chunks)
      : before_(ResidentBytes()) {
    auto file = storage::ChunkFile::Create(scratch_.path() + "/records");
    KUMBARA_CHECK(file.ok());
    file_ = *std::move(file);
    for (std::uint32_t i = 0; i < kRecordShards; ++i) {
      shards_.push_back(std::make_unique<CommandRecords>(arena_, &places_));
      if (may_leave) shards_.back()->MayLeave(*file_, hot_chunks);
    }
    for (std::uint32_t n = 0; n < count; ++n) {
      if (n % kRecordsOfBatch == 0) LetGo();
      Add(n);
    }
    LetGo();
    KUMBARA_CHECK(file_->status().ok());
  }

  void LetGo() {
    for (const auto& shard : shards_) shard->LetGo();
  }
  // In the shard of a record.
  void LetGoBeside(std::uint32_t n) { shards_[n % kRecordShards]->LetGo(); }
  // Finds a record and reads what it took.
  std::int64_t Take(std::uint32_t n) {
    const CommandRecords& shard = *shards_[n % kRecordShards];
    const Slot slot = shard.Find(IdOf(n), n);
    KUMBARA_CHECK(slot != kNoSlot);
    const CommandRecord& record = shard.At(slot);
    std::int64_t taken = 0;
    for (std::uint32_t i = 0; i < shard.SliceCount(record); ++i) {
      taken += shard.SliceAt(record, i).remaining.count();
    }
    return taken;
  }
  double resident() const {
    return static_cast<double>(ResidentBytes() - before_);
  }
  double disk() const {
    return static_cast<double>(file_->chunks()) * ChunkArena::kChunkBytes;
  }

 private:
  static CommandId IdOf(std::uint32_t n) {
    return {n * 0x9E37'79B9'7F4A'7C15ULL, ~std::uint64_t{n}};
  }
  void Add(std::uint32_t n) {
    places_.Reach(n + 1);
    CommandRecords& shard = *shards_[n % kRecordShards];
    CommandRecord& record = shard.At(shard.Add(IdOf(n), n));
    record.kind = CommandKind::kRedeem;
    record.amount = 30;
    shard.AddSlice(Lot{}, Amount(10));
    shard.AddSlice(Lot{}, Amount(20));
  }

  const std::int64_t before_;
  const ScratchDirectory scratch_{std::filesystem::temp_directory_path()};
  ChunkArena arena_;
  RecordPlaces places_{arena_};
  std::unique_ptr<storage::ChunkFile> file_;
  std::vector<std::unique_ptr<CommandRecords>> shards_;
};

// Records that are named at random, one behind each batch.
void TakeRecords(benchmark::State& state, bool may_leave) {
  const auto count = static_cast<std::uint32_t>(Sized(state.range(0)));
  // Two chunks a shard are those that are being filled.
  FilledRecords records(count, may_leave, 2);
  state.counters["memory_bytes_per_record"] = records.resident() / count;
  state.counters["disk_bytes_per_record"] = records.disk() / count;
  std::uint32_t next = 1;
  for (auto _ : state) {
    next = next * 1'664'525 + 1'013'904'223;
    KUMBARA_CHECK(records.Take(next % count) == 30);
    records.LetGoBeside(next % count);
  }
  state.SetItemsProcessed(state.iterations());
}

// Arguments: records.
void BM_RecordHot(benchmark::State& state) { TakeRecords(state, false); }
BENCHMARK(BM_RecordHot)->ArgName("records")->Arg(4'000'000);

void BM_RecordCold(benchmark::State& state) { TakeRecords(state, true); }
BENCHMARK(BM_RecordCold)->ArgName("records")->Arg(4'000'000);

}  // namespace
}  // namespace kumbara::bench
