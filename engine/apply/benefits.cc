#include "engine/apply/benefits.h"

#include "engine/apply/tiers.h"

namespace kumbara {
namespace {

bool HasCompleted(const MemberAchievements& member, std::uint16_t any_of) {
  if (any_of == 0) return true;
  for (std::size_t i = 0; i < member.size(); ++i) {
    // Those that are kept for good are completed in the one period 0.
    const bool is_named = (any_of >> i & 1U) != 0;
    if (is_named && member.At(i).completed.In(0).value_or(0) > 0) return true;
  }
  return false;
}

BenefitSet GrantedIn(const MemberGrants& grants) {
  BenefitSet granted = 0;
  for (const BenefitGrant& grant : grants.all()) {
    granted |= BenefitSet{1} << grant.benefit;
  }
  return granted;
}

BenefitSet BenefitsNow(const Program& program, const Shard& shard, Slot slot) {
  static const Attributes kNoAttributes{};
  static const MemberAchievements kNoAchievements{};
  static const MemberGrants kNoGrants{};
  const MemberProfile* profile = shard.FindProfile(slot);
  const MemberAchievements* achievements = shard.achievements.Find(slot);
  const MemberGrants* grants = shard.grants.Find(slot);
  return BenefitsOf(program,
                    {profile != nullptr ? profile->attributes : kNoAttributes,
                     TiersInForce(shard.FindTiers(slot)),
                     achievements != nullptr ? *achievements : kNoAchievements,
                     grants != nullptr ? *grants : kNoGrants});
}

}  // namespace

BenefitSet BenefitsOf(const Program& program, const Entitled& member) {
  const BenefitSet granted = GrantedIn(member.grants);
  BenefitSet set = 0;
  for (std::size_t i = 0; i < program.benefits.size(); ++i) {
    const Benefit& benefit = program.benefits[i];
    const BenefitSet bit = BenefitSet{1} << i;
    const bool has = benefit.is_named && benefit.when.HasTier(member.tiers) &&
                     (benefit.when.plans.empty() ||
                      IsAnyOf(benefit.when.plans, member.attributes.plan)) &&
                     HasCompleted(member.achievements, benefit.achievements) &&
                     (benefit.rewards.empty() || (granted & bit) != 0);
    if (has) set |= bit;
  }
  return set;
}

void ConcludeBenefits(const Program& any, Shard& shard, Slot slot,
                      const EntryFacts& facts) {
  const Program& program = StandingBy(any, facts.clock);
  AwaitNextVersion(program, shard, slot);
  const BenefitSet* kept = shard.benefits.Find(slot);
  const BenefitSet before = kept != nullptr ? *kept : BenefitSet{0};
  const BenefitSet now = BenefitsNow(program, shard, slot);
  if (now == before) return;
  shard.benefits.Of(slot) = now;
  EntryFacts then = facts;
  then.at = facts.clock;
  Books books(shard, program, then);
  for (std::size_t i = 0; i < program.benefits.size(); ++i) {
    const BenefitSet bit = BenefitSet{1} << i;
    if ((now & bit) == (before & bit)) continue;
    books.NoteOf(
        (now & bit) != 0 ? FactKind::kBenefitGranted : FactKind::kBenefitEnded,
        i);
  }
}

}  // namespace kumbara
