// Set: a member's attributes. Enroll may bring them along.

#include "engine/apply/attribute_history.h"
#include "engine/apply/command_context.h"

namespace kumbara {

void ChangeAttributes(CommandContext& context) {
  const Detail* detail = Find(context.input.details, DetailKind::kAttributes);
  if (detail == nullptr) return;
  MemberProfile profile = context.shard.ProfileOf(context.slot);
  const Attributes now =
      AttributeChange::FromDetail(*detail).AppliedTo(profile.attributes);
  if (context.command().kind == CommandKind::kEnroll) {
    profile.attributes = now;  // There was nobody before.
  } else {
    ChangeAttributes(now, context.member().clock, context.program.zone,
                     &profile);
  }
  context.shard.KeepProfile(context.slot, profile);
}

ResultCode ApplySet(CommandContext& context) {
  const ResultCode code = RefuseUnknownMember(context);
  if (code != ResultCode::kOk) return code;
  ChangeAttributes(context);
  return ResultCode::kOk;
}

}  // namespace kumbara
