// Cutting the end of a journal off: where a segment is to end, and making it
// end there.
//
// A journal is cut at a sequence, be it inside a batch: what of that batch is
// kept is written as a batch of its own, which does not end its round, so the
// state behind it is the one that was behind that command. A linked run is
// never parted: a cut inside one comes before it.
//
// Errors: DataLoss names file and batch.
// Cost:   the batches that stay are read and written once.

#ifndef KUMBARA_STORAGE_BACKUP_JOURNAL_CUT_H_
#define KUMBARA_STORAGE_BACKUP_JOURNAL_CUT_H_

#include <cstdint>
#include <optional>
#include <string>

#include "absl/status/statusor.h"
#include "engine/base/types.h"
#include "storage/journal/position.h"
#include "storage/journal/segment_facts.h"

namespace kumbara::storage {

// What is kept; without either, all.
struct JournalCut {
  // The commands up to this one.
  std::optional<Sequence> last_sequence;
  // The batches before this instant, by their batch times.
  std::optional<Instant> until;

  // Whether all of a segment is kept.
  bool Keeps(const SegmentFacts& segment) const {
    return (!last_sequence || segment.behind.last_sequence <= *last_sequence) &&
           (!until || segment.last_time < *until);
  }
};

// Cuts the last segment of a ledger, whose HEAD is at its end, and writes HEAD
// anew; a segment of which nothing is kept goes. Returns where the journal ends
// then; its number is 0 if nothing is left. REQUIRES: nobody else has the
// ledger.
absl::StatusOr<JournalPosition> CutLastSegment(
    const std::string& ledger_directory, const SegmentFacts& segment,
    const JournalCut& cut);

}  // namespace kumbara::storage

#endif  // KUMBARA_STORAGE_BACKUP_JOURNAL_CUT_H_
