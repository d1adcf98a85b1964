// EarnRule: what a purchase, an enrolment or an event earns by one rule of a
// program, and when.
//
// Units:   amounts in the smallest decimal of the rule's unit, money in minor
//          units.
// Threads: plain values, immutable within a Program.

#ifndef KUMBARA_ENGINE_PROGRAM_EARN_RULE_H_
#define KUMBARA_ENGINE_PROGRAM_EARN_RULE_H_

#include <algorithm>
#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/base/duration.h"
#include "engine/base/limits.h"
#include "engine/base/period.h"
#include "engine/base/rational.h"
#include "engine/base/types.h"
#include "engine/program/lot_policy.h"
#include "engine/record/line.h"

namespace kumbara {

// What several multipliers of one rule give together.
enum class Combine : std::uint8_t {
  kAdd,       // Each what it gives alone.
  kCompound,  // The product of all, rounded once.
  kMax,       // The greatest of them.
};
// What several rules of one group give together.
enum class Stacking : std::uint8_t {
  kSum,    // Each what it gives alone.
  kMax,    // What gives most.
  kFirst,  // The first that gives anything.
};

// In the order of the values.
inline constexpr std::array<std::string_view, 3> kCombineWords = {
    "add", "compound", "max"};
inline constexpr std::array<std::string_view, 3> kStackingWords = {"sum", "max",
                                                                   "first"};

inline bool IsAnyOf(const std::vector<Code>& codes, Code code) {
  return std::find(codes.begin(), codes.end(), code) != codes.end();
}

// Lines by what they say; where nothing is named any will do.
struct LineFilter {
  std::vector<Code> skus = {};
  std::vector<Code> categories = {};
  std::vector<Code> brands = {};

  bool empty() const {
    return skus.empty() && categories.empty() && brands.empty();
  }
  bool Passes(const Line& line) const {
    return (skus.empty() || IsAnyOf(skus, line.sku)) &&
           (categories.empty() || IsAnyOf(categories, line.category)) &&
           (brands.empty() || IsAnyOf(brands, line.brand));
  }
};

// A part of the members, the same for ever: those whose hash with a salt falls
// between two numbers of a hundred.
struct Bucket {
  std::uint32_t least = 0;
  std::uint32_t greatest = 99;
  std::uint64_t salted = 0;  // The hash of the salt.

  bool Has(const MemberId& member) const {
    const std::uint32_t place = PlaceOf(member);
    return place >= least && place <= greatest;
  }
  std::uint32_t PlaceOf(const MemberId& member) const;
};
std::uint64_t HashOfSalt(std::string_view salt);

// With which tiers a basket is rated, by tier set; 0 = none.
using BasketTiers = std::array<std::uint8_t, kTierSetsMax>;
static_assert(kTiersMax < 16);

// When a rule applies; where nothing is said it does.
struct EarnCondition {
  Money total_min = {};  // Also of what remains.
  std::vector<Code> stores = {};
  std::vector<Code> channels = {};
  std::vector<Code> tenders = {};  // Categories of tender lines.
  std::uint8_t weekdays = 0;       // One bit each from Monday; 0 = any.
  // Minutes of the local day, [from, until), also over midnight.
  std::int32_t from = 0;
  std::int32_t until = 24 * 60;
  std::uint64_t segments = 0;  // One of them; 0 = any.
  std::vector<Code> plans = {};
  std::optional<Bucket> bucket = {};
  bool first_purchase = false;
  // Of the tiers in force one of these: by tier set, a bit each by their
  // numbers.
  bool asks_for_tiers = false;
  std::array<std::uint16_t, kTierSetsMax> tiers = {};

  bool HasTier(const BasketTiers& in_force) const {
    if (!asks_for_tiers) return true;
    bool has = false;
    for (std::size_t set = 0; set < tiers.size(); ++set) {
      has |= (tiers[set] >> in_force[set] & 1U) != 0;
    }
    return has;
  }
  bool looks_at_time() const {
    return weekdays != 0 || from != 0 || until != 24 * 60;
  }
  // Whether it is met by all there is, if the total is enough.
  bool asks_nothing() const {
    return stores.empty() && channels.empty() && tenders.empty() &&
           !looks_at_time() && segments == 0 && plans.empty() && !bucket &&
           !first_purchase && !asks_for_tiers;
  }
};

// At most so much of one purchase, and in each period together.
struct EarnCap {
  std::optional<Amount> transaction = {};
  std::array<std::optional<Amount>, kPeriodWords.size()> per = {};
  bool rejects = false;  // More is refused, rather than left away.

