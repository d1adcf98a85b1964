#include "engine/apply/tier_gifts.h"

#include "engine/apply/rule_gifts.h"

namespace kumbara {
namespace {

// For one tier, by the rules that name it. Returns whether any did.
bool GiveForTier(const Program& program, std::size_t set, std::uint8_t tier,
                 RuleGifts* gifts) {
  bool given = false;
  for (const EarnRule& rule : program.rules) {
    const bool names = (rule.when.tiers[set] >> tier & 1U) != 0;
    if (rule.on == EarnOn::kTierEntry && names) given |= gifts->Give(rule);
  }
  return given;
}

// Set by set, the lowest tier first. Returns whether anything was given.
bool GiveForTiers(const Program& program, const EnteredTiers& entered,
                  MemberTiers* tiers, RuleGifts* gifts) {
  bool any = false;
  for (std::size_t set = 0; set < program.tier_sets.size(); ++set) {
    const TierSet& rules = program.tier_sets[set];
    for (std::size_t rank = 1; rank <= rules.tiers.size(); ++rank) {
      const std::uint8_t tier = rules.OfRank(rank);
      const bool is_new = (entered[set] >> tier & 1U) != 0;
      if (!is_new || !GiveForTier(program, set, tier, gifts)) continue;
      tiers->sets[set].given_ago[tier] = 1;
      any = true;
    }
  }
  return any;
}

}  // namespace

void ConcludeTiersAndGive(const Program& any, Shard& shard, Slot slot,
                          Instant at, const CountedNets& before,
                          EntryFacts facts) {
  EnteredTiers entered = ConcludeTiers(any, shard, slot, at, before, facts);
  const Program& program = StandingBy(any, facts.clock);
  if (!program.has_tier_entries) return;
  facts.at = facts.clock;
  facts.version = program.version;
  while (entered != EnteredTiers()) {
    const CountedNets counted = CountedNetsOf(program, shard, slot);
    RuleGifts gifts(program, shard, slot, facts);
    MemberTiers& tiers = TiersOf(program, shard, slot);
    if (!GiveForTiers(program, entered, &tiers, &gifts)) return;
    gifts.Settle();
    entered = ConcludeTiers(program, shard, slot, facts.at, counted, facts);
  }
}

}  // namespace kumbara
