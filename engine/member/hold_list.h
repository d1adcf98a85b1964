// The open holds of a wallet, in the order in which they time out: those of
// one instant in the order of their making, as slots of records are given.
//
// Threads: the owner of the shard.
// Cost:    as of a list of lots.

#ifndef KUMBARA_ENGINE_MEMBER_HOLD_LIST_H_
#define KUMBARA_ENGINE_MEMBER_HOLD_LIST_H_

#include "engine/member/shard.h"

namespace kumbara {

inline LotLists HoldLists(Shard& shard) {
  return LotLists(shard.lots, LotOrder::kByExpiry);
}

// How a hold stands in the list: as if it were a lot.
inline Lot ListedHold(const Shard& shard, Slot record) {
  Lot listed;
  listed.expiry = shard.records.At(record).timeout();
  listed.number = record;
  return listed;
}

inline void ListHold(Shard& shard, SideRecord& side, Slot record) {
  HoldLists(shard).Insert(side.holds, ListedHold(shard, record));
}

// REQUIRES: it is listed.
inline void UnlistHold(Shard& shard, SideRecord& side, Slot record) {
  HoldLists(shard).Remove(side.holds, KeyOf(ListedHold(shard, record)));
}

inline bool HasOpenHold(const Shard& shard, const Wallet& wallet) {
  const SideRecord* side = shard.FindSide(wallet);
  return side != nullptr && !side->holds.empty();
}

// The record of the hold that times out next. REQUIRES: there is one.
inline Slot FirstHold(Shard& shard, const SideRecord& side) {
  return HoldLists(shard).Front(side.holds).number;
}

// When that is; Greatest() if no hold is open.
inline Instant NextTimeOut(Shard& shard, const SideRecord& side) {
  return HoldLists(shard).LeastExpiry(side.holds);
}

}  // namespace kumbara

#endif  // KUMBARA_ENGINE_MEMBER_HOLD_LIST_H_
