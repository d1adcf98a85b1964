// MemberCopy: a member with all that is its own, in a shard of its own, to be
// settled or tried upon without changing it.
//
// Threads: one owner, who owns the shards it looks at or finds them idle.
// Cost:    wallets, lots and open holds are copied. Memory is kept for the next
//          copy.

#ifndef KUMBARA_ENGINE_APPLY_MEMBER_COPY_H_
#define KUMBARA_ENGINE_APPLY_MEMBER_COPY_H_

#include "engine/member/shard.h"
#include "engine/program/program.h"

namespace kumbara {

class MemberCopy {
 public:
  // The slot of the copied member.
  static constexpr Slot kSlot = 0;

  // `program` outlives it.
  explicit MemberCopy(const Program& program)
      : program_(program), places_(arena_), scratch_(arena_, &places_, 0) {}

  // Forgets the copy before. Of kNoSlot it is a shard without members.
  void Take(const Shard& shard, Slot slot);
  // Copies the record of a command, too, unless there is none or it is here.
  // Returns the slot by which it, or that there is none, is found here.
  Slot TakeRecord(const Shard& shard, const CommandId& id, Slot id_slot);
  // Slots for `count` ids of commands that are to leave records here, from the
  // one returned on. No more records are taken after that.
  Slot MakeRoom(std::uint32_t count);

  // Where the copy is: its terms, too, are of this shard. The balances of
  // system accounts are what was moved in all copies so far.
  Shard& shard() { return scratch_; }
  const Shard& shard() const { return scratch_; }

 private:
  void Forget();
  void TakeWallet(const Shard& shard, const Wallet& wallet);
  void TakeLots(const Shard& shard, const LotList& list, LotLists to,
                LotList* copy);
  Slot AddRecord(const Shard& shard, const CommandRecord& record);
  // Gives a record's copy what the basket of the record has more.
  void CopyBasket(const Shard& shard, const BasketRecord& basket,
                  CommandRecord& copy);
  Lot Copied(const Shard& shard, Lot lot);

  const Program& program_;
  ChunkArena arena_;
  // A record's id has here the slot that the record has.
  RecordPlaces places_;
  Shard scratch_;
  Slot original_ = kNoSlot;            // Of the member.
  std::vector<KeptLine> lines_;        // Scratch.
  std::vector<EarnPart> parts_;        // Scratch.
  std::vector<std::int64_t> matches_;  // Scratch.
};

}  // namespace kumbara

#endif  // KUMBARA_ENGINE_APPLY_MEMBER_COPY_H_
