// The digest of a ledger's state, part by part: what two ledgers must agree on
// to be the same.
//
// A sum mod 2^128 of XXH3-128 over canonical bytes: no slot, table order,
// sequence number, code or worker enters it, so none of them can change it.
// Who takes it settles the members first (engine/apply/settled_state.h).

#ifndef KUMBARA_ENGINE_MEMBER_STATE_DIGEST_H_
#define KUMBARA_ENGINE_MEMBER_STATE_DIGEST_H_

#include "engine/base/hash.h"
#include "engine/member/member_ref.h"
#include "engine/record/code_table.h"

namespace kumbara {

// The namespace of a system account's label: reasons, rewards and funding
// classes are numbered apart.
CodeSpace LabelSpace(Account account);

// A member, its attributes and its end, its wallets and their lots.
Digest DigestOf(const MemberRef& ref, TextHashes& hashes);

// How a member stands in tier sets.
Digest DigestOfTiers(const MemberRef& ref);

// A lot that is remembered though it has expired.
Digest DigestOfExpired(const MemberRef& ref, const Wallet& wallet,
                       const Lot& lot, TextHashes& hashes);

// What the members of a shard have had of rewards, and what its counters have
// granted.
Digest DigestOfRewardsHad(const Shard& shard, TextHashes& hashes);
Digest DigestOfGranted(const Shard& shard);

// The records of a shard, each with what it made or took.
Digest DigestOf(const CommandRecords& records, TextHashes& hashes);

// What a shard can still take back of referrals.
Digest DigestOfReferralPayments(const Shard& shard, TextHashes& hashes);

// What earn rules gave the members of a shard, as far as that counts.
Digest DigestOfRuleUses(const Shard& shard);
Digest DigestOfAchievements(const Shard& shard);

// The system accounts of a whole ledger.
Digest DigestOf(const SystemBalances& accounts, TextHashes& hashes);

}  // namespace kumbara

#endif  // KUMBARA_ENGINE_MEMBER_STATE_DIGEST_H_
