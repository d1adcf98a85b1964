// Merge, at the member that takes over: refusals, then all that the other one
// has, unit by unit (engine/apply/merge_parcel.h).

#include <algorithm>

#include "engine/apply/achievements.h"
#include "engine/apply/addressee.h"
#include "engine/apply/attribute_history.h"
#include "engine/apply/benefit_grants.h"
#include "engine/apply/day_gifts.h"
#include "engine/apply/merge_contents.h"
#include "engine/apply/plans.h"
#include "engine/apply/remembered_lots.h"
#include "engine/apply/will_be.h"
#include "engine/base/check.h"
#include "engine/member/hold_list.h"

namespace kumbara {
namespace {

bool HasRoomFor(const Addressee& to, const Wallet& other) {
  const Wallet* found = to.shard.members.FindWallet(to.member(), other.unit);
  const Wallet own = found != nullptr ? *found : Wallet{};
  // Within 10^18, as a credit of it to nobody would be.
  const Amount all =
      other.expired + other.pending + other.available + other.held;
  return Books::CanCredit(to.shard, own, all) &&
         Fits(own.earned, other.earned) &&
         Fits(own.clawed_back, other.clawed_back) &&
         Fits(own.redeemed, other.redeemed) &&
         Fits(own.restored, other.restored) &&
         Fits(own.deficit, other.deficit) &&
         other.lots_made <= UINT32_MAX - own.lots_made;
}

// A pool is joined to none, and has at most so many who are joined to it.
bool CanBeOnePool(const MemberProfile& one, const MemberProfile& other,
                  const Program& program) {
  const std::size_t joined =
      one.pool_members.size() + other.pool_members.size();
  return joined == 0 || (!one.is_joined() && !other.is_joined() &&
                         joined <= program.pool_members_max);
}

ResultCode RefuseToTakeOver(const Addressee& to) {
  if (to.slot == kNoSlot) return ResultCode::kReceiverUnknown;
  if (to.member().is_closed != 0) return ResultCode::kReceiverClosed;
  if (to.IsMerged()) return ResultCode::kReceiverRefused;
  to.MoveClock(Instant::Least());
  const MergeParcel& parcel = *to.message.parcel;
  const auto has_room = [&parcel](const Addressee& then) {
    return std::all_of(parcel.purses.begin(), parcel.purses.end(),
                       [&then](const MergeParcel::Purse& purse) {
                         return HasRoomFor(then, purse.wallet);
                       });
  };
  if (!WillBe(to, parcel.clock, has_room)) {
    return ResultCode::kReceiverRefused;
  }
  return CanBeOnePool(to.shard.ProfileOf(to.slot), parcel.profile, to.program)
             ? ResultCode::kOk
             : ResultCode::kReceiverRefused;
}

void TakeHolds(const Addressee& to, const std::vector<Slot>& holds,
               Wallet& wallet, Books& books) {
  Shard& shard = to.shard;
  for (const Slot slot : holds) {
    const CommandRecord& hold = shard.records.At(slot);
    if (hold.unit != wallet.unit) continue;
    books.PutHeld(wallet, {kTransit, wallet.unit, 0}, Amount(hold.amount));
    ListHold(shard, shard.SideOf(wallet), slot);
    const Unit& unit = *to.program.FindUnit(wallet.unit);
    shard.ListDue(to.slot, wallet, std::min(hold.timeout(), unit.retires));
  }
}

void TakeDebt(Wallet& wallet, Amount debt, Books& books) {
  const SystemAccount transit{kTransit, wallet.unit, 0};
  const Amount covered = std::min(wallet.available, debt);
  books.Debit(wallet, transit, covered);
  books.Owe(wallet, transit, debt - covered);
}

void AddTotals(const Wallet& other, Wallet& wallet) {
  wallet.earned += other.earned;
  wallet.clawed_back += other.clawed_back;
  wallet.redeemed += other.redeemed;
  wallet.restored += other.restored;
  wallet.expired += other.expired;
}

// Returns by how much its lots are numbered higher.
std::uint32_t TakePurse(const Addressee& to, const MergeParcel::Purse& purse,
                        const std::vector<Slot>& holds) {
  Shard& shard = to.shard;
  Wallet& wallet = shard.members.WalletOf(to.member(), purse.wallet.unit);
  const std::uint32_t shift = wallet.lots_made;
  wallet.lots_made += purse.wallet.lots_made;
  Books books = to.books();
  AddTotals(purse.wallet, wallet);
  if (purse.last_activity != Instant::Least()) {
    books.NoteActivity(wallet, purse.last_activity);
  }
  if (purse.has_moved_lots) shard.SideOf(wallet).has_moved_lots = true;
  for (const std::vector<Slice>* lots : {&purse.pending, &purse.available}) {
    for (const Slice& lot : *lots) {
      books.Credit(wallet, {kTransit, wallet.unit, 0},
                   Shifted(lot, shift, shard.terms));
    }
  }
  TakeHolds(to, holds, wallet, books);
  TakeDebt(wallet, purse.wallet.deficit, books);
  for (const Slice& lot : purse.remembered) {
    LotLists(shard.lots, kRememberedOrder)
        .Insert(shard.SideOf(wallet).expired, Shifted(lot, shift, shard.terms));
  }
  return shift;
}

// What one has stays, what it lacks comes from the other.
Attributes CompletedBy(const Attributes& other, Attributes attributes) {
  if (attributes.birth_month == 0) {
    attributes.birth_month = other.birth_month;
    attributes.birth_day = other.birth_day;
  }
  if (attributes.segments == 0) attributes.segments = other.segments;
  if (attributes.plan == 0) attributes.plan = other.plan;
  return attributes;
}

// What follows for others is told them by messages of the merge.
class Followers {
 public:
  Followers(const Addressee& to, Messages& messages)
      : to_(to), messages_(messages) {}

