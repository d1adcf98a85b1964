// kumbara submit: one command, its outcome and its postings.

#include <openssl/rand.h>

#include <array>
#include <cstdio>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "engine/apply/explanation.h"
#include "engine/base/hex.h"
#include "engine/base/time_text.h"
#include "tools/kumbara/command_maker.h"
#include "tools/kumbara/command_row.h"
#include "tools/kumbara/commands.h"
#include "tools/kumbara/exit_code.h"
#include "tools/kumbara/explain_text.h"
#include "tools/kumbara/loader.h"
#include "tools/kumbara/open_flags.h"
#include "tools/kumbara/outcome_text.h"
#include "tools/kumbara/report.h"
#include "tools/kumbara/submit_one.h"

namespace kumbara::tools {
namespace {

struct SubmitFlags {
  OpenFlags open;
  std::string command;
  std::string id;
  std::string source = "csv";
  bool dry_run = false;
  bool as_json = false;
};

std::string RandomId() {
  std::array<std::byte, 16> bytes;
  const int drawn = RAND_bytes(reinterpret_cast<unsigned char*>(bytes.data()),
                               static_cast<int>(bytes.size()));
  return drawn == 1 ? BytesToHex(bytes) : std::string();
}

// What would have happened.
int PrintTrial(const SubmitFlags& flags, const Explained& explained) {
  if (flags.as_json) return PrintWhole(ExplainJson(explained));
  return PrintWhole("dry run, nothing is written: " + ExplainText(explained));
}

void PrintOutcome(const Explained& explained, const CommandId& id) {
  std::string text = OutcomeText(explained.ledger, explained.outcome) + "\n";
  if (explained.outcome.code != ResultCode::kExists) {
    absl::StrAppend(&text, "  id ", ToHex(id), "\n");
  }
  for (const Event& event : explained.events) {
    absl::StrAppend(&text, "  ",
                    EventText(explained.ledger, explained.directory, event),
                    "\n");
  }
  PrintDone(text, "the command is answered");
}

int Submit(const SubmitFlags& flags, const Row& row,
           storage::OpenLedger& opened) {
  Ledger& ledger = opened.ledger();
  ledger.ForgetEvents();  // Those of re-applying the journal.
  CommandMaker maker(opened, flags.source);
  if (const auto problem = maker.Make(row)) {
    std::fprintf(stderr, "kumbara: %s\n", ToText(*problem).c_str());
    return kExitUsage;
  }
  if (const absl::Status space = opened.space(); !space.ok()) {
    return Fail(space);
  }
  if (!flags.dry_run) {
    const absl::Status synced = opened.directory().Sync();
    if (!synced.ok()) return Fail(synced);
  }
  Explanation told(maker.made().command.id);
  if (flags.dry_run) ledger.Explain(&told);
  const Sequence before = ledger.end().sequence;
  opened.Start();
  std::unique_ptr<Producer> producer = ledger.NewProducer();
  const absl::StatusOr<Outcome> outcome =
      SubmitOne(maker.made(), opened, *producer);
  if (!outcome.ok()) {
    return absl::IsInvalidArgument(outcome.status())
               ? FailUsage(outcome.status())
               : Fail(outcome.status());
  }
  const absl::Status closed = opened.Close();
  if (!closed.ok()) return Fail(closed);
  Explained explained{told, *outcome, {}, ledger, opened.directory()};
  std::vector<Event> events = ledger.TakeEvents();
  if (flags.dry_run) {
    AddEventsOf(outcome->sequence, events, &explained.events);
    const int printed = PrintTrial(flags, explained);
    if (printed != kExitOk) return printed;
  } else {
    std::erase_if(events, [&](const Event& event) {
      return IdOf(event).sequence <= before;
    });
    explained.events = std::move(events);
    PrintOutcome(explained, told.id);
  }
  return IsAccepted(*outcome) ? kExitOk : kExitRowsRejected;
}

// Whether a command has the id that was given beside it. A tick has none.
bool HasId(const Row& row, const std::string& id) {
  CommandId given;
  if (FromHex(id, &given)) return row.command_id == given;
  return row.transaction_id == id && !row.command_id && !row.counter;
}

int RunSubmit(const SubmitFlags& flags) {
  CommandRow command;
  const absl::Status parsed =
      command.Parse(flags.command, ToText(SystemClock().Now()),
                    flags.id.empty() ? RandomId() : flags.id);
  if (!parsed.ok()) return FailUsage(parsed);
  if (!flags.id.empty() && !HasId(command.row(), flags.id)) {
    return FailUsage(absl::InvalidArgumentError(absl::StrCat(
        "--id ", flags.id, ": expected nothing beside an id in the command, ",
        "nor beside a tick")));
  }
  storage::OpenOptions options;
  options.mode =
      flags.dry_run ? storage::OpenMode::kTry : storage::OpenMode::kWrite;
  options.keep_events = true;
  const absl::StatusOr<std::uint64_t> reserve = flags.open.ReserveBytes();
  if (!reserve.ok()) return FailUsage(reserve.status());
  options.reserve_bytes = *reserve;
  auto opened = OpenWithProgress(flags.open, options);
  if (!opened.ok()) return Fail(opened.status());
  return Submit(flags, command.row(), **opened);
}

}  // namespace

void AddSubmit(CLI::App& app, int* exit_code) {
  auto flags = std::make_shared<SubmitFlags>();
  CLI::App* command =
      app.add_subcommand("submit", "Apply one command; print its outcome");
  flags->open.AddDirectoryTo(*command);
  command
      ->add_option("COMMAND", flags->command,
                   "'COMMAND MEMBER [AMOUNT UNIT] [key=value...]' with the "
                   "columns' keys; at=TIME, default now")
      ->required();
  command->add_option("--id", flags->id,
                      "Transaction id, or command id of 32 hex digits "
                      "(default: random)");
  command
      ->add_option("--source", flags->source,
                   "Where the transaction ids come from")
      ->capture_default_str();
  CLI::Option* dry_run = command->add_flag("--dry-run", flags->dry_run,
                                           "Only say what would happen, and "
                                           "why");
  command->add_flag("--json", flags->as_json, "Say it in JSON")->needs(dry_run);
  flags->open.AddReserveTo(*command);
  flags->open.AddKeyTo(*command);
  command->footer(
      "Examples:\n"
      "  kumbara submit shop 'award 4711 100 points reason=goodwill'\n"
      "  kumbara submit shop 'return 4711 reference=536365' --dry-run\n");
  command->callback([flags, exit_code] { *exit_code = RunSubmit(*flags); });
}

}  // namespace kumbara::tools
