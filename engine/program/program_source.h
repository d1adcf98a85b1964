// ProgramSource: what a program file says, checked, in its own words.
//
// Every text is one that engine/program/program_keys.h allows, and what the
// file leaves out stands here as its default. No codes: those belong to a
// ledger, and the compiler gives them.
//
// Units:   amounts to give and to redeem, and costs, are whole units as decimal
// text;
//          `per` is minor units of the currency.
// Threads: a plain value.

#ifndef KUMBARA_ENGINE_PROGRAM_PROGRAM_SOURCE_H_
#define KUMBARA_ENGINE_PROGRAM_PROGRAM_SOURCE_H_

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace kumbara {

struct ProgramSection {
  std::string name;
  std::string zone = "UTC";
  std::string currency = "*";
  std::string enrol = "explicit";
  std::string leap_day = "feb_28";
  std::string oldest = "never";

  friend bool operator==(const ProgramSection&,
                         const ProgramSection&) = default;
};

// When lots expire; as it stands here, never.
struct ExpirySection {
  std::string after = {};  // Empty: not by age.
  std::string round = "none";
  std::string from = "activation";
  std::vector<std::string> on = {};
  std::string inactive = {};  // Empty: not by inactivity. Of units only.
  std::vector<std::string> activities = {"purchase", "redeem", "award",
                                         "transfer"};

  friend bool operator==(const ExpirySection&, const ExpirySection&) = default;
};

// When lots become usable; as it stands here, at once.
struct PendingSection {
  std::string for_duration = {};  // The key is `for`.
  std::string round = "none";
  std::string until = {};
  std::vector<std::string> event = {};  // Of units only.

  friend bool operator==(const PendingSection&,
                         const PendingSection&) = default;
};

struct UnitSection {
  std::string name;
  std::int64_t decimals = 0;
  bool spendable = true;
  std::optional<ExpirySection> expiry = ExpirySection();
  std::string consume = "earliest_expiry";
  std::optional<PendingSection> pending = PendingSection();
  std::string reinstate_within = {};  // Empty: what has expired is gone.
  std::string value = {};             // Empty: not said.
  std::string retire_at = {};         // Empty: never.

  friend bool operator==(const UnitSection&, const UnitSection&) = default;
};

// What points have for dates that come back; as it stands here, those they had.
struct RestoreSection {
  std::string word = "original";  // What stands instead of the table.
  std::string grace = {};         // Empty: by the word.

  friend bool operator==(const RestoreSection&,
                         const RestoreSection&) = default;
};

struct ReturnsSection {
  std::string unmatched = "rate";
  std::string unknown_reference = "refuse";
  std::string deficit = "negative";
  std::string reversal_horizon = "25mo";
  std::optional<RestoreSection> restore = RestoreSection();

  friend bool operator==(const ReturnsSection&,
                         const ReturnsSection&) = default;
};

struct AdjustSection {
  bool approver = false;

  friend bool operator==(const AdjustSection&, const AdjustSection&) = default;
};

// Who may do something; as it stands here, anyone.
struct WhoSection {
  std::string word = "anyone";             // What stands instead of the table.
  std::vector<std::string> segments = {};  // Numbers. Empty: by the word,
  std::vector<std::string> plans = {};     // likewise.

  friend bool operator==(const WhoSection&, const WhoSection&) = default;
};

struct TransferSection {
  std::optional<WhoSection> give = WhoSection();
  std::optional<WhoSection> receive = WhoSection();
  std::string dates = "keep";

  friend bool operator==(const TransferSection&,
                         const TransferSection&) = default;
};

struct DonateSection {
  std::optional<WhoSection> give = WhoSection();

  friend bool operator==(const DonateSection&, const DonateSection&) = default;
};

struct AllowanceSection {
  std::vector<std::string> on = {};
  std::string unit;  // As in EarnSection.
  std::string amount;
  std::string per;

  friend bool operator==(const AllowanceSection&,
                         const AllowanceSection&) = default;
};

struct PoolSection {
  std::int64_t members_max = 0;

  friend bool operator==(const PoolSection&, const PoolSection&) = default;
};

// By what a rule rates; as it stands here, by the total.
struct BasisSection {
  std::vector<std::string> lines = {};  // Kinds of lines. Empty: all.
  std::vector<std::string> sku = {};    // Empty: any; and so on.
  std::vector<std::string> category = {};
  std::vector<std::string> brand = {};

  friend bool operator==(const BasisSection&, const BasisSection&) = default;
};

// When a rule applies; as it stands here, always.
struct EarnWhenSection {
  std::int64_t total_min = 0;
  std::vector<std::string> store = {};  // Empty: any; and so on.
  std::vector<std::string> channel = {};
  std::vector<std::string> tender = {};
  std::vector<std::string> sku = {};
  std::vector<std::string> category = {};
  std::vector<std::string> brand = {};
  std::vector<std::string> weekday = {};
  std::string from = {};   // Empty: since midnight.
  std::string until = {};  // Empty: until midnight.
  std::vector<std::string> segments = {};
  std::vector<std::string> plans = {};
  std::vector<std::string> bucket = {};
  std::string salt = {};  // Empty: the rule's name.
  bool first_purchase = false;

  friend bool operator==(const EarnWhenSection&,
                         const EarnWhenSection&) = default;
};

// What a rule gives by steps; as it stands here, none.
struct TableSection {
  std::vector<std::string> at = {};
  std::vector<std::string> give = {};

  friend bool operator==(const TableSection&, const TableSection&) = default;
};

// How much a rule gives at most; as it stands here, all.
struct CapSection {
  std::string transaction = {};  // Empty: all; and so on.
  std::string day = {};
  std::string week = {};
  std::string month = {};
  std::string year = {};
  std::string lifetime = {};
  std::string on_exceed = "reduce";

  friend bool operator==(const CapSection&, const CapSection&) = default;
};

struct ReferralSection {
  std::string unit = {};      // As in EarnSection.
  std::string referrer = {};  // Empty: nothing.
  std::string referee = {};   // Likewise.
  std::string when = {};
  std::int64_t at = 0;   // 0: not given.
  std::int64_t cap = 0;  // Likewise.
  std::string per = "lifetime";
  bool keep = false;
  std::string funding_class = "promotion";

  friend bool operator==(const ReferralSection&,
                         const ReferralSection&) = default;
};

struct BudgetSection {
  std::string name;
  std::string unit;  // As in EarnSection.
  std::string amount;
  std::string per = "lifetime";
  std::string funding_class = {};  // Empty: it pays for no award.

  friend bool operator==(const BudgetSection&, const BudgetSection&) = default;
};

struct TierSection {
  std::string name;
  std::string at;

  friend bool operator==(const TierSection&, const TierSection&) = default;
};

// In what a tier set counts.
struct TierWindowSection {
  std::string word = "calendar_year";  // What stands instead of the table.
  std::int64_t months = 0;             // 0: by the word.

  friend bool operator==(const TierWindowSection&,
                         const TierWindowSection&) = default;
};

struct TierSetSection {
  std::string name;
  std::string basis;
  std::string unit = {};     // As in EarnSection. Empty: counts none.
  std::int64_t per_day = 0;  // 0: not given.
  std::optional<TierWindowSection> window = TierWindowSection();
  std::string qualify = "peak";
  std::string keep = "end_of_next_window";
  std::string downgrade = "to_qualified";
  std::string grace = {};  // Empty: none.
  std::string tier_applies = "next_basket";
  std::vector<TierSection> tiers = {};

  friend bool operator==(const TierSetSection&,
                         const TierSetSection&) = default;
};

// A text under a name that the file gives it.
struct NamedText {
  std::string name;
  std::string text;

  friend bool operator==(const NamedText&, const NamedText&) = default;
};

struct EarnSection {
  std::string name;
  std::string on;
  std::vector<std::string> event = {};     // Empty: any.
  std::optional<BasisSection> basis = {};  // Nothing: the total.
  bool exclude_tender = false;
  std::string unit;       // The program's one unit when the file names none.
  std::string give = {};  // Empty: by the rule that it multiplies.
  std::int64_t per = 0;   // 0: not given.
  std::optional<TableSection> table = TableSection();
  std::string strategy = {};  // Empty: none.
  std::vector<std::string> parameters = {};
  std::string multiply = {};  // The name of another rule. Empty: none.
  std::string by = {};
  std::vector<NamedText> by_tier = {};  // Instead of `by`.
  std::vector<std::string> tier = {};   // Empty: any, or none.
  std::string combine = "add";
  std::string round = "floor";
  std::string round_per = "basket";
  std::string funding_class = "sale";
  std::optional<ExpirySection> expiry = {};    // Nothing: the unit's.
  std::optional<PendingSection> pending = {};  // Nothing: the unit's.
  std::string budget = {};                     // Empty: as much as there is.
  bool partial = false;
  std::optional<EarnWhenSection> when = EarnWhenSection();
  std::optional<CapSection> cap = CapSection();
  std::string cooldown = {};  // Empty: none.
  std::string group = {};     // Empty: in none.
  std::string stacking = "sum";

  friend bool operator==(const EarnSection&, const EarnSection&) = default;
};

// What a reward gives; as it stands here, nothing.
struct GivesSection {
  std::string unit = {};
  std::string amount = {};
  std::string funding_class = "conversion";

  friend bool operator==(const GivesSection&, const GivesSection&) = default;
};

struct RewardSection {
  static constexpr std::int64_t kNone = -1;

  std::string name;
  std::string unit;  // As in EarnSection.
  std::string cost;
  std::int64_t stock = kNone;
  std::int64_t limit = kNone;
  std::string per = "lifetime";
  std::string from = {};   // Empty: since ever.
  std::string until = {};  // Empty: for ever.
  std::int64_t segment = kNone;
  std::vector<std::string> plan = {};  // Empty: any.
  std::vector<std::string> tier = {};  // Likewise.
  std::optional<GivesSection> gives = GivesSection();
  bool voucher = false;
  std::optional<ExpirySection> voucher_expiry = {};  // Nothing: never.

  friend bool operator==(const RewardSection&, const RewardSection&) = default;
};

struct AutoRedeemSection {
  std::string unit;  // As in EarnSection.
  std::string when;
  std::string at;
  std::string take;
  std::string times = "once";
  bool voucher = false;
  std::optional<ExpirySection> voucher_expiry = {};  // Nothing: never.

  friend bool operator==(const AutoRedeemSection&,
                         const AutoRedeemSection&) = default;
};

// In how many periods in a row; as it stands here, in one.
struct StreakSection {
  std::string period = {};
  std::int64_t periods = 0;

  friend bool operator==(const StreakSection&, const StreakSection&) = default;
};

struct AchievementSection {
  std::string name;
  std::string basis;
  std::int64_t at = 0;
  std::string window = "lifetime";
  std::optional<StreakSection> streak = StreakSection();
  bool repeat = false;
  std::int64_t per_day = 0;             // 0: not given.
  std::vector<std::string> event = {};  // Empty: any.
  std::optional<EarnWhenSection> when = EarnWhenSection();
  std::string give = {};  // Empty: nothing.
  std::string unit = {};  // As in EarnSection.
  std::string funding_class = "promotion";
  std::optional<ExpirySection> expiry = {};    // Nothing: the unit's.
  std::optional<PendingSection> pending = {};  // Nothing: the unit's.

  friend bool operator==(const AchievementSection&,
                         const AchievementSection&) = default;
};

struct BenefitSection {
  std::string name;
  std::vector<std::string> tier = {};  // Empty: any, or none; and so on.
  std::vector<std::string> plans = {};
  std::vector<std::string> achievement = {};
  std::vector<std::string> reward = {};
  std::string for_duration = {};  // Beside `reward`.

  friend bool operator==(const BenefitSection&,
                         const BenefitSection&) = default;
};

struct PlanSection {
  std::string name;
  std::string period = {};     // Empty: it has no end.
  std::string grace = {};      // Empty: none.
  std::string lapses_to = {};  // Empty: no plan.

  friend bool operator==(const PlanSection&, const PlanSection&) = default;
};

struct ProgramSource {
  ProgramSection program;
  std::vector<UnitSection> units;  // In the order of the file.
  ReturnsSection returns;
  AdjustSection adjust;
  TransferSection transfer;
  DonateSection donate;
  std::optional<PoolSection> pool;
  std::optional<ReferralSection> referral;
  std::vector<BudgetSection> budgets;            // In the order of the file.
  std::vector<EarnSection> earn;                 // Likewise.
  std::vector<RewardSection> rewards;            // Likewise.
  std::vector<AutoRedeemSection> auto_redeem;    // In the order of the file.
  std::vector<AllowanceSection> allowances;      // Likewise.
  std::vector<TierSetSection> tier_sets;         // Likewise.
  std::vector<AchievementSection> achievements;  // Likewise.
  std::vector<BenefitSection> benefits;          // Likewise.
  std::vector<PlanSection> plans;                // Likewise.

  friend bool operator==(const ProgramSource&, const ProgramSource&) = default;
};

}  // namespace kumbara

#endif  // KUMBARA_ENGINE_PROGRAM_PROGRAM_SOURCE_H_
