#include "bench/workload/bench_ledger.h"

#include <fstream>
#include <iterator>
#include <string>
#include <utility>

#include "engine/base/check.h"
#include "engine/base/huge_regions.h"
#include "engine/program/compiler.h"
#include "engine/program/toml_reader.h"

namespace kumbara::bench {
namespace {

// What an id takes: its entry, and its share of an index about to grow.
constexpr std::size_t kBytesPerId = 48 + 64;
// And its record, with mostly one slice.
constexpr std::size_t kBytesPerRecord = 64 + 32 + 64;

std::string BytesOfZone(const std::string& name) {
  std::ifstream file("/usr/share/zoneinfo/" + name, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

// With summer time, as most have it.
Zone SomeZone() {
  const std::string name = "Europe/Berlin";
  absl::StatusOr<Zone> zone = Zone::FromBytes(name, BytesOfZone(name));
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

LedgerOptions OfFile(CodeTable& codes, std::uint32_t workers,
                     std::string_view text) {
  LedgerOptions options;
  options.workers = workers;
  options.settings.ledger = {1, 1};
  options.keep_events = true;
  const absl::StatusOr<ProgramSource> source = ReadProgram(text, "program");
  KUMBARA_CHECK(source.ok());
  absl::StatusOr<Program> program =
      Compile(*source, BytesOfZone(source->program.zone), codes);
  KUMBARA_CHECK(program.ok());
  options.program = *std::move(program);
  return options;
}

}  // namespace

BenchLedger::BenchLedger(std::uint32_t workers, BenchPoints points)
    : ledger_(OneUnit(codes_, workers, points), codes_, clock_, cold_) {}

BenchLedger::BenchLedger(std::uint32_t workers, std::string_view program_text)
    : ledger_(OfFile(codes_, workers, program_text), codes_, clock_, cold_) {}

void PrepareMemory(std::uint64_t commands, std::size_t more) {
  const std::uint64_t bytes = commands * (kBytesPerId + kBytesPerRecord + more);
  while (HugeRegionsReady() * kHugeRegionBytes < bytes) PrepareHugeRegion();
}

}  // namespace kumbara::bench
