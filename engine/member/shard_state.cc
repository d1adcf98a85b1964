#include "engine/member/shard_state.h"

namespace kumbara {
namespace {

// Whoever adds a member to Shard names it here and passes it, unless it is
// scratch or nobody's state; then he raises kSnapshotFormat
// (storage/snapshot/snapshot_format.h).
template <class Stream, class SomeShard>
void TransferShard(Stream& stream, SomeShard& shard) {
  auto& [members, records, lots, sides, profiles, dealings, tiers,
         referral_payments, past_referrals, rewards_had, granted, rule_uses,
         achievements, benefits, grants, days, terms, due, accounts, tick_clock,
         ticks, counters, postings, facts, explanation, legs, fallen, recalled,
         moving, basket, watched, matches, earned_last, awaited_events] = shard;
  stream.Pass(members, records, lots, sides, profiles, dealings, tiers,
              referral_payments, past_referrals, rewards_had, granted,
              rule_uses, achievements, benefits, grants, days, terms, due,
              accounts, tick_clock, ticks, counters);
}

}  // namespace

void SaveShard(const Shard& shard, StateWriter& writer) {
  TransferShard(writer, shard);
}

void LoadShard(StateReader& reader, Shard& shard) {
  TransferShard(reader, shard);
}

}  // namespace kumbara
