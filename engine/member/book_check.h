// Whether the books of a shard hold: the invariants that a state shows by
// itself. Debug builds ask behind every batch, `kumbara audit` in every build.
//
// Found are violations of
//    1. the sum over all accounts of a unit is zero;
//    2. available is what the lots hold, pending that and what is claimed, held
//       what open holds and messages under way do;
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

// By code of the unit.
using UnitSums = std::array<Int128, 256>;

// What messages under way have of a shard's members: held, or pending in no
// lot.
struct PointsUnderWay {
  UnitSums held{};
  UnitSums claimed{};
};

// Of one member, which has been settled to its own clock and to `settled_to`.
// Gives back, by unit, what it holds beyond its open holds.
UnitSums FindViolationsOfMember(const Shard& shard, Slot member,
                                Instant settled_to, const OnViolation& found);

// Of all members of a shard and its accounts.
void FindViolations(const Shard& shard, const PointsUnderWay& under_way,
                    Instant settled_to, const OnViolation& found);

// Ends the process if there are any.
void CheckBooks(const Shard& shard, const PointsUnderWay& under_way = {});

}  // namespace kumbara

#endif  // KUMBARA_ENGINE_MEMBER_BOOK_CHECK_H_
