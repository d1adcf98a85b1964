// EventReader: the events of a ledger, batch by batch, from its journal alone.
//
// Applies the journal by the stages that made it, in the calling thread, and
// settles everything due behind each batch. So the events of a batch are those
// of its sequences, all of them: none of these comes later, and what was read
// once is read again by everyone (docs/events.md).
//
// Threads: one owner. Works beside a writing process, up to its last durable
//          batch.
// Errors:  as those of OpenLedger. After an error Next returns it again.
// Cost:    the journal is read from its beginning; all of the state is in
//          memory. Next at the end opens a segment: some 100 microseconds.

#ifndef KUMBARA_STORAGE_OPEN_EVENT_READER_H_
#define KUMBARA_STORAGE_OPEN_EVENT_READER_H_

#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "engine/base/clock.h"
#include "engine/pipeline/ledger.h"
#include "engine/pipeline/sim_driver.h"
#include "engine/port/cold_store.h"
#include "engine/record/closing.h"
#include "engine/record/estimate.h"
#include "engine/record/event.h"
#include "storage/directory/directory.h"
#include "storage/journal/journal_reader.h"
#include "storage/recovery/recovery.h"

namespace kumbara::storage {

// A command of the journal, in its place.
using OnCommand = std::function<void(Sequence, const Command&,
                                     std::span<const Detail> details)>;
// The closing of a month, behind everything that it has.
using OnClosing = std::function<void(const Closing&)>;

class EventReader {
 public:
  // A reader needs no key, but checks one it is given.
  static absl::StatusOr<std::unique_ptr<EventReader>> Open(
      const std::string& directory, const std::string& key_path);

  // Applies the next batch and gives its events, ordered by id. False if there
  // is none yet: there may be one later.
  absl::StatusOr<bool> Next(std::vector<Event>* events);

  // The last batch read is taken for the end of the journal: all answers that
  // it vouches for must have been given. Nothing is read after that.
  absl::Status EndHere();

  // Called for each command of the batches to come, in order, before its batch
  // is applied.
  void set_on_command(OnCommand on_command) {
    on_command_ = std::move(on_command);
  }
  // Likewise for each closing of a month, before the commands of its batch.
  void set_on_closing(OnClosing on_closing) {
    on_closing_ = std::move(on_closing);
  }

  // Commands of the batches to come are explained there (Ledger::Explain).
  void Explain(Explanation* into) { ledger_->Explain(into); }

  // As of the last batch applied, with the names of all members it speaks of.
  const Ledger& ledger() const { return *ledger_; }
  const Directory& directory() const { return *directory_; }
  // That batch, and the last one there was when this was last looked up.
  BatchNumber batch() const { return position_.number; }
  const JournalPosition& position() const { return position_; }
  BatchNumber last_batch() const { return last_batch_; }
  // Those of the batches applied.
  const std::vector<Estimate>& estimates() const {
    return foundation_.estimates;
  }

 private:
  explicit EventReader(std::string ledger_directory)
      : ledger_directory_(std::move(ledger_directory)),
        crashed_(CrashNote::Read(ledger_directory_)) {}

  absl::Status Begin(const std::string& key_path);
  absl::Status OpenNames(const std::string& key_path);
  absl::StatusOr<bool> ApplyNext();
  absl::Status TellClosings(const ParsedBatch& batch) const;
  void TellCommands(const ParsedBatch& batch) const;
  absl::Status Apply(ParsedBatch* batch);
  absl::Status LearnNames(const std::vector<Event>& events);

  const std::string ledger_directory_;
  const CrashNote crashed_;
  OnCommand on_command_;
  OnClosing on_closing_;
  SystemClock clock_;
  EmptyColdStore cold_;
  CodeTable codes_;
  Foundation foundation_;
  std::unique_ptr<Directory> directory_;
  std::unique_ptr<JournalReader> journal_;  // While there is more to read.
  JournalPosition position_;
  BatchNumber last_batch_ = 0;
  std::unique_ptr<Ledger> ledger_;
  std::optional<SimDriver> driver_;
  absl::Status failure_;
};

}  // namespace kumbara::storage

#endif  // KUMBARA_STORAGE_OPEN_EVENT_READER_H_
