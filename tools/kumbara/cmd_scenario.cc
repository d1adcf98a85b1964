// kumbara scenario: files of commands and the results they must have.

#include <algorithm>
#include <cstdio>
#include <fstream>
#include <memory>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "tools/csv/printable.h"
#include "tools/kumbara/commands.h"
#include "tools/kumbara/exit_code.h"
#include "tools/kumbara/report.h"
#include "tools/kumbara/scenario_file.h"
#include "tools/kumbara/scenario_run.h"

namespace kumbara::tools {
namespace {

struct ScenarioFlags {
  std::vector<std::string> files;
  bool rewrite = false;
};

using Lines = std::vector<std::string>;

void PrintDifference(const std::string& name, const ScenarioBlock& block,
                     const Lines& got) {
  std::printf("%s:%llu: %s\n", name.c_str(),
              static_cast<unsigned long long>(block.results_line),
              Printable(block.input[0]).c_str());
  const Lines& expected = block.results;
  for (std::size_t i = 0; i < std::max(expected.size(), got.size()); ++i) {
    const bool both = i < expected.size() && i < got.size();
    if (both && expected[i] == got[i]) {
      std::printf("    %s\n", Printable(got[i]).c_str());
      continue;
    }
    if (i < expected.size()) {
      std::printf("  - %s\n", Printable(expected[i]).c_str());
    }
    if (i < got.size()) {
      std::printf("  + %s\n", Printable(got[i]).c_str());
    }
  }
}

int RunFile(const std::string& name, bool rewrite) {
  const absl::StatusOr<std::string> text = ReadTextFile(name);
  if (!text.ok()) return Fail(text.status());
  const auto blocks = ParseScenario(name, *text);
  if (!blocks.ok()) return Fail(blocks.status());
  ScenarioRun run(name.substr(0, name.rfind('/') + 1));
  std::vector<Lines> results;
  std::size_t different = 0;
  for (const ScenarioBlock& block : *blocks) {
    results.push_back(run.Run(block));
    if (results.back() == block.results) continue;
    ++different;
    if (!rewrite) PrintDifference(name, block, results.back());
  }
  if (different == 0) {
    std::printf("%s: %zu blocks, all as written\n", name.c_str(),
                blocks->size());
    return kExitOk;
  }
  if (!rewrite) {
    std::printf("%s: %zu blocks, %zu different\n", name.c_str(), blocks->size(),
                different);
    return kExitDiffers;
  }
  std::ofstream file(name, std::ios::binary);
  file << WithResults(*text, *blocks, results);
  if (!file.flush()) {
    return Fail(absl::FailedPreconditionError(
        absl::StrCat(name, ": cannot be written")));
  }
  std::printf("%s: %zu blocks, %zu rewritten\n", name.c_str(), blocks->size(),
              different);
  return kExitOk;
}

int RunScenario(const ScenarioFlags& flags) {
  int exit_code = kExitOk;
  for (const std::string& file : flags.files) {
    const int code = RunFile(file, flags.rewrite);
    // A file that cannot be run counts more than one that differs.
    if (exit_code == kExitOk || code == kExitFailed) exit_code = code;
  }
  const int printed = EndOutput();
  return exit_code == kExitOk ? printed : exit_code;
}

}  // namespace

void AddScenario(CLI::App& app, int* exit_code) {
  auto flags = std::make_shared<ScenarioFlags>();
  CLI::App* command = app.add_subcommand(
      "scenario", "Run files of commands and compare with their results");
  command->add_option("FILE", flags->files, "Scenario files")->required();
  command->add_flag("--rewrite", flags->rewrite,
                    "Write the results into the files");
  command->footer("Example:\n  kumbara scenario gifts.scenario\n");
  command->callback([flags, exit_code] { *exit_code = RunScenario(*flags); });
}

}  // namespace kumbara::tools
