// Achievement: something that a member has done often enough, and what it is
// given for that.
//
// Units:   `at` counts what its basis does: minor units of the currency,
//          purchases or events. `give` is in the smallest decimal of its unit.
// Threads: immutable once compiled.

#ifndef KUMBARA_ENGINE_PROGRAM_ACHIEVEMENT_H_
#define KUMBARA_ENGINE_PROGRAM_ACHIEVEMENT_H_

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/base/period.h"
#include "engine/base/types.h"
#include "engine/program/earn_rule.h"
#include "engine/program/lot_policy.h"

namespace kumbara {

// What is counted: amounts of purchases, purchases, or events.
enum class AchievementBasis : std::uint8_t { kSpend, kVisits, kEvents };

// In the order of the values.
inline constexpr std::array<std::string_view, 3> kAchievementBasisWords = {
    "spend", "visits", "events"};

struct Achievement {
  std::string name;
  AchievementBasis basis = AchievementBasis::kVisits;
  std::int64_t at = 1;  // How much has to be counted in a period.
  Period per = Period::kLifetime;
  // So many periods in a row that have so much; 0: one is enough.
  std::int64_t streak = 0;
  bool repeats = false;  // As often as there is so much, or once.
  // How much counts of a local day.
  std::optional<std::int64_t> per_day = {};
  std::vector<Code> events = {};  // By name; empty: any.
  EarnCondition when = {};
  LineFilter filter = {};
  Amount give;            // 0: it is told, and nothing else.
  std::uint8_t unit = 0;  // Code; 0 without `give`.
  Code funding_class = 0;
  // Whole: what the achievement leaves to its unit stands here too.
  LotPolicy lots = {};
  // Whether this version of the program has it; otherwise nothing is counted,
  // and it is here as another version has it.
  bool is_named = true;

  bool counts_purchases() const { return basis != AchievementBasis::kEvents; }
};

}  // namespace kumbara

#endif  // KUMBARA_ENGINE_PROGRAM_ACHIEVEMENT_H_
