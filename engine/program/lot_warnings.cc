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
  return lots.may_wait() && !lots.waits_for_event() && lots.may_expire() &&
         IsLostAtOnce(lots, kFirstYear, kYears, zone) &&
         IsLostAtOnce(lots, kLastYear, 1, zone);
}

bool IsNoTime(Duration duration, DateRounding rounding) {
  return duration.count == 0 && rounding == DateRounding::kNone;
}

bool ExpiresAtOnce(const LotPolicy& lots) {
  // Of what expires while it waits for a time, it is the time that is wrong.
  const bool waits_longer = lots.from == CountFrom::kEarn && lots.may_wait() &&
                            !lots.waits_for_event();
  return lots.expiry == LotPolicy::Expiry::kAfter && !waits_longer &&
         IsNoTime(lots.after, lots.rounding);
}

bool WaitsForNothing(const LotPolicy& lots) {
  return lots.pending == LotPolicy::Pending::kFor &&
         IsNoTime(lots.pending_for, lots.pending_rounding);
}

// What a table says of dates, and what comes of it with what it leaves to
// others.
struct SaidDates {
  ProgramPlace at;
  bool expiry = true;
  bool pending = true;
  const LotPolicy& lots;
};

void AddDateWarnings(const CheckedProgram& checked, const SaidDates& said,
                     FileErrors* warnings) {
  const auto add = [&](std::string_view key, const char* text) {
    ProgramPlace at = said.at;
    at.key = key;
    warnings->Add(PositionOf(checked.root, at), text);
  };
  if (said.pending && WaitsForNothing(said.lots)) {
    add("pending", "it waits for no time; valid: a longer one, or \"none\"");
  }
  if (said.expiry && ExpiresAtOnce(said.lots)) {
    add("expiry",
        "what is earned expires at once, and hardly does more than pay a "
        "debt; valid: a longer time, or round");
  } else if ((said.expiry || said.pending) &&
             IsNeverUsable(said.lots, checked.program.zone)) {
    add(said.pending ? "pending" : "expiry",
        "what waits so long has expired before it can be used; valid: a "
        "pending that ends before the expiry");
  }
}

// Events may come ever so often: what they give is lost as if none had.
void AddActivityWarnings(const CheckedProgram& checked, FileErrors* warnings) {
  const std::vector<EarnRule>& rules = checked.program.rules;
  for (std::size_t i = 0; i < rules.size(); ++i) {
    const KindSet activities = rules[i].lots.activities;
    const bool is_of_events =
        rules[i].on == EarnOn::kEvent && !rules[i].multiplies();
    if (!is_of_events || activities == 0 ||
        (activities & SetOf(CommandKind::kEvent)) != 0) {
      continue;
    }
    warnings->Add(PositionOf(checked.root, {"earn", i, "on"}),
                  "no event keeps what it gives from being lost by inactivity; "
                  "valid: with \"event\" among the activities of its unit");
  }
}

}  // namespace

void AddLotWarnings(const CheckedProgram& checked, FileErrors* warnings) {
  const Program& program = checked.program;
  for (std::size_t i = 0; i < program.units.size(); ++i) {
    AddDateWarnings(checked, {.at = {"unit", i}, .lots = program.units[i].lots},
                    warnings);
  }
  for (std::size_t i = 0; i < checked.source.earn.size(); ++i) {
    const EarnSection& earn = checked.source.earn[i];
    // What a rule leaves to its unit is said there.
    AddDateWarnings(
        checked,
        {.at = {"earn", i},
         .expiry = earn.expiry.has_value(),
         .pending = earn.pending.has_value(),
         .lots = program.earn ? program.earn->lots : program.rules[i].lots},
        warnings);
  }
  AddActivityWarnings(checked, warnings);
}

}  // namespace kumbara
