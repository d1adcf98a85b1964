#include "tools/kumbara/open_flags.h"

#include <optional>
#include <utility>

#include "absl/strings/str_cat.h"
#include "engine/base/time_text.h"
#include "storage/open/crash_handler.h"
#include "tools/kumbara/numbers.h"
#include "tools/kumbara/recovery_display.h"

namespace kumbara::tools {

void OpenFlags::AddDirectoryTo(CLI::App& command) {
  command.add_option("DIR", directory, "The ledger's directory")->required();
}

void OpenFlags::AddReserveTo(CLI::App& command) {
  command
      .add_option("--reserve-space", reserve,
                  "Nothing new is taken while less than this is free on the "
                  "ledger's disk; 0 = all is, until a write fails")
      ->capture_default_str();
}

absl::StatusOr<std::uint64_t> OpenFlags::ReserveBytes() const {
  const std::optional<std::uint64_t> bytes = ParseBytes(reserve);
  if (bytes) return *bytes;
  return absl::InvalidArgumentError(
      absl::StrCat("--reserve-space ", reserve, ": expected ", kBytesForm));
}

void OpenFlags::AddKeyTo(CLI::App& command) {
  command.add_option("--key", key,
                     "The ledger's key file (default: below the state home)");
}

absl::StatusOr<std::unique_ptr<storage::OpenLedger>> OpenWithProgress(
    const OpenFlags& flags, storage::OpenOptions options) {
  storage::NoteCrashesOf(flags.directory);
  RecoveryDisplay display;
  options.key_path = flags.key;
  options.progress = display.progress();
  auto opened = storage::OpenLedger::Open(flags.directory, options);
  if (opened.ok()) display.Tell((*opened)->recovery());
  return opened;
}

absl::StatusOr<std::unique_ptr<storage::EventReader>> OpenEvents(
    const OpenFlags& flags) {
  storage::NoteCrashesOf(flags.directory);
  return storage::EventReader::Open(flags.directory, flags.key);
}

absl::StatusOr<Instant> ParseAt(const std::string& option,
                                const std::string& text) {
  if (text.empty()) return Instant::Greatest();
  const std::optional<Instant> at = ParseInstant(text);
  if (at) return *at;
  return absl::InvalidArgumentError(absl::StrCat(
      option, " ", text, ": expected an instant such as 2011-12-01T00:00:00Z"));
}

absl::StatusOr<Unit> UnitByName(const Program& program,
                                const std::string& name) {
  if (name.empty()) return program.units.front();
  std::string known;
  for (const Unit& unit : program.units) {
    if (unit.name == name) return unit;
    if (!known.empty()) known += ", ";
    known += unit.name;
  }
  return absl::InvalidArgumentError(absl::StrCat(
      "--unit ", name, ": the program has no such unit; it has ", known));
}

}  // namespace kumbara::tools
