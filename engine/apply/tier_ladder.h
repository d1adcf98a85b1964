// TierLadder: one member in one tier set: what is counted of it, the tier that
// follows, and what becomes of that at the end of a window.
//
// Threads: the owner of the state.
// Cost:    some conversions to local time where a period begins or something
//          comes late.

#ifndef KUMBARA_ENGINE_APPLY_TIER_LADDER_H_
#define KUMBARA_ENGINE_APPLY_TIER_LADDER_H_

#include <cstdint>
#include <optional>

#include "engine/base/types.h"
#include "engine/base/zone.h"
#include "engine/member/member_tiers.h"
#include "engine/program/tier_rules.h"

namespace kumbara {

class TierLadder {
 public:
  // All outlive it. `opened` is when the member was opened, where the set's
  // windows depend on it.
  TierLadder(const TierSet& set, const Zone& zone, Instant opened,
             TierState& state)
      : set_(set), zone_(zone), opened_(opened), state_(state) {}

  // Counts `by` more, or less, in the period of `at`, if that belongs to the
  // present window or the one before; returns whether it does. `clock` is the
  // member's, to which all that is due has been settled.
  bool Count(Instant at, Instant clock, Int128 by);
  // Counts a visit, unless it is one too many of its day.
  bool CountVisit(Instant at, Instant clock);
  void UncountVisit(Instant at, Instant clock);
  // A basis that is no sum: how much there is now.
  void See(Instant clock, Amount balance);
  // Brings a tier of this set. Of several the highest is in force, of the same
  // the one that ends last.
  void Bring(const TierTerm& term, Instant clock);
  // Adds what another member has, whose windows have ended up to this clock
  // too: its present window becomes this one, whatever its bounds.
  void Join(const TierState& other, Instant clock);

  // Begins to count at a clock. Needs no call before the others.
  void Begin(Instant clock);

  // What follows of what has been counted: the highest tier that a window has
  // newly qualified for, 0 if none; and the tier in force from `clock` on, if
  // that has changed.
  struct Result {
    std::uint8_t qualified = 0;
    std::optional<std::uint8_t> changed = {};
  };
  Result Conclude(Instant clock);

  // What is in force before that is concluded; in a merge also of the other
  // one.
  std::uint8_t Stood(Instant clock) const {
    return set_.Highest({state_.in_force(), InForce(clock)});
  }
  // A bit each by their numbers: the tiers above that one which the present
  // window has come to, without those that something was given for in it.
  std::uint16_t EnteredFrom(std::uint8_t stood) const;

  // When the present period, a grace, or what was brought ends.
  Instant Due() const;
  // Applies what is due then, but for Conclude. `balance` is what there is, of
  // a basis that is no sum.
  void PassDue(Instant due, Amount balance);

  void EndGrace();

  // The set takes the place of what it was in the version before. REQUIRES:
  // all that was due before that instant has been settled.
  void Adopt(const TierSet& before, Instant start);

 private:
  Int128* CountAt(Instant at, Instant clock);
  std::uint8_t InForce(Instant clock) const;
  std::uint8_t Standing() const;
  void Requalify();
  void EndPeriod(Amount balance);
  void GrantGrace(std::uint8_t before);
  void EndBrought(Instant due);
  void Forget();
  void RestIfEmpty();

  const TierSet& set_;
  const Zone& zone_;
  Instant opened_;
  TierState& state_;
};

// The tier with which a basket is rated: that in force at its time; or, by the
// set's rule and if it is a purchase that is not late, the one that it reaches
// with its amount, if that is more.
std::uint8_t ForBasket(const TierSet& set, const TierState& state,
                       const Zone& zone, Instant at, Instant clock,
                       std::optional<Money> purchase);

}  // namespace kumbara

#endif  // KUMBARA_ENGINE_APPLY_TIER_LADDER_H_
