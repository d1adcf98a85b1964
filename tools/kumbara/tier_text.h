// A member's tiers as text for a person, as JSON, and as a scenario's lines.

#ifndef KUMBARA_TOOLS_KUMBARA_TIER_TEXT_H_
#define KUMBARA_TOOLS_KUMBARA_TIER_TEXT_H_

#include <cstdint>
#include <string>
#include <string_view>

#include "engine/member/member_view.h"
#include "engine/program/program.h"

namespace kumbara::tools {

// The name of a tier by its number; `none` for 0.
std::string TierText(const TierSet& set, std::uint8_t tier,
                     std::string_view none);

// A line or two for each tier set, or nothing.
std::string TierTable(const MemberView& view, const Program& program);

// A JSON array. What is counted stands in minor units, smallest decimals or
// visits.
std::string TierJson(const MemberView& view, const Program& program);

// A line for each tier set:
//   status of ada  gold, qualified silver  60000 from 2026-01-01T00:00:00Z to
//   2027-01-01T00:00:00Z, 210000 before  then silver
// (as one line).
std::string TierLines(std::string_view name, const MemberView& view,
                      const Program& program);

}  // namespace kumbara::tools

#endif  // KUMBARA_TOOLS_KUMBARA_TIER_TEXT_H_
