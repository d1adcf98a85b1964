// Explanation: what apply worked out on its way to one answer.
//
// Who wants to know hands one to the shards (Ledger::Explain) for a command by
// its id. The functions that answer it leave here what they have worked out;
// nothing that decides anything reads it, so a command is answered alike
// whether it is explained or not, and what is told is what was done.
//
// Units:   as of EarnRule.
// Threads: the owner of the shards while the command is under way.

#ifndef KUMBARA_ENGINE_APPLY_EXPLANATION_H_
#define KUMBARA_ENGINE_APPLY_EXPLANATION_H_

#include <cstdint>
#include <optional>
#include <vector>

#include "engine/apply/earn_caps.h"
#include "engine/apply/earn_conditions.h"
#include "engine/member/member_view.h"
#include "engine/program/program.h"
#include "engine/record/command.h"
#include "engine/record/detail.h"
#include "engine/record/outcome.h"

namespace kumbara {

// A lot as a rule made it, before a deficit took any of it; number 0 if it is
// in a pool.
struct LotNote {
  std::uint32_t number = 0;
  Amount amount;
  Instant activation;
  Instant expiry;
};

// What one earn rule gave a basket, or why it gave nothing.
struct RuleNote {
  Unmet unmet = Unmet::kNone;
  Money basis;
  bool by_lines = false;  // Each line is rounded.
  // Of a rule of a group: what it stands for there, and whether it gives way.
  Amount alone;
  bool gave_way = false;
  Amount wanted;  // Before any cap,
  std::vector<Headroom> headrooms;
  Amount given;   // and behind all.
  Amount denied;  // By the rule's budget, and not among what is given.
  // One of both, if it gave something.
  std::optional<LotNote> lot = {};
  Amount absorbed;  // All of it, by a deficit of the member.
};

struct BasketNote {
  BasketTiers tiers = {};       // With which it was rated.
  std::vector<RuleNote> rules;  // In the order of the program.
};

// What a return demands of one rule, by cumulative difference: what the
// purchase gives by what it was rated by and by what remains, at most what caps
// or a budget left it, less what was demanded before.
struct DemandNote {
  std::uint32_t rule = 0;
  Money basis_all;
  Money basis_kept;
  Amount all;
  Amount kept;
  Amount most;  // Amount::kMax = as much as it likes.
  Amount demanded_before;
  Amount demanded;
};

// What an earn rule gave the member for a tier that it came into.
struct TierGiftNote {
  const Program* program = nullptr;  // Its version, by the member's clock.
  std::uint32_t rule = 0;
  std::size_t set = 0;
  std::uint8_t tier = 0;
};

struct Explanation {
  explicit Explanation(const CommandId& wanted) : id(wanted) {}

  const CommandId id;
  // The rules in force; null as long as nobody has come to the command.
  const Program* program = nullptr;
  Command command = {};
  std::vector<Detail> details = {};
  // The member behind all that was due before the command, and behind all that
  // it has done so far. Its own postings and facts are those of this sequence
  // from this leg on, and what messages of it did.
  MemberView before = {};
  MemberView after = {};
  Sequence sequence = 0;     // Of the command,
  Sequence posts_under = 0;  // and of its postings.
  std::uint32_t first_leg = 0;
  bool had_bought = false;
  // Of a purchase, an enrolment, an event that rules look at, or a return of no
  // purchase, which is negated.
  std::optional<BasketNote> basket = {};
  // Of what takes back a purchase or event: for each rule that gave something.
  std::vector<DemandNote> demands = {};
  std::vector<TierGiftNote> tier_gifts = {};
  Outcome outcome = {};  // Open until the round's end, if it has messages.
};

// The earn rules of a program, however many there are.
inline std::span<const EarnRule> EarnRulesOf(const Program& program) {
  if (program.earn) return std::span(&*program.earn, 1);
  return program.rules;
}

}  // namespace kumbara

#endif  // KUMBARA_ENGINE_APPLY_EXPLANATION_H_
