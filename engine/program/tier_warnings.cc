#include <algorithm>
#include <optional>

#include "absl/strings/str_cat.h"
#include "engine/base/local_time.h"
#include "engine/program/program_warnings.h"

namespace kumbara {
namespace {

constexpr std::int64_t kDayMicros = 86'400'000'000;

// Local days that so many months in a row have at most. Four years have each
// way of falling around a 29 February.
std::int64_t DaysOfMonths(std::int64_t months) {
  std::int64_t most = 0;
  for (int first = 0; first < 48; ++first) {
    const LocalTime start = StartOf({2001 + first / 12, first % 12 + 1, 1});
    const LocalTime end = AddMonths(start, months);
    most = std::max(most, (end.micros - start.micros) / kDayMicros);
  }
  return most;
}

// Local days that a window touches at most: a year since somebody was opened
// begins and ends within a day.
std::int64_t DaysOfWindow(const TierSet& set) {
  if (set.window == TierWindow::kMonths) return DaysOfMonths(set.periods);
  return DaysOfMonths(12) + (set.window == TierWindow::kMembershipYear ? 1 : 0);
}

// That of the tier's `at` within its set.
FilePosition PositionOfTier(const TomlNode& root, std::size_t set,
                            std::size_t tier) {
  const TomlNode& table = root.Find("tier_set")->value.elements[set];
  const TomlNode& tiers = table.Find("tiers")->value;
  return tiers.elements[tier].Find("at")->value.at;
}

// The most visits that a window can count, if they are counted by the day.
std::optional<std::int64_t> MostVisits(const TierSet& set) {
  if (set.basis != TierBasis::kVisits || !set.per_day) return std::nullopt;
  const std::int64_t days = DaysOfWindow(set);
  if (*set.per_day > Amount::kMax / days) return std::nullopt;
  return days * *set.per_day;
}

// The automatic redemption that acts at the least balance of the set's unit.
const AutoRedeemSection* LeastRedemption(const CheckedProgram& checked,
                                         const TierSet& set, Amount* at) {
  const AutoRedeemSection* least = nullptr;
  if (set.basis != TierBasis::kBalance) return least;
  const auto& redemptions = checked.program.auto_redeem;
  for (std::size_t i = 0; i < redemptions.size(); ++i) {
    if (redemptions[i].unit != set.unit) continue;
    if (least != nullptr && redemptions[i].at >= *at) continue;
    least = &checked.source.auto_redeem[i];
    *at = redemptions[i].at;
  }
  return least;
}

}  // namespace

void AddTierWarnings(const CheckedProgram& checked, FileErrors* warnings) {
  const std::vector<TierSet>& sets = checked.program.tier_sets;
  for (std::size_t i = 0; i < sets.size(); ++i) {
    const std::optional<std::int64_t> visits = MostVisits(sets[i]);
    Amount redeemed_at;
    const AutoRedeemSection* redemption =
        LeastRedemption(checked, sets[i], &redeemed_at);
    for (std::size_t tier = 0; tier < sets[i].tiers.size(); ++tier) {
      const std::int64_t at = sets[i].tiers[tier].at;
      const std::string name = Quoted(sets[i].tiers[tier].name);
      const FilePosition where = PositionOfTier(checked.root, i, tier);
      if (visits && at > *visits) {
        warnings->Add(
            where,
            absl::StrCat(
                "tier ", name, " is never reached: ", "at most ", *visits,
                " visits of a window count; valid: ", "at most ", *visits));
      }
      if (redemption != nullptr && at >= redeemed_at.count()) {
        warnings->Add(where,
                      absl::StrCat("tier ", name,
                                   " is hardly reached: auto_redeem takes ",
                                   "of the balance from ", redemption->at,
                                   " on; valid: below ", redemption->at));
      }
    }
  }
}

}  // namespace kumbara
