#include "engine/apply/naming.h"

#include "engine/base/check.h"

namespace kumbara {
namespace {

bool HasTakenOver(const CommandContext& context) {
  if (context.slot == kNoSlot) return false;
  const MemberProfile* profile = context.shard.FindProfile(context.slot);
  return profile != nullptr && !profile->merged_here.empty();
}

}  // namespace

Slot SlotOfNamed(const Input& input, const CommandRecords& records) {
  const Detail* named = Find(input.details, DetailKind::kReference);
  KUMBARA_CHECK(named != nullptr);
  return records.Find(named->command_id(), input.reference.id_slot);
}

ResultCode FindNamed(const CommandContext& context, KindSet kinds,
                     CommandRecord** record) {
  const Reference& reference = context.input.reference;
  if (reference.whose == Reference::Whose::kUnknown) {
    return ResultCode::kReferenceNotFound;
  }
  if ((kinds & SetOf(reference.kind)) == 0) {
    return ResultCode::kReferenceWrongKind;
  }
  // What members left that were merged into this one is its own.
  const bool is_other = reference.whose == Reference::Whose::kOtherMember;
  if (is_other && !HasTakenOver(context)) {
    return ResultCode::kReferenceOfOtherMember;
  }
  CommandRecords& records = context.shard.records;
  const Slot slot = SlotOfNamed(context.input, records);
  if (slot == kNoSlot) {
    return is_other ? ResultCode::kReferenceOfOtherMember
                    : ResultCode::kReferenceNotFound;
  }
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
