// What a member is given next on its birthday and on the day of its enrolment,
// as text for a person and as JSON.

#ifndef KUMBARA_TOOLS_KUMBARA_DAY_GIFT_TEXT_H_
#define KUMBARA_TOOLS_KUMBARA_DAY_GIFT_TEXT_H_

#include <string>

#include "engine/member/member_view.h"
#include "engine/program/program.h"

namespace kumbara::tools {

// A line for each rule that gives something, or nothing.
std::string DayGiftTable(const MemberView& view, const Program& program);

// A JSON array. Amounts stand in smallest decimals.
std::string DayGiftJson(const MemberView& view, const Program& program);

}  // namespace kumbara::tools

#endif  // KUMBARA_TOOLS_KUMBARA_DAY_GIFT_TEXT_H_
