// kumbara program explain: what a command would come to under a program file.
//
// Everything is real: a ledger in a temporary directory, in which the given
// commands make the member what it is.

#include <cstdio>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "engine/base/time_text.h"
#include "tools/kumbara/command_maker.h"
#include "tools/kumbara/command_row.h"
#include "tools/kumbara/commands.h"
#include "tools/kumbara/exit_code.h"
#include "tools/kumbara/explain_text.h"
#include "tools/kumbara/program_versions.h"
#include "tools/kumbara/report.h"
#include "tools/kumbara/submit_one.h"
#include "tools/kumbara/temporary_directory.h"

namespace kumbara::tools {
namespace {

struct ProgramExplainFlags {
  std::string file;
  std::string command;
  std::vector<std::string> given;
  bool as_json = false;
};

// A command line in parts: rows are valid while it is.
struct Said {
  CommandRow command;
  std::vector<std::unique_ptr<CommandRow>> given;
};

// What is given happens when the command does, unless it says when.
absl::Status Parse(const ProgramExplainFlags& flags, Said* said) {
  absl::Status parsed = said->command.Parse(
      flags.command, ToText(SystemClock().Now()), "explained");
  const std::string now =
      parsed.ok() ? ToText(said->command.row().occurred_at) : "";
  for (std::size_t i = 0; parsed.ok() && i < flags.given.size(); ++i) {
    said->given.push_back(std::make_unique<CommandRow>());
    parsed = said->given.back()->Parse(flags.given[i], now,
                                       absl::StrCat("given ", i + 1));
    if (!parsed.ok()) {
      parsed = absl::InvalidArgumentError(
          absl::StrCat("--given '", flags.given[i], "': ", parsed.message()));
    }
  }
  return parsed;
}

absl::Status MakeLedger(const ProgramExplainFlags& flags,
                        const std::string& directory) {
  const absl::StatusOr<std::string> text = ReadProgramText(flags.file);
  if (!text.ok()) return text.status();
  storage::InitOptions options;
  options.directory = directory;
  options.program_text = *text;
  options.program_name = flags.file;
  options.shards = 1;
  options.max_ahead_micros = -1;
  options.pseudonym = Pseudonym::kStable;
  return storage::InitLedger(options).status();
}

// InvalidArgument: the command line is wrong.
absl::StatusOr<Outcome> SubmitRow(const Row& row, storage::OpenLedger& opened,
                                  CommandMaker& maker, Producer& producer) {
  if (const auto problem = maker.Make(row)) {
    return absl::InvalidArgumentError(ToText(*problem));
  }
  absl::Status synced = opened.directory().Sync();
  if (!synced.ok()) return synced;
  return SubmitOne(maker.made(), opened, producer);
}

absl::Status SubmitGiven(const ProgramExplainFlags& flags, const Said& said,
                         storage::OpenLedger& opened, CommandMaker& maker,
                         Producer& producer) {
  for (std::size_t i = 0; i < said.given.size(); ++i) {
    const absl::StatusOr<Outcome> outcome =
        SubmitRow(said.given[i]->row(), opened, maker, producer);
    const auto error = [&](const std::string& why) {
      return absl::InvalidArgumentError(
          absl::StrCat("--given '", flags.given[i], "': ", why));
    };
    if (!outcome.ok()) return error(std::string(outcome.status().message()));
    if (!IsAccepted(*outcome)) return error(std::string(Name(outcome->code)));
  }
  return absl::OkStatus();
}

// Told apart are commands by their ids.
absl::Status RefuseIdGivenTwice(const ProgramExplainFlags& flags,
                                const Said& said, CommandMaker& maker,
                                const CommandId& id) {
  for (std::size_t i = 0; i < said.given.size(); ++i) {
    if (maker.Make(said.given[i]->row()) || maker.made().command.id != id) {
      continue;
    }
    return absl::InvalidArgumentError(absl::StrCat(
        "--given '", flags.given[i], "': has the id of the command explained"));
  }
  return absl::OkStatus();
}

int Explain(const ProgramExplainFlags& flags, const Said& said,
            storage::OpenLedger& opened) {
  Ledger& ledger = opened.ledger();
  CommandMaker maker(opened, "explain");
  if (const auto problem = maker.Make(said.command.row())) {
    return FailUsage(absl::InvalidArgumentError(ToText(*problem)));
  }
  Explanation told(maker.made().command.id);
  const absl::Status other = RefuseIdGivenTwice(flags, said, maker, told.id);
  if (!other.ok()) return FailUsage(other);
  ledger.Explain(&told);
  opened.Start();
  std::unique_ptr<Producer> producer = ledger.NewProducer();
  absl::Status given = SubmitGiven(flags, said, opened, maker, *producer);
  if (!given.ok()) return FailUsage(given);
  const absl::StatusOr<Outcome> outcome =
      SubmitRow(said.command.row(), opened, maker, *producer);
  if (!outcome.ok()) return FailUsage(outcome.status());
  const absl::Status closed = opened.Close();
  if (!closed.ok()) return Fail(closed);
  Explained explained{told, *outcome, {}, ledger, opened.directory()};
  AddEventsOf(outcome->sequence, ledger.TakeEvents(), &explained.events);
  const int printed = PrintWhole(flags.as_json ? ExplainJson(explained)
                                               : ExplainText(explained));
  if (printed != kExitOk) return printed;
  return IsAccepted(*outcome) ? kExitOk : kExitRowsRejected;
}

int RunProgramExplain(const ProgramExplainFlags& flags) {
  Said said;
  const absl::Status parsed = Parse(flags, &said);
  if (!parsed.ok()) return FailUsage(parsed);
  if (said.command.row().kind == CommandKind::kTick) {
    return FailUsage(absl::InvalidArgumentError(
        "tick: expected a command of a member; a tick may be given"));
  }
  TemporaryDirectory directory;
  absl::Status made = directory.Make();
  if (made.ok()) made = MakeLedger(flags, directory.ledger());
  if (!made.ok()) return Fail(made);
  storage::OpenOptions options;
  options.mode = storage::OpenMode::kWrite;
  options.keep_events = true;
  auto opened = storage::OpenLedger::Open(directory.ledger(), options);
  if (!opened.ok()) return Fail(opened.status());
  return Explain(flags, said, **opened);
}

}  // namespace

void AddProgramExplain(CLI::App& program, int* exit_code) {
  auto flags = std::make_shared<ProgramExplainFlags>();
  CLI::App* command = program.add_subcommand(
      "explain", "What a command would come to, rule by rule");
  command->add_option("FILE", flags->file, "The program file; - is stdin")
      ->required();
  command
      ->add_option("COMMAND", flags->command,
                   "'COMMAND MEMBER [AMOUNT UNIT] [key=value...]' as of "
                   "kumbara submit; at=TIME, default now")
      ->required();
  command
      ->add_option("--given", flags->given,
                   "A command that came before, such as 'import ada 500 points "
                   "what=lot'; may be given more than once; at=TIME, default "
                   "that of COMMAND")
      ->allow_extra_args(false);
  command->add_flag("--json", flags->as_json, "JSON for machines");
  command->footer(
      "docs/explain.md shows what is told.\n\nExamples:\n"
      "  kumbara program explain shop.toml 'purchase ada 1250 GBP'\n"
      "  kumbara program explain shop.toml 'redeem ada 100 points' --given "
      "'import ada 500 points what=lot'\n");
  command->callback(
      [flags, exit_code] { *exit_code = RunProgramExplain(*flags); });
}

}  // namespace kumbara::tools
