#include "engine/apply/basket.h"
#include "engine/apply/clawback.h"
#include "engine/apply/earn.h"
#include "engine/apply/explain.h"
#include "engine/apply/naming.h"
#include "engine/apply/purchase_counts.h"
#include "engine/apply/rate.h"
#include "engine/apply/rated_purchase.h"
#include "engine/record/line_form.h"

namespace kumbara {
namespace {

ResultCode ReturnOfNone(CommandContext& context) {
  const Program& program = context.program;
  if (!program.rules.empty()) return ReturnOfNoneByRules(context);
  const Money basis = BasisOf(program, Money(context.command().amount),
                              LinesOf(context.input.details), {});
  const std::optional<Amount> points = Rate(program, basis);
  if (!points) return ResultCode::kOverflow;
  if (context.explanation != nullptr) {
    ExplainPlainBasket(context, basis, *points);
  }
  const std::uint8_t unit = EarnedUnit(program);
  const Wallet& before = context.Look(unit);
  if (const MemberId* pool = context.JoinedPool()) {
    const Code funding_class = unit != 0 ? program.earn->funding_class : 0;
    CountBroughtBack(context);
    TakeBackOfPool(context, *pool, *points, funding_class);
    return ResultCode::kOk;
  }
  const Taking taking = PlanTaking(before, program.returns.deficit, *points,
                                   Amount(), context.shard.ClaimedOf(before));
  if (!CanTake(before, taking)) return ResultCode::kOverflow;

  context.OpenMember();
  CountBroughtBack(context);
  if (unit == 0) return ResultCode::kOk;
  Wallet& wallet = context.Touch(unit);
  wallet.clawed_back += taking.total;
  Books books = context.books();
  Take(taking, {Account::kClawedBack, unit, program.earn->funding_class},
       wallet, books);
  books.Forgo(unit, *points - taking.total);
  return ResultCode::kOk;
}

ResultCode ReturnOfPurchase(CommandContext& context) {
  CommandRecord* record = nullptr;
  ResultCode code = FindNamed(context, SetOf(CommandKind::kPurchase), &record);
  if (code != ResultCode::kOk) return code;
  code = RefuseTooOld(context, *record);
  if (code != ResultCode::kOk) return code;
  if (record->left() == 0 && record->taken_back != 0) {
    return ResultCode::kAlreadyReversed;
  }
  std::optional<Money> amount;
  if (context.has_amount()) amount = Money(context.command().amount);
  Returning returning;
  code = PlanReturn(context, *record, amount, LinesOf(context.input.details),
                    &returning);
  return code == ResultCode::kOk ? TakeBackPurchase(context, *record, returning)
                                 : code;
}

}  // namespace

ResultCode ApplyReturn(CommandContext& context) {
  if (context.program.enrol == EnrolPolicy::kExplicit) {
    const ResultCode code = RefuseUnknownMember(context);
    if (code != ResultCode::kOk) return code;
  }
  const ResultCode code = RefuseCurrency(context);
  if (code != ResultCode::kOk) return code;
  const ReturnsPolicy& policy = context.program.returns;
  switch (context.input.reference.whose) {
    case Reference::Whose::kNone:
      break;
    case Reference::Whose::kUnknown:
      if (policy.unknown_reference == UnknownReference::kRefuse ||
          !context.has_amount() ||
          !AddUp(LinesOf(context.input.details), context.command().amount)) {
        return ResultCode::kReferenceNotFound;
      }
      break;
    case Reference::Whose::kOtherMember:
    case Reference::Whose::kOwn:
      return ReturnOfPurchase(context);
  }
  return policy.unmatched == UnmatchedReturn::kRefuse
             ? ResultCode::kReferenceNotFound
             : ReturnOfNone(context);
}

}  // namespace kumbara
