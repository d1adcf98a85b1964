#include "storage/open/event_reader.h"

#include <algorithm>
#include <utility>

#include "storage/open/open_ledger.h"
#include "storage/recovery/closings.h"

namespace kumbara::storage {

absl::StatusOr<std::unique_ptr<EventReader>> EventReader::Open(
    const std::string& directory, const std::string& key_path) {
  const absl::Status is_ledger = CheckIsLedger(directory);
  if (!is_ledger.ok()) return is_ledger;
  std::unique_ptr<EventReader> reader(new EventReader(directory));
  const absl::Status begun = reader->Begin(key_path);
  if (!begun.ok()) return begun;
  return reader;
}

// Applies the first batch, which has no commands.
absl::Status EventReader::Begin(const std::string& key_path) {
  absl::StatusOr<std::unique_ptr<JournalReader>> journal =
      JournalReader::Open(ledger_directory_);
  if (!journal.ok()) return journal.status();
  journal_ = *std::move(journal);
  ParsedBatch first;
  const absl::StatusOr<bool> read = journal_->NextBatch(&first);
  if (!read.ok()) return read.status();
  if (!*read) return absl::DataLossError("the journal is empty");
  absl::StatusOr<Foundation> foundation = ReadFoundation(first, codes_);
  if (!foundation.ok()) return foundation.status();
  foundation_ = *std::move(foundation);
  LedgerOptions options;
  options.settings = foundation_.settings;
  options.program = foundation_.program;
  options.keep_events = true;
  const absl::Status named = OpenNames(key_path);
  if (!named.ok()) return named;
  ledger_ = std::make_unique<Ledger>(std::move(options), codes_, clock_, cold_);
  driver_.emplace(*ledger_, 0);
  ledger_->set_end({first.header.number - 1, first.header.first_sequence - 1,
                    Instant::Least()});
  return Apply(&first);
}

absl::Status EventReader::OpenNames(const std::string& key_path) {
  absl::StatusOr<std::unique_ptr<Directory>> names =
      Directory::OpenReadOnly(ledger_directory_, foundation_.settings.ledger);
  if (!names.ok()) return names.status();
  directory_ = *std::move(names);
  const bool salted = directory_->pseudonym() == Pseudonym::kSalted;
  return salted && !key_path.empty() ? directory_->CheckKey(key_path)
                                     : absl::OkStatus();
}

absl::StatusOr<bool> EventReader::Next(std::vector<Event>* events) {
  if (!failure_.ok()) return failure_;
  absl::StatusOr<bool> applied = ApplyNext();
  if (applied.ok() && *applied) {
    *events = ledger_->TakeEvents();
    failure_ = LearnNames(*events);
  } else if (!applied.ok()) {
    failure_ = applied.status();
  }
  return failure_.ok() ? applied : failure_;
}

absl::Status EventReader::EndHere() {
  if (!failure_.ok()) return failure_;
  journal_.reset();
  OutcomeLog& log = ledger_->acknowledger().log();
  log.StopExpecting();
  failure_ = log.mismatch().ok()
                 ? absl::FailedPreconditionError("the events have ended")
                 : log.mismatch();
  return log.mismatch();
}

absl::StatusOr<bool> EventReader::ApplyNext() {
  if (journal_ == nullptr) {
    JournalReadOptions options;
    options.after = position_;
    absl::StatusOr<std::unique_ptr<JournalReader>> journal =
        JournalReader::Open(ledger_directory_, options);
    if (!journal.ok()) return journal.status();
    journal_ = *std::move(journal);
  }
  ParsedBatch batch;
  const absl::StatusOr<bool> read = journal_->NextBatch(&batch);
  if (!read.ok()) return read.status();
  if (!*read) {
    // Who waits holds nothing of the writer's.
    journal_.reset();
    return false;
  }
  absl::Status applied = Admit(batch, crashed_, codes_, &foundation_);
  if (applied.ok()) {
    applied = AddVersionsOf(batch, codes_, *ledger_, &foundation_);
  }
  if (applied.ok()) applied = TellClosings(batch);
  if (applied.ok()) applied = Apply(&batch);
  if (!applied.ok()) return applied;
  return true;
}

absl::Status EventReader::TellClosings(const ParsedBatch& batch) const {
  if (on_closing_ == nullptr) return absl::OkStatus();
  const auto closings = ClosingsIn(batch, codes_);
  if (!closings.ok()) return closings.status();
  for (const Closing& closing : *closings) on_closing_(closing);
  return absl::OkStatus();
}

void EventReader::TellCommands(const ParsedBatch& batch) const {
  if (on_command_ == nullptr) return;
  Sequence sequence = batch.header.first_sequence;
  for (const std::unique_ptr<Frame>& frame : batch.frames) {
    for (const Command& command : frame->commands()) {
      on_command_(sequence++, command, frame->details_of(command));
    }
  }
}

absl::Status EventReader::Apply(ParsedBatch* batch) {
  TellCommands(*batch);
  while (!ledger_->Replay(batch)) driver_->Step();
  driver_->RunUntilIdle();
  position_ = journal_->position();
  last_batch_ = std::max(position_.number, journal_->head().number);
  return ledger_->acknowledger().log().mismatch();
}

// A writer may have named members since the names were read; it does so before
// it uses them.
absl::Status EventReader::LearnNames(const std::vector<Event>& events) {
  for (const Event& event : events) {
    if (directory_->NameOf(IdOf(event).member).empty()) {
      return directory_->Refresh();
    }
  }
  return absl::OkStatus();
}

}  // namespace kumbara::storage
