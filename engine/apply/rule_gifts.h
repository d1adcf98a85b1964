// RuleGifts: what earn rules give a member of themselves, without a command
// that asks them: for a day of the year (engine/apply/day_gifts.h), or for a
// tier that it has come into (engine/apply/tier_gifts.h).
//
// Threads: the owner of the member's shard.

#ifndef KUMBARA_ENGINE_APPLY_RULE_GIFTS_H_
#define KUMBARA_ENGINE_APPLY_RULE_GIFTS_H_

#include "engine/apply/auto_redeem.h"
#include "engine/apply/books.h"
#include "engine/apply/earn_conditions.h"
#include "engine/member/shard.h"
#include "engine/program/program.h"
#include "engine/record/attributes.h"

namespace kumbara {

// Who is given something, and when.
struct Gifted {
  MemberId member;
  Attributes attributes;
  Instant at;
  Wall wall;  // Of that instant.
};

// Whether a rule gives it: its unit has not retired, and what it asks of
// weekday and member, tiers apart, is so.
bool IsGiven(const EarnRule& rule, const Gifted& to, const Program& program);

class RuleGifts {
 public:
  // All outlive it. What is given is given at `facts.at`, to which all that is
  // due of the member has been settled.
  RuleGifts(const Program& program, Shard& shard, Slot slot,
            const EntryFacts& facts);

  // Gives what a rule gives, if it is given and there is room. Returns whether
  // it was. REQUIRES: the rule gives a fixed amount.
  bool Give(const EarnRule& rule);

  // What follows from all that was given: what has expired already expires, and
  // what there is more of may be redeemed automatically.
  void Settle();

 private:
  const Program& program_;
  Shard& shard_;
  Slot slot_;
  const EntryFacts& facts_;
  Gifted to_;
  AvailableByUnit available_before_;
};

// As they are now.
Attributes AttributesNow(const Shard& shard, Slot slot);

}  // namespace kumbara

#endif  // KUMBARA_ENGINE_APPLY_RULE_GIFTS_H_