  void Tell(MessageKind kind, const MemberId& from, const MemberId& whom) {
    Message message = Reply(to_.message, kind);
    message.index = index_++;
    message.from = from;
    message.to = whom;
    // The first answer is that of the command.
    if (message.index != 0) message.outcome = nullptr;
    messages_.Add(message);
  }

 private:
  const Addressee& to_;
  Messages& messages_;
  std::uint32_t index_ = 0;
};

void PutShifts(std::span<const LotShift> shifts, Messages& messages) {
  for (const LotShift& shift : shifts) {
    Slice slice;
    slice.unit = static_cast<std::uint8_t>(shift.unit);
    slice.number = shift.by;
    messages.slices().push_back(slice);
  }
}

// The pools of both, and who was merged into the other before.
void TakeProfile(const Addressee& to, std::span<const LotShift> shifts,
                 Messages& messages) {
  const MemberId& itself = to.message.to;
  const MemberId& merged = to.message.from;
  const MemberProfile& other = to.message.parcel->profile;
  MemberProfile profile = to.shard.ProfileOf(to.slot);
  const Code plan_before = profile.attributes.plan;
  const PlanTerm term_before = profile.plan_term;
  ChangeAttributes(CompletedBy(other.attributes, profile.attributes),
                   to.member().clock, to.program.zone, &profile);
  TakePlanTerm(other, plan_before, &profile);
  Followers followers(to, messages);
  profile.merged_here.push_back(merged);
  PutShifts(shifts, messages);
  followers.Tell(MessageKind::kMergeAnswer, merged, itself);
  for (const MemberId& before : other.merged_here) {
    profile.merged_here.push_back(before);
    PutShifts(shifts, messages);
    followers.Tell(MessageKind::kMergeAnswer, before, itself);
  }
  for (const MemberId& joined : other.pool_members) {
    profile.pool_members.push_back(joined);
    followers.Tell(MessageKind::kJoinAnswer, joined, itself);
  }
  if (other.is_joined()) {
    followers.Tell(MessageKind::kPart, merged, other.pool);
    if (!profile.is_joined()) {
      profile.joining = true;
      followers.Tell(MessageKind::kJoin, itself, other.pool);
    }
  }
  to.shard.KeepProfile(to.slot, profile);
  if (to.message.parcel->days) {
    to.shard.DaysOf(to.slot).Join(*to.message.parcel->days);
  }
  AwaitDays(to.program, to.shard, to.slot);
  EntryFacts facts = to.facts();
  facts.at = facts.clock;
  if (profile.plan_term != term_before ||
      profile.attributes.plan != plan_before) {
    TellPlan(to.program, plan_before, profile,
             Books(to.shard, to.program, facts));
  }
  PassPlanOverdue(to.program, to.shard, to.slot, facts);
}

}  // namespace

void TakeOver(const Addressee& to, Messages& messages) {
  const Message& message = to.message;
  const ResultCode refusal = RefuseToTakeOver(to);
  if (refusal != ResultCode::kOk) {
    messages.Add(Reply(message, MessageKind::kMergeAnswer, refusal));
    return;
  }
  to.MoveClock(message.parcel->clock);
  to.member().NoteSequence(to.mover.sequence);
  const std::vector<Slot> holds = TakeRecords(to);
  TakeDealings(to);
  TakeAchievements(to);
  TakeGrants(message.parcel->grants, to.shard, to.slot);
  std::vector<LotShift> shifts;
  for (const MergeParcel::Purse& purse : message.parcel->purses) {
    shifts.push_back({purse.wallet.unit, TakePurse(to, purse, holds)});
  }
  TakeTiers(to);
  to.SettleAgain();
  TakeProfile(to, shifts, messages);
}

}  // namespace kumbara
