// Event: something happened. It is an activity, may earn by rules, and counts
// toward achievements.

#include "engine/apply/achievements.h"
#include "engine/apply/command_context.h"
#include "engine/apply/rate.h"
#include "engine/apply/rated_purchase.h"

namespace kumbara {
namespace {

// It names no unit, so it is an activity in each that counts events.
void NoteActivities(CommandContext& context) {
  for (const Unit& unit : context.program.units) {
    const bool counts =
        (unit.lots.activities & SetOf(CommandKind::kEvent)) != 0;
    if (counts && unit.standing != UnitStanding::kLater) {
      context.Touch(unit.code);
    }
  }
}

// What waits for an event of this name waits no more.
void EndWaiting(CommandContext& context) {
  const Code event = EventOf(context);
  for (const Unit& unit : context.program.units) {
    // Empty in a unit whose lots wait for none.
    if (!IsAnyOf(unit.lots.pending_events, event)) continue;
    Wallet* wallet =
        context.shard.members.FindWallet(context.member(), unit.code);
    if (wallet == nullptr) continue;
    context.Watch(unit.code);
    context.books().EndWaiting(*wallet);
  }
}

}  // namespace

ResultCode ApplyEvent(CommandContext& context) {
  const Program& program = context.program;
  if (program.enrol == EnrolPolicy::kExplicit) {
    const ResultCode code = RefuseUnknownMember(context);
    if (code != ResultCode::kOk) return code;
  }
  const std::uint8_t unit = UnitOfEvents(program);
  Given given;
  if (unit != 0) {
    const ResultCode code = RateEvent(context, &given);
    if (code != ResultCode::kOk) return code;
  }

  context.OpenMember();
  NoteActivities(context);
  EndWaiting(context);
  // Where events give nothing a record of each would be too much to keep.
  CommandRecord* record = nullptr;
  if (unit != 0) {
    record = &context.LeaveRecord(unit);
    record->amount = kOneEvent.count();
    record->place = 0;
    EarnByEvent(context, *record, given);
  }
  if (!program.achievements.empty()) CountTowardAchievements(context, record);
  return ResultCode::kOk;
}

}  // namespace kumbara
