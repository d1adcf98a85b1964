// kumbara replay: a history under a program, without keeping a ledger.
//
// Everything is real: a ledger in a temporary directory, its journal synced,
// then opened again and re-derived from that journal before it is believed.

#include <cstdio>
#include <fstream>
#include <memory>
#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "engine/base/time_text.h"
#include "tools/kumbara/balance_table.h"
#include "tools/kumbara/commands.h"
#include "tools/kumbara/exit_code.h"
#include "tools/kumbara/expected_balances.h"
#include "tools/kumbara/load_run.h"
#include "tools/kumbara/numbers.h"
#include "tools/kumbara/open_flags.h"
#include "tools/kumbara/report.h"
#include "tools/kumbara/temporary_directory.h"

namespace kumbara::tools {
namespace {

struct ReplayFlags {
  LoadFlags load;
  std::string program;
  std::string expect;
  std::string balances;
  std::string unit;
  std::uint32_t round = kRoundCommandsDefault;
  std::uint32_t shards = kShardsDefault;
};

absl::Status Init(const ReplayFlags& flags, const std::string& directory) {
  const absl::StatusOr<std::string> text = ReadTextFile(flags.program);
  if (!text.ok()) return text.status();
  storage::InitOptions options;
  options.directory = directory;
  options.program_text = *text;
  options.program_name = flags.program;
  options.shards = flags.shards;
  options.round_commands = flags.round;
  options.max_ahead_micros = -1;  // A history is never in the future.
  options.pseudonym = Pseudonym::kStable;
  return storage::InitLedger(options).status();
}

struct Replayed {
  LoadResult load;
  Digest digest;
};

absl::StatusOr<Replayed> Load(const ReplayFlags& flags, const LoadPlan& plan,
                              const std::string& directory) {
  storage::OpenOptions options;
  options.mode = storage::OpenMode::kWrite;
  options.workers = flags.load.workers;
  options.batch_commands = flags.load.batch;
  options.hot_ids = flags.load.hot_ids;
  options.hot_records = flags.load.hot_records;
  auto opened = storage::OpenLedger::Open(directory, options);
  if (!opened.ok()) return opened.status();
  absl::StatusOr<LoadResult> load = LoadFiles(flags.load, plan, **opened);
  if (!load.ok()) return load.status();
  return Replayed{*std::move(load), (*opened)->ledger().StateDigest()};
}

std::string JoinedFiles(const ReplayFlags& flags) {
  std::string names;
  for (const std::string& file : flags.load.files) {
    names += (names.empty() ? "" : ", ") + file;
  }
  return names;
}

void PrintResult(const Replayed& replayed, const BalanceTotals& totals,
                 const Unit& unit) {
  const LoadSummary& summary = replayed.load.summary;
  const auto line = [](const char* left, Int128 left_count, const char* right,
                       const std::string& right_value) {
    std::printf("  %-12s%12s    %-14s%18s\n", left, Grouped(left_count).c_str(),
                right, right_value.c_str());
  };
  const auto points = [&](Int128 amount) {
    return Scaled(amount, unit.decimals, true);
  };
  line("purchases", Int128{summary.purchases}, "earned", points(totals.earned));
  line("returns", Int128{summary.returns}, "clawed back",
       points(totals.clawed_back));
  line("anonymous", Int128{replayed.load.totals.anonymous}, "redeemed",
       points(totals.redeemed));
  line("late", Int128{replayed.load.late}, "expired", points(totals.expired));
  line("members", Int128{totals.members}, "balance", points(totals.net()));
  line("in deficit", Int128{totals.in_deficit}, "owed by them",
       points(totals.deficit));
  if (replayed.load.rejected == 0) return;
  line("bad", Int128{replayed.load.totals.bad + summary.bad}, "refused",
       Grouped(Int128{summary.refused_in_all()}));
  PrintRefusals(summary);
}

// The audit: the journal read back, everything derived again from it.
int Audit(const ReplayFlags& flags, const Replayed& replayed,
          const std::string& directory) {
  auto opened = OpenWithProgress({directory, ""}, {});
  if (!opened.ok()) return Fail(opened.status());
  Ledger& ledger = (*opened)->ledger();
  const absl::StatusOr<Unit> unit = UnitByName(ledger.program(), flags.unit);
  if (!unit.ok()) return Fail(unit.status());
  ledger.CheckAllBooks();
  const std::vector<NamedBalance> balances =
      NamedBalances(**opened, unit->code);
  std::vector<Balance> bare;
  for (const NamedBalance& row : balances) bare.push_back(row.balance);

  const Digest digest = ledger.StateDigest();
  if (digest != replayed.digest) {
    return Fail(absl::DataLossError(
        absl::StrCat("the journal gives state ", ToHex(digest),
                     ", the run had ", ToHex(replayed.digest))));
  }
  std::printf("%s under %s: %s rows in %.2f s (%s rows/s)\n\n",
              JoinedFiles(flags).c_str(), ledger.program().name.c_str(),
              Grouped(Int128{replayed.load.totals.rows}).c_str(),
              replayed.load.seconds,
              Grouped(static_cast<std::int64_t>(
                          static_cast<double>(replayed.load.totals.rows) /
                          replayed.load.seconds))
                  .c_str());
  PrintResult(replayed, Total(bare), *unit);
  std::printf(
      "\naudited: %s batches read back, every outcome derived again, books "
      "balanced\n",
      Grouped(Int128{(*opened)->opened_at().number}).c_str());
  std::printf("  as of            %s\n", ToText(ledger.clock()).c_str());
  std::printf("  state digest     %s\n", ToHex(digest).c_str());
  std::printf("  balances sha256  %s\n",
              BalancesSha256(balances, unit->decimals).c_str());
  if (!flags.balances.empty()) {
    TableOptions table;
    table.decimals = unit->decimals;
    std::ofstream file(flags.balances, std::ios::binary);
    file << FormatBalances(balances, table);
    if (!file.flush()) {
      return Fail(absl::FailedPreconditionError(
          absl::StrCat(flags.balances, ": cannot be written")));
    }
  }
  const int compared =
      flags.expect.empty()
          ? kExitOk
          : CompareWithExpected(balances, unit->decimals, flags.expect);
  const int printed = EndOutput();
  for (const int code : {compared, replayed.load.exit_code()}) {
    if (code != kExitOk) return code;
  }
  return printed;
}

int RunReplay(const ReplayFlags& flags) {
  const absl::StatusOr<LoadPlan> plan = flags.load.Parse();
  if (!plan.ok()) return FailUsage(plan.status());
  TemporaryDirectory directory;
  absl::Status status = directory.Make();
  if (!status.ok()) return Fail(status);
  status = Init(flags, directory.ledger());
  if (!status.ok()) return Fail(status);
  const absl::StatusOr<Replayed> replayed =
      Load(flags, *plan, directory.ledger());
  if (!replayed.ok()) return Fail(replayed.status());
  if (replayed->load.summary.stopped) return kExitInterrupted;
  return Audit(flags, *replayed, directory.ledger());
}

}  // namespace

void AddReplay(CLI::App& app, int* exit_code) {
  auto flags = std::make_shared<ReplayFlags>();
  CLI::App* command = app.add_subcommand(
      "replay", "Run a history under a program, audit it, print the result");
  command
      ->add_option("FILE", flags->load.files,
                   "CSV or NDJSON files; - reads the input")
      ->required();
  command->add_option("--program", flags->program, "The program file (TOML)")
      ->required();
  command->add_option("--until", flags->load.until,
                      "Only rows before this instant, as of it");
  command->add_option("--expect", flags->expect,
                      "Compare with the balances in this CSV file");
  command->add_option("--balances", flags->balances,
                      "Write every balance to this CSV file");
  command->add_option("--unit", flags->unit,
                      "Unit of the balances (default: the program's first)");
  flags->load.AddTo(*command);
  command
      ->add_option("--round", flags->round,
                   "Commands after which transfers settle")
      ->check(CLI::Range(1u, kRoundCommandsMax))
      ->capture_default_str();
  command->add_option("--shards", flags->shards, "Logical shards")
      ->check(CLI::Range(1u, kShardsMax))
      ->capture_default_str();
  command->footer(
      "Example:\n  kumbara replay purchases.csv --program rule_a.toml --until "
      "2011-12-01T00:00:00Z\n");
  command->callback([flags, exit_code] { *exit_code = RunReplay(*flags); });
}

}  // namespace kumbara::tools
