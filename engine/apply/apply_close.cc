// Close: the end of a member. What it holds leaves the books, what it owes is
// forgiven, its totals stay.

#include "engine/apply/command_context.h"
#include "engine/apply/remembered_lots.h"
#include "engine/apply/settle.h"
#include "engine/base/check.h"
#include "engine/member/hold_list.h"

namespace kumbara {
namespace {

void ForgetExpired(Shard& shard, Wallet& wallet) {
  if (shard.FindSide(wallet) == nullptr) return;
  LotLists(shard.lots, kRememberedOrder).Clear(shard.SideOf(wallet).expired);
}

void Empty(Wallet& wallet, const Unit& unit, bool pay_out, Books& books) {
  const SystemAccount forfeited{Account::kForfeited, unit.code, 0};
  const SystemAccount paid_out{Account::kPaidOut, unit.code, 0};
  // Resolve carries a close behind the member's own transfers.
  KUMBARA_CHECK(wallet.held == Amount());
  books.Empty(wallet, pay_out && unit.spendable ? paid_out : forfeited);
}

// Its pool, and those joined to it, are told.
void PartFromAll(CommandContext& context, const MemberProfile& profile) {
  if (profile.is_joined()) {
    context.messages.Add(context.NewMessage(MessageKind::kPart, profile.pool));
  }
  std::uint32_t index = 0;
  for (const MemberId& joined : profile.pool_members) {
    Message message = context.NewMessage(MessageKind::kPart, joined);
    message.index = index++;
    context.messages.Add(message);
  }
}

}  // namespace

ResultCode ApplyClose(CommandContext& context) {
  const ResultCode code = RefuseUnknownMember(context);
  if (code != ResultCode::kOk) return code;
  const bool force = (context.command().flags & kForce) != 0;
  const bool pay_out = (context.command().flags & kPayOut) != 0;
  Shard& shard = context.shard;
  const MemberProfile left = shard.ProfileOf(context.slot);
  if (!force && !left.pool_members.empty()) return ResultCode::kNotPermitted;
  for (const Unit& unit : context.program.units) {
    if (!force && HasOpenHold(shard, context.Look(unit.code))) {
      return ResultCode::kNotPermitted;
    }
  }
  Books books = context.books();
  for (const Unit& unit : context.program.units) {
    Wallet* wallet = shard.members.FindWallet(context.member(), unit.code);
    if (wallet == nullptr) continue;
    VoidHolds(shard, *wallet, books);
    // What comes back expired expires, and is not forfeited.
    SettlePlaced({context.input.posts_under, context.input.sequence},
                 context.program, shard, context.slot, context.member());
    Empty(*wallet, unit, pay_out, books);
    ForgetExpired(shard, *wallet);
  }
  PartFromAll(context, left);
  MemberProfile profile;  // Attributes go with the member.
  profile.closed_at = context.occurred_at();
  profile.merged_here = left.merged_here;  // For who erases them all.
  shard.KeepProfile(context.slot, profile);
  shard.KeepDealings(context.slot, {});
  shard.ForgetRewardsHad(context.slot);
  shard.rule_uses.Forget(context.slot);
  shard.achievements.Forget(context.slot);
  shard.benefits.Forget(context.slot);
  shard.grants.Forget(context.slot);
  shard.ForgetTiers(context.slot);
  shard.ForgetDays(context.slot);
  return ResultCode::kOk;
}

}  // namespace kumbara
