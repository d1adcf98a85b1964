// Who approved a record of the books, and why it was given.

#ifndef KUMBARA_TOOLS_KUMBARA_SIGNATORY_TEXT_H_
#define KUMBARA_TOOLS_KUMBARA_SIGNATORY_TEXT_H_

#include <string>

#include "engine/record/code_table.h"
#include "storage/directory/directory.h"

namespace kumbara::tools {

// Empty of nobody.
std::string ApproverText(const MemberId& approver,
                         const storage::Directory& directory);

// Empty of code 0.
std::string ReasonText(Code reason, const CodeTable& codes);

}  // namespace kumbara::tools

#endif  // KUMBARA_TOOLS_KUMBARA_SIGNATORY_TEXT_H_
