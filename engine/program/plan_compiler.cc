#include "engine/program/plan_compiler.h"

#include <algorithm>
#include <cstddef>
#include <span>
#include <string_view>

#include "absl/strings/str_cat.h"
#include "engine/base/duration.h"
#include "engine/program/compiled_names.h"
#include "engine/program/nearest_word.h"
#include "engine/program/program_keys.h"

namespace kumbara {
namespace {

// Looks through a source for conflicts.
class PlanCheck {
 public:
  explicit PlanCheck(const ProgramSource& source) : source_(source) {
    for (const PlanSection& plan : source.plans) names_.push_back(plan.name);
  }

  std::vector<ProgramConflict> Run() {
    for (std::size_t i = 0; i < source_.plans.size(); ++i) CheckPlan(i);
    CheckWho({"transfer", 0, "give"}, source_.transfer.give);
    CheckWho({"transfer", 0, "receive"}, source_.transfer.receive);
    CheckWho({"donate", 0, "give"}, source_.donate.give);
    for (std::size_t i = 0; i < source_.earn.size(); ++i) {
      CheckWhen({"earn", i, "when"}, source_.earn[i].when);
    }
    for (std::size_t i = 0; i < source_.achievements.size(); ++i) {
      CheckWhen({"achievement", i, "when"}, source_.achievements[i].when);
    }
    for (std::size_t i = 0; i < source_.benefits.size(); ++i) {
      CheckNames({"benefit", i, "plans"}, "plans", source_.benefits[i].plans);
    }
    for (std::size_t i = 0; i < source_.rewards.size(); ++i) {
      CheckNames({"reward", i, "plan"}, "plan", source_.rewards[i].plan);
    }
    return conflicts_;
  }

 private:
  void CheckPlan(std::size_t place) {
    const PlanSection& plan = source_.plans[place];
    const std::optional<Duration> period = ParseDuration(plan.period);
    if (period && period->count == 0) {
      conflicts_.push_back(
          {{"plan", place, "period"},
           absl::StrCat("period = ", Quoted(plan.period),
                        " is over at once; valid: a longer one")});
    }
    if (plan.lapses_to.empty()) return;
    const ProgramPlace at = {"plan", place, "lapses_to"};
    CheckNames(at, "lapses_to", {&plan.lapses_to, 1});
    for (const PlanSection& next : source_.plans) {
      if (next.name != plan.lapses_to || next.period.empty()) continue;
      conflicts_.push_back(
          {at, absl::StrCat("lapses_to = ", Quoted(next.name),
                            " has a period, which nobody would have paid; "
                            "valid: a plan without period")});
    }
  }

  void CheckWho(const ProgramPlace& place,
                const std::optional<WhoSection>& who) {
    if (who) CheckNames(place, "plans", who->plans);
  }
  void CheckWhen(const ProgramPlace& place,
                 const std::optional<EarnWhenSection>& when) {
    if (when) CheckNames(place, "plans", when->plans);
  }

  void CheckNames(const ProgramPlace& place, std::string_view key,
                  std::span<const std::string> named) {
    if (names_.empty()) return;
    for (const std::string& name : named) {
      if (std::find(names_.begin(), names_.end(), name) != names_.end()) {
        continue;
      }
      const std::string nearest(NearestWord(name, names_));
      conflicts_.push_back(
          {place, absl::StrCat(std::string(key), " names ", Quoted(name),
                               ", which is no [[plan]]",
                               nearest.empty() ? "" : "; nearest: ", nearest,
                               "; valid: ", Listed(names_, ", "))});
    }
  }

  const ProgramSource& source_;
  std::vector<std::string_view> names_;
  std::vector<ProgramConflict> conflicts_;
};

}  // namespace

std::vector<ProgramConflict> PlanConflicts(const ProgramSource& source) {
  return PlanCheck(source).Run();
}

absl::Status CompilePlans(const ProgramSource& source, CodeTable& codes,
                          Program* program) {
  const absl::Status named = FirstOf(PlanConflicts(source));
  if (!named.ok()) return named;
  for (const PlanSection& section : source.plans) {
    Plan plan;
    absl::Status status =
        InternInto(codes, CodeSpace::kPlan, section.name, &plan.code);
    if (status.ok() && !section.lapses_to.empty()) {
      status = InternInto(codes, CodeSpace::kPlan, section.lapses_to,
                          &plan.lapses_to);
    }
    if (!status.ok()) return status;
    if (program->FindPlan(plan.code) != nullptr) {
      return absl::InvalidArgumentError(
          absl::StrCat("plan ", section.name, ": is defined twice"));
    }
    plan.period = ParseDuration(section.period);
    plan.grace = ParseDuration(section.grace);
    program->plans.push_back(plan);
  }
  return absl::OkStatus();
}

}  // namespace kumbara
