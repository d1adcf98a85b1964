#include "engine/program/program_check.h"

#include <optional>

#include "engine/program/compiler.h"
#include "engine/program/program_warnings.h"
#include "engine/program/succession.h"
#include "engine/program/toml_document.h"
#include "engine/program/toml_reader.h"
#include "engine/record/code_table.h"

namespace kumbara {
namespace {

// The program if the machine can run it, else why not, at its zone: all else
// that a compiler refuses a reader does.
std::optional<Program> CompiledHere(const TomlNode& root,
                                    const ProgramSource& source,
                                    const ZoneBytes& zone_bytes,
                                    FileErrors* errors) {
  const ProgramPlace zone = {"program", 0, "zone"};
  const absl::StatusOr<std::string> bytes = zone_bytes(source.program.zone);
  if (!bytes.ok()) {
    errors->Add(PositionOf(root, zone), std::string(bytes.status().message()));
    return std::nullopt;
  }
  CodeTable codes;
  absl::StatusOr<Program> program = Compile(source, *bytes, codes);
  if (program.ok()) return *std::move(program);
  errors->Add(PositionOf(root, zone), std::string(program.status().message()));
  return std::nullopt;
}

}  // namespace

ProgramFindings CheckProgram(std::string_view text, const ZoneBytes& zone_bytes,
                             std::span<const ProgramSource> before) {
  FileErrors errors;
  FileErrors warnings;
  const std::optional<TomlNode> root = ParseToml(text, &errors);
  if (root) {
    const ProgramSource source = ReadProgram(*root, errors);
    if (errors.size() == 0 && !before.empty()) {
      CheckSuccession(before, *root, source, &errors);
    }
    if (errors.size() == 0) {
      const auto program = CompiledHere(*root, source, zone_bytes, &errors);
      if (program) AddWarnings({*root, source, *program}, &warnings);
    }
  }
  return {errors.Sorted(), warnings.Sorted()};
}

}  // namespace kumbara
