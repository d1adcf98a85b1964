// What a member has to do with others, as `kumbara member` shows it: what it
// gave under the program's allowances, who brought it and whom it brought.

#ifndef KUMBARA_TOOLS_KUMBARA_DEALINGS_TEXT_H_
#define KUMBARA_TOOLS_KUMBARA_DEALINGS_TEXT_H_

#include <string>
#include <string_view>

#include "engine/member/member_view.h"
#include "engine/program/program.h"

namespace kumbara::tools {

// A line for each, or nothing. `referrer` is the name of who brought it.
std::string DealingsLines(const MemberView& view, const Program& program,
                          std::string_view referrer);

// Keys and values of a JSON object, each behind a comma.
std::string DealingsJson(const MemberView& view, const Program& program,
                         std::string_view referrer);

}  // namespace kumbara::tools

#endif  // KUMBARA_TOOLS_KUMBARA_DEALINGS_TEXT_H_
