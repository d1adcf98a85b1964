// kumbara counters: what is left of stocks and budgets, now or at a past
// instant.

#include <memory>
#include <string>

#include "tools/kumbara/commands.h"
#include "tools/kumbara/counter_table.h"
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
  const absl::StatusOr<Instant> at = ParseAt("--at", flags.at);
  if (!at.ok()) return FailUsage(at.status());
  storage::OpenOptions options;
  options.until = *at;
  auto opened = OpenWithProgress(flags.open, options);
  if (!opened.ok()) return Fail(opened.status());
  return PrintWhole(CounterTable((*opened)->ledger(),
                                 FormatByName(flags.format), !flags.no_header));
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
