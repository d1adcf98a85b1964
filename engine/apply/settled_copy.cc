#include "engine/apply/settled_copy.h"

#include "engine/apply/remembered_lots.h"
#include "engine/apply/settle.h"
#include "engine/member/hold_list.h"

namespace kumbara {
namespace {

void CopyLots(const Shard& from, const LotList& list, LotLists to,
              LotList* copy) {
  WalkLots(from.lots, list, [&](const Lot& lot) {
    to.Insert(*copy, lot);
    return true;
  });
}

}  // namespace

// Gives back what the copy before took.
void SettledCopy::Forget() {
  const Wallet* wallet = &copy_.wallet;
  for (; wallet != nullptr; wallet = scratch_.members.Next(*wallet)) {
    LotLists lists(scratch_.lots, OrderOf(program_.FindUnit(wallet->unit)));
    LotList lots = wallet->lots;
    lists.Clear(lots);
    if (const SideRecord* side = scratch_.FindSide(*wallet)) {
      LotList pending = side->pending;
      LotLists(scratch_.lots, LotOrder::kByActivation).Clear(pending);
      LotList expired = side->expired;
      LotLists(scratch_.lots, kRememberedOrder).Clear(expired);
      LotList holds = side->holds;
      LotLists(scratch_.lots, LotOrder::kByExpiry).Clear(holds);
    }
  }
  copy_ = Member{};
  scratch_.members.ClearWallets();
  scratch_.sides.Clear();
  scratch_.records.ClearCopies();
  scratch_.due.Clear();
}

void SettledCopy::CopyWallet(const Shard& shard, const Wallet& wallet) {
  Wallet& copy = scratch_.members.WalletOf(copy_, wallet.unit);
  const Slot next = copy.next;
  copy = wallet;
  copy.next = next;
  copy.side = kNoSlot;
  copy.lots = LotList{};
  CopyLots(shard, wallet.lots,
           LotLists(scratch_.lots, OrderOf(program_.FindUnit(wallet.unit))),
           &copy.lots);
  const SideRecord* side = shard.FindSide(wallet);
  if (side == nullptr) return;
  SideRecord& side_copy = scratch_.SideOf(copy);
  side_copy = *side;
  side_copy.pending = LotList{};
  side_copy.holds = LotList{};
  ForEachHold(shard, wallet, [&](const CommandRecord& hold) {
    ListHold(scratch_, side_copy, scratch_.records.Copy(shard.records, hold));
  });
  CopyLots(shard, side->pending,
           LotLists(scratch_.lots, LotOrder::kByActivation),
           &side_copy.pending);
  side_copy.expired = LotList{};
  CopyLots(shard, side->expired, LotLists(scratch_.lots, kRememberedOrder),
           &side_copy.expired);
}

MemberRef SettledCopy::At(Instant clock, const Shard& shard, Slot slot) {
  const Member& member = shard.members.At(slot);
  clock = std::max(clock, shard.ClockOf(member));
  if (!MayBeDue(shard, member, clock)) return RefOf(shard, slot);
  Forget();
  ForEachWallet(RefOf(shard, slot),
                [&](const Wallet& wallet) { CopyWallet(shard, wallet); });
  copy_.id = member.id;
  copy_.clock = member.clock;
  copy_.NoteSequence(member.last_sequence);
  SettleTo(clock, {}, program_, scratch_, kNoSlot, copy_);
  // The clock it is shown with is its own.
  copy_.clock = shard.ClockOf(member);
  return {copy_, scratch_, shard.terms, shard.ProfileOf(slot),
          shard.DealingsOf(slot)};
}

}  // namespace kumbara
