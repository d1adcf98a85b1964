// Whether the books of a shard hold: the invariants that a state shows by
// itself. Debug builds ask behind every batch, `kumbara audit` in every build.
//
// Found are violations of
//    1. the sum over all accounts of a unit is zero;
//    2. pending and available are what the lots hold, held what open holds and
//       transfers under way do;
//    3. no balance is negative, deficit and available never stand together;
//    9. what remains of a lot is above zero;
//   10. no lot stands at or after its expiry.
//
// Threads: the owner of the shard.
// Cost:    reads the members asked for, their lots and open holds.

#ifndef KUMBARA_ENGINE_MEMBER_BOOK_CHECK_H_
#define KUMBARA_ENGINE_MEMBER_BOOK_CHECK_H_

#include "engine/member/shard.h"
#include "engine/member/violation.h"

namespace kumbara {

// By code of the unit, what transfers under way hold of a shard's members.
using HeldUnderWay = std::array<Int128, 256>;

// Of one member, which has been settled to its own clock and to `settled_to`.
// Gives back, by unit, what it holds beyond its open holds.
HeldUnderWay FindViolationsOfMember(const Shard& shard, Slot member,
                                    Instant settled_to,
                                    const OnViolation& found);

// Of all members of a shard and its accounts.
void FindViolations(const Shard& shard, const HeldUnderWay& under_way,
                    Instant settled_to, const OnViolation& found);

// Ends the process if there are any.
void CheckBooks(const Shard& shard, const HeldUnderWay& under_way = {});

}  // namespace kumbara

#endif  // KUMBARA_ENGINE_MEMBER_BOOK_CHECK_H_
