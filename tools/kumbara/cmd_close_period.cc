// kumbara close-period: a month's totals, fixed in the journal.

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "storage/open/close_period.h"
#include "tools/csv/month_text.h"
#include "tools/kumbara/audit_text.h"
#include "tools/kumbara/closing_text.h"
#include "tools/kumbara/commands.h"
#include "tools/kumbara/exit_code.h"
#include "tools/kumbara/json_text.h"
#include "tools/kumbara/open_flags.h"
#include "tools/kumbara/progress.h"
#include "tools/kumbara/report.h"
#include "tools/kumbara/signatory_flags.h"

namespace kumbara::tools {
namespace {

struct ClosePeriodFlags {
  OpenFlags open;
  std::string month;
  storage::PeriodToClose period;
  bool as_json = false;
};

// A closing with what it fixed of each unit.
struct Closed {
  const Closing& closing;
  MonthTotals months;
  const Ledger& ledger;
  const storage::Directory& directory;
};

std::string ClosedText(const Closed& closed) {
  return ClosingTable({closed.closing}, closed.ledger.codes(),
                      closed.directory) +
         MonthTables(closed.ledger.program(), closed.months);
}

std::string ClosedJson(const Closed& closed) {
  JsonMembers members =
      ClosingMembers(closed.closing, closed.ledger.codes(), closed.directory);
  members.emplace_back("units",
                       MonthsJson(closed.ledger.program(), closed.months));
  return JsonObject(members) + "\n";
}

absl::StatusOr<storage::PeriodBooks> ReadWithProgress(const OpenFlags& open) {
  Progress progress("reading", "batches");
  return storage::ReadPeriodBooks(open.directory, open.key,
                                  [&](BatchNumber done, BatchNumber all) {
                                    progress.Show(done, all, done);
                                  });
}

int RunClosePeriod(ClosePeriodFlags& flags) {
  const std::optional<std::uint16_t> month = ParseMonth(flags.month);
  if (!month) {
    return FailUsage(absl::InvalidArgumentError(absl::StrCat(
        "MONTH ", flags.month, ": expected ", std::string(kMonthForm))));
  }
  flags.period.month = *month;
  const absl::Status texts = CheckTexts(flags.period.signatories);
  if (!texts.ok()) return FailUsage(texts);
  const auto books = ReadWithProgress(flags.open);
  if (!books.ok()) return Fail(books.status());
  storage::OpenOptions options;
  options.mode = storage::OpenMode::kWrite;
  const auto opened = OpenWithProgress(flags.open, options);
  if (!opened.ok()) return Fail(opened.status());
  const absl::StatusOr<Closing> closing =
      storage::ClosePeriod(**opened, *books, flags.period);
  const absl::Status ended = (*opened)->Close();
  if (!closing.ok()) {
    return absl::IsInvalidArgument(closing.status())
               ? FailUsage(closing.status())
               : Fail(closing.status());
  }
  if (!ended.ok()) return Fail(ended);
  const Ledger& ledger = (*opened)->ledger();
  Closed closed{*closing, MonthTotals(ledger.program().zone), ledger,
                (*opened)->directory()};
  closed.months.Close(*closing);
  return PrintDone(flags.as_json ? ClosedJson(closed) : ClosedText(closed),
                   absl::StrCat(flags.month, " is closed"));
}

}  // namespace

void AddClosePeriod(CLI::App& app, int* exit_code) {
  auto flags = std::make_shared<ClosePeriodFlags>();
  CLI::App* command =
      app.add_subcommand("close-period",
                         "Fix what a month came to; what comes later for it is "
                         "the prior period's of another");
  flags->open.AddDirectoryTo(*command);
  command->add_option("MONTH", flags->month, "The month, such as 2011-01")
      ->required();
  AddSignatories("Who closes it", *command, &flags->period.signatories);
  command->add_flag("--json", flags->as_json, "An object instead");
  flags->open.AddKeyTo(*command);
  command->footer(
      "A month that is over, the first one with postings that is open. "
      "docs/audit.md has\nmore.\n\nExample:\n"
      "  kumbara close-period shop 2011-01 --operator olga --approver petra\n");
  command->callback(
      [flags, exit_code] { *exit_code = RunClosePeriod(*flags); });
}

}  // namespace kumbara::tools
