#include "tools/kumbara/closing_text.h"

#include "engine/base/period.h"
#include "tools/kumbara/json_text.h"
#include "tools/kumbara/numbers.h"
#include "tools/kumbara/outcome_text.h"
#include "tools/kumbara/signatory_text.h"
#include "tools/kumbara/text_table.h"

namespace kumbara::tools {
std::string ClosingTable(const std::vector<Closing>& closings,
                         const CodeTable& codes,
                         const storage::Directory& directory) {
  TextTable table({{"closed"},
                   {"sequence", Align::kRight},
                   {"operator"},
                   {"approver"},
                   {"reason"}});
  for (const Closing& closing : closings) {
    const ClosingTerms& terms = closing.terms;
    table.Add({PeriodText(Period::kMonth, terms.month),
               Grouped(Int128{terms.sequence}), NameOf(directory, terms.by),
               ApproverText(terms.approver, directory),
               ReasonText(terms.reason, codes)});
  }
  return table.ToText();
}

JsonMembers ClosingMembers(const Closing& closing, const CodeTable& codes,
                           const storage::Directory& directory) {
  const ClosingTerms& terms = closing.terms;
  JsonMembers members = {
      {"month", JsonText(PeriodText(Period::kMonth, terms.month))},
      {"sequence", std::to_string(terms.sequence)},
      {"operator", JsonText(NameOf(directory, terms.by))}};
  const auto add = [&](const char* key, const std::string& text) {
    if (!text.empty()) members.emplace_back(key, JsonText(text));
  };
  add("approver", ApproverText(terms.approver, directory));
  add("reason", ReasonText(terms.reason, codes));
  return members;
}

}  // namespace kumbara::tools
