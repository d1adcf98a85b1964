// The attributes that a member had, for what comes late: it is rated with the
// segments and the plan of its own time. Birthdays are not kept.
//
// A change is in force from the member's clock on, never back, as a change of
// tier is; so the past is ascending, and whatever comes late changes the last
// of it alone.
//
// Threads: the owner of the member's shard.
// Cost:    24 bytes for each change of segments or plan in the present local
//          year and the one before.

#ifndef KUMBARA_ENGINE_APPLY_ATTRIBUTE_HISTORY_H_
#define KUMBARA_ENGINE_APPLY_ATTRIBUTE_HISTORY_H_

#include "engine/base/zone.h"
#include "engine/member/member_profile.h"
#include "engine/record/attributes.h"

namespace kumbara {

// Gives a member others from its clock on, and forgets what it had up to a
// local year before the one that precedes that of the clock.
void ChangeAttributes(const Attributes& to, Instant clock, const Zone& zone,
                      MemberProfile* profile);

// Those it had then; of a time before all that is known the oldest.
Attributes AttributesAt(const MemberProfile& profile, Instant instant);

}  // namespace kumbara

#endif  // KUMBARA_ENGINE_APPLY_ATTRIBUTE_HISTORY_H_
