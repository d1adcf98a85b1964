// SubmitOne: one command to a running ledger, and its answer.

#ifndef KUMBARA_TOOLS_KUMBARA_SUBMIT_ONE_H_
#define KUMBARA_TOOLS_KUMBARA_SUBMIT_ONE_H_

#include "absl/status/statusor.h"
#include "tools/kumbara/command_maker.h"

namespace kumbara::tools {

// Submits and waits; the round ends with it. InvalidArgument: it is malformed.
absl::StatusOr<Outcome> SubmitOne(const CommandMaker::Made& made,
                                  const storage::OpenLedger& opened,
                                  Producer& producer);

// Whether it was accepted, now or, if it is a repeat, then.
inline bool IsAccepted(const Outcome& outcome) {
  return outcome.code == ResultCode::kOk ||
         (outcome.code == ResultCode::kExists &&
          outcome.first_code == ResultCode::kOk);
}

}  // namespace kumbara::tools

#endif  // KUMBARA_TOOLS_KUMBARA_SUBMIT_ONE_H_
