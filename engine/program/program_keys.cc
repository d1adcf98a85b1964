#include "engine/program/program_keys.h"

#include "engine/base/limits.h"
#include "engine/base/period.h"
#include "engine/program/achievement.h"
#include "engine/program/earn_rule.h"
#include "engine/record/attributes.h"

namespace kumbara {
namespace {

constexpr std::array<std::string_view, 1> kNever = {"never"};
constexpr std::array<std::string_view, 1> kNone = {"none"};
constexpr std::array<std::string_view, 1> kBasisWords = {"total"};
constexpr std::array<std::string_view, 2> kRoundPerWords = {"basket", "line"};

constexpr std::array<std::string_view, 2> kTierKeepWords = {
    "end_of_window", "end_of_next_window"};
constexpr std::array<std::string_view, 2> kTierAppliesWords = {"next_basket",
                                                               "same_basket"};
constexpr std::array<std::string_view, 2> kDatesWords = {"keep", "new"};
constexpr std::array<std::string_view, 2> kGiftWords = {"transfer", "donate"};
constexpr std::array<std::string_view, 5> kPerWords = {"command", "day", "week",
                                                       "month", "year"};

// Keys that need or exclude others.
constexpr std::array<std::string_view, 1> kAfter = {"after"};
constexpr std::array<std::string_view, 1> kBudgetKey = {"budget"};
constexpr std::array<std::string_view, 1> kFor = {"for"};
constexpr std::array<std::string_view, 1> kInactive = {"inactive"};
constexpr std::array<std::string_view, 1> kLimit = {"limit"};
constexpr std::array<std::string_view, 2> kAfterOrInactive = {"after",
                                                              "inactive"};
constexpr std::array<std::string_view, 2> kAfterOrOn = {"after", "on"};
constexpr std::array<std::string_view, 2> kSegmentsOrPlans = {"segments",
                                                              "plans"};
constexpr std::array<std::string_view, 1> kCap = {"cap"};
constexpr std::array<std::string_view, 1> kGiveKey = {"give"};
constexpr std::array<std::string_view, 1> kVoucherKey = {"voucher"};
constexpr std::array<std::string_view, 1> kWindow = {"window"};
constexpr std::array<std::string_view, 3> kStreakWords = {"day", "week",
                                                          "month"};
constexpr std::array<std::string_view, 4> kBenefitKeysOr = {
    "tier", "plans", "achievement", "reward"};
constexpr std::array<std::string_view, 1> kRewardKey = {"reward"};
constexpr std::array<std::string_view, 1> kPeriodKey = {"period"};
constexpr std::array<std::string_view, 1> kBasisKey = {"basis"};
constexpr std::array<std::string_view, 1> kMultiply = {"multiply"};
constexpr std::array<std::string_view, 1> kPerKey = {"per"};
constexpr std::array<std::string_view, 2> kByOrByTier = {"by", "by_tier"};
constexpr std::array<std::string_view, 1> kByTier = {"by_tier"};
constexpr std::array<std::string_view, 2> kPerOrMultiply = {"per", "multiply"};
constexpr std::array<std::string_view, 4> kGivers = {"give", "table",
                                                     "strategy", "multiply"};
constexpr std::array<std::string_view, 3> kTableStrategyOrMultiply = {
    "table", "strategy", "multiply"};
constexpr std::array<std::string_view, 2> kStrategyOrMultiply = {"strategy",
                                                                 "multiply"};
constexpr std::array<std::string_view, 1> kStrategyKey = {"strategy"};
constexpr std::array<std::string_view, 1> kGroup = {"group"};
constexpr std::array<std::string_view, 1> kBucket = {"bucket"};
constexpr std::array<std::string_view, 1> kAlways = {"always"};
constexpr std::array<std::string_view, 2> kExceedWords = {"reduce", "reject"};
constexpr std::array<std::string_view, 4> kBasisKeysOr = {"lines", "sku",
                                                          "category", "brand"};
constexpr std::array<std::string_view, 6> kCapKeysOr = {
    "transaction", "day", "week", "month", "year", "lifetime"};
constexpr std::array<std::string_view, 2> kReferrerOrReferee = {"referrer",
                                                                "referee"};
constexpr std::array<std::string_view, 2> kForOrUntil = {"for", "until"};
constexpr std::array<std::string_view, 3> kForUntilOrEvent = {"for", "until",
                                                              "event"};
constexpr std::array<std::string_view, 3> kAfterOnOrInactive = {"after", "on",
                                                                "inactive"};

constexpr Allowed Integer(std::int64_t least, std::int64_t greatest) {
  return {.shape = Shape::kInteger, .least = least, .greatest = greatest};
}

constexpr Allowed OneOf(std::span<const std::string_view> choices) {
  return {.shape = Shape::kChoice, .choices = choices};
}

constexpr Allowed AnyOf(std::span<const std::string_view> choices) {
  return {.shape = Shape::kChoice, .choices = choices, .many = true};
}

constexpr Allowed IntegersOf(std::int64_t least, std::int64_t greatest) {
  Allowed allowed = Integer(least, greatest);
  allowed.many = true;
  return allowed;
}

constexpr Allowed kNames = {.shape = Shape::kName, .many = true};
constexpr Allowed kTexts = {.shape = Shape::kText, .many = true};
constexpr Allowed kTruth = {.shape = Shape::kTruth};
constexpr Allowed kDecimal = {.shape = Shape::kDecimal};
constexpr Allowed kFraction = {.shape = Shape::kFraction};
constexpr Allowed kDuration = {.shape = Shape::kDuration};
constexpr Allowed kDurationOrNever = {.shape = Shape::kDuration,
                                      .choices = kNever};
constexpr Allowed kDays = {.shape = Shape::kMonthDay, .many = true};

// clang-format off
constexpr KeyRule<ProgramSection> kProgram[] = {
    // key              allowed                       required  field
    {"name",            kNameAllowed,                     true,  &ProgramSection::name},
    {"zone",            {.shape = Shape::kZoneName},      false, &ProgramSection::zone},
    {"currency",        {.shape = Shape::kCurrency},      false, &ProgramSection::currency},
    {"enrol",           OneOf(kEnrolWords),               false, &ProgramSection::enrol},
    {"leap_day",        OneOf(kLeapDayWords),             false, &ProgramSection::leap_day},
    {"oldest",          kDurationOrNever,                 false, &ProgramSection::oldest},
};

constexpr KeyRule<ExpirySection> kUnitExpiryKeys[] = {
    // key              allowed                       required  field                       needs             excludes
    {"after",           kDuration,                        false, &ExpirySection::after,      {},               {}},
    {"round",           OneOf(kDateRoundingWords),        false, &ExpirySection::round,      kAfterOrInactive, {}},
    {"from",            OneOf(kFromWords),                false, &ExpirySection::from,       kAfterOrOn,       {}},
    {"on",              kDays,                            false, &ExpirySection::on,         {},               kAfterOrInactive},
    {"inactive",        kDuration,                        false, &ExpirySection::inactive,   {},               {}},
    {"activities",      AnyOf(kActivityWords),            false, &ExpirySection::activities, kInactive,        {}},
};
constexpr SectionRule<ExpirySection> kUnitExpiry = {"a unit's expiry", kUnitExpiryKeys, kAfterOnOrInactive};

// A rule's lots share the wallet, and with it the inactivity, of their unit's.
constexpr KeyRule<ExpirySection> kEarnExpiryKeys[] = {
    {"after",           kDuration,                        false, &ExpirySection::after,      {},               {}},
    {"round",           OneOf(kDateRoundingWords),        false, &ExpirySection::round,      kAfter,           {}},
    {"from",            OneOf(kFromWords),                false, &ExpirySection::from,       kAfterOrOn,       {}},
    {"on",              kDays,                            false, &ExpirySection::on,         {},               kAfter},
};
constexpr SectionRule<ExpirySection> kEarnExpiry = {"earn's expiry", kEarnExpiryKeys, kAfterOrOn};

constexpr KeyRule<PendingSection> kUnitPendingKeys[] = {
    {"for",             kDuration,                        false, &PendingSection::for_duration, {},            {}},
    {"round",           OneOf(kDateRoundingWords),        false, &PendingSection::round,     kFor,             {}},
    {"until",           {.shape = Shape::kDate},          false, &PendingSection::until,     {},               kFor},
    {"event",           kTexts,                           false, &PendingSection::event,     {},               kForOrUntil},
};
constexpr SectionRule<PendingSection> kUnitPending = {"a unit's pending", kUnitPendingKeys, kForUntilOrEvent};

// Rules have all keys but the last: an event ends the waiting of a whole unit.
constexpr SectionRule<PendingSection> kEarnPending = {"earn's pending", std::span(kUnitPendingKeys).first(3), kForOrUntil};

constexpr KeyRule<UnitSection> kUnit[] = {
    {"decimals",        Integer(0, 6),                    false, &UnitSection::decimals},
    {"spendable",       kTruth,                           false, &UnitSection::spendable},
    {"expiry",          OneOf(kNever),                    false, InnerTable<UnitSection, ExpirySection>{&UnitSection::expiry, &kUnitExpiry}},
    {"consume",         OneOf(kConsumeWords),             false, &UnitSection::consume},
    {"pending",         OneOf(kNone),                     false, InnerTable<UnitSection, PendingSection>{&UnitSection::pending, &kUnitPending}},
    {"reinstate_within", kDuration,                       false, &UnitSection::reinstate_within},
    {"value",           kDecimal,                         false, &UnitSection::value},
    {"retire_at",       {.shape = Shape::kDate},          false, &UnitSection::retire_at},
};

constexpr KeyRule<RestoreSection> kRestoreKeys[] = {
    {"grace",           kDuration,                        true,  &RestoreSection::grace},
};
constexpr SectionRule<RestoreSection> kRestore = {"restore", kRestoreKeys};

constexpr KeyRule<ReturnsSection> kReturns[] = {
    {"unmatched",       OneOf(kUnmatchedWords),           false, &ReturnsSection::unmatched},
    {"unknown_reference", OneOf(kUnknownReferenceWords),  false, &ReturnsSection::unknown_reference},
    {"deficit",         OneOf(kDeficitWords),             false, &ReturnsSection::deficit},
    {"reversal_horizon", kDurationOrNever,                false, &ReturnsSection::reversal_horizon},
    {"restore",         OneOf(kRestoreWords),             false, InnerTable<ReturnsSection, RestoreSection>{&ReturnsSection::restore, &kRestore, &RestoreSection::word}},
};

constexpr KeyRule<AdjustSection> kAdjust[] = {
    {"approver",        kTruth,                           false, &AdjustSection::approver},
};

constexpr KeyRule<WhoSection> kWhoKeys[] = {
    {"segments",        IntegersOf(0, 63),                false, &WhoSection::segments},
    {"plans",           {.shape = Shape::kText, .many = true}, false, &WhoSection::plans},
};
constexpr SectionRule<WhoSection> kWho = {"who", kWhoKeys, kSegmentsOrPlans};

constexpr KeyRule<TransferSection> kTransfer[] = {
    {"give",            OneOf(kWhoWords),                 false, InnerTable<TransferSection, WhoSection>{&TransferSection::give, &kWho, &WhoSection::word}},
    {"receive",         OneOf(kWhoWords),                 false, InnerTable<TransferSection, WhoSection>{&TransferSection::receive, &kWho, &WhoSection::word}},
    {"dates",           OneOf(kDatesWords),               false, &TransferSection::dates},
};

constexpr KeyRule<DonateSection> kDonate[] = {
    {"give",            OneOf(kWhoWords),                 false, InnerTable<DonateSection, WhoSection>{&DonateSection::give, &kWho, &WhoSection::word}},
};

constexpr KeyRule<AllowanceSection> kAllowance[] = {
    {"on",              AnyOf(kGiftWords),                true,  &AllowanceSection::on},
    {"unit",            kNameAllowed,                     false, &AllowanceSection::unit},
    {"amount",          kDecimal,                         true,  &AllowanceSection::amount},
    {"per",             OneOf(kPerWords),                 true,  &AllowanceSection::per},
};

constexpr KeyRule<PoolSection> kPool[] = {
    {"members_max",     Integer(1, kPoolMembersMax),      true,  &PoolSection::members_max},
};

constexpr KeyRule<BasisSection> kBasisKeys[] = {
    {"lines",           AnyOf(kBasisLineWords),           false, &BasisSection::lines},
    {"sku",             kTexts,                           false, &BasisSection::sku},
    {"category",        kTexts,                           false, &BasisSection::category},
    {"brand",           kTexts,                           false, &BasisSection::brand},
};
constexpr SectionRule<BasisSection> kBasis = {"basis", kBasisKeys, kBasisKeysOr};

constexpr KeyRule<EarnWhenSection> kEarnWhenKeys[] = {
    {"total_min",       Integer(1, INT64_MAX),            false, &EarnWhenSection::total_min},
    {"store",           kTexts,                           false, &EarnWhenSection::store},
    {"channel",         kTexts,                           false, &EarnWhenSection::channel},
    {"tender",          kTexts,                           false, &EarnWhenSection::tender},
    {"sku",             kTexts,                           false, &EarnWhenSection::sku},
    {"category",        kTexts,                           false, &EarnWhenSection::category},
    {"brand",           kTexts,                           false, &EarnWhenSection::brand},
    {"weekday",         AnyOf(kWeekdayWords),             false, &EarnWhenSection::weekday},
    {"from",            {.shape = Shape::kTime},          false, &EarnWhenSection::from},
    {"until",           {.shape = Shape::kTime},          false, &EarnWhenSection::until},
    {"segments",        IntegersOf(0, 63),                false, &EarnWhenSection::segments},
    {"plans",           kTexts,                           false, &EarnWhenSection::plans},
    {"bucket",          IntegersOf(0, 99),                false, &EarnWhenSection::bucket},
    {"salt",            {.shape = Shape::kText},          false, &EarnWhenSection::salt, kBucket, {}},
    {"first_purchase",  kTruth,                           false, &EarnWhenSection::first_purchase},
};
constexpr SectionRule<EarnWhenSection> kEarnWhen = {"when", kEarnWhenKeys};

constexpr KeyRule<TableSection> kTableKeys[] = {
    {"at",              IntegersOf(1, INT64_MAX),         true,  &TableSection::at},
    {"give",            {.shape = Shape::kDecimal, .many = true}, true, &TableSection::give},
};
constexpr SectionRule<TableSection> kTable = {"table", kTableKeys};

constexpr KeyRule<CapSection> kCapKeys[] = {
    {"transaction",     kDecimal,                         false, &CapSection::transaction},
    {"day",             kDecimal,                         false, &CapSection::day},
    {"week",            kDecimal,                         false, &CapSection::week},
    {"month",           kDecimal,                         false, &CapSection::month},
    {"year",            kDecimal,                         false, &CapSection::year},
    {"lifetime",        kDecimal,                         false, &CapSection::lifetime},
    {"on_exceed",       OneOf(kExceedWords),              false, &CapSection::on_exceed},
};
constexpr SectionRule<CapSection> kCapOf = {"cap", kCapKeys, kCapKeysOr};

constexpr KeyRule<ReferralSection> kReferral[] = {
    {"unit",            kNameAllowed,                     false, &ReferralSection::unit},
    {"referrer",        kDecimal,                         false, &ReferralSection::referrer},
    {"referee",         kDecimal,                         false, &ReferralSection::referee},
    {"when",            OneOf(kReferralWords),            true,  &ReferralSection::when},
    {"at",              Integer(1, INT64_MAX),            false, &ReferralSection::at},
    {"cap",             Integer(1, INT64_MAX),            false, &ReferralSection::cap},
    {"per",             OneOf(kPeriodWords),              false, &ReferralSection::per, kCap, {}},
    {"keep",            kTruth,                           false, &ReferralSection::keep},
    {"funding_class",   {.shape = Shape::kText},          false, &ReferralSection::funding_class},
};

constexpr KeyRule<BudgetSection> kBudget[] = {
    {"name",            kNameAllowed,                     true,  &BudgetSection::name},
    {"unit",            kNameAllowed,                     false, &BudgetSection::unit},
    {"amount",          kDecimal,                         true,  &BudgetSection::amount},
    {"per",             OneOf(kPeriodWords),              false, &BudgetSection::per},
    {"funding_class",   {.shape = Shape::kText},          false, &BudgetSection::funding_class},
};

constexpr KeyRule<TierSection> kTierKeys[] = {
    {"name",            kNameAllowed,                     true,  &TierSection::name},
    {"at",              kDecimal,                         true,  &TierSection::at},
};
constexpr SectionRule<TierSection> kTier = {"a tier", kTierKeys};

constexpr KeyRule<TierWindowSection> kTierWindowKeys[] = {
    {"months",          Integer(1, kTierMonthsMax),       true,  &TierWindowSection::months},
};
constexpr SectionRule<TierWindowSection> kTierWindow = {"window", kTierWindowKeys};

constexpr KeyRule<TierSetSection> kTierSet[] = {
    {"name",            kNameAllowed,                     true,  &TierSetSection::name},
    {"basis",           OneOf(kTierBasisWords),           true,  &TierSetSection::basis},
    {"unit",            kNameAllowed,                     false, &TierSetSection::unit},
    {"per_day",         Integer(1, INT64_MAX),            false, &TierSetSection::per_day},
    {"window",          OneOf(kTierWindowWords),          true,  InnerTable<TierSetSection, TierWindowSection>{&TierSetSection::window, &kTierWindow, &TierWindowSection::word}},
    {"qualify",         OneOf(kTierQualifyWords),         false, &TierSetSection::qualify},
    {"keep",            OneOf(kTierKeepWords),            false, &TierSetSection::keep},
    {"downgrade",       OneOf(kTierDowngradeWords),       false, &TierSetSection::downgrade},
    {"grace",           kDuration,                        false, &TierSetSection::grace},
    {"tier_applies",    OneOf(kTierAppliesWords),         false, &TierSetSection::tier_applies},
    {"tiers",           {.shape = Shape::kText},          true,  InnerTables<TierSetSection, TierSection>{&TierSetSection::tiers, &kTier, kTiersMax}},
};

constexpr KeyRule<EarnSection> kEarn[] = {
    {"name",            kNameAllowed,                     true,  &EarnSection::name},
    {"on",              OneOf(kEarnOnWords),              true,  &EarnSection::on},
    {"event",           kTexts,                           false, &EarnSection::event},
    {"basis",           OneOf(kBasisWords),               false, InnerTable<EarnSection, BasisSection>{&EarnSection::basis, &kBasis}, {}, kMultiply},
    {"exclude_tender",  kTruth,                           false, &EarnSection::exclude_tender, {}, kMultiply},
    {"unit",            kNameAllowed,                     false, &EarnSection::unit, {}, kMultiply},
    {"give",            kDecimal,                         false, &EarnSection::give, {}, kTableStrategyOrMultiply},
    {"per",             Integer(1, INT64_MAX),            false, &EarnSection::per, kBasisKey, kTableStrategyOrMultiply},
    {"table",           OneOf(kNone),                     false, InnerTable<EarnSection, TableSection>{&EarnSection::table, &kTable}, {}, kStrategyOrMultiply},
    {"strategy",        kNameAllowed,                     false, &EarnSection::strategy, kBasisKey, kMultiply},
    {"parameters",      IntegersOf(1, INT64_MAX),         false, &EarnSection::parameters, kStrategyKey, {}},
    {"multiply",        kNameAllowed,                     false, &EarnSection::multiply, kByOrByTier, {}},
    {"by",              kFraction,                        false, &EarnSection::by, kMultiply, kByTier},
    {"by_tier",         {.shape = Shape::kFraction, .named = true}, false, &EarnSection::by_tier, kMultiply, {}},
    {"tier",            {.shape = Shape::kName, .many = true}, false, &EarnSection::tier},
    {"combine",         OneOf(kCombineWords),             false, &EarnSection::combine, {}, kMultiply},
    {"round",           OneOf(kRoundingWords),            false, &EarnSection::round, kPerOrMultiply, {}},
    {"round_per",       OneOf(kRoundPerWords),            false, &EarnSection::round_per, kPerKey, {}},
    {"funding_class",   {.shape = Shape::kText},          false, &EarnSection::funding_class},
    {"expiry",          OneOf(kNever),                    false, InnerTable<EarnSection, ExpirySection>{&EarnSection::expiry, &kEarnExpiry}},
    {"pending",         OneOf(kNone),                     false, InnerTable<EarnSection, PendingSection>{&EarnSection::pending, &kEarnPending}},
    {"when",            OneOf(kAlways),                   false, InnerTable<EarnSection, EarnWhenSection>{&EarnSection::when, &kEarnWhen}},
    {"cap",             OneOf(kNone),                     false, InnerTable<EarnSection, CapSection>{&EarnSection::cap, &kCapOf}},
    {"cooldown",        kDuration,                        false, &EarnSection::cooldown},
    {"group",           kNameAllowed,                     false, &EarnSection::group},
    {"stacking",        OneOf(kStackingWords),            false, &EarnSection::stacking, kGroup, {}},
    {"budget",          kNameAllowed,                     false, &EarnSection::budget},
    {"partial",         kTruth,                           false, &EarnSection::partial,      kBudgetKey,       {}},
};

// Of one purchase or event, which is looked at once.
constexpr KeyRule<EarnWhenSection> kCountedWhenKeys[] = {
    {"total_min",       Integer(1, INT64_MAX),            false, &EarnWhenSection::total_min},
    {"store",           kTexts,                           false, &EarnWhenSection::store},
    {"channel",         kTexts,                           false, &EarnWhenSection::channel},
    {"sku",             kTexts,                           false, &EarnWhenSection::sku},
    {"category",        kTexts,                           false, &EarnWhenSection::category},
    {"brand",           kTexts,                           false, &EarnWhenSection::brand},
    {"weekday",         AnyOf(kWeekdayWords),             false, &EarnWhenSection::weekday},
    {"segments",        IntegersOf(0, 63),                false, &EarnWhenSection::segments},
    {"plans",           kTexts,                           false, &EarnWhenSection::plans},
};
constexpr SectionRule<EarnWhenSection> kCountedWhen = {"an achievement's when", kCountedWhenKeys};

constexpr KeyRule<StreakSection> kStreakKeys[] = {
    {"period",          OneOf(kStreakWords),              true,  &StreakSection::period},
    {"periods",         Integer(2, kStreakMax),           true,  &StreakSection::periods},
};
constexpr SectionRule<StreakSection> kStreak = {"streak", kStreakKeys};

constexpr KeyRule<AchievementSection> kAchievement[] = {
    {"name",            kNameAllowed,                     true,  &AchievementSection::name},
    {"basis",           OneOf(kAchievementBasisWords),    true,  &AchievementSection::basis},
    {"at",              Integer(1, INT64_MAX),            true,  &AchievementSection::at},
    {"window",          OneOf(kPeriodWords),              false, &AchievementSection::window},
    {"streak",          OneOf(kNone),                     false, InnerTable<AchievementSection, StreakSection>{&AchievementSection::streak, &kStreak}, {}, kWindow},
    {"repeat",          kTruth,                           false, &AchievementSection::repeat},
    {"per_day",         Integer(1, INT64_MAX),            false, &AchievementSection::per_day},
    {"event",           kTexts,                           false, &AchievementSection::event},
    {"when",            OneOf(kAlways),                   false, InnerTable<AchievementSection, EarnWhenSection>{&AchievementSection::when, &kCountedWhen}},
    {"give",            kDecimal,                         false, &AchievementSection::give},
    {"unit",            kNameAllowed,                     false, &AchievementSection::unit, kGiveKey, {}},
    {"funding_class",   {.shape = Shape::kText},          false, &AchievementSection::funding_class, kGiveKey, {}},
    {"expiry",          OneOf(kNever),                    false, InnerTable<AchievementSection, ExpirySection>{&AchievementSection::expiry, &kEarnExpiry}, kGiveKey, {}},
    {"pending",         OneOf(kNone),                     false, InnerTable<AchievementSection, PendingSection>{&AchievementSection::pending, &kEarnPending}, kGiveKey, {}},
};

constexpr KeyRule<BenefitSection> kBenefit[] = {
    {"name",            kNameAllowed,                     true,  &BenefitSection::name},
    {"tier",            kNames,                           false, &BenefitSection::tier},
    {"plans",           kTexts,                           false, &BenefitSection::plans},
    {"achievement",     kNames,                           false, &BenefitSection::achievement},
    {"reward",          kNames,                           false, &BenefitSection::reward,       kFor,       {}},
    {"for",             kDuration,                        false, &BenefitSection::for_duration, kRewardKey, {}},
};

constexpr KeyRule<PlanSection> kPlan[] = {
    {"name",            {.shape = Shape::kText},          true,  &PlanSection::name},
    {"period",          kDuration,                        false, &PlanSection::period},
    {"grace",           kDuration,                        false, &PlanSection::grace,     kPeriodKey, {}},
    {"lapses_to",       {.shape = Shape::kText},          false, &PlanSection::lapses_to, kPeriodKey, {}},
};

constexpr KeyRule<ExpirySection> kVoucherExpiryKeys[] = {
    {"after",           kDuration,                        false, &ExpirySection::after,      {},               {}},
    {"round",           OneOf(kDateRoundingWords),        false, &ExpirySection::round,      kAfter,           {}},
    {"on",              kDays,                            false, &ExpirySection::on,         {},               kAfter},
};
constexpr SectionRule<ExpirySection> kVoucherExpiry = {"voucher_expiry", kVoucherExpiryKeys, kAfterOrOn};

constexpr KeyRule<GivesSection> kGivesKeys[] = {
    {"unit",            kNameAllowed,                     true,  &GivesSection::unit},
    {"amount",          kDecimal,                         true,  &GivesSection::amount},
    {"funding_class",   {.shape = Shape::kText},          false, &GivesSection::funding_class},
};
constexpr SectionRule<GivesSection> kGives = {"gives", kGivesKeys};

constexpr KeyRule<RewardSection> kReward[] = {
    {"name",            kNameAllowed,                     true,  &RewardSection::name},
    {"unit",            kNameAllowed,                     false, &RewardSection::unit},
    {"cost",            kDecimal,                         true,  &RewardSection::cost},
    {"stock",           Integer(0, kQuantityMax),         false, &RewardSection::stock},
    {"limit",           Integer(1, kQuantityMax),         false, &RewardSection::limit},
    {"per",             OneOf(kPeriodWords),              false, &RewardSection::per,        kLimit,           {}},
    {"from",            {.shape = Shape::kDate},          false, &RewardSection::from},
    {"until",           {.shape = Shape::kDate},          false, &RewardSection::until},
    {"segment",         Integer(0, kSegments - 1),        false, &RewardSection::segment},
    {"plan",            kTexts,                           false, &RewardSection::plan},
    {"tier",            kNames,                           false, &RewardSection::tier},
    {"gives",           OneOf(kNone),                     false, InnerTable<RewardSection, GivesSection>{&RewardSection::gives, &kGives}},
    {"voucher",         kTruth,                           false, &RewardSection::voucher},
    {"voucher_expiry",  OneOf(kNever),                    false, InnerTable<RewardSection, ExpirySection>{&RewardSection::voucher_expiry, &kVoucherExpiry}, kVoucherKey, {}},
};

constexpr KeyRule<AutoRedeemSection> kAutoRedeem[] = {
    {"unit",            kNameAllowed,                     false, &AutoRedeemSection::unit},
    {"when",            OneOf(kWhenWords),                true,  &AutoRedeemSection::when},
    {"at",              kDecimal,                         true,  &AutoRedeemSection::at},
    {"take",            kDecimal,                         true,  &AutoRedeemSection::take},
    {"times",           OneOf(kTimesWords),               false, &AutoRedeemSection::times},
    {"voucher",         kTruth,                           false, &AutoRedeemSection::voucher},
    {"voucher_expiry",  OneOf(kNever),                    false, InnerTable<AutoRedeemSection, ExpirySection>{&AutoRedeemSection::voucher_expiry, &kVoucherExpiry}, kVoucherKey, {}},
};
// clang-format on

}  // namespace

const SectionRule<ProgramSection> kProgramRules = {"program", kProgram};
const SectionRule<UnitSection> kUnitRules = {"a unit", kUnit};
const SectionRule<ExpirySection> kUnitExpiryRules = kUnitExpiry;
const SectionRule<PendingSection> kUnitPendingRules = kUnitPending;
const SectionRule<RestoreSection> kRestoreRules = kRestore;
const SectionRule<ReturnsSection> kReturnsRules = {"returns", kReturns};
const SectionRule<AdjustSection> kAdjustRules = {"adjust", kAdjust};
const SectionRule<WhoSection> kWhoRules = kWho;
const SectionRule<TransferSection> kTransferRules = {"transfer", kTransfer};
const SectionRule<DonateSection> kDonateRules = {"donate", kDonate};
const SectionRule<AllowanceSection> kAllowanceRules = {"allowance", kAllowance};
const SectionRule<PoolSection> kPoolRules = {"pool", kPool};
const SectionRule<ReferralSection> kReferralRules = {"referral", kReferral,
                                                     kReferrerOrReferee};
const SectionRule<BudgetSection> kBudgetRules = {"a budget", kBudget};
const SectionRule<EarnSection> kEarnRules = {"earn", kEarn, kGivers};
const SectionRule<TierSetSection> kTierSetRules = {"tier_set", kTierSet};
const SectionRule<TierWindowSection> kTierWindowRules = kTierWindow;
const SectionRule<TierSection> kTierRules = kTier;
const SectionRule<ExpirySection> kEarnExpiryRules = kEarnExpiry;
const SectionRule<BasisSection> kBasisRules = kBasis;
const SectionRule<EarnWhenSection> kEarnWhenRules = kEarnWhen;
const SectionRule<TableSection> kTableRules = kTable;
const SectionRule<CapSection> kCapRules = kCapOf;
const SectionRule<RewardSection> kRewardRules = {"a reward", kReward};
const SectionRule<GivesSection> kGivesRules = kGives;
const SectionRule<ExpirySection> kVoucherExpiryRules = kVoucherExpiry;
const SectionRule<AchievementSection> kAchievementRules = {"an achievement",
                                                           kAchievement};
const SectionRule<EarnWhenSection> kCountedWhenRules = kCountedWhen;
const SectionRule<StreakSection> kStreakRules = kStreak;
const SectionRule<BenefitSection> kBenefitRules = {"a benefit", kBenefit,
                                                   kBenefitKeysOr};
const SectionRule<PlanSection> kPlanRules = {"a plan", kPlan};
const SectionRule<AutoRedeemSection> kAutoRedeemRules = {"auto_redeem",
                                                         kAutoRedeem};

}  // namespace kumbara
