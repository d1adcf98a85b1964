// What frames, batches and the outcome log cost a command. Baselines: copying
// the same bytes, and hashing them in one piece.

#include <benchmark/benchmark.h>

#include <cstring>
#include <memory>
#include <utility>
#include <vector>

#include "bench/workload/workload.h"
#include "engine/base/hash.h"
#include "engine/pipeline/outcome_log.h"
#include "engine/record/batch.h"
#include "engine/record/form.h"

namespace kumbara::bench {
namespace {

constexpr std::uint32_t kFrame = 8'192;

Workload SmallWorkload() {
  WorkloadOptions options;
  options.members = 1'000;
  return Workload(options);
}

void CountCommands(benchmark::State& state, std::int64_t each) {
  state.SetItemsProcessed(state.iterations() * each);
  state.SetBytesProcessed(state.iterations() * each *
                          static_cast<std::int64_t>(sizeof(Command)));
}

// Add every command and seal: what a producer does.
void BM_FrameFillAndSeal(benchmark::State& state) {
  const Workload workload = SmallWorkload();
  std::vector<Command> commands;
  for (std::uint64_t n = 0; n < kFrame; ++n) commands.push_back(workload.At(n));
  Frame frame;
  for (auto _ : state) {
    frame.Clear();
    for (const Command& command : commands) frame.Add(command);
    frame.Seal();
    benchmark::DoNotOptimize(frame.header().checksum);
  }
  CountCommands(state, kFrame);
}
BENCHMARK(BM_FrameFillAndSeal)->Unit(benchmark::kMicrosecond);

void BM_FrameBaselineCopyAndHash(benchmark::State& state) {
  const Workload workload = SmallWorkload();
  std::vector<Command> commands;
  for (std::uint64_t n = 0; n < kFrame; ++n) commands.push_back(workload.At(n));
  std::vector<Command> copy(kFrame);
  for (auto _ : state) {
    std::memcpy(copy.data(), commands.data(), kFrame * sizeof(Command));
    benchmark::DoNotOptimize(Hash64(copy.data(), kFrame * sizeof(Command)));
  }
  CountCommands(state, kFrame);
}
BENCHMARK(BM_FrameBaselineCopyAndHash)->Unit(benchmark::kMicrosecond);

// The check of form, which Submit makes.
void BM_FormCheck(benchmark::State& state) {
  const Workload workload = SmallWorkload();
  CodeTable codes;
  codes.Intern(CodeSpace::kUnit, "points");
  const CodeCounts counts = CountCodes(codes);
  Frame frame;
  workload.Fill(0, kFrame, &frame);
  for (auto _ : state) {
    for (const Command& command : frame.commands()) {
      benchmark::DoNotOptimize(
          FormError(command, frame.details_of(command), counts).empty());
    }
  }
  CountCommands(state, kFrame);
}
BENCHMARK(BM_FormCheck)->Unit(benchmark::kMicrosecond);

std::vector<std::unique_ptr<Frame>> MakeFrames(std::size_t count) {
  const Workload workload = SmallWorkload();
  std::vector<std::unique_ptr<Frame>> frames;
  for (std::size_t i = 0; i < count; ++i) {
    frames.push_back(std::make_unique<Frame>());
    workload.Fill(i * kFrame, kFrame, frames.back().get());
  }
  return frames;
}

// Argument: frames of 8,192 commands a batch.
void BM_BatchWrite(benchmark::State& state) {
  const auto count = static_cast<std::size_t>(state.range(0));
  const std::vector<std::unique_ptr<Frame>> owned = MakeFrames(count);
  std::vector<const Frame*> frames;
  for (const std::unique_ptr<Frame>& frame : owned) {
    frames.push_back(frame.get());
  }
  const BatchParts parts{{}, frames, {}};
  std::vector<std::byte> out(ValueBytes(parts));
  for (auto _ : state) {
    BatchHeader header;
    benchmark::DoNotOptimize(WriteBatch(parts, &header, out.data()));
  }
  CountCommands(state, static_cast<std::int64_t>(count) * kFrame);
}
BENCHMARK(BM_BatchWrite)
    ->ArgName("frames")
    ->Arg(1)
    ->Arg(15)
    ->Unit(benchmark::kMicrosecond);

void BM_BatchWriteBaselineMemcpy(benchmark::State& state) {
  const auto count = static_cast<std::size_t>(state.range(0));
  const std::vector<std::unique_ptr<Frame>> owned = MakeFrames(count);
  std::vector<std::byte> out(count * kFrame * sizeof(Command));
  for (auto _ : state) {
    std::byte* at = out.data();
    for (const std::unique_ptr<Frame>& frame : owned) {
      const auto commands = std::as_const(*frame).commands();
      std::memcpy(at, commands.data(), commands.size_bytes());
      at += commands.size_bytes();
    }
    benchmark::ClobberMemory();
  }
  CountCommands(state, static_cast<std::int64_t>(count) * kFrame);
}
BENCHMARK(BM_BatchWriteBaselineMemcpy)
    ->ArgName("frames")
    ->Arg(1)
    ->Arg(15)
    ->Unit(benchmark::kMicrosecond);

std::vector<Outcome> MakeOutcomes() {
  std::vector<Outcome> outcomes(kFrame);
  for (std::size_t i = 0; i < outcomes.size(); ++i) {
    outcomes[i].unit = 1;
    outcomes[i].delta = static_cast<std::int64_t>(i);
  }
  return outcomes;
}

void BM_OutcomeLog(benchmark::State& state) {
  CodeTable codes;
  codes.Intern(CodeSpace::kUnit, "points");
  OutcomeLog log(codes);
  const std::vector<Outcome> outcomes = MakeOutcomes();
  for (auto _ : state) log.Add(log.sequence() + 1, outcomes);
  benchmark::DoNotOptimize(log.digest());
  state.SetItemsProcessed(state.iterations() * kFrame);
}
BENCHMARK(BM_OutcomeLog)->Unit(benchmark::kMicrosecond);

void BM_OutcomeLogBaselineOneHash(benchmark::State& state) {
  const std::vector<Outcome> outcomes = MakeOutcomes();
  for (auto _ : state) {
    benchmark::DoNotOptimize(
        Hash128(outcomes.data(), kFrame * sizeof(Outcome)));
  }
  state.SetItemsProcessed(state.iterations() * kFrame);
}
BENCHMARK(BM_OutcomeLogBaselineOneHash)->Unit(benchmark::kMicrosecond);

}  // namespace
}  // namespace kumbara::bench
