// RecoveredLedger: a ledger as its directory has it: the newest snapshot that
// is whole, and the journal behind it through the stages that made it.
//
// A snapshot that is damaged is named and the one before it used; without any,
// the whole journal is re-applied. What is not damaged but wrong, be it of
// another ledger, from a newer program, or of a batch that the journal has no
// more, is refused: it means that files were lost or exchanged.
//
// Threads: one owner; loading uses as many threads as the machine has
//          processors.
// Errors:  as those of recovery.h and snapshot_file.h.
// Cost:    memory of the state once. Nothing is written.

#ifndef KUMBARA_STORAGE_RECOVERY_RECOVERED_LEDGER_H_
#define KUMBARA_STORAGE_RECOVERY_RECOVERED_LEDGER_H_

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "engine/base/clock.h"
#include "engine/pipeline/ledger.h"
#include "engine/port/cold_store.h"
#include "engine/record/code_table.h"
#include "storage/recovery/recovery.h"
#include "storage/snapshot/snapshot_file.h"

namespace kumbara::storage {

struct RecoverOptions {
  // Settings and program are the ledger's own.
  LedgerOptions ledger;
  // Snapshots may be used. They never are for a view of the past. Events are
  // kept from behind the one that was used.
  bool from_snapshots = true;
  // A view of what was known then: the last sequence that is applied, which the
  // journal must hold, and no snapshot used.
  Sequence known = kKnownAll;
  // CatchUp will be called: then only what the writing process beside knows to
  // be durable is applied. Nothing may be appended by such a ledger.
  bool follows = false;
  // Called before the long part, perhaps again with the same. Its error ends
  // the recovery.
  std::function<absl::Status(const Foundation&)> on_foundation;
  // Null: all ids stay in memory.
  std::function<absl::StatusOr<std::unique_ptr<ColdStore>>()> make_cold;
  RecoveryProgress progress;
};

struct DamagedSnapshot {
  std::string path;
  std::string why;  // A sentence that names the path too.
};

struct RecoveryReport {
  std::string snapshot;  // Its path; empty: from the whole journal.
  BatchNumber snapshot_batch = 0;
  Sequence snapshot_sequence = 0;
  std::uint64_t snapshot_bytes = 0;
  std::int64_t load_nanos = 0;
  Reapplied reapplied;
  std::int64_t reapply_nanos = 0;
  // Snapshots that could not be used.
  std::vector<DamagedSnapshot> damaged;
};

class RecoveredLedger {
 public:
  static absl::StatusOr<std::unique_ptr<RecoveredLedger>> Recover(
      const std::string& directory, const RecoverOptions& options,
      Clock& clock);

  // What one snapshot holds, and nothing else.
  static absl::StatusOr<std::unique_ptr<RecoveredLedger>> Load(
      const SnapshotFile& file, const RecoverOptions& options, Clock& clock);

  // Applies what the journal has got since. REQUIRES: it follows.
  absl::Status CatchUp(const std::string& directory,
                       const RecoverOptions& options);

  // Goes on until nothing is open, be it inside a batch; less far if the
  // journal ends before. REQUIRES: it follows.
  absl::Status CatchUpToRest(const std::string& directory,
                             const RecoverOptions& options);
  // The snapshot it was loaded from has got its name.
  void NoteName(std::string path) { report_.snapshot = std::move(path); }

  // Gives the ledger a next version of its program and appends it, which the
  // ledger's stages have yet to write. Of `next` the text, the zone and when it
  // takes effect; the rest of the activation is what comes back. REQUIRES: the
  // ledger is idle, and nobody reads.
  absl::StatusOr<Activation> Activate(LaterVersion next,
                                      std::string_view file_name);

  // Appends an estimate, which the ledger's stages have yet to write. Its place
  // and number are set; that comes back. REQUIRES: the ledger is idle, and the
  // rest of it is sound.
  Estimate Give(Estimate estimate);

  Ledger& ledger() { return *ledger_; }
  const Ledger& ledger() const { return *ledger_; }
  const CodeTable& codes() const { return codes_; }
  const Foundation& foundation() const { return foundation_; }
  // Behind the last batch applied whole; of what was known at a sequence,
  // behind the batch that holds it.
  const JournalPosition& position() const { return position_; }
  const RecoveryReport& report() const { return report_; }

 private:
  explicit RecoveredLedger(Clock& clock) : clock_(clock) {}

  absl::Status RecoverFromJournal(const std::string& directory,
                                  const RecoverOptions& options);
  // What is wrong with the snapshot goes to `damage`; an error is of something
  // else, and no other snapshot helps.
  absl::Status LoadFrom(const SnapshotFile& file, const RecoverOptions& options,
                        absl::Status* damage);
  absl::Status LoadFoundation(const SnapshotFile& file);
  absl::Status LoadParts(const SnapshotFile& file,
                         const RecoveryProgress& progress);
  absl::Status MakeLedger(const RecoverOptions& options);
  absl::Status ReapplyBehind(const std::string& directory,
                             const RecoverOptions& options);
  absl::Status Finish(const RecoverOptions& options);
  // Applies a batch up to where nothing is open; true if that was all of it.
  bool ApplyToRest(ParsedBatch* batch);
  absl::Status Reapply(std::optional<ParsedBatch> first, JournalReader& reader,
                       const CrashNote& crashed, const RecoverOptions& options);

  Clock& clock_;
  CodeTable codes_;
  Foundation foundation_;
  std::unique_ptr<ColdStore> cold_;
  std::unique_ptr<Ledger> ledger_;
  JournalPosition position_;
  RecoveryReport report_;
};

// Whether a snapshot is of the journal in this directory as it is.
absl::Status CheckIsOf(const std::string& ledger_directory,
                       const SnapshotFile& file);

}  // namespace kumbara::storage

#endif  // KUMBARA_STORAGE_RECOVERY_RECOVERED_LEDGER_H_
