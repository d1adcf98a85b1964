// Restore: giving back what a command took, slice by slice, in reverse order of
// taking.

#ifndef KUMBARA_ENGINE_APPLY_RESTORE_H_
#define KUMBARA_ENGINE_APPLY_RESTORE_H_

#include "engine/apply/command_context.h"

namespace kumbara {

// What came back already of the slices of a record.
inline Amount CameBack(const CommandRecord& record) {
  return Amount(record.taken_back);
}
inline Amount CameBack(const BasketRecord& basket) {
  return Amount(basket.restored);
}

// Calls visit(slice) for the parts of the slices of `taker`, a record or what
// that of a purchase has more, that make up `amount`, counted from the last
// slice's end backwards behind what came back already. REQUIRES: the slices
// have so much left.
template <class Taker, class Visit>
void ForEachSliceBack(const CommandRecords& records, const Taker& taker,
                      Amount amount, const Visit& visit) {
  Amount passed = CameBack(taker);
  for (std::uint32_t i = records.SliceCount(taker); amount != Amount();) {
    Lot part = records.SliceAt(taker, --i);
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

// Whether so much of the points that a purchase was paid with can come back;
// and lets it. 0 where it was not paid so.
bool CanRestoreTender(CommandContext& context, const CommandRecord& purchase,
                      Amount amount);
void RestoreTender(CommandContext& context, const CommandRecord& purchase,
                   Amount amount);

// Sends a message to the receiver of a transfer, whose answer comes at the
// round's end (engine/apply/message.h).
ResultCode ReverseTransfer(CommandContext& context, CommandRecord& record);

}  // namespace kumbara

#endif  // KUMBARA_ENGINE_APPLY_RESTORE_H_
