#include "engine/program/benefit_compiler.h"

#include <algorithm>
#include <optional>
#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "engine/base/check.h"
#include "engine/base/duration.h"
#include "engine/program/condition_compiler.h"
#include "engine/program/earn_tiers.h"

namespace kumbara {
namespace {

// Of a period of the calendar it is not known for good.
bool IsKeptForGood(const AchievementSection& section) {
  return section.window == "lifetime";
}

std::string AchievementsAmong(const ProgramSource& source) {
  std::string names;
  for (const AchievementSection& one : source.achievements) {
    if (!IsKeptForGood(one)) continue;
    absl::StrAppend(&names, names.empty() ? "" : ", ", "\"", one.name, "\"");
  }
  return names.empty() ? "an [[achievement]] without window" : names;
}

std::string RewardsAmong(const ProgramSource& source) {
  std::string names;
  for (const RewardSection& one : source.rewards) {
    absl::StrAppend(&names, names.empty() ? "" : ", ", "\"", one.name, "\"");
  }
  return names.empty() ? "a [[reward]]" : names;
}

void AddRewardConflicts(const ProgramSource& source,
                        const BenefitSection& section,
                        std::vector<KeyConflict>* conflicts) {
  for (const std::string& name : section.reward) {
    const bool is_known =
        std::any_of(source.rewards.begin(), source.rewards.end(),
                    [&](const RewardSection& one) { return one.name == name; });
    if (is_known) continue;
    conflicts->push_back(
        {"reward", absl::StrCat("reward names \"", name,
                                "\", which is no reward; valid: ",
                                RewardsAmong(source))});
  }
  const std::optional<Duration> lasts = ParseDuration(section.for_duration);
  if (lasts && lasts->count == 0) {
    conflicts->push_back({"for", absl::StrCat("for = \"", section.for_duration,
                                              "\" is over at once; valid: a "
                                              "longer one")});
  }
}

}  // namespace

std::vector<KeyConflict> BenefitConflicts(const ProgramSource& source,
                                          const BenefitSection& section) {
  std::vector<KeyConflict> conflicts;
  if (const auto unknown = UnknownTier(source.tier_sets, section.tier)) {
    conflicts.push_back({"tier", *unknown});
  }
  for (const std::string& name : section.achievement) {
    const bool is_known =
        std::any_of(source.achievements.begin(), source.achievements.end(),
                    [&](const AchievementSection& one) {
                      return one.name == name && IsKeptForGood(one);
                    });
    if (is_known) continue;
    conflicts.push_back(
        {"achievement",
         absl::StrCat("achievement names \"", name,
                      "\", which is none that is kept for good; valid: ",
                      AchievementsAmong(source))});
  }
  AddRewardConflicts(source, section, &conflicts);
  return conflicts;
}

absl::Status CompileBenefits(const ProgramSource& source, CodeTable& codes,
                             Program* program) {
  for (const BenefitSection& section : source.benefits) {
    const std::string what = absl::StrCat("benefit ", section.name, ": ");
    for (const KeyConflict& conflict : BenefitConflicts(source, section)) {
      return absl::InvalidArgumentError(what + conflict.text);
    }
    Benefit benefit;
    benefit.name = section.name;
    CompileTierCondition(section.tier, program->tier_sets, &benefit.when);
    absl::Status status =
        InternAll(codes, CodeSpace::kPlan, section.plans, &benefit.when.plans);
    status.Update(
        InternAll(codes, CodeSpace::kReward, section.reward, &benefit.rewards));
    benefit.lasts = ParseDuration(section.for_duration).value_or(Duration());
    if (!status.ok()) return status;
    const std::vector<Achievement>& all = program->achievements;
    for (std::size_t i = 0; i < all.size(); ++i) {
      const bool is_named =
          std::find(section.achievement.begin(), section.achievement.end(),
                    all[i].name) != section.achievement.end();
      if (is_named) {
        benefit.achievements |= static_cast<std::uint16_t>(1U << i);
      }
    }
    for (const Benefit& other : program->benefits) {
      if (other.name != benefit.name) continue;
      return absl::InvalidArgumentError(what + "is defined twice");
    }
    program->benefits.push_back(std::move(benefit));
  }
  return absl::OkStatus();
}

}  // namespace kumbara
