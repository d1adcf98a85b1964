// Stage 8 of a transaction's path: a frame is answered once all its commands
// are finally answered and its batch is durable.
//
// Only here does an id get its one answer, so a repeat, wherever it is, takes
// the answer from the id's entry. A frame that waits for its round's end holds
// back no other.
//
// Threads: one; the same as the sequencer, which stamps what is final into the
//          next batch.
// Errors:  once the ledger is poisoned every frame goes back as unknown.

#ifndef KUMBARA_ENGINE_PIPELINE_ACKNOWLEDGER_H_
#define KUMBARA_ENGINE_PIPELINE_ACKNOWLEDGER_H_

#include <cstdint>
#include <deque>
#include <memory>
#include <span>
#include <vector>

#include "engine/base/clock.h"
#include "engine/pipeline/batch_ring.h"
#include "engine/pipeline/id_table.h"
#include "engine/pipeline/ingress.h"
#include "engine/pipeline/journal_writer.h"
#include "engine/pipeline/outcome_log.h"
#include "engine/pipeline/poison.h"
#include "engine/pipeline/shard_worker.h"

namespace kumbara {

class Acknowledger {
 public:
  Acknowledger(Clock& clock, const CodeTable& codes, const Poison& poison,
               const JournalWriter& journal, IdTable& ids, BatchRing& ring,
               std::span<const std::unique_ptr<ShardWorker>> workers);

  // Answers what can be answered of one batch, and readers. False if nothing
  // was ready.
  bool Poll();

  // Gives back, as unknown, everything still under way.
  // REQUIRES: the workers have applied all that was resolved, and nobody
  // resolves any more.
  void GiveUp();

  // Hands a frame back to its producer, if it has one.
  void GiveBack(FrameInFlight* frame, AnswerStatus status);

  Sequence outcome_seq() const { return log_.sequence(); }
  Digest outcome_digest() const { return log_.digest(); }
  OutcomeLog& log() { return log_; }
  const OutcomeLog& log() const { return log_; }

  // As bytes and back. REQUIRES: no frame waits.
  void Save(StateWriter& writer);
  void Load(StateReader& reader);

  // The digest of all ids, open ones included.
  Digest IdDigest() const;

  // Of frames that wait for a round's end: their bytes, and for how many
  // batches the oldest has waited.
  std::size_t bytes_waiting() const { return bytes_waiting_; }
  std::uint64_t batches_waited() const;

  const StageTimes& stage_times() const { return stage_times_; }

 private:
  // A frame with open outcomes, kept after its batch's slot is free again.
  struct Open {
    WorkItem item;
    Sequence sequence = 0;
  };
  struct Waiting {
    FrameInFlight frame;
    std::uint64_t since = 0;  // Ordinal of its batch.
    std::vector<Open> open;
  };

  bool AnswerBatch();
  void AnswerFrame(BatchSlot* slot, FrameInFlight* frame, std::size_t* item);
  // Gives an item its final answer; false for a repeat of an open one.
  bool Finish(const WorkItem& item);
  void FinishId(const WorkItem& item);
  // The round of all that waits has ended.
  void FinishWaiting();
  bool ReleaseReads();

  Clock& clock_;
  const Poison& poison_;
  const JournalWriter& journal_;
  IdTable& ids_;
  BatchRing& ring_;
  std::span<const std::unique_ptr<ShardWorker>> workers_;
  OutcomeLog log_;
  Digest id_sum_;  // Of final entries.
  std::deque<Waiting> waiting_;
  std::size_t bytes_waiting_ = 0;
  std::deque<ReadRequest*> reads_;  // Answered, not yet durable.
  StageTimes stage_times_;
};

}  // namespace kumbara

#endif  // KUMBARA_ENGINE_PIPELINE_ACKNOWLEDGER_H_
