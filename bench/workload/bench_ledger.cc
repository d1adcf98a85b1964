#include "bench/workload/bench_ledger.h"

#include <utility>

namespace kumbara::bench {
namespace {

LedgerOptions OneUnit(CodeTable& codes, std::uint32_t workers) {
  LedgerOptions options;
  options.workers = workers;
  options.settings.ledger = {1, 1};
  Program& program = options.program;
  program.name = "one unit";
  program.enrol = EnrolPolicy::kFirstSight;
  program.award_class = codes.Intern(CodeSpace::kFundingClass, "bench");
  Unit unit;
  unit.name = "points";
  unit.code =
      static_cast<std::uint8_t>(codes.Intern(CodeSpace::kUnit, unit.name));
  program.unit_index.fill(Program::kNoUnit);
  program.unit_index[unit.code] = 0;
  program.units.push_back(std::move(unit));
  return options;
}

}  // namespace

BenchLedger::BenchLedger(std::uint32_t workers)
    : ledger_(OneUnit(codes_, workers), codes_, clock_, cold_) {}

}  // namespace kumbara::bench
