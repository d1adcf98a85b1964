// What members have to do with each other in a merge
// (engine/apply/merge_contents.h).

#include <algorithm>
#include <span>

#include "engine/apply/merge_contents.h"
#include "engine/base/check.h"

namespace kumbara {
namespace {

using State = ReferralLink::State;

// Whether a member is one of the two, or was, before it was merged into one.
bool IsOneOfBoth(const Addressee& to, const MemberProfile& own,
                 const MemberId& member) {
  const auto is_among = [&](const std::vector<MemberId>& merged) {
    return std::find(merged.begin(), merged.end(), member) != merged.end();
  };
  return member == to.message.to || member == to.message.from ||
         is_among(own.merged_here) ||
         is_among(to.message.parcel->profile.merged_here);
}

// A link that waits for its event waits in vain if it leads to the member
// itself, or if the other one has bought before.
ReferralLink Useful(const Addressee& to, const MemberProfile& own,
                    const ReferralLink& link, bool other_has_bought) {
  KUMBARA_CHECK(link.state != State::kAsked);  // By now there is an answer.
  const auto is_late = [&] {
    return other_has_bought && to.program.referral &&
           to.program.referral->when == ReferralEvent::kFirstPurchase;
  };
  const bool in_vain = link.state == State::kStands &&
                       (is_late() || IsOneOfBoth(to, own, link.referrer));
  return in_vain ? ReferralLink{} : link;
}

// The link that stays: one that was paid for, so that nothing is paid again.
// What another was paid for can be taken back all the same.
ReferralLink LinkOfBoth(const Addressee& to, const ReferralLink& own) {
  const MergeParcel& parcel = *to.message.parcel;
  const MemberProfile profile = to.shard.ProfileOf(to.slot);
  const ReferralLink mine =
      Useful(to, profile, own, parcel.referrals.has_bought);
  const ReferralLink theirs =
      Useful(to, profile, parcel.dealings.link, to.member().has_bought != 0);
  if (mine.state == State::kNone) return theirs;
  if (theirs.state != State::kPaid) return mine;
  if (mine.state != State::kPaid) return theirs;
  // Where this version has no referral, that which paid may take back.
  if (!to.program.referral || to.program.referral->may_take_back()) {
    to.shard.past_referrals[theirs.event] = {to.slot, theirs.referrer};
  }
  return mine;
}

// The entries of a table of referrals that are a member's.
template <class Table>
auto EntriesOf(const Table& table, Slot member) {
  std::vector<std::pair<typename Table::key_type, typename Table::mapped_type>>
      entries;
  for (const auto& entry : table) {
    if (entry.second.member == member) entries.push_back(entry);
  }
  return entries;
}

void TakeReferrals(const Addressee& to) {
  const MergeParcel::Referrals& referrals = to.message.parcel->referrals;
  for (auto [key, payment] : referrals.payments) {
    payment.member = to.slot;
    if (payment.lot != 0) payment.lot += ShiftIn(to, payment.unit);
    to.shard.referral_payments[key] = payment;
  }
  for (auto [event, past] : referrals.past) {
    past.member = to.slot;
    to.shard.past_referrals[event] = past;
  }
  if (referrals.has_bought) to.member().has_bought = 1;
}

}  // namespace

MergeParcel::Referrals PackReferrals(const Shard& shard, Slot member) {
  return {shard.members.At(member).has_bought != 0,
          EntriesOf(shard.referral_payments, member),
          EntriesOf(shard.past_referrals, member)};
}

void TakeDealings(const Addressee& to) {
  const MemberDealings& other = to.message.parcel->dealings;
  MemberDealings dealings = to.shard.DealingsOf(to.slot);
  dealings.link = LinkOfBoth(to, dealings.link);
  dealings.AddCounts(other);
  to.shard.KeepDealings(to.slot, dealings);
  TakeReferrals(to);
  for (const RewardsHadView& had : to.message.parcel->rewards_had) {
    to.shard.rewards_had.Add({to.slot, had.reward}, had.period, had.count);
  }
  const RuleUses& uses = to.message.parcel->rule_uses;
  if (!uses.empty()) to.shard.rule_uses.Of(to.slot).Join(uses);
}

void DropDealings(Shard& shard, Slot member) {
  shard.KeepDealings(member, {});
  shard.ForgetRewardsHad(member);
  const auto is_its = [member](const auto& entry) {
    return entry.second.member == member;
  };
  absl::erase_if(shard.referral_payments, is_its);
  absl::erase_if(shard.past_referrals, is_its);
  shard.members.At(member).has_bought = 0;
}

}  // namespace kumbara
