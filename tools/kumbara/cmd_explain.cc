// kumbara explain: how a command of a ledger was answered, and why.
//
// The journal is re-applied by the stages that made it, up to the end of the
// command's round, and what apply works out on the way is told. So it is what
// was done then, whatever has come since.

#include <cstdio>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "engine/base/hex.h"
#include "storage/open/event_reader.h"
#include "tools/csv/csv_id.h"
#include "tools/csv/printable.h"
#include "tools/kumbara/commands.h"
#include "tools/kumbara/exit_code.h"
#include "tools/kumbara/explain_text.h"
#include "tools/kumbara/open_flags.h"
#include "tools/kumbara/progress.h"
#include "tools/kumbara/report.h"
#include "tools/kumbara/stop_signal.h"

namespace kumbara::tools {
namespace {

using storage::EventReader;

struct ExplainFlags {
  OpenFlags open;
  std::string id;
  std::string source = "csv";
  bool as_json = false;
};

// 32 hex digits are a command id, anything else is a transaction id.
CommandId CommandIdOf(const ExplainFlags& flags) {
  CommandId id;
  const bool is_id = flags.id.size() == 32 && FromHex(flags.id, &id);
  return is_id ? id : CsvIdMaker(flags.source).Make(flags.id);
}

// Reads on until nothing of the command is open, and gives its entry: null if
// the journal has no such command.
absl::StatusOr<const IdAnswer*> ReadPast(EventReader& reader,
                                         const CommandId& id,
                                         std::vector<Event>* events) {
  Progress progress("re-applying", "batches");
  const IdAnswer* entry = nullptr;
  while (entry == nullptr || !reader.ledger().NothingIsOpen()) {
    if (StopRequested()) return absl::CancelledError("stopped");
    std::vector<Event> found;
    const absl::StatusOr<bool> read = reader.Next(&found);
    if (!read.ok()) return read.status();
    if (!*read) break;
    entry = reader.ledger().FindId(id);
    if (entry != nullptr) AddEventsOf(entry->first_sequence, found, events);
    progress.Show(reader.batch(), reader.last_batch(), reader.batch());
  }
  return entry;
}

Outcome OutcomeOf(const Explanation& told, const IdAnswer& entry) {
  if (told.program != nullptr) return told.outcome;
  Outcome outcome;
  outcome.code = entry.code;
  outcome.sequence = entry.first_sequence;
  if (entry.state == IdState::kOpen) outcome.reserved = kOutcomeOpen;
  return outcome;
}

int RunExplain(const ExplainFlags& flags) {
  auto reader = OpenEvents(flags.open);
  if (!reader.ok()) return Fail(reader.status());
  Explanation told(CommandIdOf(flags));
  (*reader)->Explain(&told);
  std::vector<Event> events;
  const absl::StatusOr<const IdAnswer*> entry =
      ReadPast(**reader, told.id, &events);
  if (StopRequested()) return kExitInterrupted;
  if (!entry.ok()) return Fail(entry.status());
  if (*entry == nullptr) {
    std::fprintf(stderr, "kumbara: %s: no such command of source %s\n",
                 Printable(flags.id).c_str(), Printable(flags.source).c_str());
    return kExitFailed;
  }
  const Explained explained{told, OutcomeOf(told, **entry), std::move(events),
                            (*reader)->ledger(), (*reader)->directory()};
  return PrintWhole(flags.as_json ? ExplainJson(explained)
                                  : ExplainText(explained));
}

}  // namespace

void AddExplain(CLI::App& app, int* exit_code) {
  auto flags = std::make_shared<ExplainFlags>();
  CLI::App* command =
      app.add_subcommand("explain", "Tell how a command was answered, and why");
  flags->open.AddDirectoryTo(*command);
  command
      ->add_option("ID", flags->id,
                   "Transaction id, or command id of 32 hex digits")
      ->required();
  command
      ->add_option("--source", flags->source,
                   "Where the transaction id comes from")
      ->capture_default_str();
  command->add_flag("--json", flags->as_json, "JSON for machines");
  flags->open.AddKeyTo(*command);
  command->footer(
      "docs/explain.md shows what is told. Of what would happen:\n"
      "kumbara submit --dry-run, kumbara program explain.\n\n"
      "Examples:\n"
      "  kumbara explain shop 536365\n"
      "  kumbara explain shop 9f3a5c1b2d4e6f708192a3b4c5d6e7f8 --json\n");
  command->callback([flags, exit_code] { *exit_code = RunExplain(*flags); });
}

}  // namespace kumbara::tools
