// kumbara counters, kumbara liability and kumbara estimates: one table of a
// ledger, now or at a past instant.

#include <memory>
#include <string>

#include "tools/kumbara/commands.h"
#include "tools/kumbara/counter_table.h"
#include "tools/kumbara/estimate_text.h"
#include "tools/kumbara/liability_table.h"
#include "tools/kumbara/open_flags.h"
#include "tools/kumbara/past_flags.h"
#include "tools/kumbara/report.h"
#include "tools/kumbara/table_flags.h"

namespace kumbara::tools {
namespace {

struct TableCommand {
  const char* name;
  const char* about;
  const char* footer;
  std::string (*table)(const storage::OpenLedger& opened, TableFormat format,
                       bool header);
};

constexpr TableCommand kCounters = {
    "counters", "What is left of the stocks of rewards and of budgets",
    "Example:\n  kumbara counters shop --format table\n", CounterTable};

constexpr TableCommand kLiability = {
    "liability",
    "What members are owed, by who pays for it and when it was earned",
    "docs/program_file.md says what a unit's value is.\n\nExample:\n"
    "  kumbara liability shop --at 2026-01-01 --format table\n",
    LiabilityTable};

constexpr TableCommand kEstimates = {
    "estimates",
    "What finance has said of what will be redeemed, and since when",
    "docs/program_file.md has more.\n\nExample:\n"
    "  kumbara estimates shop --format table\n",
    EstimateTable};

struct AsOfFlags {
  OpenFlags open;
  PastFlags past;
  TableFlags table;
};

int RunTable(const TableCommand& what, const AsOfFlags& flags) {
  const absl::StatusOr<storage::OpenOptions> options = flags.past.Options();
  if (!options.ok()) return FailUsage(options.status());
  auto opened = OpenWithProgress(flags.open, *options);
  if (!opened.ok()) return Fail(opened.status());
  return PrintWhole(
      what.table(**opened, flags.table.Format(), !flags.table.no_header));
}

void AddTable(const TableCommand& what, CLI::App& app, int* exit_code) {
  auto flags = std::make_shared<AsOfFlags>();
  CLI::App* command = app.add_subcommand(what.name, what.about);
  flags->open.AddDirectoryTo(*command);
  flags->past.AddTo(*command);
  flags->table.AddTo(*command);
  flags->open.AddKeyTo(*command);
  command->footer(what.footer);
  command->callback(
      [&what, flags, exit_code] { *exit_code = RunTable(what, *flags); });
}

}  // namespace

void AddCounters(CLI::App& app, int* exit_code) {
  AddTable(kCounters, app, exit_code);
}

void AddLiability(CLI::App& app, int* exit_code) {
  AddTable(kLiability, app, exit_code);
}

void AddEstimates(CLI::App& app, int* exit_code) {
  AddTable(kEstimates, app, exit_code);
}

}  // namespace kumbara::tools
