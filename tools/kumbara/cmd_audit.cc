// kumbara audit: derives everything again, twice, and holds every invariant
// against it.

#include <cstdio>
#include <filesystem>
#include <limits>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "engine/base/hex.h"
#include "storage/evidence/checkpoint_log.h"
#include "storage/evidence/compare.h"
#include "storage/open/event_reader.h"
#include "tools/kumbara/audit_text.h"
#include "tools/kumbara/closing_text.h"
#include "tools/kumbara/commands.h"
#include "tools/kumbara/evidence_flags.h"
#include "tools/kumbara/exit_code.h"
#include "tools/kumbara/json_text.h"
#include "tools/kumbara/kept_answers.h"
#include "tools/kumbara/ledger_audit.h"
#include "tools/kumbara/numbers.h"
#include "tools/kumbara/open_flags.h"
#include "tools/kumbara/progress.h"
#include "tools/kumbara/report.h"
#include "tools/kumbara/stop_signal.h"
#include "tools/kumbara/stopwatch.h"
#include "tools/kumbara/value_schema.h"

namespace kumbara::tools {
namespace {

using storage::EventReader;

constexpr std::uint32_t kSecondWorkers = 2;

struct AuditFlags {
  OpenFlags open;
  std::string format = "text";
  // Witnesses of what was acknowledged.
  std::vector<std::string> answers;
  std::string source = "csv";
  std::string against;
  VerifierFlags verifiers;

