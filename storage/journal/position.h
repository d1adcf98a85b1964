// JournalPosition: a place in the journal, that behind one batch.

#ifndef KUMBARA_STORAGE_JOURNAL_POSITION_H_
#define KUMBARA_STORAGE_JOURNAL_POSITION_H_

#include <cstdint>

#include "engine/base/hash.h"
#include "engine/base/types.h"

namespace kumbara::storage {

// That of a journal without batches is all zero but for the ledger.
struct JournalPosition {
  LedgerId ledger;
  std::uint32_t stream = 0;
  std::uint32_t segment = 0;  // Holds the batch.
  BatchNumber number = 0;
  Sequence last_sequence = 0;
  Digest chain{};  // Behind the batch: fixes it and all before it.

  friend bool operator==(const JournalPosition&,
                         const JournalPosition&) = default;
};

}  // namespace kumbara::storage

#endif  // KUMBARA_STORAGE_JOURNAL_POSITION_H_
