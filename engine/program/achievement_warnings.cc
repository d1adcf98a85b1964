// Achievements that nobody completes.

#include <cstdint>
#include <optional>
#include <string>

#include "absl/strings/str_cat.h"
#include "engine/program/program_warnings.h"

namespace kumbara {
namespace {

// The most local days that a period can have; nothing of a lifetime.
std::optional<std::int64_t> MostDaysOf(Period period) {
  switch (period) {
    case Period::kLifetime:
      break;
    case Period::kDay:
      return 1;
    case Period::kWeek:
      return 7;
    case Period::kMonth:
      return 31;
    case Period::kYear:
      return 366;
  }
  return std::nullopt;
}

}  // namespace

void AddAchievementWarnings(const CheckedProgram& checked,
                            FileErrors* warnings) {
  const std::vector<Achievement>& all = checked.program.achievements;
  for (std::size_t i = 0; i < all.size(); ++i) {
    const std::optional<std::int64_t> days = MostDaysOf(all[i].per);
    if (!all[i].per_day || !days || *all[i].per_day > Amount::kMax / *days) {
      continue;
    }
    const std::int64_t most = *days * *all[i].per_day;
    if (all[i].at <= most) continue;
    warnings->Add(
        PositionOf(checked.root, {"achievement", i, "at"}),
        absl::StrCat("at = ", all[i].at, " is never reached: at most ", most,
                     " of a period count; valid: at most ", most));
  }
}

}  // namespace kumbara