  bool has_witness() const { return !answers.empty() || !against.empty(); }
};

// The journal as the stages apply it for a writer: in threads, due items when
// they come to it.
struct SecondDerivation {
  LedgerDigests digests;
  storage::JournalPosition end;
};

absl::StatusOr<SecondDerivation> DeriveInThreads(const OpenFlags& flags) {
  storage::OpenOptions options;
  options.workers = kSecondWorkers;
  options.from_snapshots = false;  // The journal alone.
  auto opened = OpenWithProgress(flags, options);
  if (!opened.ok()) return opened.status();
  return SecondDerivation{LedgerDigests::Of((*opened)->ledger()),
                          (*opened)->opened_at()};
}

// Applies the journal up to a batch, looking at each. False if it ended early,
// where answers differ from what the journal vouches for: that is the audit's
// to tell.
absl::StatusOr<bool> Follow(EventReader& reader, BatchNumber last,
                            LedgerAudit& audit) {
  Progress progress("auditing", "batches");
  reader.set_on_command(
      [&](Sequence sequence, const Command& command, std::span<const Detail>) {
        audit.NoteCommand(sequence, command);
      });
  reader.set_on_closing(
      [&](const Closing& closing) { audit.NoteClosing(closing); });
  while (reader.batch() < last) {
    if (StopRequested()) return absl::CancelledError("stopped by a signal");
    std::vector<Event> events;
    const absl::StatusOr<bool> read = reader.Next(&events);
    if (!read.ok()) {
      const OutcomeLog& log = reader.ledger().acknowledger().log();
      if (!log.mismatch().ok()) return false;
      return read.status();
    }
    if (!*read) break;
    audit.CheckBatch(events);
    progress.Show(reader.batch(), reader.last_batch(), reader.batch());
  }
  // Whether it vouches for more is a mismatch too, with everything read.
  static_cast<void>(reader.EndHere());
  return true;
}

// Of what others kept, read before the ledger: what is acknowledged while it is
// read need not be found.
struct Witnesses {
  std::vector<KeptAnswers> answers;
  std::optional<storage::CheckpointLog> log;
  std::vector<storage::Checkpoint> checkpoints;  // Those of it to be trusted.
};

absl::StatusOr<Witnesses> ReadWitnesses(const AuditFlags& flags) {
  Witnesses witnesses;
  for (const std::string& file : flags.answers) {
    absl::StatusOr<KeptAnswers> kept = KeptAnswers::Read(file);
    if (!kept.ok()) return kept.status();
    witnesses.answers.push_back(*std::move(kept));
  }
  if (flags.against.empty()) return witnesses;
  const auto keys = flags.verifiers.Read();
  if (!keys.ok()) return keys.status();
  if (!std::filesystem::exists(flags.against)) {
    return absl::NotFoundError(absl::StrCat(flags.against, ": no such file"));
  }
  auto log = storage::CheckpointLog::Read(flags.against);
  if (!log.ok()) return log.status();
  auto checkpoints = log->Trusted(*keys);
  if (!checkpoints.ok()) return checkpoints.status();
  witnesses.log = *std::move(log);
  witnesses.checkpoints = *std::move(checkpoints);
  return witnesses;
}

// Invariant 7.
absl::Status AskWitnesses(const AuditFlags& flags, const Witnesses& witnesses,
                          const Ledger& ledger, LedgerAudit& audit) {
  for (const KeptAnswers& kept : witnesses.answers) {
    const std::string lost = kept.LostIn(ledger, flags.source);
    if (!lost.empty()) audit.NoteLost(lost);
  }
  if (!witnesses.log) return absl::OkStatus();
  storage::JournalTree tree(flags.open.directory);
  if (absl::Status read = ReadTree(tree); !read.ok()) return read;
  const storage::Comparison compared =
      storage::CompareWith(witnesses.checkpoints, witnesses.log->leaves(),
                           tree.position(), tree.leaves());
  for (const std::string& difference : compared.differences) {
    audit.NoteLost(absl::StrCat(flags.against, ": ", difference));
  }
  return absl::OkStatus();
}

struct Audited {
  const EventReader& reader;
  const LedgerAudit& audit;
  LedgerDigests digests;
  Digest chain;
  double seconds = 0;
};

std::string TextOf(const AuditFlags& flags, const Audited& audited) {
  const Program& program = audited.reader.ledger().program();
  const LedgerAudit& audit = audited.audit;
  std::string text =
      absl::StrCat(flags.open.directory, ": audited ",
                   Grouped(Int128{audited.reader.batch()}), " batches, ",
                   Grouped(Int128{audit.commands()}), " commands, ",
                   Grouped(Int128{audit.members()}), " members in ",
                   absl::StrFormat("%.2f s\n", audited.seconds));
  const auto line = [&](const char* what, const std::string& value) {
    absl::StrAppend(&text, what,
                    std::string(17 - std::string(what).size(), ' '), value,
                    "\n");
  };
  line("chain", ToHex(audited.chain));
  line("outcomes", ToHex(audited.digests.outcomes) + " up to sequence " +
                       Grouped(Int128{audited.digests.outcome_seq}));
  line("state digest", ToHex(audited.digests.state));
  absl::StrAppend(&text, MonthTables(program, audit.months()));
  const std::vector<Closing>& closings = audit.months().closings();
  if (!closings.empty()) {
    absl::StrAppend(&text, "\n",
                    ClosingTable(closings, audited.reader.ledger().codes(),
                                 audited.reader.directory()));
  }
  absl::StrAppend(&text, "\n");
  if (audit.violations().empty()) {
    return absl::StrCat(text, "invariants 1 to ", flags.has_witness() ? 7 : 6,
                        ", 9 to 11 and 13 hold\n");
  }
  for (const Violation& violation : audit.violations()) {
    absl::StrAppend(
        &text, ViolationText(violation, program, audited.reader.directory()),
        "\n");
  }
  return text;
}

std::string JsonOf(const Audited& audited) {
  const Program& program = audited.reader.ledger().program();
  const LedgerAudit& audit = audited.audit;
  std::string text = absl::StrCat(
      "{\"ledger\": ",
      JsonText(ToHex(audited.reader.ledger().settings().ledger)),
      ",\n \"batches\": ", audited.reader.batch(),
      ",\n \"commands\": ", audit.commands(),
      ",\n \"members\": ", audit.members(),
      ",\n \"chain\": ", JsonText(ToHex(audited.chain)),
      ",\n \"outcome_sequence\": ", audited.digests.outcome_seq,
      ",\n \"outcome_digest\": ", JsonText(ToHex(audited.digests.outcomes)),
      ",\n \"state_digest\": ", JsonText(ToHex(audited.digests.state)),
      ",\n \"violations\": [");
  const char* between = "\n    ";
  for (const Violation& violation : audit.violations()) {
    absl::StrAppend(
        &text, between,
        ViolationJson(violation, program, audited.reader.directory()));
    between = ",\n    ";
  }
  absl::StrAppend(&text, "],\n \"closings\": [");
  between = "\n    ";
  for (const Closing& closing : audit.months().closings()) {
    absl::StrAppend(
        &text, between,
        JsonObject(ClosingMembers(closing, audited.reader.ledger().codes(),
                                  audited.reader.directory())));
    between = ",\n    ";
  }
  return absl::StrCat(
      text, "],\n \"units\": ", MonthsJson(program, audit.months()), "}\n");
}

int RunAudit(const AuditFlags& flags) {
  const Stopwatch stopwatch;
  const absl::StatusOr<Witnesses> witnesses = ReadWitnesses(flags);
  if (!witnesses.ok()) return Fail(witnesses.status());
  const absl::StatusOr<SecondDerivation> second = DeriveInThreads(flags.open);
  auto reader = OpenEvents(flags.open);
  if (!reader.ok()) return Fail(reader.status());
  LedgerAudit audit((*reader)->ledger());
  const BatchNumber last = second.ok()
                               ? second->end.number
                               : std::numeric_limits<BatchNumber>::max();
  const absl::StatusOr<bool> whole = Follow(**reader, last, audit);
  if (absl::IsCancelled(whole.status())) return kExitInterrupted;
  if (!whole.ok()) return Fail(whole.status());
  if (*whole) audit.CheckEnd();
  audit.CheckOutcomes();
  if (*whole && flags.has_witness()) {
    const absl::Status asked =
        AskWitnesses(flags, *witnesses, (*reader)->ledger(), audit);
    if (!asked.ok()) return Fail(asked);
  }
  if (second.ok()) {
    audit.CompareWith(second->digests);
  } else if (audit.violations().empty()) {
    return Fail(second.status());
  }
  const Audited audited{**reader, audit, LedgerDigests::Of((*reader)->ledger()),
                        (*reader)->position().chain, stopwatch.Seconds()};
  const int printed = PrintWhole(
      flags.format == "json" ? JsonOf(audited) : TextOf(flags, audited));
  return audit.violations().empty() ? printed : kExitDamaged;
}

}  // namespace

void AddAudit(CLI::App& app, int* exit_code) {
  auto flags = std::make_shared<AuditFlags>();
  CLI::App* command = app.add_subcommand(
      "audit", "Derive everything again and check every invariant on the way");
  flags->open.AddDirectoryTo(*command);
  command->add_option("--format", flags->format, "text or json")
      ->check(CLI::IsMember({"text", "json"}))
      ->capture_default_str();
  command->add_option("--answers", flags->answers,
                      "Answers that a producer kept, as load --outcomes writes "
                      "them: they must be in the journal");
  command
      ->add_option("--source", flags->source,
                   "Where the transaction ids of --answers come from")
      ->capture_default_str();
  CLI::Option* verifiers = flags->verifiers.AddTo(*command);
  command
      ->add_option("--against", flags->against,
                   "A file of checkpoints that the journal must hold")
      ->needs(verifiers);
  flags->open.AddKeyTo(*command);
  command->footer(
      "docs/audit.md says what is checked and what the tables mean.\n\n"
      "Example:\n  kumbara audit shop --format json\n");
  command->callback([flags, exit_code] { *exit_code = RunAudit(*flags); });
}

}  // namespace kumbara::tools
