#include "engine/program/achievement_compiler.h"

#include <string>
#include <string_view>
#include <utility>

#include "absl/strings/str_cat.h"
#include "engine/program/compiled_names.h"
#include "engine/program/condition_compiler.h"
#include "engine/program/lot_compiler.h"
#include "engine/program/program_keys.h"
#include "engine/program/unit_amount.h"

namespace kumbara {
namespace {

// What it is counted by, and when.
absl::Status CompileCounting(const AchievementSection& source, CodeTable& codes,
                             Achievement* achievement) {
  achievement->basis =
      FromWord<AchievementBasis>(kAchievementBasisWords, source.basis);
  achievement->at = source.at;
  achievement->per = FromWord<Period>(kPeriodWords, source.window);
  const StreakSection streak = source.streak.value_or(StreakSection());
  if (streak.periods != 0) {
    achievement->streak = streak.periods;
    achievement->per = FromWord<Period>(kPeriodWords, streak.period);
  }
  achievement->repeats = source.repeat;
  if (source.per_day != 0) achievement->per_day = source.per_day;
  const EarnWhenSection when = source.when.value_or(EarnWhenSection());
  absl::Status status =
      CompileCondition(when, source.name, codes, &achievement->when);
  status.Update(CompileFilter(when, codes, &achievement->filter));
  status.Update(
      InternAll(codes, CodeSpace::kEvent, source.event, &achievement->events));
  return status;
}

absl::Status CompileGift(const AchievementSection& source, CodeTable& codes,
                         const Program& program, Achievement* achievement) {
  const absl::StatusOr<const Unit*> unit =
      UnitNamed("achievement " + source.name, source.unit, codes, program);
  if (!unit.ok()) return unit.status();
  const absl::StatusOr<Amount> give =
      UnitAmount("give", source.give, (*unit)->decimals);
  if (!give.ok()) return give.status();
  achievement->unit = (*unit)->code;
  achievement->give = *give;
  achievement->lots = CompileRuleLots(source.expiry, source.pending,
                                      (*unit)->lots, program.zone);
  return InternInto(codes, CodeSpace::kFundingClass, source.funding_class,
                    &achievement->funding_class);
}

}  // namespace

std::vector<KeyConflict> AchievementConflicts(
    const AchievementSection& section) {
  std::vector<KeyConflict> conflicts;
  const EarnWhenSection when = section.when.value_or(EarnWhenSection());
  const bool looks_at_basket = when.total_min != 0 || !when.sku.empty() ||
                               !when.category.empty() || !when.brand.empty();
  if (!section.event.empty() && section.basis != "events") {
    conflicts.push_back({"event",
                         "event stands beside another basis than events; "
                         "valid: with basis = \"events\""});
  }
  if (section.per_day != 0 && section.basis == "spend") {
    conflicts.push_back({"per_day",
                         "per_day stands beside basis = \"spend\"; valid: "
                         "with basis = \"visits\" or \"events\""});
  }
  if (looks_at_basket && section.basis == "events") {
    conflicts.push_back({"when",
                         "when looks at a basket, which an event has not; "
                         "valid: without total_min, sku, category and brand"});
  }
  if (!Money::InRange(section.at)) {
    conflicts.push_back({"at",
                         "at leaves the range of money; valid: at most "
                         "10^18"});
  }
  if (!Money::InRange(when.total_min)) {
    conflicts.push_back({"when",
                         "total_min leaves the range of money; valid: at "
                         "most 10^18"});
  }
  return conflicts;
}

absl::Status CompileAchievements(const ProgramSource& source, CodeTable& codes,
                                 Program* program) {
  for (const AchievementSection& section : source.achievements) {
    const std::string what = absl::StrCat("achievement ", section.name, ": ");
    for (const KeyConflict& conflict : AchievementConflicts(section)) {
      return absl::InvalidArgumentError(what + conflict.text);
    }
    for (const Achievement& other : program->achievements) {
      if (other.name != section.name) continue;
      return absl::InvalidArgumentError(what + "is defined twice");
    }
    Achievement achievement;
    achievement.name = section.name;
    absl::Status status = CompileCounting(section, codes, &achievement);
    if (status.ok() && !section.give.empty()) {
      status = CompileGift(section, codes, *program, &achievement);
    }
    if (!status.ok()) return status;
    program->achievements.push_back(std::move(achievement));
  }
  return absl::OkStatus();
}

}  // namespace kumbara
