// Shard: the state of a fixed share of the members. The unit of snapshot, of
// table growth and of moving work; which shard a member is in depends on its
// id and the ledger's settings alone.
//
// Threads: one shard worker at a time.

#ifndef KUMBARA_ENGINE_MEMBER_SHARD_H_
#define KUMBARA_ENGINE_MEMBER_SHARD_H_

#include <algorithm>
#include <cstdint>
#include <vector>

#include "engine/base/hash.h"
#include "engine/member/member_table.h"
#include "engine/member/purchase_record.h"
#include "engine/member/system_accounts.h"
#include "engine/record/posting.h"

namespace kumbara {

// Facts worth telling that are not state.
struct ShardCounters {
  std::uint64_t late = 0;  // Commands older than their member's clock.
};

// Counts the legs of the greatest sequence posted so far, by member. Messages
// of a whole round post under one sequence, in no order by member. A lesser
// sequence is that of one command, whose legs stand together anyway.
struct PostingLegs {
  Sequence sequence = 0;
  absl::flat_hash_map<MemberId, std::uint32_t> next;
};

struct Shard {
  Shard(ChunkArena& arena, std::uint32_t stagger)
      : members(arena, stagger), records(arena) {}

  // The member's clock: its own, or that of the ticks it has not seen.
  Instant ClockOf(const Member& member) const {
    return std::max(member.clock, tick_clock);
  }

  MemberTable members;
  PurchaseRecords records;
  SystemBalances accounts;
  // The greatest tick, and the greatest business time of all that moves clocks.
  Instant tick_clock = Instant::Least();
  Instant clock = Instant::Least();
  ShardCounters counters;
  // Postings are kept here when someone wants them, else nowhere.
  std::vector<Posting>* postings = nullptr;
  PostingLegs legs;  // Of those kept.
};

// Stable for ever: written in no file, yet part of every ledger's state.
inline std::uint64_t HashOf(const MemberId& member) {
  return Hash64(&member, sizeof(member));
}
inline std::uint32_t ShardOfHash(std::uint64_t hash, std::uint32_t shards) {
  __extension__ using Wide = unsigned __int128;
  return static_cast<std::uint32_t>(static_cast<Wide>(hash) * shards >> 64);
}
inline std::uint32_t ShardOf(const MemberId& member, std::uint32_t shards) {
  return ShardOfHash(HashOf(member), shards);
}

// Ends the process unless the books of the shard balance: per unit, the sum
// over all accounts is zero (invariant 1), no balance is negative, deficit and
// available never stand together (invariant 3). Cost: reads every member.
void CheckBooks(const Shard& shard);

}  // namespace kumbara

#endif  // KUMBARA_ENGINE_MEMBER_SHARD_H_
