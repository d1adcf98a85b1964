// What a member's tiers are at a clock, and what they come to if nothing more
// is counted.
//
// Threads: safe.

#ifndef KUMBARA_ENGINE_APPLY_TIER_OUTLOOK_H_
#define KUMBARA_ENGINE_APPLY_TIER_OUTLOOK_H_

#include <vector>

#include "engine/member/member_view.h"
#include "engine/program/program.h"

namespace kumbara {

// By tier set of the version for that time, which is the clock or the member's
// own if that is ahead. REQUIRES: the member is settled to the clock.
std::vector<TierView> TierViewsOf(Instant clock, const MemberRef& ref,
                                  const Program& any);

}  // namespace kumbara

#endif  // KUMBARA_ENGINE_APPLY_TIER_OUTLOOK_H_
