// kumbara balances: every member, or some, now or at a past instant.

#include <memory>
#include <set>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "tools/kumbara/balance_table.h"
#include "tools/kumbara/commands.h"
#include "tools/kumbara/exit_code.h"
#include "tools/kumbara/open_flags.h"
#include "tools/kumbara/past_flags.h"
#include "tools/kumbara/report.h"
#include "tools/kumbara/table_flags.h"

namespace kumbara::tools {
namespace {

struct BalancesFlags {
  OpenFlags open;
  std::vector<std::string> members;
  std::vector<std::string> columns = {"member_id", "net"};
  PastFlags past;
  std::string unit;
  std::string tier_set;
  TableFlags table;
};

int RunBalances(const BalancesFlags& flags) {
  TableOptions table;
  table.columns = flags.columns;
  table.format = flags.table.Format();
  table.header = !flags.table.no_header;
  for (const std::string& column : flags.columns) {
    if (!IsColumn(column)) {
      return FailUsage(absl::InvalidArgumentError(
          "--columns " + column + ": expected some of " + AllColumns()));
    }
  }
  const absl::StatusOr<storage::OpenOptions> options = flags.past.Options();
  if (!options.ok()) return FailUsage(options.status());
  auto opened = OpenWithProgress(flags.open, *options);
  if (!opened.ok()) return Fail(opened.status());
  const absl::StatusOr<Unit> unit =
      UnitByName((*opened)->ledger().program(), flags.unit);
  if (!unit.ok()) return Fail(unit.status());
  table.decimals = unit->decimals;
  const Program& program = (*opened)->ledger().program();
  if (const auto set = TierSetByName(program, flags.tier_set)) {
    table.tier_set = &program.tier_sets[*set];
    table.tier_set_index = *set;
  } else if (!flags.tier_set.empty()) {
    return Fail(absl::NotFoundError(absl::StrCat(
        "tier_set ", flags.tier_set, " is not one of the program")));
  }
  std::vector<NamedBalance> balances = NamedBalances(**opened, unit->code);
  std::set<std::string> wanted(flags.members.begin(), flags.members.end());
  if (!wanted.empty()) {
    std::erase_if(balances, [&](const NamedBalance& row) {
      return !flags.members.empty() && wanted.erase(row.name) == 0;
    });
  }
  const int printed = PrintWhole(FormatBalances(balances, table));
  for (const std::string& member : wanted) FailNoMember(member);
  return wanted.empty() ? printed : kExitFailed;
}

}  // namespace

void AddBalances(CLI::App& app, int* exit_code) {
  auto flags = std::make_shared<BalancesFlags>();
  CLI::App* command = app.add_subcommand(
      "balances", "Balances by member, sorted by the bytes of their ids");
  flags->open.AddDirectoryTo(*command);
  command->add_option("MEMBER", flags->members, "Only these members");
  flags->past.AddTo(*command);
  command
      ->add_option("--columns", flags->columns,
                   "Of " + AllColumns() + "; separated by commas")
      ->delimiter(',')
      ->allow_extra_args(false);  // What follows are members.
  command->add_option("--unit", flags->unit,
                      "Of this unit (default: the program's first)");
  command->add_option(
      "--tier-set", flags->tier_set,
      "Tiers are of this tier set (default: the program's first)");
  flags->table.AddTo(*command);
  flags->open.AddKeyTo(*command);
  command->footer(
      "Example:\n  kumbara balances shop --at 2026-01-01 --columns "
      "member_id,available,deficit --format table\n");
  command->callback([flags, exit_code] { *exit_code = RunBalances(*flags); });
}

}  // namespace kumbara::tools
