// kumbara submit: one command, its outcome and its postings.

#include <openssl/rand.h>

#include <array>
#include <cstdio>
#include <memory>
#include <string>

#include "engine/base/hex.h"
#include "engine/base/time_text.h"
#include "tools/kumbara/command_maker.h"
#include "tools/kumbara/command_row.h"
#include "tools/kumbara/commands.h"
#include "tools/kumbara/exit_code.h"
#include "tools/kumbara/loader.h"
#include "tools/kumbara/open_flags.h"
#include "tools/kumbara/outcome_text.h"
#include "tools/kumbara/report.h"

namespace kumbara::tools {
namespace {

struct SubmitFlags {
  OpenFlags open;
  std::string command;
  std::string id;
  std::string source = "csv";
  bool dry_run = false;
};

std::string RandomId() {
  std::array<std::byte, 16> bytes;
  const int drawn = RAND_bytes(reinterpret_cast<unsigned char*>(bytes.data()),
                               static_cast<int>(bytes.size()));
  return drawn == 1 ? BytesToHex(bytes) : std::string();
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
  const Sequence before = ledger.end().sequence;
  opened.Start();
  std::unique_ptr<Producer> producer = ledger.NewProducer();
  auto frame = std::make_unique<Frame>();
  static_cast<void>(frame->Add(maker.made().command, maker.made().details));
  frame->Seal();
  SubmitResult submitted = producer->Submit(&frame);
  while (submitted == SubmitResult::kLowSpace) {
    if (absl::Status space = opened.space(); !space.ok()) return Fail(space);
    submitted = producer->Submit(&frame);
  }
  if (submitted == SubmitResult::kMalformed) {
    std::fprintf(stderr, "kumbara: malformed: %s\n",
                 std::string(producer->problem().text).c_str());
    return kExitUsage;
  }
  const Answer answer = producer->WaitForAnswer();
  const absl::Status closed = opened.Close();
  if (answer.status != AnswerStatus::kAnswered || !closed.ok()) {
    return Fail(closed.ok() ? absl::AbortedError("not answered") : closed);
  }
  const Outcome& outcome = answer.frame->outcomes()[0];
  if (flags.dry_run) std::printf("dry run, nothing is written: ");
  std::printf("%s\n", OutcomeText(ledger, outcome).c_str());
  if (!flags.dry_run && outcome.code != ResultCode::kExists) {
    std::printf("  id %s\n", ToHex(maker.made().command.id).c_str());
  }
  for (const Event& event : ledger.TakeEvents()) {
    if (IdOf(event).sequence <= before) continue;
    std::printf("  %s\n", EventText(ledger, opened.directory(), event).c_str());
  }
  const bool done = outcome.code == ResultCode::kOk ||
                    (outcome.code == ResultCode::kExists &&
                     outcome.first_code == ResultCode::kOk);
  return done ? kExitOk : kExitRowsRejected;
}

int RunSubmit(const SubmitFlags& flags) {
  CommandRow command;
  const absl::Status parsed =
      command.Parse(flags.command, ToText(SystemClock().Now()),
                    flags.id.empty() ? RandomId() : flags.id);
  if (!parsed.ok()) {
    std::fprintf(stderr, "kumbara: %s\n",
                 std::string(parsed.message()).c_str());
    return kExitUsage;
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
  command->add_flag("--dry-run", flags->dry_run, "Only say what would happen");
  flags->open.AddReserveTo(*command);
  flags->open.AddKeyTo(*command);
  command->footer(
      "Examples:\n"
      "  kumbara submit shop 'award 4711 100 points reason=goodwill'\n"
      "  kumbara submit shop 'return 4711 reference=536365' --dry-run\n");
  command->callback([flags, exit_code] { *exit_code = RunSubmit(*flags); });
}

}  // namespace kumbara::tools
