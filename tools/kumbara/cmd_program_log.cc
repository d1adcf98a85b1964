// kumbara program log: the versions that a ledger's program has had.

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "engine/base/hash.h"
#include "engine/base/hex.h"
#include "engine/base/time_text.h"
#include "engine/program/toml_reader.h"
#include "storage/open/program_versions.h"
#include "tools/kumbara/exit_code.h"
#include "tools/kumbara/json_text.h"
#include "tools/kumbara/numbers.h"
#include "tools/kumbara/program_versions.h"
#include "tools/kumbara/report.h"
#include "tools/kumbara/value_schema.h"

namespace kumbara::tools {
namespace {

using storage::ProgramVersion;

struct ProgramLogFlags {
  std::string directory;
  bool as_json = false;
  std::uint16_t text_of = 0;  // 0: of none.
};

std::string HashOfBytes(const std::string& bytes) {
  return ToHex(Hash128(bytes.data(), bytes.size()));
}

std::string EffectiveOf(const ProgramVersion& version) {
  return version.effective == Instant::Least() ? "" : ToText(version.effective);
}

std::string VersionText(const ProgramVersion& version,
                        const ProgramSection& program) {
  const std::string effective = EffectiveOf(version);
  return absl::StrCat(
      "version ", version.number, ": ", program.name, "\n  effective  ",
      effective.empty() ? "from the beginning" : effective,
      version.is_retroactive ? ", retroactive" : "", "\n  behind     sequence ",
      Grouped(Int128{version.behind}), "\n  recorded   ",
      ToText(version.recorded_at), "\n  text       ",
      Bytes(version.text.size()), ", ", HashOfBytes(version.text),
      "\n  zone       ", program.zone, ", ", Bytes(version.zone_tzif.size()),
      ", ", HashOfBytes(version.zone_tzif), "\n");
}

std::string VersionJson(const ProgramVersion& version,
                        const ProgramSection& program) {
  const std::string effective = EffectiveOf(version);
  return JsonObject(
      {{"version", std::to_string(version.number)},
       {"name", JsonText(program.name)},
       {"effective", effective.empty() ? "null" : JsonText(effective)},
       {"retroactive", version.is_retroactive ? "true" : "false"},
       {"behind_sequence", std::to_string(version.behind)},
       {"recorded_at", JsonText(ToText(version.recorded_at))},
       {"text_bytes", std::to_string(version.text.size())},
       {"text_xxh3", JsonText(HashOfBytes(version.text))},
       {"zone", JsonText(program.zone)},
       {"zone_bytes", std::to_string(version.zone_tzif.size())},
       {"zone_xxh3", JsonText(HashOfBytes(version.zone_tzif))}});
}

int PrintVersionText(const ProgramLogFlags& flags,
                     const std::vector<ProgramVersion>& versions) {
  for (const ProgramVersion& version : versions) {
    if (version.number == flags.text_of) return PrintWhole(version.text);
  }
  return Fail(absl::NotFoundError(absl::StrCat(
      flags.directory, ": has no version ", flags.text_of,
      " of its program; the last one is ", versions.back().number)));
}

int RunProgramLog(const ProgramLogFlags& flags) {
  const auto versions = storage::ReadProgramVersions(flags.directory);
  if (!versions.ok()) return Fail(versions.status());
  if (flags.text_of != 0) return PrintVersionText(flags, *versions);
  std::string text;
  for (const ProgramVersion& version : *versions) {
    const absl::StatusOr<ProgramSource> source =
        ReadProgram(version.text, flags.directory);
    if (!source.ok()) return Fail(source.status());
    if (flags.as_json) {
      text += (text.empty() ? "[\n " : ",\n ") +
              VersionJson(version, source->program);
    } else {
      text += VersionText(version, source->program);
    }
  }
  return PrintWhole(flags.as_json ? text + "\n]\n" : text);
}

}  // namespace

void AddProgramLog(CLI::App& program, int* exit_code) {
  auto flags = std::make_shared<ProgramLogFlags>();
  CLI::App* command = program.add_subcommand(
      "log", "List the versions of a ledger's program, or print one");
  command->add_option("DIR", flags->directory, "The ledger")->required();
  command->add_flag("--json", flags->as_json, "An array of objects instead");
  command
      ->add_option("--text", flags->text_of,
                   "Print the program file of this version instead")
      ->check(CLI::Range(1, 32767));
  command->callback([flags, exit_code] { *exit_code = RunProgramLog(*flags); });
}

}  // namespace kumbara::tools
