// Close: the end of a member. What it holds leaves the books, what it owes is
// forgiven, its totals stay.

#include "engine/apply/command_context.h"
#include "engine/base/check.h"

namespace kumbara {
namespace {

void Empty(Wallet& wallet, const Unit& unit, bool pay_out, Books& books) {
  const SystemAccount forfeited{Account::kForfeited, unit.code, 0};
  const SystemAccount paid_out{Account::kPaidOut, unit.code, 0};
  // Resolve carries a close behind the member's own transfers.
  KUMBARA_CHECK(wallet.held == Amount());
  books.DebitPending(wallet, forfeited, wallet.pending);
  books.Debit(wallet, pay_out && unit.spendable ? paid_out : forfeited,
              wallet.available);
  books.WriteOff(wallet);
}

}  // namespace

ResultCode ApplyClose(CommandContext& context) {
  const ResultCode code = RefuseUnknownMember(context);
  if (code != ResultCode::kOk) return code;
  const bool pay_out = (context.command().flags & kPayOut) != 0;
  Books books = context.books();
  for (const Unit& unit : context.program.units) {
    Wallet* wallet =
        context.shard.members.FindWallet(context.member(), unit.code);
    if (wallet != nullptr) Empty(*wallet, unit, pay_out, books);
  }
  MemberProfile profile;  // Attributes go with the member.
  profile.closed_at = context.occurred_at();
  context.shard.KeepProfile(context.slot, profile);
  return ResultCode::kOk;
}

}  // namespace kumbara
