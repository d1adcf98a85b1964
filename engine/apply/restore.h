// Restore: giving back what a command took, slice by slice, in reverse order of
// taking.

#ifndef KUMBARA_ENGINE_APPLY_RESTORE_H_
#define KUMBARA_ENGINE_APPLY_RESTORE_H_

#include "engine/apply/command_context.h"

namespace kumbara {

// Calls visit(slice) for the parts of a record's slices that make up `amount`,
// counted from the last slice's end backwards behind what has been taken back
// already. REQUIRES: the slices have so much left.
template <class Visit>
void ForEachSliceBack(const CommandRecords& records,
                      const CommandRecord& record, Amount amount,
                      const Visit& visit) {
  Amount passed(record.taken_back);
  for (std::uint32_t i = records.SliceCount(record); amount != Amount();) {
    Lot part = records.SliceAt(record, --i);
    const Amount before = std::min(passed, part.remaining);
    passed -= before;
    part.remaining = std::min(part.remaining - before, amount);
    amount -= part.remaining;
    if (part.remaining != Amount()) visit(part);
  }
}

// Reversals of the member's own commands: each is refused, or takes back
// `amount` of the record.
ResultCode RestoreRedeemed(CommandContext& context, CommandRecord& record,
                           Amount amount);
ResultCode ReverseAward(CommandContext& context, CommandRecord& record);
ResultCode ReverseAdjustment(CommandContext& context, CommandRecord& record);

// Sends a message to the receiver of a transfer, whose answer comes at the
// round's end (engine/apply/message.h).
ResultCode ReverseTransfer(CommandContext& context, CommandRecord& record);

}  // namespace kumbara

#endif  // KUMBARA_ENGINE_APPLY_RESTORE_H_
