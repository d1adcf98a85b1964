// kumbara load: files of rows into a ledger.

#include <cstdio>
#include <memory>
#include <optional>
#include <span>

#include "engine/base/time_text.h"
#include "tools/kumbara/commands.h"
#include "tools/kumbara/control_totals.h"
#include "tools/kumbara/exit_code.h"
#include "tools/kumbara/load_run.h"
#include "tools/kumbara/numbers.h"
#include "tools/kumbara/open_flags.h"
#include "tools/kumbara/report.h"

namespace kumbara::tools {
namespace {

struct LoadCommandFlags {
  OpenFlags open;
  LoadFlags load;
  std::string control;
};

void PrintLine(const char* what, Int128 count) {
  std::printf("  %-34s %14s\n", what, Grouped(count).c_str());
}

void PrintSummary(const LoadResult& result, std::uint64_t members, int decimals,
                  const std::string& unit) {
  const LoadSummary& summary = result.summary;
  PrintLine("rows", Int128{result.totals.rows});
  PrintLine("applied", Int128{summary.applied});
  if (summary.existing > 0) PrintLine("known before", Int128{summary.existing});
  PrintLine("anonymous", Int128{result.totals.anonymous});
  PrintLine("bad", Int128{result.totals.bad + summary.bad});
  PrintLine("refused", Int128{summary.refused_in_all()});
  PrintRefusals(summary);
  PrintLine("late", Int128{result.late});
  PrintLine("members", Int128{members});
  std::printf("  %-34s %14s %s\n", "earned",
              Scaled(summary.earned, decimals, true).c_str(), unit.c_str());
  std::printf("  %-34s %14s %s\n", "clawed back",
              Scaled(summary.clawed_back, decimals, true).c_str(),
              unit.c_str());
  if (result.seconds > 0) {
    std::printf(
        "  %-34s %14s\n", "rows/s",
        Grouped(static_cast<std::int64_t>(
                    static_cast<double>(result.totals.rows) / result.seconds))
            .c_str());
  }
  if (summary.stopped) {
    std::printf("stopped: all of this is durable; run it again to go on\n");
  } else if (summary.applied == 0 && summary.existing > 0) {
    std::printf("nothing changed: every row was known before\n");
  }
}

int RunLoad(const LoadCommandFlags& flags) {
  const absl::StatusOr<LoadPlan> plan = flags.load.Parse();
  if (!plan.ok()) return FailUsage(plan.status());
  storage::OpenOptions options;
  options.mode = storage::OpenMode::kWrite;
  options.workers = flags.load.workers;
  options.batch_commands = flags.load.batch;
  options.hot_ids = flags.load.hot_ids;
  options.hot_records = flags.load.hot_records;
  const absl::StatusOr<std::uint64_t> reserve = flags.open.ReserveBytes();
  if (!reserve.ok()) return FailUsage(reserve.status());
  options.reserve_bytes = *reserve;
  auto opened = OpenWithProgress(flags.open, options);
  if (!opened.ok()) return Fail(opened.status());
  const Program& program = (*opened)->ledger().program();
  std::optional<ControlTotals> control;
  if (!flags.control.empty()) {
    absl::StatusOr<ControlTotals> read =
        ControlTotals::Read(flags.control, program);
    if (!read.ok()) return Fail(read.status());
    control = *std::move(read);
  }
  const absl::StatusOr<LoadResult> result =
      LoadFiles(flags.load, *plan, **opened,
                [&](const Command& command, std::span<const Detail> details) {
                  if (control) control->Count(command, details);
                });
  if (!result.ok()) return Fail(result.status());
  std::uint64_t members = 0;
  for (const Shard* shard : (*opened)->ledger().shards()) {
    members += shard->members.size();
  }
  const Unit& unit = program.units.front();
  PrintSummary(*result, members, unit.decimals, unit.name);
  int code = result->exit_code();
  if (control && !result->summary.stopped) {
    const int compared = control->Compare(program);
    if (compared != kExitOk) code = compared;
  }
  EndDone("what was applied is durable");
  return code;
}

}  // namespace

void AddLoad(CLI::App& app, int* exit_code) {
  auto flags = std::make_shared<LoadCommandFlags>();
  CLI::App* command = app.add_subcommand("load", "Load CSV or NDJSON files");
  flags->open.AddDirectoryTo(*command);
  command
      ->add_option("FILE", flags->load.files,
                   "CSV or NDJSON files; - reads the input")
      ->required();
  flags->load.AddTo(*command);
  command->add_option("--control", flags->control,
                      "Compare what imports amount to with this CSV file");
  flags->open.AddReserveTo(*command);
  flags->open.AddKeyTo(*command);
  command->footer(
      "Rows that were loaded before change nothing; docs/csv.md and "
      "docs/ndjson.md have the formats.\n\nExample:\n"
      "  kumbara load shop 2025.csv 2026.csv --rejects bad.csv\n");
  command->callback([flags, exit_code] { *exit_code = RunLoad(*flags); });
}

}  // namespace kumbara::tools
