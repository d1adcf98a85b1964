#include "bench/micro/stepped_ledger.h"

#include <algorithm>

#include "engine/base/check.h"

namespace kumbara::bench {
namespace {

WorkloadOptions Options(std::uint64_t members, bool zipf, BenchPoints points,
                        std::uint32_t sources, BenchLedger& ledger) {
  WorkloadOptions options;
  options.members = members;
  options.zipf = zipf;
  options.lots = points == BenchPoints::kLots;
  options.sources = sources;
  options.unit = ledger.unit();
  options.currency = ledger.currency();
  options.begin_micros = ledger.clock().Now().micros() - 3'600'000'000;
  return options;
}

}  // namespace

SteppedLedger::SteppedLedger(std::uint64_t members, bool zipf,
                             BenchPoints points, std::uint32_t sources)
    : bench_ledger_(1, points),
      workload_(Options(members, zipf, points, sources, bench_ledger_)),
      check_(workload_),
      stages_(bench_ledger_) {}

StepTimes SteppedLedger::Step(std::uint32_t commands) {
  workload_.Fill(next_, commands, stages_.NextFrame());
  const StepTimes times = stages_.Send();
  check_.Add(next_, stages_.answered().outcomes());
  bench_ledger_.ledger().ForgetEvents();
  next_ += commands;
  return times;
}

void SteppedLedger::RunUpTo(std::uint64_t ids) {
  while (next_ < ids) {
    Step(static_cast<std::uint32_t>(
        std::min<std::uint64_t>(ids - next_, kFrameCommandsMax)));
  }
}

void SteppedLedger::Verify() {
  const absl::Status status = check_.Verify(bench_ledger_.ledger(), next_);
  KUMBARA_CHECK(status.ok());
}

}  // namespace kumbara::bench
