// How far a member is with the achievements of its program, and what it is
// entitled to, as text.

#ifndef KUMBARA_TOOLS_KUMBARA_ACHIEVEMENT_TEXT_H_
#define KUMBARA_TOOLS_KUMBARA_ACHIEVEMENT_TEXT_H_

#include <string>
#include <string_view>

#include "engine/member/member_view.h"
#include "engine/program/program.h"

namespace kumbara::tools {

// One line for each toward which anything was counted.
std::string AchievementTable(const MemberView& view, const Program& program);

// An array of the same.
std::string AchievementJson(const MemberView& view, const Program& program);

// The names of its benefits, in the program's order.
std::string BenefitTable(const MemberView& view, const Program& program);
std::string BenefitJson(const MemberView& view, const Program& program);
// What it redeemed benefits for a time with, in the order in which they end.
std::string GrantTable(const MemberView& view, const Program& program);
std::string GrantJson(const MemberView& view, const Program& program);

// For scenarios: the counts of the last period and of the one before it, and
// how often it was completed in each.
std::string AchievementLines(std::string_view name, const MemberView& view,
                             const Program& program);

}  // namespace kumbara::tools

#endif  // KUMBARA_TOOLS_KUMBARA_ACHIEVEMENT_TEXT_H_
