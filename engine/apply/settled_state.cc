#include "engine/apply/settled_state.h"

#include "engine/apply/remembered_lots.h"
#include "engine/member/state_digest.h"

namespace kumbara {

Digest SettledDigest(std::span<const Shard* const> shards,
                     const Program& program, Instant clock,
                     TextHashes& hashes) {
  Digest sum;
  SystemBalances accounts =
      ForEachSettled(shards, program, clock, [&](const MemberRef& ref) {
        sum += DigestOf(ref, hashes);
        sum += DigestOfRemembered(clock, ref, program, hashes);
      });
  for (const Shard* shard : shards) {
    sum += DigestOf(shard->records, hashes);
    sum += DigestOfReferralPayments(*shard, hashes);
    sum += DigestOfRewardsHad(*shard, hashes);
    sum += DigestOfGranted(*shard);
    sum += DigestOfRuleUses(*shard);
    sum += DigestOfAchievements(*shard);
    for (const auto& [account, balance] : shard->accounts) {
      accounts[account] += balance;
    }
  }
  sum += DigestOf(accounts, hashes);
  return sum;
}

}  // namespace kumbara
