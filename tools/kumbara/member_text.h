// One member, its wallets and their lots, as text for a person or as JSON.

#ifndef KUMBARA_TOOLS_KUMBARA_MEMBER_TEXT_H_
#define KUMBARA_TOOLS_KUMBARA_MEMBER_TEXT_H_

#include <functional>
#include <string>

#include "engine/member/member_view.h"
#include "engine/program/program.h"
#include "engine/record/code_table.h"

namespace kumbara::tools {

struct NamedMember {
  std::string name;  // Its external id.
  MemberView view;
  // Of members that it names: whatever stands for them.
  std::function<std::string(const MemberId&)> name_of = {};
};

// Amounts in whole units.
std::string MemberTable(const NamedMember& member, const Program& program,
                        const CodeTable& codes);

// Amounts in smallest decimals; what never comes is null.
std::string MemberJson(const NamedMember& member, const Program& program,
                       const CodeTable& codes);

// A line for each lot, by the program's order of units and number:
//   lot 1 of ada  100 points  available  2026-01-01T00:00:00Z to never
//   goodwill, version 1, 2026-01
// (as one line).
std::string LotLines(const NamedMember& member, const Program& program,
                     const CodeTable& codes);

}  // namespace kumbara::tools

#endif  // KUMBARA_TOOLS_KUMBARA_MEMBER_TEXT_H_
