// Recovery: the state of a ledger from its journal, by the stages that made it.
//
// Every batch is parsed and verified whole, given to the ledger's own stages,
// and what they answer is compared with the outcome digests in the batch
// headers. A ledger that comes out of it is the one that was acknowledged; any
// difference ends it with the batch named. A round that was open stays open.
//
// Threads: one; the ledger's driver runs its own.
// Errors:  DataLoss names file, batch and damage, or where outcomes differ.
// Cost:    the journal is read once; nothing is written.

#ifndef KUMBARA_STORAGE_RECOVERY_RECOVERY_H_
#define KUMBARA_STORAGE_RECOVERY_RECOVERY_H_

#include <cstdint>
#include <functional>
#include <limits>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "engine/pipeline/ledger.h"
#include "engine/program/program.h"
#include "engine/record/batch.h"
#include "engine/record/code_table.h"
#include "engine/record/estimate.h"
#include "engine/record/settings.h"
#include "storage/journal/journal_reader.h"
#include "storage/recovery/crash_note.h"
#include "storage/recovery/later_versions.h"

namespace kumbara::storage {

// What the first batch of every ledger holds, and what has been added to it.
struct Foundation {
  LedgerSettings settings;
  std::string program_text;
  std::string zone_bytes;
  Program program;
  // The versions of the program that came later, by number.
  std::vector<LaterVersion> later = {};
  // What finance has estimated so far, by number.
  std::vector<Estimate> estimates = {};
};

// The foundation's records, in their order.
std::vector<Record> FoundationRecords(const LedgerSettings& settings,
                                      std::string program_text,
                                      std::string zone_bytes);

// Reads them back and gives `codes` the definitions beside them.
absl::StatusOr<Foundation> ReadFoundation(const ParsedBatch& first,
                                          CodeTable& codes);

// Gives `ledger` the next version of its program, and `foundation` too.
// `file_name` is that of its text, for errors. REQUIRES: as Ledger::AddVersion.
absl::Status AddVersion(LaterVersion next, std::string_view file_name,
                        CodeTable& codes, Ledger& ledger,
                        Foundation* foundation);

// The same for those of a batch that is about to be re-applied and that the
// ledger does not have. Without any it may be busy. REQUIRES: the batch was
// admitted.
absl::Status AddVersionsOf(const ParsedBatch& batch, CodeTable& codes,
                           Ledger& ledger, Foundation* foundation);

enum class RecoveryPhase : std::uint8_t {
  kLoading,     // A snapshot: counts its bytes.
  kReApplying,  // The journal: counts batches.
};

// Called now and then with what is done and what there is.
using RecoveryProgress = std::function<void(
    RecoveryPhase phase, std::uint64_t done, std::uint64_t all)>;

// Takes the definitions and the estimates of a later batch, and asks again of
// its commands what apply takes for granted: right checksums can still be made
// by someone else. Nor may any of them have ended the process too often.
absl::Status Admit(const ParsedBatch& batch, const CrashNote& crashed,
                   CodeTable& codes, Foundation* foundation);

// Takes away what a state holds already that goes up to `applied`, inside this
// batch or before it.
void DropApplied(Sequence applied, ParsedBatch* batch);

// All of a journal.
inline constexpr Sequence kKnownAll = std::numeric_limits<Sequence>::max();

// What was re-applied.
struct Reapplied {
  std::uint64_t batches = 0;
  std::uint64_t bytes = 0;  // Of their values.
};

// Gives `first`, if there is one, and what `reader` still has to the ledger, up
// to the command of sequence `known`, be it inside a batch; of what stands
// between that and the next command, `foundation` gets the estimates.
// InvalidArgument if `known` is inside of a linked run. REQUIRES: first holds
// no command behind it.
absl::Status Recover(std::optional<ParsedBatch> first, JournalReader& reader,
                     Sequence known, const CrashNote& crashed, CodeTable& codes,
                     Ledger& ledger, Foundation* foundation,
                     const RecoveryProgress& progress, Reapplied* reapplied);

}  // namespace kumbara::storage

#endif  // KUMBARA_STORAGE_RECOVERY_RECOVERY_H_
