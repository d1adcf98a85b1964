// What an id costs the table of all ids, in time, memory and disk: one that is
// found by its hash, and one that is ordered.

#include <benchmark/benchmark.h>

#include <array>
#include <filesystem>
#include <string>

#include "bench/micro/sizes.h"
#include "bench/workload/bytes_in_use.h"
#include "bench/workload/scratch_directory.h"
#include "engine/base/check.h"
#include "engine/base/hash.h"
#include "engine/pipeline/id_table.h"
#include "storage/runs/run_store.h"

namespace kumbara::bench {
namespace {

constexpr std::uint64_t kBlockIds = 32;
constexpr std::uint64_t kSources = 16;

// Id n of so many sources that count by `step`; with 0 it is random.
IdEntry EntryOf(std::uint64_t n, std::uint64_t step) {
  IdEntry entry;
  entry.id = step == 0 ? CommandId{Hash64(&n, sizeof(n), 1), n}
                       : OrderedIdOf(1 + n % kSources, n / kSources * step);
  entry.answer.first_sequence = n + 1;
  entry.answer.state = IdState::kFinal;
  return entry;
}

void TakeBlock(std::uint64_t first, std::uint64_t step, IdTable& ids) {
  std::array<IdEntry, kBlockIds> entries;
  std::array<std::uint64_t, kBlockIds> hashes;
  for (std::uint64_t i = 0; i < kBlockIds; ++i) {
    entries[i] = EntryOf(first + i, step);
    hashes[i] = IdTable::HashOf(entries[i].id);
    ids.Prefetch(entries[i].id, hashes[i]);
  }
  for (std::uint64_t i = 0; i < kBlockIds; ++i) {
    KUMBARA_CHECK(ids.Find(entries[i].id, hashes[i]).answer == nullptr);
    benchmark::DoNotOptimize(ids.Add(entries[i], hashes[i], step != 0));
  }
}

// Arguments: ids, steps of a source's counter (0 = random ids), ids that stay
// in memory (0 = all).
void BM_TakeIds(benchmark::State& state) {
  const auto count = static_cast<std::uint64_t>(Sized(state.range(0)));
  const auto step = static_cast<std::uint64_t>(state.range(1));
  const auto hot = static_cast<std::uint32_t>(state.range(2));
  const ScratchDirectory scratch(std::filesystem::temp_directory_path());
  const std::string runs = scratch.path() + "/runs";
  for (auto _ : state) {
    state.PauseTiming();
    auto store = storage::RunStore::Create(runs);
    KUMBARA_CHECK(store.ok());
    const std::int64_t before = ResidentBytes();
    {
      ChunkArena arena;
      IdTable ids(arena, hot, **store);
      state.ResumeTiming();
      for (std::uint64_t n = 0; n < count; n += kBlockIds) {
        TakeBlock(n, step, ids);
        ids.NoteFinal(n);
        ids.LetGo(0, 0);
      }
      state.PauseTiming();
      const auto all = static_cast<double>(count);
      state.counters["memory_bytes_per_id"] =
          static_cast<double>(ResidentBytes() - before) / all;
      state.counters["disk_bytes_per_id"] =
          static_cast<double>(BytesIn(runs)) / all;
      state.counters["ordered"] = ids.ordered().size() / all;
    }
    store->reset();
    state.ResumeTiming();
  }
  state.SetItemsProcessed(state.iterations() *
                          static_cast<std::int64_t>(count));
}
BENCHMARK(BM_TakeIds)
    ->ArgNames({"ids", "step", "hot"})
    ->ArgsProduct({{10'000'000}, {0, 1, 2, 3, 1'000}, {0}})
    ->ArgsProduct({{10'000'000}, {0, 1}, {1'000'000}})
    ->Iterations(1)
    ->Unit(benchmark::kMillisecond);

}  // namespace
}  // namespace kumbara::bench
