// EarnRule: what a basket earns by one rule of a program.
//
// Units:   amounts in the smallest decimal of the rule's unit.
// Threads: plain values, immutable within a Program.

#ifndef KUMBARA_ENGINE_PROGRAM_EARN_RULE_H_
#define KUMBARA_ENGINE_PROGRAM_EARN_RULE_H_

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/base/limits.h"
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

// In the order of the values.
inline constexpr std::array<std::string_view, 3> kCombineWords = {
    "add", "compound", "max"};

// With which tiers a basket is rated, by tier set; 0 = none.
using BasketTiers = std::array<std::uint8_t, kTierSetsMax>;
static_assert(kTiersMax < 16);

struct EarnRule {
  enum class Kind : std::uint8_t {
    kRate,        // rate × the basis, in minor units.
    kFixed,       // `fixed` for a basis above 0.
    kMultiplier,  // What (rate - 1) × the points of another rule come to.
  };

  std::string name;
  std::uint8_t unit = 0;  // Code.
  Rational rate;          // Smallest decimals of the unit per minor unit.
  Rounding rounding = Rounding::kFloor;  // Of its result, once.
  Code funding_class = 0;
  // The kinds of lines whose sum is the basis of a basket that has such; none:
  // its total. And whether what is paid with points is no part of it.
  LineSet basis_lines = 0;
  bool exclude_tender = false;
  // Whole: what the rule leaves to its unit stands here too.
  LotPolicy lots = {};
  Kind kind = Kind::kRate;
  Amount fixed = {};       // kFixed
  std::uint32_t base = 0;  // kMultiplier: the place of that rule, before it.
  // Of the multipliers of this rule.
  Combine combine = Combine::kAdd;
  // What it gives is claimed from this one of the program's budgets; of a
  // budget that has not enough, `partial` takes what is left.
  std::optional<std::uint32_t> budget = {};
  bool partial = false;
  // kMultiplier: by the tier in force in a set, instead of `rate`. Empty: none.
  std::vector<Rational> by_tier = {};
  std::size_t tier_set = 0;
  // It applies only to who has one of these tiers in force: by tier set, a bit
  // each by their numbers.
  bool asks_for_tiers = false;
  std::array<std::uint16_t, kTierSetsMax> tiers = {};

  Rational RateFor(const BasketTiers& in_force) const {
    return by_tier.empty() ? rate : by_tier[in_force[tier_set]];
  }
  bool AppliesTo(const BasketTiers& in_force) const {
    bool applies = !asks_for_tiers;
    for (std::size_t set = 0; set < tiers.size(); ++set) {
      applies |= (tiers[set] >> in_force[set] & 1U) != 0;
    }
    return applies;
  }

  // Whether it says no more than a rate.
  bool is_plain() const { return kind == Kind::kRate && !asks_for_tiers; }
};

}  // namespace kumbara

#endif  // KUMBARA_ENGINE_PROGRAM_EARN_RULE_H_