  bool counts() const {
    return std::any_of(per.begin(), per.end(),
                       [](const auto& most) { return most.has_value(); });
  }
  bool empty() const { return !transaction && !counts(); }
};

// By what a rule gives something.
enum class EarnOn : std::uint8_t {
  kPurchase,
  kEnrolment,
  kEvent,
  kBirthday,     // Each year, when the member's day begins;
  kAnniversary,  // likewise the day of its enrolment.
  kTierEntry,    // When the member comes into a tier from below.
};

// In the order of the values.
inline constexpr std::array<std::string_view, 6> kEarnOnWords = {
    "purchase", "enrolment", "event", "birthday", "anniversary", "tier_entry"};

struct Strategy;  // engine/program/strategy.h

struct EarnRule {
  enum class Kind : std::uint8_t {
    kRate,        // rate × the basis, in minor units.
    kFixed,       // `fixed` for a basis above 0, which an event has.
    kTable,       // What stands at the last step that the basis reaches.
    kMultiplier,  // What (rate - 1) × the points of another rule come to.
    kStrategy,    // What code that is registered under a name works out.
  };
  struct Step {
    Money at;
    Amount give;
  };

  std::string name;
  // Goes with its name through all versions of a program: what is counted of it
  // stands under that.
  std::uint32_t number = 0;
  std::uint8_t unit = 0;  // Code.
  Rational rate;          // Smallest decimals of the unit per minor unit.
  Rounding rounding = Rounding::kFloor;  // Of its result, once.
  // kRate: of what each line of the basis gives, where a basket has lines.
  // Those of one kind and SKU are one line.
  bool rounds_lines = false;
  Code funding_class = 0;
  // The kinds of lines whose sum is the basis of a basket that has such; none:
  // its total. And whether what is paid with points is no part of it.
  LineSet basis_lines = 0;
  bool exclude_tender = false;
  // Whole: what the rule leaves to its unit stands here too.
  LotPolicy lots = {};
  EarnOn on = EarnOn::kPurchase;
  std::vector<Code> events = {};  // kEvent: by name; empty: any.
  Kind kind = Kind::kRate;
  Amount fixed = {};                          // kFixed
  std::vector<Step> steps = {};               // kTable: ascending.
  const Strategy* strategy = nullptr;         // kStrategy
  std::vector<std::int64_t> parameters = {};  // kStrategy
  std::uint32_t base = 0;  // kMultiplier: the place of that rule, before it.
  // kMultiplier: by the tier in force in a set, instead of `rate`. Empty: none.
  std::vector<Rational> by_tier = {};
  std::size_t tier_set = 0;
  // Of the multipliers of this rule.
  Combine combine = Combine::kAdd;
  // The lines that make up the basis, or else that a basket must have, with a
  // sum above 0.
  LineFilter filter = {};
  bool filters_basis = false;
  EarnCondition when = {};
  EarnCap cap = {};
  // How long after it gave something it gives nothing.
  std::optional<Duration> cooldown = {};
  // Rules of one group share a number above 0.
  std::uint32_t group = 0;
  Stacking stacking = Stacking::kSum;
  // What it gives is claimed from this one of the program's budgets; of a
  // budget that has not enough, `partial` takes what is left.
  std::optional<std::uint32_t> budget = {};
  bool partial = false;
  // Whether it says no more than a rate.
  bool is_plain = true;

  bool multiplies() const { return kind == Kind::kMultiplier; }
  // Whether other rules may keep it from giving anything.
  bool may_give_way() const { return group != 0 && stacking != Stacking::kSum; }
  // Whether what it gave a member is remembered.
  bool keeps_use() const { return cap.counts() || cooldown; }

  // Whether it applies to every purchase that comes to enough.
  bool applies_always() const {
    return on == EarnOn::kPurchase && when.asks_nothing() && !cooldown;
  }

  Rational RateFor(const BasketTiers& in_force) const {
    return by_tier.empty() ? rate : by_tier[in_force[tier_set]];
  }
  // kTable: what it gives.
  Amount GiftAt(Money basis) const {
    Amount give;
    for (const Step& step : steps) {
      if (basis >= step.at) give = step.give;
    }
    return give;
  }
};

// A set of rules, one bit each by their places.
using RuleSet = std::uint64_t;
static_assert(kEarnRulesMax <= 64);
constexpr RuleSet SetOfRule(std::size_t place) { return RuleSet{1} << place; }

inline RuleSet AllOf(const std::vector<EarnRule>& rules) {
  return rules.empty() ? 0 : ~RuleSet{0} >> (64 - rules.size());
}

// Calls visit(place) for each rule of a set, in the order of their places.
template <class Visit>
void ForEachRule(RuleSet set, const Visit& visit) {
  for (; set != 0; set &= set - 1) {
    visit(static_cast<std::uint32_t>(std::countr_zero(set)));
  }
}

}  // namespace kumbara

#endif  // KUMBARA_ENGINE_PROGRAM_EARN_RULE_H_
