#include "bench/workload/bench_ledger.h"

#include <fstream>
#include <iterator>
#include <string>
#include <utility>

#include "engine/base/huge_blocks.h"

namespace kumbara::bench {
namespace {

// What an id takes: its entry, and its share of an index about to grow.
constexpr std::size_t kBytesPerId = 48 + 64;
// And its record, with mostly one slice.
constexpr std::size_t kBytesPerRecord = 64 + 32 + 64;

// With summer time, as most have it.
Zone SomeZone() {
  std::ifstream file("/usr/share/zoneinfo/Europe/Berlin", std::ios::binary);
  const std::string bytes{std::istreambuf_iterator<char>(file), {}};
  absl::StatusOr<Zone> zone = Zone::FromBytes("Europe/Berlin", bytes);
  return zone.ok() ? *zone : Zone();
}

void AddLots(CodeTable& codes, LedgerOptions* options) {
  options->keep_events = true;
  Program& program = options->program;
  program.zone = SomeZone();
  program.currency =
      static_cast<std::uint8_t>(codes.Intern(CodeSpace::kCurrency, "EUR"));
  Unit& unit = program.units[0];
  EarnRule& rule = program.earn.emplace();
  rule.name = "base";
  rule.unit = unit.code;
  rule.rate = {1, 1};
  rule.funding_class = program.award_class;
  unit.lots.expiry = LotPolicy::Expiry::kAfter;
  unit.lots.after = {Duration::Kind::kMonths, 12};
  unit.lots.rounding = DateRounding::kEndOfMonth;
}

LedgerOptions OneUnit(CodeTable& codes, std::uint32_t workers,
                      BenchPoints points) {
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
  if (points == BenchPoints::kLots) AddLots(codes, &options);
  return options;
}

}  // namespace

BenchLedger::BenchLedger(std::uint32_t workers, BenchPoints points)
    : ledger_(OneUnit(codes_, workers, points), codes_, clock_, cold_) {}

void PrepareMemory(std::uint64_t commands) {
  PrepareHugeRegions(commands * (kBytesPerId + kBytesPerRecord));
}

}  // namespace kumbara::bench
