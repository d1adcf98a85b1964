#include "engine/apply/basket.h"
#include "engine/apply/earn.h"
#include "engine/apply/explain.h"
#include "engine/apply/plans.h"
#include "engine/apply/purchase_counts.h"
#include "engine/apply/rate.h"
#include "engine/apply/rated_purchase.h"
#include "engine/apply/referral.h"

namespace kumbara {

ResultCode ApplyEnroll(CommandContext& context) {
  if (context.slot != kNoSlot) return ResultCode::kMemberExists;
  const Detail* referrer =
      Find(context.input.details, DetailKind::kParty, PartyKind::kReferrer);
  if (referrer != nullptr && !context.program.referral) {
    return ResultCode::kNotPermitted;
  }
  ResultCode code = RefusePlan(context);
  if (code == ResultCode::kOk) code = RefuseEnrolmentGifts(context.program);
  if (code != ResultCode::kOk) return code;
  context.OpenMember();
  ChangeAttributes(context);
  EarnByEnrolment(context);
  if (referrer != nullptr) AskReferrer(context, referrer->member_id());
  return ResultCode::kOk;
}

ResultCode ApplyPurchase(CommandContext& context) {
  const Program& program = context.program;
  if (program.enrol == EnrolPolicy::kExplicit) {
    const ResultCode code = RefuseUnknownMember(context);
    if (code != ResultCode::kOk) return code;
  }
  const std::span<const Detail> lines = LinesOf(context.input.details);
  const PointsTender tender = PointsTenderOf(lines);
  ResultCode code = RefuseTenderUnit(context, tender);
  if (code != ResultCode::kOk) return code;
  code = RefuseCurrency(context);
  if (code != ResultCode::kOk) return code;
  if (!program.rules.empty()) return PurchaseByRules(context, lines, tender);
  const Money basis =
      BasisOf(program, Money(context.command().amount), lines, tender);
  const std::optional<Amount> points = Rate(program, basis);
  if (context.explanation != nullptr && points) {
    ExplainPlainBasket(context, basis, *points);
  }
  const std::uint8_t unit = EarnedUnit(program);
  const Wallet& before = context.Look(unit);
  if (!points || !Books::CanEarn(context.shard, before, *points)) {
    return ResultCode::kOverflow;
  }
  code = RefuseTender(context, tender);
  if (code != ResultCode::kOk) return code;

  context.OpenMember();
  CommandRecord& record = context.LeaveRecord(unit);
  if (!lines.empty()) {
    AddUpLines(lines, &context.shard.basket);
    PayAndKeep(context, record, basis, tender);
  }
  record.place = 0;
  if (unit != 0) {
    const EarnRule& rule = *program.earn;
    const auto earned = [&] {
      return context.NewLot(*points, context.DatesBy(rule.lots),
                            rule.funding_class);
    };
    Earn(context, record, earned(), rule.funding_class);
    if (context.explanation != nullptr) {
      ExplainLot(context, 0, earned(), record.place);
    }
  } else {
    EarnNothing(context, record);
  }
  CountAccepted(context, record, lines);
  return ResultCode::kOk;
}

}  // namespace kumbara
