// kumbara program diff: what two programs say differently.

#include <charconv>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>
#include <system_error>

#include "absl/strings/str_cat.h"
#include "engine/program/toml_reader.h"
#include "storage/open/program_versions.h"
#include "tools/kumbara/exit_code.h"
#include "tools/kumbara/program_diff.h"
#include "tools/kumbara/program_versions.h"
#include "tools/kumbara/report.h"

namespace kumbara::tools {
namespace {

namespace fs = std::filesystem;

struct ProgramDiffFlags {
  std::string before;
  std::string after;
  bool as_json = false;
};

// A program as the command line names it: a file, or a ledger's.
struct NamedProgram {
  std::string ledger;         // Empty: a file.
  std::uint16_t version = 0;  // 0: the last one.
};

bool IsDirectory(const std::string& path) {
  std::error_code error;
  return fs::is_directory(path, error);
}

// A ledger, or LEDGER@VERSION; whatever else stands there is a file.
NamedProgram LedgerNamed(const std::string& word) {
  if (IsDirectory(word)) return {word};
  const std::size_t at = word.rfind('@');
  if (at == std::string::npos || !IsDirectory(word.substr(0, at))) return {};
  std::uint16_t version = 0;
  const char* end = word.data() + word.size();
  const auto [behind, error] =
      std::from_chars(word.data() + at + 1, end, version);
  if (error != std::errc() || behind != end || version == 0) return {};
  return {word.substr(0, at), version};
}

absl::StatusOr<std::string> TextNamed(const std::string& word) {
  const NamedProgram named = LedgerNamed(word);
  if (named.ledger.empty()) return ReadProgramText(word);
  const auto versions = storage::ReadProgramVersions(named.ledger);
  if (!versions.ok()) return versions.status();
  if (named.version == 0) return versions->back().text;
  for (const storage::ProgramVersion& version : *versions) {
    if (version.number == named.version) return version.text;
  }
  return absl::NotFoundError(absl::StrCat(
      word, ": the ledger has no version ", named.version,
      " of its program; the last one is ", versions->back().number));
}

absl::StatusOr<ProgramSource> ProgramNamed(const std::string& word) {
  const absl::StatusOr<std::string> text = TextNamed(word);
  if (!text.ok()) return text.status();
  return ReadProgram(*text, word);
}

int RunProgramDiff(const ProgramDiffFlags& flags) {
  const absl::StatusOr<ProgramSource> before = ProgramNamed(flags.before);
  if (!before.ok()) return Fail(before.status());
  const absl::StatusOr<ProgramSource> after = ProgramNamed(flags.after);
  if (!after.ok()) return Fail(after.status());
  const std::vector<ProgramChange> changes = ChangesOf(*before, *after);
  const int printed =
      PrintWhole(flags.as_json ? JsonOf(changes) : TextOf(changes));
  return printed == kExitOk && !changes.empty() ? kExitDiffers : printed;
}

}  // namespace

void AddProgramDiff(CLI::App& program, int* exit_code) {
  auto flags = std::make_shared<ProgramDiffFlags>();
  CLI::App* command = program.add_subcommand(
      "diff", "Print what two programs say differently, key by key");
  const char* what = "A program file, - for stdin, a ledger, or LEDGER@VERSION";
  command->add_option("BEFORE", flags->before, what)->required();
  command->add_option("AFTER", flags->after, what)->required();
  command->add_flag("--json", flags->as_json, "An array of objects instead");
  command->callback(
      [flags, exit_code] { *exit_code = RunProgramDiff(*flags); });
}

}  // namespace kumbara::tools
