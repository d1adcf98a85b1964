// OpenLedger: from a directory to a running ledger, and back.
//
//   DIR/HEAD             where the journal ends
//   DIR/LOCK             held by the writer
//   DIR/journal/*.mdb    the batches
//   DIR/directory.mdb    external id <-> member id
//   DIR/ERASED           members that may not stand there any more
//   DIR/snapshots/*      states to begin from instead of the first batch
//   DIR/runs/*.run       ids that have left the memory of this process
//   DIR/runs/chunks      ordered ids and records that have
//   DIR/CRASHED          commands that have ended the process
//
// The composition root: the only place that knows both the engine's ports and
// what stands behind them.
//
// Threads: one owner; producers and readers of ledger() as said there.
// Errors:  one sentence a person can act on. A ledger that cannot be opened is
//          left as it is.

#ifndef KUMBARA_STORAGE_OPEN_OPEN_LEDGER_H_
#define KUMBARA_STORAGE_OPEN_OPEN_LEDGER_H_

#include <cstdint>
#include <memory>
#include <optional>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "engine/base/clock.h"
#include "engine/pipeline/ledger.h"
#include "engine/pipeline/thread_driver.h"
#include "storage/directory/directory.h"
#include "storage/journal/lmdb_journal.h"
#include "storage/journal/lock_file.h"
#include "storage/open/space_watch.h"
#include "storage/recovery/recovered_ledger.h"

namespace kumbara::storage {

struct InitOptions {
  std::string directory;
  std::string program_text;
  std::string program_name;  // For errors: the file it came from.
  std::uint32_t shards = kShardsDefault;
  std::uint32_t round_commands = kRoundCommandsDefault;
  std::int64_t max_ahead_micros = kMaxAheadMicrosDefault;
  std::uint64_t segment_bytes = kSegmentBytesDefault;
  Pseudonym pseudonym = Pseudonym::kSalted;
  std::string key_path;  // Empty: the default. Not used if stable.
};

struct InitResult {
  LedgerId ledger;
  std::string key_path;  // Empty if stable.
};

// Makes a ledger in a directory that does not exist or is empty.
absl::StatusOr<InitResult> InitLedger(const InitOptions& options);

// Whether a directory holds a ledger, and if not a sentence that says so.
absl::Status CheckIsLedger(const std::string& directory);

// Which ledger a directory holds.
absl::StatusOr<LedgerId> LedgerIn(const std::string& directory);

enum class OpenMode : std::uint8_t {
  kWrite,  // The one process that may append.
  kRead,   // As of the last durable batch; works beside a writer.
  kTry,    // The same, to try commands out: nothing is written.
  kErase,  // As kWrite, but without the key: nobody new gets a name.
};

struct OpenOptions {
  OpenMode mode = OpenMode::kRead;
  std::uint32_t workers = 1;
  std::uint32_t batch_commands = kBatchCommandsMax;
  // Ids that a writer keeps in memory, about; older ones lie in DIR/runs. 0 =
  // all. Decides no answer.
  std::uint32_t hot_ids = 0;
  // Likewise records of what can be taken back.
  std::uint32_t hot_records = 0;
  // A reader gets all of them, so it uses no snapshot; who adds commands gets
  // those of its own, and of what was re-applied.
  bool keep_events = false;
  Instant until = Instant::Greatest();
  // A reader gets the state behind this sequence, as it was known then.
  Sequence known = kKnownAll;
  // False: from the whole journal, though there are snapshots.
  bool from_snapshots = true;
  // Empty: the default. A reader needs none, but checks one it is given.
  std::string key_path;
  // A writer takes nothing new while less than this is free on its disk; 0 =
  // it takes commands until a write fails.
  std::uint64_t reserve_bytes = 0;
  RecoveryProgress progress;
};

// A program that is to be the next version of a ledger's.
struct NextProgram {
  std::string text;
  std::string file_name;  // For errors.
  Instant effective;
  bool is_retroactive = false;
};

class OpenLedger {
 public:
  static absl::StatusOr<std::unique_ptr<OpenLedger>> Open(
      const std::string& directory, const OpenOptions& options);
  // Gives up what is under way; Close does it in order.
  ~OpenLedger();

  // Makes the next version of the program, durable when it is returned.
  // InvalidArgument, one line per error, if it cannot follow those before it;
  // FailedPrecondition if it may not take effect then. REQUIRES: opened to
  // write, and not started.
  absl::StatusOr<Activation> Activate(const NextProgram& next);

  // Appends an estimate, durable when it is returned with its place and number.
  // REQUIRES: opened to write, and not started; the rest of it is sound.
  absl::StatusOr<Estimate> Give(const Estimate& estimate);

  // Runs the stages. REQUIRES: not opened to read.
  void Start();

  // Waits for what can be answered, ends the threads, and in a writer appends
  // what became final and syncs. An open round stays open.
  absl::Status Close();

  Ledger& ledger() { return recovered_->ledger(); }
  const Ledger& ledger() const { return recovered_->ledger(); }
  ThreadDriver& driver() { return *driver_; }
  Directory& directory() { return *directory_; }
  const Directory& directory() const { return *directory_; }
  const Foundation& foundation() const { return recovered_->foundation(); }
  // From what it was recovered, and how long that took.
  const RecoveryReport& recovery() const { return recovered_->report(); }
  // Names that left the directory as it was opened to write: those of members
  // erased before an older copy of it was put back.
  std::size_t names_erased() const { return names_erased_; }
  // Bytes that are free on the ledger's disk.
  absl::StatusOr<std::uint64_t> FreeOnDisk() const;
  // ResourceExhausted, in a sentence, while the disk is nearly full. Any
  // thread.
  absl::Status space() const;
  // Where the journal ended when it was opened.
  const JournalPosition& opened_at() const { return opened_at_; }

 private:
  OpenLedger() = default;

  static bool Writes(OpenMode mode) {
    return mode == OpenMode::kWrite || mode == OpenMode::kErase;
  }
  absl::Status Load(const std::string& directory, const OpenOptions& options);
  void WatchSpace(std::uint64_t reserve);
  absl::Status OpenDirectory(const std::string& directory,
                             const LedgerSettings& settings,
                             const OpenOptions& options);

  SystemClock clock_;
  std::string path_;
  std::optional<LockFile> lock_;
  JournalPosition opened_at_;
  std::unique_ptr<Directory> directory_;
  std::unique_ptr<LmdbJournal> journal_;
  std::unique_ptr<RecoveredLedger> recovered_;
  std::unique_ptr<ThreadDriver> driver_;
  std::unique_ptr<SpaceWatch> space_;  // Of a writer that keeps a reserve.
  std::size_t names_erased_ = 0;
  bool closed_ = false;
};

}  // namespace kumbara::storage

#endif  // KUMBARA_STORAGE_OPEN_OPEN_LEDGER_H_
