// Stage 6 of a transaction's path: batches become durable, one synced
// transaction each, while the workers apply them.
//
// Threads: one.
// Errors:  the first failed append poisons the ledger.

#ifndef KUMBARA_ENGINE_PIPELINE_JOURNAL_WRITER_H_
#define KUMBARA_ENGINE_PIPELINE_JOURNAL_WRITER_H_

#include <atomic>
#include <vector>

#include "engine/base/clock.h"
#include "engine/pipeline/batch_ring.h"
#include "engine/pipeline/poison.h"
#include "engine/port/journal.h"

namespace kumbara {

class JournalWriter {
 public:
  JournalWriter(Clock& clock, Poison& poison, BatchRing& ring)
      : clock_(clock), poison_(poison), ring_(ring) {}

  // Appends one batch. False if none is ready or the ledger is poisoned.
  bool Poll();

  // Without a journal, as during recovery, every batch counts as durable.
  // REQUIRES: no batch is under way.
  void set_journal(Journal* journal) { journal_ = journal; }
  Journal* journal() const { return journal_; }

  // What a journal already holds when the ledger begins behind it.
  void set_durable_sequence(Sequence sequence) {
    durable_sequence_.store(sequence, std::memory_order_release);
  }
  // All commands up to this one survive any crash. Threads: safe.
  Sequence durable_sequence() const {
    return durable_sequence_.load(std::memory_order_acquire);
  }

 private:
  Clock& clock_;
  Poison& poison_;
  BatchRing& ring_;
  Journal* journal_ = nullptr;
  std::vector<const Frame*> frames_;  // Of the batch being written.
  std::atomic<Sequence> durable_sequence_{0};
};

}  // namespace kumbara

#endif  // KUMBARA_ENGINE_PIPELINE_JOURNAL_WRITER_H_
