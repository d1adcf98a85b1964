// kumbara program activate: the next version of a ledger's program.

#include <memory>
#include <string>

#include "absl/strings/str_cat.h"
#include "engine/base/time_text.h"
#include "engine/record/activation.h"
#include "storage/open/open_ledger.h"
#include "tools/kumbara/exit_code.h"
#include "tools/kumbara/json_text.h"
#include "tools/kumbara/numbers.h"
#include "tools/kumbara/open_flags.h"
#include "tools/kumbara/program_versions.h"
#include "tools/kumbara/report.h"
#include "tools/kumbara/value_schema.h"

namespace kumbara::tools {
namespace {

struct ProgramActivateFlags {
  OpenFlags open;
  std::string file;
  std::string effective;
  bool is_retroactive = false;
  bool as_json = false;
};

std::string ActivationText(const Activation& activation,
                           const std::string& name) {
  return absl::StrCat("version ", activation.version, ": ", name,
                      "\n  effective  ", ToText(Instant(activation.effective)),
                      activation.retroactive != 0 ? ", retroactive" : "",
                      "\n  behind     sequence ",
                      Grouped(Int128{activation.behind}), "\n");
}

std::string ActivationJson(const Activation& activation,
                           const std::string& name) {
  return absl::StrCat(
      JsonObject(
          {{"version", std::to_string(activation.version)},
           {"name", JsonText(name)},
           {"effective", JsonText(ToText(Instant(activation.effective)))},
           {"retroactive", activation.retroactive != 0 ? "true" : "false"},
           {"behind_sequence", std::to_string(activation.behind)}}),
      "\n");
}

int RunProgramActivate(const ProgramActivateFlags& flags) {
  storage::NextProgram next;
  const absl::StatusOr<Instant> effective =
      ParseAt("--effective", flags.effective);
  if (!effective.ok()) return FailUsage(effective.status());
  absl::StatusOr<std::string> text = ReadProgramText(flags.file);
  if (!text.ok()) return Fail(text.status());
  next.text = *std::move(text);
  next.file_name = flags.file;
  next.effective = *effective;
  next.is_retroactive = flags.is_retroactive;
  storage::OpenOptions options;
  options.mode = storage::OpenMode::kErase;  // It names nobody.
  const auto opened = OpenWithProgress(flags.open, options);
  if (!opened.ok()) return Fail(opened.status());
  const absl::StatusOr<Activation> made = (*opened)->Activate(next);
  const absl::Status closed = (*opened)->Close();
  if (!made.ok()) return Fail(made.status());
  if (!closed.ok()) return Fail(closed);
  const std::string& name = (*opened)->ledger().program().name;
  return PrintDone(
      flags.as_json ? ActivationJson(*made, name) : ActivationText(*made, name),
      absl::StrCat("version ", made->version, " is activated"));
}

}  // namespace

void AddProgramActivate(CLI::App& program, int* exit_code) {
  auto flags = std::make_shared<ProgramActivateFlags>();
  CLI::App* command = program.add_subcommand(
      "activate", "Make a program file the next version of a ledger's program");
  flags->open.AddDirectoryTo(*command);
  command->add_option("FILE", flags->file, "The program file; - is stdin")
      ->required();
  command
      ->add_option("--effective", flags->effective,
                   "It rates what happens from this instant on")
      ->required();
  command->add_flag("--retroactive", flags->is_retroactive,
                    "That may be before the ledger's clock; answers that were "
                    "given stay");
  command->add_flag("--json", flags->as_json, "An object instead");
  command->callback(
      [flags, exit_code] { *exit_code = RunProgramActivate(*flags); });
}

}  // namespace kumbara::tools
