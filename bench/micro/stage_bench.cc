// What each stage costs a command, by members and by ids held: 16,384 commands
// a batch, no journal. The time of a bench is that of its stage; the counters
// show the others of the same batches. Baseline: std::unordered_map.

#include <benchmark/benchmark.h>

#include <memory>
#include <unordered_map>

#include "bench/micro/sizes.h"
#include "bench/micro/stepped_ledger.h"

namespace kumbara::bench {
namespace {

constexpr std::uint32_t kBatch = 16'384;

enum Members : std::int64_t { kUniform = 0, kZipf = 1 };

// One ledger at a time: two of them do not fit into memory.
SteppedLedger& LedgerOf(std::int64_t members, std::int64_t ids,
                        std::int64_t zipf,
                        BenchPoints points = BenchPoints::kForEver,
                        std::uint32_t sources = 0) {
  static std::unique_ptr<SteppedLedger> ledger;
  static std::array<std::int64_t, 5> kind{};
  const std::array<std::int64_t, 5> wanted{
      members, ids, zipf, static_cast<std::int64_t>(points), sources};
  if (ledger == nullptr || kind != wanted) {
    ledger.reset();
    ledger = std::make_unique<SteppedLedger>(
        static_cast<std::uint64_t>(members), zipf == kZipf, points, sources);
    ledger->RunUpTo(std::max(ledger->workload().openings(),
                             static_cast<std::uint64_t>(ids)));
    kind = wanted;
  }
  return *ledger;
}

template <class Stage>
void RunStage(benchmark::State& state, SteppedLedger& ledger,
              const Stage& stage) {
  PrepareMemory(static_cast<std::uint64_t>(state.max_iterations) * kBatch);
  StepTimes all;
  for (auto _ : state) {
    const StepTimes times = ledger.Step(kBatch);
    all += times;
    state.SetIterationTime(static_cast<double>(stage(times)) / 1e9);
  }
  ledger.Verify();
  state.SetItemsProcessed(state.iterations() * kBatch);
  all.Show(static_cast<double>(state.iterations()) * kBatch, state);
}

// Arguments: members, 0 = uniform or 1 = Zipf.
void BM_Apply(benchmark::State& state) {
  RunStage(state, LedgerOf(Sized(state.range(0)), 0, state.range(1)),
           [](const StepTimes& times) { return times.apply; });
}
BENCHMARK(BM_Apply)
    ->ArgNames({"members", "zipf"})
    ->Args({1'000'000, kUniform})
    ->Args({10'000'000, kUniform})
    ->Args({10'000'000, kZipf})
    ->UseManualTime()
    ->Unit(benchmark::kMicrosecond);

// The same with lots and postings: three lots and more a member, debits of
// several lots, expiry at the end of a month.
void BM_ApplyLots(benchmark::State& state) {
  RunStage(
      state,
      LedgerOf(Sized(state.range(0)), 0, state.range(1), BenchPoints::kLots),
      [](const StepTimes& times) { return times.apply; });
}
BENCHMARK(BM_ApplyLots)
    ->ArgNames({"members", "zipf"})
    ->Args({1'000'000, kUniform})
    ->Args({10'000'000, kUniform})
    ->Args({10'000'000, kZipf})
    ->UseManualTime()
    ->Unit(benchmark::kMicrosecond);

// Arguments: ids held.
void BM_Resolve(benchmark::State& state) {
  RunStage(state, LedgerOf(Sized(100'000), Sized(state.range(0)), kUniform),
           [](const StepTimes& times) { return times.resolve; });
}
BENCHMARK(BM_Resolve)
    ->ArgName("ids")
    ->Arg(1'000'000)
    ->Arg(10'000'000)
    ->Arg(50'000'000)
    ->UseManualTime()
    ->Unit(benchmark::kMicrosecond);

// The same with ordered ids. Arguments: ids held, sources.
void BM_ResolveOrdered(benchmark::State& state) {
  RunStage(state,
           LedgerOf(Sized(100'000), Sized(state.range(0)), kUniform,
                    BenchPoints::kForEver,
                    static_cast<std::uint32_t>(state.range(1))),
           [](const StepTimes& times) { return times.resolve; });
}
BENCHMARK(BM_ResolveOrdered)
    ->ArgNames({"ids", "sources"})
    ->Args({1'000'000, 16})
    ->Args({10'000'000, 16})
    ->Args({50'000'000, 16})
    ->Args({10'000'000, 1'000})
    ->UseManualTime()
    ->Unit(benchmark::kMicrosecond);

struct PlainHash {
  template <class Tag>
  std::size_t operator()(const Id<Tag>& id) const {
    return static_cast<std::size_t>(id.low);
  }
};

// The same commands on a map of balances: no books, no clocks, no answers.
void BM_ApplyBaselineUnorderedMap(benchmark::State& state) {
  WorkloadOptions options;
  options.members = static_cast<std::uint64_t>(Sized(state.range(0)));
  options.zipf = state.range(1) == kZipf;
  const Workload workload(options);
  std::unordered_map<MemberId, std::int64_t, PlainHash> balances;
  balances.reserve(options.members);
  std::uint64_t next = 0;
  for (; next < options.members; ++next) {
    const Command command = workload.At(next);
    balances[command.member] = command.amount;
  }
  std::vector<Command> batch(kBatch);
  for (auto _ : state) {
    state.PauseTiming();
    for (Command& command : batch) command = workload.At(next++);
    state.ResumeTiming();
    for (const Command& command : batch) {
      std::int64_t& balance = balances.find(command.member)->second;
      if (command.kind == CommandKind::kAward) {
        balance += command.amount;
      } else if (balance >= command.amount) {
        balance -= command.amount;
      }
    }
  }
  state.SetItemsProcessed(state.iterations() * kBatch);
}
BENCHMARK(BM_ApplyBaselineUnorderedMap)
    ->ArgNames({"members", "zipf"})
    ->Args({1'000'000, kUniform})
    ->Args({10'000'000, kUniform})
    ->Args({10'000'000, kZipf})
    ->Unit(benchmark::kMicrosecond);

// New ids into a map of entries: no content hash, no rounds.
void BM_ResolveBaselineUnorderedMap(benchmark::State& state) {
  WorkloadOptions options;
  options.members = 2;
  const Workload workload(options);
  std::unordered_map<CommandId, IdEntry, PlainHash> ids;
  const auto held = static_cast<std::uint64_t>(Sized(state.range(0)));
  std::uint64_t next = 0;
  for (; next < held; ++next) ids.try_emplace(workload.At(next).id);
  std::vector<Command> batch(kBatch);
  for (auto _ : state) {
    state.PauseTiming();
    for (Command& command : batch) command = workload.At(next++);
    state.ResumeTiming();
    for (const Command& command : batch) {
      benchmark::DoNotOptimize(ids.try_emplace(command.id).second);
    }
  }
  state.SetItemsProcessed(state.iterations() * kBatch);
}
BENCHMARK(BM_ResolveBaselineUnorderedMap)
    ->ArgName("ids")
    ->Arg(1'000'000)
    ->Arg(10'000'000)
    ->Unit(benchmark::kMicrosecond);

}  // namespace
}  // namespace kumbara::bench
