// Signatories: who gives a record of the books, who approved it, and why.
//
// Threads: one owner of the ledger.
// Errors:  a sentence that names the option of the command line.

#ifndef KUMBARA_STORAGE_OPEN_SIGNATORIES_H_
#define KUMBARA_STORAGE_OPEN_SIGNATORIES_H_

#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "engine/base/types.h"
#include "storage/open/open_ledger.h"

namespace kumbara::storage {

struct Signatories {
  // Names of persons: the operator, and who approved it; empty: nobody.
  std::string by = {};
  std::string approver = {};
  std::string reason = {};  // Empty: none.
};

// Of a ledger, whether its program has `adjust.approver`: corrections of the
// books take two persons.
bool TakesTwoPersons(const Ledger& ledger);

// InvalidArgument without an operator, or if a second person is missing or no
// other one.
absl::Status CheckPersons(const Signatories& signatories, bool takes_two);

// The same as a record has it.
struct Signed {
  Code reason = 0;    // 0: none.
  MemberId by;        // The operator,
  MemberId approver;  // and who approved it; zero: nobody.
};

// Writes names, so it comes last of all that may refuse. InvalidArgument for a
// text that is too long, or if the ledger has no room for the reason.
absl::StatusOr<Signed> Sign(OpenLedger& opened, const Signatories& signatories);

}  // namespace kumbara::storage

#endif  // KUMBARA_STORAGE_OPEN_SIGNATORIES_H_
