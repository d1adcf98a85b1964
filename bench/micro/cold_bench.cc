// What a lookup of an id costs that has left memory, and of one that was never
// seen while so many have: the lookup of every new command. The runs lie in a
// temporary directory; what was written just now is mostly in the machine's
// cache of files, so a found id costs a read without a disk.

#include <benchmark/benchmark.h>

#include <array>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <thread>

#include "bench/micro/sizes.h"
#include "bench/workload/scratch_directory.h"
#include "bench/workload/workload.h"
#include "engine/base/check.h"
#include "storage/runs/run_store.h"

namespace kumbara::bench {
namespace {

// As many as resolve asks for ahead.
constexpr std::uint64_t kBlock = 32;

// A store of so many ids, given to it in eight parts, so that it has merged.
class FilledStore {
 public:
  explicit FilledStore(std::uint64_t ids) : ids_(ids), workload_(Options()) {
    auto store = storage::RunStore::Create(scratch_.path() + "/runs");
    KUMBARA_CHECK(store.ok());
    store_ = *std::move(store);
    for (std::uint64_t part = 0; part < kParts; ++part) {
      Keep(ids * part / kParts, ids * (part + 1) / kParts);
    }
    runs_ = store_->WaitForRuns();
    KUMBARA_CHECK(store_->status().ok());
  }

  storage::RunStore& store() { return *store_; }
  const storage::Runs& runs() const { return runs_; }
  CommandId IdAt(std::uint64_t n) const { return workload_.At(n).id; }
  CommandId NeverSeen(std::uint64_t n) const { return IdAt(ids_ + n); }

 private:
  static constexpr std::uint64_t kParts = 8;

  static WorkloadOptions Options() {
    WorkloadOptions options;
    options.members = 2;
    options.repeats_per_mille = 0;
    return options;
  }
  void Keep(std::uint64_t from, std::uint64_t to) {
    ChunkArena arena;
    Slab<IdEntry> entries(arena);
    for (std::uint64_t n = from; n < to; ++n) {
      entries.At(entries.Add()).id = IdAt(n);
    }
    store_->Keep(entries, static_cast<Slot>(from));
    while (store_->IsKeeping()) std::this_thread::yield();
  }

  const std::uint64_t ids_;
  const Workload workload_;
  const ScratchDirectory scratch_{std::filesystem::temp_directory_path()};
  std::unique_ptr<storage::RunStore> store_;
  storage::Runs runs_;
};

template <class IdOf>
void Lookup(benchmark::State& state, FilledStore& filled, FoundId expected,
            const IdOf& id_of) {
  std::uint64_t next = 0;
  std::array<CommandId, kBlock> ids;
  for (auto _ : state) {
    state.PauseTiming();
    for (CommandId& id : ids) id = id_of(next++);
    state.ResumeTiming();
    for (const CommandId& id : ids) filled.store().Prefetch(id);
    for (const CommandId& id : ids) {
      ColdId found;
      KUMBARA_CHECK(filled.store().FindId(id, &found) == expected);
    }
  }
  state.SetItemsProcessed(state.iterations() *
                          static_cast<std::int64_t>(kBlock));
  double memory = 0;
  double disk = 0;
  double kept = 0;
  for (const auto& run : filled.runs()) {
    memory += static_cast<double>(run->memory_bytes());
    disk += static_cast<double>(run->blocks()) * sizeof(storage::IdBlock);
    kept += static_cast<double>(run->ids());
  }
  state.counters["runs"] = static_cast<double>(filled.runs().size());
  state.counters["memory_bytes_per_id"] = memory / kept;
  state.counters["disk_bytes_per_id"] = disk / kept;
}

FilledStore& StoreOf(std::int64_t ids) {
  static std::unique_ptr<FilledStore> store;
  static std::int64_t held = 0;
  if (held != ids) {
    store.reset();
    store = std::make_unique<FilledStore>(static_cast<std::uint64_t>(ids));
    held = ids;
  }
  return *store;
}

// Arguments: ids on disk.
void BM_ColdIdNeverSeen(benchmark::State& state) {
  FilledStore& filled = StoreOf(Sized(state.range(0)));
  Lookup(state, filled, FoundId::kNo,
         [&](std::uint64_t n) { return filled.NeverSeen(n); });
}
BENCHMARK(BM_ColdIdNeverSeen)->ArgName("ids")->Arg(1'000'000)->Arg(10'000'000);

void BM_ColdIdFound(benchmark::State& state) {
  const auto ids = static_cast<std::uint64_t>(Sized(state.range(0)));
  FilledStore& filled = StoreOf(Sized(state.range(0)));
  Lookup(state, filled, FoundId::kYes,
         [&](std::uint64_t n) { return filled.IdAt(n * 2'654'435'761 % ids); });
}
BENCHMARK(BM_ColdIdFound)->ArgName("ids")->Arg(1'000'000)->Arg(10'000'000);

}  // namespace
}  // namespace kumbara::bench
