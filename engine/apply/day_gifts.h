// Day gifts: what earn rules give a member each year when its birthday, or the
// day on which it was enrolled, begins in the program's zone.
//
// Both are due items. The next one behind a member's clock is known, be there a
// rule for it then or not: the version for what falls due at that instant says.
// 29 February is noted for both days that it may be in a common year, and again
// the version says which it is.
//
// Threads: the owner of the member's shard.
// Cost:    nothing for what falls due where no version had such a rule; a look
//          at a birthday that is set, and at each member when a version comes.

#ifndef KUMBARA_ENGINE_APPLY_DAY_GIFTS_H_
#define KUMBARA_ENGINE_APPLY_DAY_GIFTS_H_

#include <vector>

#include "engine/apply/books.h"
#include "engine/member/member_view.h"
#include "engine/member/shard.h"
#include "engine/program/program.h"

namespace kumbara {

// Lists a member for its next day behind its clock. Call it when its birthday,
// or when it was opened, has become known or has changed, and for all members
// when a version was added. `any` is one of the versions. REQUIRES: the member
// is open.
void AwaitDays(const Program& any, Shard& shard, Slot slot);

// Gives what the rules of a version give for the days that begin at `facts.at`,
// each at most once in a local year, with what follows of that up to tiers, and
// lists the member for the next one. What its wallet has no room for is left
// away.
void GiveForDay(const Program& program, Shard& shard, Slot slot,
                const EntryFacts& facts);

// What each day will give next behind a clock, or the member's own if that is
// ahead, by the versions that there are. REQUIRES: the member is settled to it.
std::vector<DayGiftView> NextDayGifts(Instant clock, const MemberRef& ref,
                                      const Program& any);

}  // namespace kumbara

#endif  // KUMBARA_ENGINE_APPLY_DAY_GIFTS_H_
