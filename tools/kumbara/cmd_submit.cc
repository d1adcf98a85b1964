// kumbara submit: one command, its outcome and its postings.

#include <openssl/rand.h>

#include <array>
#include <cstdio>
#include <memory>
#include <optional>
#include <string>
#include <utility>

#include "engine/base/hex.h"
#include "engine/base/time_text.h"
#include "engine/member/state_digest.h"
#include "tools/csv/csv_column.h"
#include "tools/csv/csv_reader.h"
#include "tools/csv/csv_row.h"
#include "tools/kumbara/command_maker.h"
#include "tools/kumbara/command_text.h"
#include "tools/kumbara/commands.h"
#include "tools/kumbara/exit_code.h"
#include "tools/kumbara/loader.h"
#include "tools/kumbara/numbers.h"
#include "tools/kumbara/open_flags.h"
#include "tools/kumbara/report.h"

namespace kumbara::tools {
namespace {

struct Flags {
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

std::string AmountText(const Ledger& ledger, std::uint8_t unit_code,
                       std::int64_t amount) {
  const Unit* unit = ledger.program().FindUnit(unit_code);
  if (unit == nullptr) return Scaled(amount, 0, false);
  return Scaled(amount, unit->decimals, false) + " " + unit->name;
}

std::string NameOf(const storage::Directory& directory, const MemberId& id) {
  const std::string_view name = directory.NameOf(id);
  return name.empty() ? ToHex(id) : std::string(name);
}

void PrintOutcome(const Ledger& ledger, const Outcome& outcome) {
  const bool repeat = outcome.code == ResultCode::kExists;
  std::printf("%s", Name(outcome.code).data());
  if (repeat)
    std::printf(", first answered %s", Name(outcome.first_code).data());
  std::printf("  sequence %llu",
              static_cast<unsigned long long>(outcome.sequence));
  if (outcome.unit != 0) {
    std::printf("  delta %s",
                AmountText(ledger, outcome.unit, outcome.delta).c_str());
    if (!repeat) {
      std::printf("  net %s",
                  AmountText(ledger, outcome.unit, outcome.net).c_str());
    }
  }
  std::printf("\n");
}

void PrintPostings(Ledger& ledger, const storage::Directory& directory,
                   Sequence after) {
  for (const Posting& posting : ledger.TakePostings()) {
    if (posting.sequence < after) continue;
    std::string account(Name(posting.account));
    if (IsMemberAccount(posting.account)) {
      account += " of " + NameOf(directory, posting.member);
    } else if (posting.label != 0) {
      account +=
          ":" + ledger.codes().Text(LabelSpace(posting.account), posting.label);
    }
    std::printf("  %llu.%u  %-32s %s\n",
                static_cast<unsigned long long>(posting.sequence), posting.leg,
                account.c_str(),
                AmountText(ledger, posting.unit, posting.amount).c_str());
  }
}

// The command as a row, parsed like one of a file.
class CommandRow {
 public:
  absl::Status Parse(const Flags& flags) {
    const std::string id = flags.id.empty() ? RandomId() : flags.id;
    absl::StatusOr<std::string> csv =
        CommandTextToCsv(flags.command, ToText(SystemClock().Now()), id);
    if (!csv.ok()) return csv.status();
    text_ = *std::move(csv);
    rest_ = text_;
    reader_ = std::make_unique<CsvReader>([this](char* to, std::size_t size) {
      const std::size_t taken = rest_.copy(to, size);
      rest_.remove_prefix(taken);
      return absl::StatusOr<std::size_t>(taken);
    });
    const Record* header = reader_->Next();
    auto columns = ParseHeader("command", *header);
    if (!columns.ok()) return columns.status();
    parser_ = std::make_unique<RowParser>(RowParser::File{
        "command", std::string(header->raw), 0, *std::move(columns), {}});
    const Record* record = reader_->Next();
    if (record != nullptr && parser_->Parse(*record, &row_)) {
      return absl::OkStatus();
    }
    return absl::InvalidArgumentError(Because(parser_->error()));
  }

  const Row& row() const { return row_; }

 private:
  std::string text_;
  std::string_view rest_;
  std::unique_ptr<CsvReader> reader_;
  std::unique_ptr<RowParser> parser_;
  Row row_;
};

int Submit(const Flags& flags, const Row& row, storage::OpenLedger& opened) {
  Ledger& ledger = opened.ledger();
  ledger.TakePostings();  // Those of re-applying the journal.
  CommandMaker maker(opened, flags.source);
  if (const auto problem = maker.Make(row)) {
    std::fprintf(stderr, "kumbara: %s: expected %s; got \"%s\"\n",
                 std::string(problem->field).c_str(), problem->expected.c_str(),
                 std::string(problem->got).c_str());
    return kExitUsage;
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
  const SubmitResult submitted = producer->Submit(&frame);
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
  PrintOutcome(ledger, outcome);
  if (!flags.dry_run && outcome.code != ResultCode::kExists) {
    std::printf("  id %s\n", ToHex(maker.made().command.id).c_str());
  }
  PrintPostings(ledger, opened.directory(), before + 1);
  const bool done = outcome.code == ResultCode::kOk ||
                    (outcome.code == ResultCode::kExists &&
                     outcome.first_code == ResultCode::kOk);
  return done ? kExitOk : kExitRowsRejected;
}

int Run(const Flags& flags) {
  CommandRow command;
  const absl::Status parsed = command.Parse(flags);
  if (!parsed.ok()) {
    std::fprintf(stderr, "kumbara: %s\n",
                 std::string(parsed.message()).c_str());
    return kExitUsage;
  }
  storage::OpenOptions options;
  options.mode =
      flags.dry_run ? storage::OpenMode::kTry : storage::OpenMode::kWrite;
  options.keep_postings = true;
  auto opened = OpenWithProgress(flags.open, options);
  if (!opened.ok()) return Fail(opened.status());
  return Submit(flags, command.row(), **opened);
}

}  // namespace

void AddSubmit(CLI::App& app, int* exit_code) {
  auto flags = std::make_shared<Flags>();
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
  flags->open.AddKeyTo(*command);
  command->footer(
      "Examples:\n"
      "  kumbara submit shop 'award 4711 100 points reason=goodwill'\n"
      "  kumbara submit shop 'return 4711 reference=536365' --dry-run\n");
  command->callback([flags, exit_code] { *exit_code = Run(*flags); });
}

}  // namespace kumbara::tools
