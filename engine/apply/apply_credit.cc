// Award, redeem, donate and adjust: an amount of a unit in or out, without
// rating.

#include <algorithm>

#include "engine/apply/award_claim.h"
#include "engine/apply/earn.h"
#include "engine/apply/giving.h"
#include "engine/apply/redeem_reward.h"

namespace kumbara {
namespace {

// Whether one person gives the command and another one approves of it.
bool AreTwoPersons(std::span<const Detail> details) {
  const Detail* by = Find(details, DetailKind::kParty, PartyKind::kOperator);
  const Detail* approver =
      Find(details, DetailKind::kParty, PartyKind::kApprover);
  return by != nullptr && approver != nullptr &&
         by->member_id() != approver->member_id();
}

ResultCode RefuseSpender(const CommandContext& context) {
  ResultCode code = RefuseUnknownMember(context);
  if (code == ResultCode::kOk) code = RefuseUnit(context, true);
  return code == ResultCode::kOk ? RefuseActor(context) : code;
}

// Takes the amount as redeemed under a label, if it can be had.
ResultCode Spend(CommandContext& context, Code label) {
  const std::uint8_t unit = context.command().unit_or_currency;
  const Amount amount = context.amount();
  const Wallet& before = context.Look(unit);
  if (!Fits(before.redeemed, amount)) return ResultCode::kOverflow;
  if (before.available < amount) return ResultCode::kInsufficient;

  Wallet& wallet = context.Touch(unit);
  context.LeaveRecord(unit);
  context.books().Debit(wallet, {Account::kRedeemed, unit, label}, amount,
                        &context.shard.records);
  wallet.redeemed += amount;
  return ResultCode::kOk;
}

Code AwardClassOf(const CommandContext& context) {
  const Detail* named = Find(context.input.details, DetailKind::kCode);
  return named != nullptr ? named->code32 : context.program.award_class;
}

}  // namespace

ResultCode ApplyAward(CommandContext& context) {
  const Program& program = context.program;
  if (program.enrol == EnrolPolicy::kExplicit) {
    const ResultCode code = RefuseUnknownMember(context);
    if (code != ResultCode::kOk) return code;
  }
  const ResultCode code = RefuseUnit(context, false);
  if (code != ResultCode::kOk) return code;
  const std::uint8_t unit = context.command().unit_or_currency;
  if (program.FindUnit(unit)->standing == UnitStanding::kRemoved) {
    return ResultCode::kUnitUnknown;  // What there is may be used up.
  }
  const Amount amount = context.amount();
  const Code funding_class = AwardClassOf(context);
  const Message* answer = context.input.answer;
  const auto budget = program.BudgetOf(funding_class, unit);
  if (budget && amount != Amount() && answer == nullptr) {
    return ClaimAward(context, *budget);
  }
  if (answer != nullptr && answer->claimed == 0) {
    return ResultCode::kLimitReached;
  }
  if (!Books::CanEarn(context.shard, context.Look(unit), amount)) {
    return ResultCode::kOverflow;
  }

  context.OpenMember();
  CommandRecord& record = context.LeaveRecord(unit);
  record.label = funding_class;
  Earn(context, record,
       context.NewLot(amount, context.DatesBy(program.FindUnit(unit)->lots),
                      funding_class),
       funding_class);
  return ResultCode::kOk;
}

ResultCode ApplyRedeem(CommandContext& context) {
  const Detail* reward = Find(context.input.details, DetailKind::kCode);
  if (reward != nullptr) return RedeemReward(context, reward->code32);
  const ResultCode code = RefuseSpender(context);
  return code == ResultCode::kOk ? Spend(context, 0) : code;
}

// A redemption for a cause, which is a gift as well.
ResultCode ApplyDonate(CommandContext& context) {
  ResultCode code = RefuseSpender(context);
  if (code == ResultCode::kOk) code = RefuseGiving(context);
  if (code != ResultCode::kOk) return code;
  const Detail* cause = Find(context.input.details, DetailKind::kCode);
  code = Spend(context, cause != nullptr ? cause->code32 : 0);
  if (code == ResultCode::kOk) CountGiving(context);
  return code;
}

ResultCode ApplyAdjust(CommandContext& context) {
  ResultCode code = RefuseUnknownMember(context);
  if (code != ResultCode::kOk) return code;
  code = RefuseUnit(context, false);
  if (code != ResultCode::kOk) return code;
  if (context.program.adjust_approver &&
      !AreTwoPersons(context.input.details)) {
    return ResultCode::kNotPermitted;
  }
  const std::uint8_t unit = context.command().unit_or_currency;
  const Amount amount = context.amount();
  const Wallet& before = context.Look(unit);
  const Amount covered =
      std::min(before.available, -std::min(amount, Amount()));
  const bool fits = amount >= Amount()
                        ? Books::CanCredit(context.shard, before, amount)
                        : Books::CanOwe(before, -amount - covered);
  if (!fits) return ResultCode::kOverflow;

  Wallet& wallet = context.Touch(unit);
  CommandRecord& record = context.LeaveRecord(unit);
  record.label = context.command().reason;
  Books books = context.books();
  const SystemAccount adjusted{Account::kAdjusted, unit,
                               context.command().reason};
  if (amount >= Amount()) {
    const LotDates dates =
        DatesAtOnce(context.program, unit, context.occurred_at());
    record.place =
        books.Credit(wallet, adjusted, context.NewLot(amount, dates, 0));
  } else {
    const Amount owed = -amount - covered;
    record.extra = owed.count();
    books.Debit(wallet, adjusted, covered, &context.shard.records);
    books.Owe(wallet, adjusted, owed);
  }
  return ResultCode::kOk;
}

}  // namespace kumbara
