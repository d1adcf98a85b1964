#include "tools/kumbara/achievement_text.h"

#include "absl/strings/str_cat.h"
#include "engine/apply/achievement_count.h"
#include "engine/apply/benefits.h"
#include "engine/base/period.h"
#include "engine/program/program_versions.h"
#include "tools/csv/printable.h"
#include "tools/kumbara/instant_text.h"
#include "tools/kumbara/json_text.h"

namespace kumbara::tools {
namespace {

// Calls visit(achievement, state) for each toward which anything was counted.
template <class Visit>
void ForEachCounted(const MemberView& view, const Program& any,
                    const Visit& visit) {
  const Program& program = StandingBy(any, view.settled_to);
  for (std::size_t i = 0; i < view.achievements.size(); ++i) {
    const AchievementState state = view.achievements.At(i);
    const Achievement& achievement = program.achievements[i];
    if (!state.count.empty() && achievement.is_named) visit(achievement, state);
  }
}

// In the period in which anything was counted last, or in the one before it; of
// a streak ever.
std::int64_t CompletedIn(const Achievement& achievement,
                         const AchievementState& state, std::int64_t ago) {
  if (achievement.streak != 0) return ago == 0 ? state.completed.in_latest : 0;
  return state.completed.In(state.count.latest - ago).value_or(0);
}

// How many periods in a row, if that is what counts.
std::int64_t StreakOf(const Achievement& achievement, AchievementState state,
                      const Program& program) {
  return AchievementCount(achievement, program.zone, state).Streak();
}

// The names of what a member is entitled to, each as `write` makes it.
template <class Write>
std::string BenefitNames(const MemberView& view, const Program& any,
                         const Write& write) {
  const Program& program = StandingBy(any, view.settled_to);
  BasketTiers tiers{};
  for (std::size_t i = 0; i < view.tiers.size(); ++i) {
    tiers[view.tiers[i].place] = view.tiers[i].tier;
  }
  const BenefitSet set = BenefitsOf(program, {view.profile.attributes, tiers,
                                              view.achievements, view.grants});
  std::string text;
  for (std::size_t i = 0; i < program.benefits.size(); ++i) {
    if ((set >> i & 1U) == 0) continue;
    absl::StrAppend(&text, text.empty() ? "" : ", ",
                    write(program.benefits[i].name));
  }
  return text;
}

}  // namespace

std::string BenefitTable(const MemberView& view, const Program& program) {
  const std::string names =
      BenefitNames(view, program, [](const std::string& name) { return name; });
  return names.empty() ? "" : absl::StrCat("  benefits     ", names, "\n");
}

std::string BenefitJson(const MemberView& view, const Program& program) {
  return absl::StrCat(
      "[",
      BenefitNames(view, program,
                   [](const std::string& name) { return JsonText(name); }),
      "]");
}

std::string GrantTable(const MemberView& view, const Program& program) {
  std::string text;
  for (const BenefitGrant& grant : view.grants.all()) {
    absl::StrAppend(&text, "benefit ", program.benefits[grant.benefit].name,
                    "  until ", InstantText(grant.until), "  for redemption ",
                    grant.redemption, "\n");
  }
  return text;
}

std::string GrantJson(const MemberView& view, const Program& program) {
  std::string text = "[";
  const char* separator = "\n ";
  for (const BenefitGrant& grant : view.grants.all()) {
    absl::StrAppend(&text, separator, "{\"benefit\": ",
                    JsonText(program.benefits[grant.benefit].name),
                    ", \"redemption\": ", grant.redemption,
                    ", \"until\": ", InstantJson(grant.until), "}");
    separator = ",\n ";
  }
  return text + "]";
}

std::string AchievementTable(const MemberView& view, const Program& program) {
  std::string text;
  ForEachCounted(
      view, program,
      [&](const Achievement& achievement, const AchievementState& state) {
        const PeriodCount& count = state.count;
        absl::StrAppend(&text, "achievement ", achievement.name, "  ",
                        PeriodText(achievement.per, count.latest), "  ",
                        count.in_latest, " of ", achievement.at, ", completed ",
                        CompletedIn(achievement, state, 0));
        if (achievement.streak != 0) {
          absl::StrAppend(&text, ", ", StreakOf(achievement, state, program),
                          " of ", achievement.streak, " in a row");
        }
        text += "\n";
      });
  return text;
}

std::string AchievementJson(const MemberView& view, const Program& program) {
  std::string text = "[";
  const char* separator = "\n ";
  ForEachCounted(
      view, program,
      [&](const Achievement& achievement, const AchievementState& state) {
        const PeriodCount& count = state.count;
        absl::StrAppend(
            &text, separator, "{\"achievement\": ", JsonText(achievement.name),
            ", \"at\": ", achievement.at, ", \"latest\": ",
            JsonText(PeriodText(achievement.per, count.latest)),
            ", \"in_latest\": ", count.in_latest,
            ", \"in_previous\": ", count.in_previous,
            ", \"completed\": ", CompletedIn(achievement, state, 0),
            ", \"completed_before\": ", CompletedIn(achievement, state, 1),
            ", \"streak\": ",
            achievement.streak == 0
                ? std::string("null")
                : absl::StrCat(StreakOf(achievement, state, program)),
            "}");
        separator = ",\n ";
      });
  return text + "]";
}

std::string AchievementLines(std::string_view name, const MemberView& view,
                             const Program& program) {
  std::string text;
  ForEachCounted(
      view, program,
      [&](const Achievement& achievement, const AchievementState& state) {
        const PeriodCount& count = state.count;
        absl::StrAppend(&text, achievement.name, " of ", Printable(name), "  ",
                        PeriodText(achievement.per, count.latest), "  ",
                        count.in_latest, ", ", count.in_previous,
                        " before  completed ",
                        CompletedIn(achievement, state, 0), ", ",
                        CompletedIn(achievement, state, 1), " before");
        if (achievement.streak != 0) {
          absl::StrAppend(&text, "  ", StreakOf(achievement, state, program),
                          " in a row");
        }
        text += "\n";
      });
  return text;
}

}  // namespace kumbara::tools
