// kumbara program: program files, looked at without a ledger.

#include <cerrno>
#include <cstdio>
#include <iostream>
#include <iterator>
#include <memory>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "engine/program/program_check.h"
#include "engine/program/toml_reader.h"
#include "storage/open/program_versions.h"
#include "storage/open/zone_file.h"
#include "tools/csv/printable.h"
#include "tools/kumbara/commands.h"
#include "tools/kumbara/exit_code.h"
#include "tools/kumbara/json_text.h"
#include "tools/kumbara/program_schema.h"
#include "tools/kumbara/program_templates.h"
#include "tools/kumbara/program_versions.h"
#include "tools/kumbara/report.h"

namespace kumbara::tools {
namespace {

struct ProgramCheckFlags {
  std::vector<std::string> files;
  std::string against;  // A ledger; empty: none.
  std::string format = "text";
};

void AddFindingText(const std::string& file, const char* severity,
                    const std::vector<FileError>& found, std::string* text) {
  for (const FileError& one : found) {
    absl::StrAppend(text, file, ":", one.at.line, ":", one.at.column, ": ",
                    severity, ": ", Printable(one.text), "\n");
  }
}

void AddFindingJson(const std::string& file, const char* severity,
                    const std::vector<FileError>& found, std::string* text) {
  for (const FileError& one : found) {
    absl::StrAppend(text, text->empty() ? "[\n " : ",\n ",
                    "{\"file\": ", JsonText(file), ", \"line\": ", one.at.line,
                    ", \"column\": ", one.at.column, ", \"severity\": \"",
                    severity, "\", \"message\": ", JsonText(one.text), "}");
  }
}

// What the versions of a ledger's program say.
absl::StatusOr<std::vector<ProgramSource>> SourcesOf(
    const std::string& ledger) {
  std::vector<ProgramSource> sources;
  if (ledger.empty()) return sources;
  const auto versions = storage::ReadProgramVersions(ledger);
  if (!versions.ok()) return versions.status();
  for (const storage::ProgramVersion& version : *versions) {
    absl::StatusOr<ProgramSource> source = ReadProgram(version.text, ledger);
    if (!source.ok()) return source.status();
    sources.push_back(*std::move(source));
  }
  return sources;
}

int RunProgramCheck(const ProgramCheckFlags& flags) {
  const auto before = SourcesOf(flags.against);
  if (!before.ok()) return Fail(before.status());
  const bool as_json = flags.format == "json";
  const auto add = as_json ? AddFindingJson : AddFindingText;
  int exit_code = kExitOk;
  std::string text;
  for (const std::string& file : flags.files) {
    const absl::StatusOr<std::string> program = ReadProgramText(file);
    if (!program.ok()) {
      exit_code = Fail(program.status());
      continue;
    }
    const ProgramFindings found =
        CheckProgram(*program, storage::ReadZoneFile, *before);
    add(file, "error", found.errors, &text);
    add(file, "warning", found.warnings, &text);
    if (!found.errors.empty()) exit_code = kExitFailed;
  }
  if (as_json) text += text.empty() ? "[]\n" : "\n]\n";
  const int printed = PrintWhole(text);
  return exit_code == kExitOk ? printed : exit_code;
}

void AddProgramCheck(CLI::App& program, int* exit_code) {
  auto flags = std::make_shared<ProgramCheckFlags>();
  CLI::App* command = program.add_subcommand(
      "check", "Find what is wrong in program files, and what looks so");
  command->add_option("FILE", flags->files, "Program files; - is stdin")
      ->required();
  command->add_option("--against", flags->against,
                      "A ledger: also what keeps them from being the next "
                      "version of its program");
  command->add_option("--format", flags->format, "text or json")
      ->check(CLI::IsMember({"text", "json"}))
      ->capture_default_str();
  command->callback(
      [flags, exit_code] { *exit_code = RunProgramCheck(*flags); });
}

struct ProgramNewFlags {
  std::string from;
  std::string file;
};

std::string TemplateNames() {
  std::string names;
  for (const ProgramTemplate& one : ProgramTemplates()) {
    absl::StrAppend(&names, names.empty() ? "" : ", ", std::string(one.name));
  }
  return names;
}

// A new file only: nobody's program is overwritten.
int WriteNew(const std::string& file, const std::string& text) {
  std::FILE* out = std::fopen(file.c_str(), "wx");
  if (out == nullptr) {
    return Fail(absl::FailedPreconditionError(absl::StrCat(
        file, ": ",
        errno == EEXIST ? "is there already" : "cannot be written")));
  }
  const bool is_written =
      std::fwrite(text.data(), 1, text.size(), out) == text.size();
  const bool is_closed = std::fclose(out) == 0;
  if (is_written && is_closed) return kExitOk;
  return Fail(
      absl::UnavailableError(absl::StrCat(file, ": cannot be written")));
}

int RunProgramNew(const ProgramNewFlags& flags) {
  for (const ProgramTemplate& one : ProgramTemplates()) {
    if (one.name != flags.from) continue;
    const std::string text(one.text);
    return flags.file.empty() ? PrintWhole(text) : WriteNew(flags.file, text);
  }
  return FailUsage(absl::InvalidArgumentError(absl::StrCat(
      "--from ", flags.from, ": expected one of ", TemplateNames())));
}

void AddProgramNew(CLI::App& program, int* exit_code) {
  auto flags = std::make_shared<ProgramNewFlags>();
  CLI::App* command = program.add_subcommand(
      "new", "Begin a program file with one of docs/programs");
  command->add_option("FILE", flags->file,
                      "A new file (default: standard output)");
  command->add_option("--from", flags->from, "One of " + TemplateNames())
      ->required();
  command->callback([flags, exit_code] { *exit_code = RunProgramNew(*flags); });
}

void AddProgramSchema(CLI::App& program, int* exit_code) {
  CLI::App* command = program.add_subcommand(
      "schema", "The JSON Schema of program files, for editors");
  command->callback([exit_code] { *exit_code = PrintWhole(ProgramSchema()); });
}

}  // namespace

absl::StatusOr<std::string> ReadProgramText(const std::string& file) {
  if (file != "-") return ReadTextFile(file);
  std::string text(std::istreambuf_iterator<char>(std::cin), {});
  if (std::ferror(stdin) == 0) return text;
  return absl::UnavailableError("standard input cannot be read");
}

void AddProgram(CLI::App& app, int* exit_code) {
  CLI::App* program = app.add_subcommand(
      "program", "Program files: check, begin, explain, compare them");
  program->require_subcommand(1);
  // Before the subcommands, which take it over.
  program->footer(
      "docs/program_file.md says what a program may say.\n\nExamples:\n"
      "  kumbara program check shop.toml\n"
      "  kumbara program check --format json - < shop.toml\n"
      "  kumbara program explain shop.toml 'purchase ada 1250 GBP'\n"
      "  kumbara program new shop.toml --from coffee-shop\n"
      "  kumbara program schema > kumbara.schema.json\n"
      "  kumbara program check next.toml --against shop\n"
      "  kumbara program activate shop next.toml --effective "
      "2026-07-01T00:00:00Z\n"
      "  kumbara program log shop\n"
      "  kumbara program diff shop next.toml\n");
  AddProgramCheck(*program, exit_code);
  AddProgramExplain(*program, exit_code);
  AddProgramNew(*program, exit_code);
  AddProgramSchema(*program, exit_code);
  AddProgramActivate(*program, exit_code);
  AddProgramLog(*program, exit_code);
  AddProgramDiff(*program, exit_code);
}

}  // namespace kumbara::tools
