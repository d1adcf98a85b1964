// MemberTable: the members of one shard, by id.
//
// Units:   a Slot names a member for the life of the table.
// Threads: one shard worker at a time.
// Cost:    Find is one miss in the index; the member itself is another one,
//          which the prefetches hide. Add allocates only past what Reserve
//          granted.

#ifndef KUMBARA_ENGINE_MEMBER_MEMBER_TABLE_H_
#define KUMBARA_ENGINE_MEMBER_MEMBER_TABLE_H_

#include <cstdint>

#include "engine/base/prefetch.h"
#include "engine/base/slot_index.h"
#include "engine/member/member.h"

namespace kumbara {

class MemberTable {
 public:
  // `stagger` in [0, 1024): tables of equal load grow at different times, so
  // that no batch pays for all of them.
  MemberTable(ChunkArena& arena, std::uint32_t stagger)
      : members_(arena), wallets_(arena), index_(members_, stagger) {}

  Slot FindSlot(const MemberId& id) const { return index_.Find(id); }
  // The same, where the slot has been guessed before.
  Slot FindSlot(const MemberId& id, Slot guess) const {
    if (guess != kNoSlot && members_.At(guess).id == id) return guess;
    return FindSlot(id);
  }
  // What FindSlot will most likely give, without a look at the member. `hash`
  // is HashOf the id.
  static std::uint64_t HashOf(const MemberId& id) {
    return SlotIndex<Member>::HashOf(id);
  }
  Slot GuessSlot(std::uint64_t hash) const { return index_.Guess(hash); }
  Member* Find(const MemberId& id) {
    const Slot slot = FindSlot(id);
    return slot == kNoSlot ? nullptr : &members_.At(slot);
  }
  // REQUIRES: no member has the id.
  Slot Add(const MemberId& id);

  Member& At(Slot slot) { return members_.At(slot); }
  const Member& At(Slot slot) const { return members_.At(slot); }
  std::uint32_t size() const { return members_.size(); }

  // The wallet of a unit, or null.
  Wallet* FindWallet(Member& member, std::uint8_t unit) {
    if (member.wallet.unit == unit) return &member.wallet;
    return FindFurtherWallet(member, unit);
  }
  // The wallet of a unit, made empty if the member has none.
  Wallet& WalletOf(Member& member, std::uint8_t unit) {
    if (Wallet* wallet = FindWallet(member, unit)) return *wallet;
    return MakeWallet(member, unit);
  }
  // The wallet behind another one of the same member, or null.
  const Wallet* Next(const Wallet& wallet) const {
    return wallet.next == kNoSlot ? nullptr : &wallets_.At(wallet.next);
  }

  // Forgets all members.
  void Clear() {
    members_.Clear();
    wallets_.Clear();
    index_.Clear();
  }

  // Room for `count` more members without growing.
  void Reserve(std::uint32_t count) { index_.Reserve(size() + count); }

  template <class Stream, class Self>
  static void Transfer(Stream& stream, Self& self) {
    auto& [members, wallets, index] = self;
    stream.Pass(members, wallets);
    if constexpr (Stream::kReads) index.InsertAll();
  }

  void PrefetchIndex(std::uint64_t hash) const { index_.Prefetch(hash); }
  void PrefetchMember(Slot slot) const {
    const char* member = reinterpret_cast<const char*>(&members_.At(slot));
    Prefetch(member);
    Prefetch(member + 64);
  }

 private:
  Wallet* FindFurtherWallet(Member& member, std::uint8_t unit);
  Wallet& MakeWallet(Member& member, std::uint8_t unit);

  Slab<Member> members_;
  Slab<Wallet> wallets_;  // Second and further wallets.
  SlotIndex<Member> index_;
};

}  // namespace kumbara

#endif  // KUMBARA_ENGINE_MEMBER_MEMBER_TABLE_H_
