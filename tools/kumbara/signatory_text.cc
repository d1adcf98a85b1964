#include "tools/kumbara/signatory_text.h"

#include "tools/kumbara/outcome_text.h"

namespace kumbara::tools {

std::string ApproverText(const MemberId& approver,
                         const storage::Directory& directory) {
  return approver.IsZero() ? "" : NameOf(directory, approver);
}

std::string ReasonText(Code reason, const CodeTable& codes) {
  return reason == 0 ? "" : codes.Text(CodeSpace::kReason, reason);
}

}  // namespace kumbara::tools
