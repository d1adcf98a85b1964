#include "engine/apply/command_context.h"
#include "engine/apply/rate.h"

namespace kumbara {

ResultCode ApplyEnroll(CommandContext& context) {
  if (context.slot != kNoSlot) return ResultCode::kMemberExists;
  context.OpenMember();
  ChangeAttributes(context);
  return ResultCode::kOk;
}

ResultCode ApplyPurchase(CommandContext& context) {
  const Program& program = context.program;
  if (program.enrol == EnrolPolicy::kExplicit) {
    const ResultCode code = RefuseUnknownMember(context);
    if (code != ResultCode::kOk) return code;
  }
  const ResultCode code = RefuseCurrency(context);
  if (code != ResultCode::kOk) return code;
  const Money total(context.command().amount);
  const std::optional<Amount> points = Rate(program, total);
  const std::uint8_t unit = EarnedUnit(program);
  const Wallet& before = context.Look(unit);
  if (!points || !Books::CanCredit(before, *points) ||
      !Fits(before.earned, *points)) {
    return ResultCode::kOverflow;
  }

  context.OpenMember();
  PurchaseRecord record;
  record.id = context.command().id;
  record.amount = total;
  record.earned = context.occurred_at();
  record.member = context.slot;
  record.version = program.version;
  if (unit != 0) {
    const EarnRule& rule = *program.earn;
    Wallet& wallet = context.Touch(unit);
    wallet.earned += *points;
    record.lot = context.books().Credit(
        wallet, {Account::kIssued, unit, rule.funding_class},
        context.NewLot(*points, context.DatesBy(rule.lots),
                       rule.funding_class));
  }
  context.shard.records.Add(record);
  return ResultCode::kOk;
}

}  // namespace kumbara
