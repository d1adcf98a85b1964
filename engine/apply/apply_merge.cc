// Merge, at the member that is merged: what it has is copied for the other one,
// and when that has taken it over nothing is left here but where it went.

#include <memory>

#include "engine/apply/addressee.h"
#include "engine/apply/command_context.h"
#include "engine/apply/merge_contents.h"
#include "engine/apply/remembered_lots.h"
#include "engine/base/check.h"
#include "engine/member/hold_list.h"

namespace kumbara {
namespace {

std::vector<Slice> AllIn(const Shard& shard, const LotList& list) {
  std::vector<Slice> slices;
  WalkLots(shard.lots, list, [&](const Lot& lot) {
    slices.push_back(SliceOf(lot, shard.terms));
    return true;
  });
  return slices;
}

MergeParcel::Purse PurseOf(const Shard& shard, const Wallet& wallet) {
  MergeParcel::Purse purse;
  purse.wallet = wallet;
  purse.available = AllIn(shard, wallet.lots);
  const SideRecord* side = shard.FindSide(wallet);
  purse.last_activity =
      side != nullptr ? side->last_activity : Instant::Least();
  if (side == nullptr) return purse;
  // Merges come when nothing is under way any more.
  KUMBARA_CHECK(side->reserved == Amount() && side->claimed == Amount());
  purse.has_moved_lots = side->has_moved_lots;
  purse.pending = AllIn(shard, side->pending);
  purse.remembered = AllIn(shard, side->expired);
  return purse;
}

MergeParcel Pack(const CommandContext& context) {
  Shard& shard = context.shard;
  Member& member = context.member();
  MergeParcel parcel;
  parcel.clock = member.clock;
  parcel.profile = shard.ProfileOf(context.slot);
  parcel.dealings = shard.DealingsOf(context.slot);
  for (const Unit& unit : context.program.units) {
    const Wallet* wallet = shard.members.FindWallet(member, unit.code);
    if (wallet != nullptr) parcel.purses.push_back(PurseOf(shard, *wallet));
  }
  parcel.records = PackRecords(shard, context.slot);
  parcel.referrals = PackReferrals(shard, context.slot);
  parcel.rewards_had = RewardsHadBy(shard, context.slot);
  parcel.rule_uses = shard.RuleUsesOf(context.slot);
  parcel.achievements = shard.AchievementsOf(context.slot);
  const MemberGrants* grants = shard.grants.Find(context.slot);
  if (grants != nullptr) parcel.grants = *grants;
  const MemberTiers* tiers = shard.FindTiers(context.slot);
  if (tiers != nullptr) parcel.tiers = *tiers;
  const MemberDays* days = shard.FindDays(context.slot);
  if (days != nullptr) parcel.days = *days;
  return parcel;
}

void EmptyOut(const Addressee& merged, Wallet& wallet, Books& books) {
  const SystemAccount transit{kTransit, wallet.unit, 0};
  books.DebitPending(wallet, transit, wallet.pending);
  books.Debit(wallet, transit, wallet.available);
  books.TakeHeld(wallet, transit, wallet.held);
  books.PayOff(wallet, transit);
  for (Amount* total : {&wallet.earned, &wallet.clawed_back, &wallet.redeemed,
                        &wallet.restored, &wallet.expired}) {
    *total = Amount();
  }
  wallet.lots_made = 0;
  if (wallet.side == kNoSlot) return;
  SideRecord& side = merged.shard.SideOf(wallet);
  HoldLists(merged.shard).Clear(side.holds);
  LotLists(merged.shard.lots, kRememberedOrder).Clear(side.expired);
  side.last_activity = Instant::Least();
  side.inactive_at = Instant::Greatest();
  side.has_moved_lots = false;
}

void Leave(const Addressee& merged) {
  Shard& shard = merged.shard;
  Books books = merged.books();
  for (const Unit& unit : merged.program.units) {
    Wallet* wallet = shard.members.FindWallet(merged.member(), unit.code);
    if (wallet != nullptr) EmptyOut(merged, *wallet, books);
  }
  DropDealings(shard, merged.slot);
  DropRecords(shard, merged.slot);
  shard.rule_uses.Forget(merged.slot);
  shard.achievements.Forget(merged.slot);
  shard.benefits.Forget(merged.slot);
  shard.grants.Forget(merged.slot);
  shard.ForgetTiers(merged.slot);
  shard.ForgetDays(merged.slot);
}

// Whom it went to, and how much higher its lots are numbered there.
void PointTo(const Addressee& merged, std::span<const Slice> shifts) {
  const bool before = merged.member().is_merged != 0;
  MemberProfile profile;
  if (before) profile = merged.shard.ProfileOf(merged.slot);
  profile.merged_into = merged.message.to;
  for (const Slice& shift : shifts) {
    profile.ShiftLots(static_cast<std::uint8_t>(shift.unit), shift.number);
  }
  merged.shard.KeepProfile(merged.slot, profile);
}

}  // namespace

ResultCode ApplyMerge(CommandContext& context) {
  const ResultCode code = RefuseUnknownMember(context);
  if (code != ResultCode::kOk) return code;
  if (context.IsMerged()) return ResultCode::kNotPermitted;
  const Detail* other = Find(context.input.details, DetailKind::kParty);
  KUMBARA_CHECK(other != nullptr);
  Message message = context.NewMessage(MessageKind::kMerge, other->member_id());
  message.parcel =
      context.messages.Keep(std::make_shared<const MergeParcel>(Pack(context)));
  context.messages.Add(message);
  context.outcome.reserved = kOutcomeOpen;
  return ResultCode::kOk;
}

void FinishMerge(const Addressee& merged, std::span<const Slice> shifts) {
  const Message& message = merged.message;
  KUMBARA_CHECK(merged.slot != kNoSlot);
  merged.member().NoteSequence(merged.mover.sequence);
  if (message.reason == ResultCode::kOk) {
    if (merged.member().is_merged == 0) Leave(merged);
    PointTo(merged, shifts);
  }
  // Who was merged before is told too, and answers nobody.
  if (message.outcome == nullptr) return;
  message.outcome->code = message.reason;
  message.outcome->reserved = 0;
}

}  // namespace kumbara
