#include "engine/base/local_time.h"
#include "engine/program/lot_dates.h"
#include "engine/program/program_warnings.h"

namespace kumbara {
namespace {

// Each day of four years, 29 February among them, and of one behind every date
// that a program may wait for.
constexpr int kFirstYear = 2001;
constexpr int kYears = 4;
constexpr int kLastYear = 9'990;

bool IsLostAtOnce(const LotPolicy& lots, int year, int years,
                  const Zone& zone) {
  const LocalTime end = StartOf({year + years, 1, 1});
  for (LocalTime day = StartOf({year, 1, 1}); day < end;
       day = StartOfNextDay(day)) {
    const LotDates dates = DatesOf(lots, zone.ToInstant(day), zone);
    if (dates.activation < dates.expiry) return false;
  }
  return true;
}

// Whether no lot is ever usable, whenever it is earned.
bool IsNeverUsable(const LotPolicy& lots, const Zone& zone) {
  return lots.may_wait() && lots.may_expire() &&
         IsLostAtOnce(lots, kFirstYear, kYears, zone) &&
         IsLostAtOnce(lots, kLastYear, 1, zone);
}

constexpr char kNeverUsable[] =
    "what waits so long has expired before it can be used; valid: a pending "
    "that ends before the expiry";

}  // namespace

void AddLotWarnings(const CheckedProgram& checked, FileErrors* warnings) {
  const Program& program = checked.program;
  for (std::size_t i = 0; i < program.units.size(); ++i) {
    if (!IsNeverUsable(program.units[i].lots, program.zone)) continue;
    warnings->Add(PositionOf(checked.root, {"unit", i, "pending"}),
                  kNeverUsable);
  }
  for (std::size_t i = 0; i < checked.source.earn.size(); ++i) {
    const EarnSection& earn = checked.source.earn[i];
    // What a rule leaves to its unit is said there.
    if (!earn.expiry && !earn.pending) continue;
    const LotPolicy& lots =
        program.earn ? program.earn->lots : program.rules[i].lots;
    if (!IsNeverUsable(lots, program.zone)) continue;
    warnings->Add(PositionOf(checked.root,
                             {"earn", i, earn.pending ? "pending" : "expiry"}),
                  kNeverUsable);
  }
}

}  // namespace kumbara
