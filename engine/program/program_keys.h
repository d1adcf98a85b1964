// The language of program files as tables: which keys a section has, what each
// may say, which go together and where they are kept. The reader checks by
// them, its errors quote them, and a test compares docs/program_file.md with
// them.
//
// Threads: constants.

#ifndef KUMBARA_ENGINE_PROGRAM_PROGRAM_KEYS_H_
#define KUMBARA_ENGINE_PROGRAM_PROGRAM_KEYS_H_

#include <algorithm>
#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>

#include "engine/base/check.h"
#include "engine/base/limits.h"
#include "engine/program/key_rule.h"
#include "engine/program/program_source.h"
#include "engine/record/command.h"
#include "engine/record/line.h"

namespace kumbara {

// The words of choices that the compiler turns into an enum of program.h, in
// the order of its values.
inline constexpr std::array<std::string_view, 2> kEnrolWords = {"explicit",
                                                                "first_sight"};
inline constexpr std::array<std::string_view, 2> kLeapDayWords = {"feb_28",
                                                                  "mar_1"};
inline constexpr std::array<std::string_view, 2> kUnmatchedWords = {"rate",
                                                                    "refuse"};
inline constexpr std::array<std::string_view, 2> kUnknownReferenceWords = {
    "refuse", "as_none"};
inline constexpr std::array<std::string_view, 3> kDeficitWords = {
    "negative", "clamp", "only_pending"};
inline constexpr std::array<std::string_view, 2> kRestoreWords = {"original",
                                                                  "new"};
inline constexpr std::array<std::string_view, 4> kRoundingWords = {
    "floor", "half_up", "half_even", "ceil"};

inline constexpr std::array<std::string_view, 2> kConsumeWords = {
    "earliest_expiry", "fifo"};
inline constexpr std::array<std::string_view, 4> kDateRoundingWords = {
    "none", "end_of_day", "end_of_month", "end_of_year"};
inline constexpr std::array<std::string_view, 2> kFromWords = {"activation",
                                                               "earn"};
inline constexpr std::array<std::string_view, 2> kWhenWords = {"purchase",
                                                               "credit"};
inline constexpr std::array<std::string_view, 2> kTimesWords = {"once",
                                                                "while"};
// In the order of ReferralEvent.
inline constexpr std::array<std::string_view, 3> kReferralWords = {
    "enrolment", "first_purchase", "spend"};
// In the order of TierBasis, TierWindow, TierQualify and TierDowngrade.
inline constexpr std::array<std::string_view, 4> kTierBasisWords = {
    "spend", "unit", "visits", "balance"};
inline constexpr std::array<std::string_view, 2> kTierWindowWords = {
    "calendar_year", "membership_year"};
inline constexpr std::array<std::string_view, 3> kTierQualifyWords = {
    "peak", "net", "net_at_end"};
inline constexpr std::array<std::string_view, 3> kTierDowngradeWords = {
    "to_qualified", "one_step", "none"};
// From the first day of the ISO week.
inline constexpr std::array<std::string_view, 7> kWeekdayWords = {
    "monday", "tuesday",  "wednesday", "thursday",
    "friday", "saturday", "sunday"};
inline constexpr std::array<std::string_view, 2> kWhoWords = {"anyone",
                                                              "nobody"};

// The lines that a basis may consist of: all but tenders.
inline constexpr auto kBasisLineWords =
    std::span<const std::string_view>(kLineWords).first<3>();

// Commands that can be an activity, by their names.
inline constexpr KindSet kActivityKinds = KindsThat(kIsActivity);
inline constexpr auto kActivityWords = [] {
  std::array<std::string_view, std::popcount(kActivityKinds)> words;
  std::size_t next = 0;
  for (const KindFacts& facts : kKindFacts) {
    if ((kActivityKinds & SetOf(facts.kind)) != 0) words[next++] = facts.name;
  }
  return words;
}();

// What names, of units too, must be.
inline constexpr Allowed kNameAllowed = {.shape = Shape::kName};

// Keys stand in the order in which errors and documents list them.
extern const SectionRule<ProgramSection> kProgramRules;
extern const SectionRule<UnitSection> kUnitRules;
extern const SectionRule<ExpirySection> kUnitExpiryRules;
extern const SectionRule<PendingSection> kUnitPendingRules;
extern const SectionRule<RestoreSection> kRestoreRules;
extern const SectionRule<ReturnsSection> kReturnsRules;
extern const SectionRule<AdjustSection> kAdjustRules;
extern const SectionRule<PoolSection> kPoolRules;
extern const SectionRule<BudgetSection> kBudgetRules;
extern const SectionRule<EarnSection> kEarnRules;
extern const SectionRule<ExpirySection> kEarnExpiryRules;
extern const SectionRule<BasisSection> kBasisRules;
extern const SectionRule<RewardSection> kRewardRules;
extern const SectionRule<GivesSection> kGivesRules;
extern const SectionRule<ExpirySection> kVoucherExpiryRules;
extern const SectionRule<EarnWhenSection> kEarnWhenRules;
extern const SectionRule<TableSection> kTableRules;
extern const SectionRule<CapSection> kCapRules;
extern const SectionRule<AutoRedeemSection> kAutoRedeemRules;
extern const SectionRule<WhoSection> kWhoRules;
extern const SectionRule<TransferSection> kTransferRules;
extern const SectionRule<DonateSection> kDonateRules;
extern const SectionRule<AllowanceSection> kAllowanceRules;
extern const SectionRule<ReferralSection> kReferralRules;
extern const SectionRule<TierSetSection> kTierSetRules;
extern const SectionRule<TierWindowSection> kTierWindowRules;
extern const SectionRule<TierSection> kTierRules;
extern const SectionRule<AchievementSection> kAchievementRules;
extern const SectionRule<EarnWhenSection> kCountedWhenRules;
extern const SectionRule<StreakSection> kStreakRules;
extern const SectionRule<BenefitSection> kBenefitRules;
extern const SectionRule<PlanSection> kPlanRules;

// The value of an enum of program.h that stands for one of its words.
// REQUIRES: `word` is one of `words`, which stand in the order of Enum.
template <class Enum>
Enum FromWord(std::span<const std::string_view> words, std::string_view word) {
  const auto found = std::find(words.begin(), words.end(), word);
  KUMBARA_CHECK(found != words.end());
  return static_cast<Enum>(found - words.begin());
}

inline constexpr std::array<std::string_view, 17> kSectionWords = {
    "program", "unit",        "returns",   "adjust",   "transfer",
    "donate",  "pool",        "referral",  "budget",   "earn",
    "reward",  "auto_redeem", "allowance", "tier_set", "achievement",
    "benefit", "plan"};

// How a section stands in a file.
enum class SectionForm : std::uint8_t {
  kTable,  // [word], once at most.
  kNamed,  // [word.NAME], a name being given to each.
  kArray,  // [[word]]
};

// Calls visit(word, form, how many at most, rules) for each section.
template <class Visitor>
void VisitSections(Visitor&& visit) {
  constexpr auto kTable = SectionForm::kTable;
  constexpr auto kArray = SectionForm::kArray;
  visit("program", kTable, std::size_t{1}, kProgramRules);
  visit("unit", SectionForm::kNamed, kUnitsMax, kUnitRules);
  visit("returns", kTable, std::size_t{1}, kReturnsRules);
  visit("adjust", kTable, std::size_t{1}, kAdjustRules);
  visit("transfer", kTable, std::size_t{1}, kTransferRules);
  visit("donate", kTable, std::size_t{1}, kDonateRules);
  visit("pool", kTable, std::size_t{1}, kPoolRules);
  visit("referral", kTable, std::size_t{1}, kReferralRules);
  visit("budget", kArray, kBudgetsMax, kBudgetRules);
  visit("earn", kArray, kEarnRulesMax, kEarnRules);
  visit("reward", kArray, kRewardsMax, kRewardRules);
  visit("auto_redeem", kArray, kAutoRedeemMax, kAutoRedeemRules);
  visit("allowance", kArray, kAllowancesMax, kAllowanceRules);
  visit("tier_set", kArray, kTierSetsMax, kTierSetRules);
  visit("achievement", kArray, kAchievementsMax, kAchievementRules);
  visit("benefit", kArray, kBenefitsMax, kBenefitRules);
  visit("plan", kArray, kPlansMax, kPlanRules);
}

}  // namespace kumbara

#endif  // KUMBARA_ENGINE_PROGRAM_PROGRAM_KEYS_H_
