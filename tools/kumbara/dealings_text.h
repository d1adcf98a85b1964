// What a member has to do with others, as `kumbara member` shows it: what it
// gave under the program's allowances.

#ifndef KUMBARA_TOOLS_KUMBARA_DEALINGS_TEXT_H_
#define KUMBARA_TOOLS_KUMBARA_DEALINGS_TEXT_H_

#include <string>

#include "engine/member/member_view.h"
#include "engine/program/program.h"

namespace kumbara::tools {

// A line for each, or nothing.
std::string DealingsLines(const MemberView& view, const Program& program);

// Keys and values of a JSON object, each behind a comma.
std::string DealingsJson(const MemberView& view, const Program& program);

}  // namespace kumbara::tools

#endif  // KUMBARA_TOOLS_KUMBARA_DEALINGS_TEXT_H_
