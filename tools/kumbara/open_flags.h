// The options of subcommands that open a ledger, and opening it with progress.

#ifndef KUMBARA_TOOLS_KUMBARA_OPEN_FLAGS_H_
#define KUMBARA_TOOLS_KUMBARA_OPEN_FLAGS_H_

#include <CLI/CLI.hpp>
#include <cstdint>
#include <memory>
#include <string>

#include "absl/status/statusor.h"
#include "engine/program/program.h"
#include "storage/open/event_reader.h"
#include "storage/open/open_ledger.h"

namespace kumbara::tools {

struct OpenFlags {
  std::string directory;
  std::string key;
  std::string reserve = "256M";

  void AddDirectoryTo(CLI::App& command);
  // How much of the disk a writer leaves free, and that in bytes.
  void AddReserveTo(CLI::App& command);
  absl::StatusOr<std::uint64_t> ReserveBytes() const;
  void AddKeyTo(CLI::App& command);
};

// These note what ends the process beside the ledger. Opens with a progress
// display if it takes long.
absl::StatusOr<std::unique_ptr<storage::OpenLedger>> OpenWithProgress(
    const OpenFlags& flags, storage::OpenOptions options);
absl::StatusOr<std::unique_ptr<storage::EventReader>> OpenEvents(
    const OpenFlags& flags);

// The instant that an option gives, or Instant::Greatest() where it is not
// given. The sentence of an error names the option.
absl::StatusOr<Instant> ParseAt(const std::string& option,
                                const std::string& text);

// The unit a command speaks of: the named one, or the program's first.
absl::StatusOr<Unit> UnitByName(const Program& program,
                                const std::string& name);

}  // namespace kumbara::tools

#endif  // KUMBARA_TOOLS_KUMBARA_OPEN_FLAGS_H_
