// kumbara counters: what is left of stocks and budgets, now or at a past
// instant.

#include <cstdio>
#include <memory>
#include <string>

#include "engine/base/time_text.h"
#include "tools/kumbara/commands.h"
#include "tools/kumbara/counter_table.h"
#include "tools/kumbara/exit_code.h"
#include "tools/kumbara/open_flags.h"
#include "tools/kumbara/report.h"

namespace kumbara::tools {
namespace {

struct CountersFlags {
  OpenFlags open;
  std::string at;
  std::string format = "csv";
  bool no_header = false;
};

int RunCounters(const CountersFlags& flags) {
  storage::OpenOptions options;
  if (!flags.at.empty()) {
    const std::optional<Instant> at = ParseInstant(flags.at);
    if (!at) {
      std::fprintf(stderr,
                   "kumbara: --at %s: expected an instant such as "
                   "2011-12-01T00:00:00Z\n",
                   flags.at.c_str());
      return kExitUsage;
    }
    options.until = *at;
  }
  auto opened = OpenWithProgress(flags.open, options);
  if (!opened.ok()) return Fail(opened.status());
  return PrintWhole(CounterTable(
      (*opened)->ledger(), FormatByName(flags.format), !flags.no_header));
}

}  // namespace

void AddCounters(CLI::App& app, int* exit_code) {
  auto flags = std::make_shared<CountersFlags>();
  CLI::App* command = app.add_subcommand(
      "counters", "What is left of the stocks of rewards and of budgets");
  flags->open.AddDirectoryTo(*command);
  command->add_option("--at", flags->at,
                      "As of this instant: what happened before it");
  command->add_option("--format", flags->format, "csv, json or table")
      ->check(CLI::IsMember({"csv", "json", "table"}))
      ->capture_default_str();
  command->add_flag("--no-header", flags->no_header, "Values only");
  flags->open.AddKeyTo(*command);
  command->footer("Example:\n  kumbara counters shop --format table\n");
  command->callback([flags, exit_code] { *exit_code = RunCounters(*flags); });
}

}  // namespace kumbara::tools
