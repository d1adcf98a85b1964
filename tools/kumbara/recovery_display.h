// How a ledger came back, on standard error: a bar for what takes long, how
// long it took, and the snapshots that could not be used.
//
// Threads: one owner.

#ifndef KUMBARA_TOOLS_KUMBARA_RECOVERY_DISPLAY_H_
#define KUMBARA_TOOLS_KUMBARA_RECOVERY_DISPLAY_H_

#include <optional>

#include "storage/open/open_ledger.h"
#include "tools/kumbara/progress.h"

namespace kumbara::tools {

class RecoveryDisplay {
 public:
  // What shows progress while it lasts. REQUIRES: this outlives it.
  storage::RecoveryProgress progress();

  // Ends the bar; names what is damaged, and says how long it took if that was
  // a second or more.
  void Tell(const storage::RecoveryReport& report);

 private:
  std::optional<storage::RecoveryPhase> phase_;  // That the bar shows.
  std::optional<Progress> bar_;
};

}  // namespace kumbara::tools

#endif  // KUMBARA_TOOLS_KUMBARA_RECOVERY_DISPLAY_H_
