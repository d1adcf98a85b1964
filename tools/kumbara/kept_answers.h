// Answers that a producer kept, as `kumbara load --outcomes` writes them, held
// against a ledger: what was acknowledged must be in it for ever.
//
// Ids follow from the source and the transaction_id; of rows with a counter,
// whose ids do not, such a file tells nothing.
//
// Threads: plain functions.
// Errors:  InvalidArgument names file and line; NotFound: no such file.
// Cost:    a SHA-256 and a lookup a line; the file is in memory.

#ifndef KUMBARA_TOOLS_KUMBARA_KEPT_ANSWERS_H_
#define KUMBARA_TOOLS_KUMBARA_KEPT_ANSWERS_H_

#include <string>
#include <string_view>

#include "absl/status/statusor.h"
#include "engine/pipeline/ledger.h"

namespace kumbara::tools {

// How many of them the ledger does not have, and which is the first; empty if
// it has all.
absl::StatusOr<std::string> LostAnswers(const std::string& path,
                                        std::string_view source,
                                        const Ledger& ledger);

}  // namespace kumbara::tools

#endif  // KUMBARA_TOOLS_KUMBARA_KEPT_ANSWERS_H_
