// The options of subcommands that give a record of the books.

#ifndef KUMBARA_TOOLS_KUMBARA_SIGNATORY_FLAGS_H_
#define KUMBARA_TOOLS_KUMBARA_SIGNATORY_FLAGS_H_

#include <CLI/CLI.hpp>
#include <string>

#include "absl/status/status.h"
#include "storage/open/signatories.h"

namespace kumbara::tools {

// `operator_is` says who the operator is.
void AddSignatories(const std::string& operator_is, CLI::App& command,
                    storage::Signatories* signatories);

// Names and codes as rows have them, in one line.
absl::Status CheckTexts(const storage::Signatories& signatories);

}  // namespace kumbara::tools

#endif  // KUMBARA_TOOLS_KUMBARA_SIGNATORY_FLAGS_H_
