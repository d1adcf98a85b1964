#include "tools/kumbara/closing_text.h"

#include "engine/base/period.h"
#include "tools/kumbara/json_text.h"
#include "tools/kumbara/numbers.h"
#include "tools/kumbara/outcome_text.h"
#include "tools/kumbara/text_table.h"

namespace kumbara::tools {
namespace {

std::string ApproverOf(const ClosingTerms& terms,
                       const storage::Directory& directory) {
  return terms.approver.IsZero() ? "" : NameOf(directory, terms.approver);
}

std::string ReasonOf(const ClosingTerms& terms, const CodeTable& codes) {
  return terms.reason == 0 ? "" : codes.Text(CodeSpace::kReason, terms.reason);
}

}  // namespace

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
               ApproverOf(terms, directory), ReasonOf(terms, codes)});
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
  add("approver", ApproverOf(terms, directory));
  add("reason", ReasonOf(terms, codes));
  return members;
}

}  // namespace kumbara::tools
