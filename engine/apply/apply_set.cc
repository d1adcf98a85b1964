// Set: a member's attributes. Enroll may bring them along.

#include "engine/apply/command_context.h"

namespace kumbara {

void ChangeAttributes(CommandContext& context) {
  const Detail* detail = Find(context.input.details, DetailKind::kAttributes);
  if (detail == nullptr) return;
  MemberProfile profile = context.shard.ProfileOf(context.slot);
  profile.attributes =
      AttributeChange::FromDetail(*detail).AppliedTo(profile.attributes);
  context.shard.KeepProfile(context.slot, profile);
}

ResultCode ApplySet(CommandContext& context) {
  const ResultCode code = RefuseUnknownMember(context);
  if (code != ResultCode::kOk) return code;
  ChangeAttributes(context);
  return ResultCode::kOk;
}

}  // namespace kumbara
