#include "engine/apply/tier_gifts.h"

#include "engine/apply/explanation.h"
#include "engine/apply/rule_gifts.h"

namespace kumbara {
namespace {

// Where it is told what a member is given by a command that is explained; null
// for all else.
Explanation* ToldOf(const Shard& shard, const EntryFacts& facts) {
  Explanation* told = shard.explanation;
  if (told == nullptr || told->program == nullptr) return nullptr;
  const bool is_its =
      facts.cause == told->sequence && facts.member == told->command.member;
  return is_its ? told : nullptr;
}

// For one tier, by the rules that name it. Returns whether any gave something.
bool GiveForTier(const Program& program, std::size_t set, std::uint8_t tier,
                 RuleGifts* gifts, Explanation* told) {
  bool given = false;
  for (std::uint32_t i = 0; i < program.rules.size(); ++i) {
    const EarnRule& rule = program.rules[i];
    const bool names = (rule.when.tiers[set] >> tier & 1U) != 0;
    if (rule.on != EarnOn::kTierEntry || !names || !gifts->Give(rule)) continue;
    given = true;
    if (told != nullptr) told->tier_gifts.push_back({&program, i, set, tier});
  }
  return given;
}

// Set by set, the lowest tier first. Returns whether anything was given.
bool GiveForTiers(const Program& program, const EnteredTiers& entered,
                  MemberTiers* tiers, RuleGifts* gifts, Explanation* told) {
  bool any = false;
  for (std::size_t set = 0; set < program.tier_sets.size(); ++set) {
    const TierSet& rules = program.tier_sets[set];
    for (std::size_t rank = 1; rank <= rules.tiers.size(); ++rank) {
      const std::uint8_t tier = rules.OfRank(rank);
      const bool is_new = (entered[set] >> tier & 1U) != 0;
      if (!is_new || !GiveForTier(program, set, tier, gifts, told)) continue;
      tiers->sets[set].given_ago[tier] = 1;
      any = true;
    }
  }
  return any;
}

}  // namespace

void ConcludeTiersAndGive(const Program& any, Shard& shard, Slot slot,
                          Instant at, const CountedNets& before,
                          const EntryFacts& facts) {
  EnteredTiers entered = ConcludeTiers(any, shard, slot, at, before, facts);
  const Program& program = StandingBy(any, facts.clock);
  if (!program.has_tier_entries) return;
  EntryFacts then = facts;
  then.at = facts.clock;
  then.version = program.version;
  Explanation* told = ToldOf(shard, then);
  while (entered != EnteredTiers()) {
    const CountedNets counted = CountedNetsOf(program, shard, slot);
    RuleGifts gifts(program, shard, slot, then);
    MemberTiers& tiers = TiersOf(program, shard, slot);
    if (!GiveForTiers(program, entered, &tiers, &gifts, told)) return;
    gifts.Settle();
    entered = ConcludeTiers(program, shard, slot, then.at, counted, then);
  }
}

}  // namespace kumbara
