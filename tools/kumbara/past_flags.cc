#include "tools/kumbara/past_flags.h"

#include "tools/kumbara/open_flags.h"

namespace kumbara::tools {

void PastFlags::AddTo(CLI::App& command) {
  command.add_option("--at", at, "As of this instant: what happened before it");
  command.add_option("--known", known,
                     "As known at this sequence: what was recorded up to it");
}

absl::StatusOr<storage::OpenOptions> PastFlags::Options() const {
  const absl::StatusOr<Instant> until = ParseAt("--at", at);
  if (!until.ok()) return until.status();
  storage::OpenOptions options;
  options.until = *until;
  options.known = known.value_or(storage::kKnownAll);
  return options;
}

}  // namespace kumbara::tools
