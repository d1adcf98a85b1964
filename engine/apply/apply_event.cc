// Event: something happened. It is an activity and counts toward achievements.

#include "engine/apply/achievements.h"
#include "engine/apply/command_context.h"

namespace kumbara {

ResultCode ApplyEvent(CommandContext& context) {
  const Program& program = context.program;
  if (program.enrol == EnrolPolicy::kExplicit) {
    const ResultCode code = RefuseUnknownMember(context);
    if (code != ResultCode::kOk) return code;
  }
  context.OpenMember();
  for (const Unit& unit : program.units) {
    // It names no unit, so it is an activity in each that counts events.
    const bool counts =
        (unit.lots.activities & SetOf(CommandKind::kEvent)) != 0;
    if (counts && unit.standing != UnitStanding::kLater) {
      context.Touch(unit.code);
    }
  }
  if (!program.achievements.empty()) CountTowardAchievements(context);
  return ResultCode::kOk;
}

}  // namespace kumbara
