// What the rules of a program give for a basket, all at once.
//
// A rule sees a basket as its basis. So a purchase and what remains of it are
// rated alike, the one from its lines, the other from what is kept of them.
//
// Threads: safe.
// Cost:    a pass over the rules, and of a basket with lines one over these for
//          each; no allocation.

#ifndef KUMBARA_ENGINE_APPLY_EARN_RULES_H_
#define KUMBARA_ENGINE_APPLY_EARN_RULES_H_

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <type_traits>

#include "engine/apply/basket.h"
#include "engine/apply/basket_return.h"
#include "engine/base/limits.h"
#include "engine/base/local_time.h"

namespace kumbara {

// Values by the places of the rules. They lie inside, so nothing is allocated,
// and there are as many as were set: nobody clears the room for the others.
template <class T>
class ByRule {
  static_assert(std::is_trivially_copyable_v<T>);

 public:
  ByRule() {}  // NOLINT: no value yet.

  void Set(std::size_t count, T value) {
    size_ = count;
    std::fill_n(values_.begin(), count, value);
  }
  T& operator[](std::size_t place) { return values_[place]; }
  const T& operator[](std::size_t place) const { return values_[place]; }
  const T* data() const { return values_.data(); }
  std::size_t size() const { return size_; }

 private:
  std::size_t size_ = 0;
  union {
    std::array<T, kEarnRulesMax> values_;
  };
};
using PointsByRule = ByRule<Amount>;

// What the rules see of a basket: by what each rates it, and for which it has
// all that they want of its total and its lines.
struct Bases {
  ByRule<Money> of = {};
  RuleSet holding = 0;
  // What rules give that round each line, those of `by_lines`; of those
  // `beyond` it leaves the range of an amount.
  PointsByRule of_lines = {};
  RuleSet by_lines = 0;
  RuleSet beyond = 0;
  Money total = {};
  LocalTime local = {};  // Of the purchase; only where a strategy looks at it.
};

// An event is rated as a basket of kOneEvent that has no lines.
inline constexpr Money kOneEvent(1);
void FindBasesOfEvent(const Program& program, Bases* bases);

// Of a command's basket, whose lines are added up in the shard's scratch, and
// of the purchase of a record and what will remain of it. REQUIRES for the
// latter: the return was planned last.
void FindBases(const CommandContext& context, std::span<const Detail> lines,
               const PointsTender& tender, Bases* bases);
void FindBasesAround(const CommandContext& context, const CommandRecord& record,
                     const Returning& returning, Bases* all, Bases* kept);

// What each rule gives. What would leave the range of an amount is the
// greatest.
struct Rated {
  PointsByRule points = {};
  bool overflows = false;
};

// Only `applying` give anything, what multiplies them by these tiers.
void RateByRules(std::span<const EarnRule> rules, RuleSet applying,
                 const BasketTiers& tiers, const Bases& bases, Rated* rated);

// The same, and of each group that does not add up only one rule does. Returns
// which act then. `alone`, if given, gets what each stands for where several
// contend: what it gives alone, a multiplier of what is left to multiply.
// REQUIRES: those acting are among those for which the basket has all.
RuleSet RateAndStack(std::span<const EarnRule> rules, RuleSet acting,
                     const BasketTiers& tiers, const Bases& bases, Rated* rated,
                     Rated* alone = nullptr);

// What a rule gives; of a multiplier that gives one thing together with others
// what that is, whichever of them gives it.
Amount PointsTogether(std::span<const EarnRule> rules, std::size_t place,
                      const Rated& rated);

}  // namespace kumbara

#endif  // KUMBARA_ENGINE_APPLY_EARN_RULES_H_
