// What earn rules with caps and cooldowns gave a member, as text for a person
// and as JSON.

#ifndef KUMBARA_TOOLS_KUMBARA_RULE_USE_TEXT_H_
#define KUMBARA_TOOLS_KUMBARA_RULE_USE_TEXT_H_

#include <string>

#include "engine/member/member_view.h"
#include "engine/program/program.h"

namespace kumbara::tools {

// A line for the latest period of each cap, and for each cooldown.
std::string RuleUseTable(const MemberView& view, const Program& program);

// A JSON array, amounts in the smallest decimal.
std::string RuleUseJson(const MemberView& view, const Program& program);

}  // namespace kumbara::tools

#endif  // KUMBARA_TOOLS_KUMBARA_RULE_USE_TEXT_H_
