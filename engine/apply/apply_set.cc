// Set: a member's attributes. Enroll may bring them along.

#include "engine/apply/attribute_history.h"
#include "engine/apply/command_context.h"
#include "engine/apply/day_gifts.h"
#include "engine/apply/plans.h"

namespace kumbara {

void ChangeAttributes(CommandContext& context) {
  const Detail* detail = Find(context.input.details, DetailKind::kAttributes);
  if (detail == nullptr) return;
  MemberProfile profile = context.shard.ProfileOf(context.slot);
  const AttributeChange change = AttributeChange::FromDetail(*detail);
  const Code plan_before = profile.attributes.plan;
  const Attributes now = change.AppliedTo(profile.attributes);
  if (context.command().kind == CommandKind::kEnroll) {
    profile.attributes = now;  // There was nobody before.
  } else {
    ChangeAttributes(now, context.member().clock, context.program.zone,
                     &profile);
  }
  const bool gives_plan = (change.given & AttributeChange::kPlan) != 0;
  if (gives_plan) PayPlan(context, plan_before, &profile);
  context.shard.KeepProfile(context.slot, profile);
  if ((change.given & AttributeChange::kBirthday) != 0) {
    AwaitDays(context.program, context.shard, context.slot);
  }
  if (!gives_plan) return;
  EntryFacts facts = context.facts();
  facts.at = facts.clock;
  TellPlan(context.program, plan_before, profile,
           Books(context.shard, context.program, facts));
  PassPlanOverdue(context.program, context.shard, context.slot, facts);
}

ResultCode ApplySet(CommandContext& context) {
  ResultCode code = RefuseUnknownMember(context);
  if (code == ResultCode::kOk) code = RefusePlan(context);
  if (code != ResultCode::kOk) return code;
  ChangeAttributes(context);
  return ResultCode::kOk;
}

}  // namespace kumbara
