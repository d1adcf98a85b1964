#include "engine/apply/naming.h"

#include "engine/base/check.h"

namespace kumbara {

ResultCode FindNamed(const CommandContext& context, KindSet kinds,
                     CommandRecord** record) {
  const Reference& reference = context.input.reference;
  if (reference.whose == Reference::Whose::kUnknown) {
    return ResultCode::kReferenceNotFound;
  }
  if ((kinds & SetOf(reference.kind)) == 0) {
    return ResultCode::kReferenceWrongKind;
  }
  if (reference.whose == Reference::Whose::kOtherMember) {
    return ResultCode::kReferenceOfOtherMember;
  }
  const Detail* named = Find(context.input.details, DetailKind::kReference);
  KUMBARA_CHECK(named != nullptr);
  CommandRecords& records = context.shard.records;
  const Slot slot = records.Find(named->command_id(), reference.id_slot);
  if (slot == kNoSlot) return ResultCode::kReferenceNotFound;
  *record = &records.At(slot);
  // Resolve compares 32 bits of the member; this decides.
  return (*record)->member == context.slot
             ? ResultCode::kOk
             : ResultCode::kReferenceOfOtherMember;
}

ResultCode RefuseTooOld(const CommandContext& context,
                        const CommandRecord& record) {
  const std::optional<Duration>& horizon =
      context.program.returns.reversal_horizon;
  if (!horizon) return ResultCode::kOk;
  const Instant last = context.program.zone.Add(record.at, *horizon);
  return context.occurred_at() > last ? ResultCode::kReferenceTooOld
                                      : ResultCode::kOk;
}

}  // namespace kumbara
