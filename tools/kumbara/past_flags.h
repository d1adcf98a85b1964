// The options of subcommands that can look at a ledger's past.

#ifndef KUMBARA_TOOLS_KUMBARA_PAST_FLAGS_H_
#define KUMBARA_TOOLS_KUMBARA_PAST_FLAGS_H_

#include <CLI/CLI.hpp>
#include <optional>
#include <string>

#include "absl/status/statusor.h"
#include "engine/base/types.h"
#include "storage/open/open_ledger.h"

namespace kumbara::tools {

struct PastFlags {
  std::string at;
  std::optional<Sequence> known;

  void AddTo(CLI::App& command);
  // To open the ledger with.
  absl::StatusOr<storage::OpenOptions> Options() const;
};

}  // namespace kumbara::tools

#endif  // KUMBARA_TOOLS_KUMBARA_PAST_FLAGS_H_
