#include "engine/apply/benefit_grants.h"

#include <algorithm>

namespace kumbara {
namespace {

bool IsFor(const Benefit& benefit, Code reward) {
  const auto& rewards = benefit.rewards;
  return benefit.is_named &&
         std::find(rewards.begin(), rewards.end(), reward) != rewards.end();
}

void AddGrant(const BenefitGrant& grant, Shard& shard, Slot slot) {
  Member& member = shard.members.At(slot);
  if (grant.until <= member.clock) return;
  shard.grants.Of(slot).Add(grant);
  shard.ListDue(slot, member.wallet, grant.until);
}

}  // namespace

void GrantFor(const RedeemedReward& redeemed, const Program& program,
              Shard& shard, Slot slot) {
  for (std::size_t i = 0; i < program.benefits.size(); ++i) {
    const Benefit& benefit = program.benefits[i];
    if (!IsFor(benefit, redeemed.reward)) continue;
    const Instant until = program.zone.Add(redeemed.at, benefit.lasts);
    AddGrant({until, redeemed.redemption, i}, shard, slot);
  }
}

void EndGrants(Instant clock, Shard& shard, Slot slot) {
  shard.grants.Of(slot).EndBy(clock);
}

void TakeBackGrants(Sequence redemption, Shard& shard, Slot slot) {
  if (shard.grants.Find(slot) == nullptr) return;
  shard.grants.Of(slot).TakeBack(redemption);
}

void TakeGrants(const MemberGrants& other, Shard& shard, Slot slot) {
  for (const BenefitGrant& grant : other.all()) AddGrant(grant, shard, slot);
}

}  // namespace kumbara
