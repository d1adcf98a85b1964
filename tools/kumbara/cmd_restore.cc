// kumbara restore: makes a ledger of a backup, whole or as it was at a sequence
// or an instant.

#include <algorithm>
#include <cstdio>
#include <memory>
#include <optional>
#include <string>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "engine/base/hex.h"
#include "engine/base/time_text.h"
#include "storage/backup/restore.h"
#include "tools/kumbara/commands.h"
#include "tools/kumbara/exit_code.h"
#include "tools/kumbara/numbers.h"
#include "tools/kumbara/open_flags.h"
#include "tools/kumbara/report.h"
#include "tools/kumbara/segment_text.h"
#include "tools/kumbara/stopwatch.h"

namespace kumbara::tools {
namespace {

struct RestoreFlags {
  std::string backup;
  std::string directory;
  std::optional<Sequence> until_sequence;
  std::string until;
};

void PrintCut(const RestoreFlags& flags, const storage::RestoreReport& report) {
  const storage::JournalPosition& end = report.end;
  const storage::JournalPosition& all = report.manifest.end();
  if (end == all) {
    if (flags.until.empty()) return;
    std::printf("nothing was cut off: the last batch is of %s\n",
                ToText(report.manifest.segments.back().last_time).c_str());
    return;
  }
  if (flags.until_sequence && end.last_sequence != *flags.until_sequence) {
    std::printf(
        "sequence %s is inside a linked run, which is never parted: the cut is "
        "before it\n",
        Grouped(Int128{*flags.until_sequence}).c_str());
  }
  std::printf(
      "cut off: sequences %s to %s. What goes on from here is another ledger "
      "of the same id:\ncheckpoints from behind the cut do not verify it\n",
      Grouped(Int128{end.last_sequence + 1}).c_str(),
      Grouped(Int128{all.last_sequence}).c_str());
}

int PrintErasures(const storage::RestoreReport& report) {
  if (report.names_erased > 0 || report.members_closed > 0) {
    std::printf(
        "erased again: names left out: %s, members closed behind the cut: %s\n",
        Grouped(Int128{report.names_erased}).c_str(),
        Grouped(Int128{report.members_closed}).c_str());
  }
  for (const MemberId& member : report.refused) {
    std::fprintf(stderr,
                 "kumbara: member %s was erased and could not be closed; it "
                 "has no name any more\n",
                 ToHex(member).c_str());
  }
  return report.refused.empty() ? kExitOk : kExitRowsRejected;
}

int RunRestore(const RestoreFlags& flags) {
  storage::RestoreOptions options;
  options.backup = flags.backup;
  options.directory = flags.directory;
  options.cut.last_sequence = flags.until_sequence;
  if (!flags.until.empty()) {
    const absl::StatusOr<Instant> until = ParseAt("--until", flags.until);
    if (!until.ok()) return FailUsage(until.status());
    options.cut.until = *until;
  }
  const Stopwatch stopwatch;
  const auto report =
      storage::RestoreLedger(options, TellingOfSegments("restored"));
  if (!report.ok()) return Fail(report.status());
  std::printf("%s: ledger %s up to batch %s, sequence %s, in %.2f s\n",
              flags.directory.c_str(), ToHex(report->end.ledger).c_str(),
              Grouped(Int128{report->end.number}).c_str(),
              Grouped(Int128{report->end.last_sequence}).c_str(),
              stopwatch.Seconds());
  PrintCut(flags, *report);
  const int code = PrintErasures(*report);
  return std::max(code, EndDone("the ledger is restored"));
}

}  // namespace

void AddRestore(CLI::App& app, int* exit_code) {
  auto flags = std::make_shared<RestoreFlags>();
  CLI::App* command = app.add_subcommand(
      "restore", "Make a ledger of a backup, whole or as it was once");
  command->add_option("BACKUP", flags->backup, "What backup create made")
      ->required();
  command
      ->add_option("DIR", flags->directory,
                   "The new ledger's directory: not there, or empty")
      ->required();
  CLI::Option* sequence = command->add_option(
      "--until-sequence", flags->until_sequence,
      "Only the commands up to this one, be it inside a batch");
  sequence->check(
      [](const std::string& text) {
        Sequence number = 0;
        return absl::SimpleAtoi(text, &number)
                   ? std::string()
                   : text + ": expected a sequence number, from 0 on";
      },
      "");
  command
      ->add_option("--until", flags->until,
                   "Only the batches that the ledger took before this instant, "
                   "such as 2026-11-27T10:00:00Z")
      ->excludes(sequence);
  command->footer(
      "Members who stand in the backup's erasure list are erased from what is "
      "restored, also if\nthey were erased behind the cut. The key is not in a "
      "backup: put it back by hand.\n\nExamples:\n"
      "  kumbara restore /mnt/backup/shop shop\n"
      "  kumbara restore /mnt/backup/shop shop --until 2026-11-27T10:00:00Z\n"
      "  kumbara verify shop\n");
  command->callback([flags, exit_code] { *exit_code = RunRestore(*flags); });
}

}  // namespace kumbara::tools
