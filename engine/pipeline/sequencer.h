// Stage 4 of a transaction's path: frames become a batch.
//
// From here on order and time are facts: every command has a sequence number,
// every batch a time, and both are journaled. Whatever waits when the stages
// behind are ready goes into the next batch, so a batch is one frame at low
// load and 8 MiB at high load.
//
// Threads: one.

#ifndef KUMBARA_ENGINE_PIPELINE_SEQUENCER_H_
#define KUMBARA_ENGINE_PIPELINE_SEQUENCER_H_

#include <cstdint>
#include <optional>

#include "engine/base/clock.h"
#include "engine/pipeline/acknowledger.h"
#include "engine/pipeline/batch_ring.h"
#include "engine/pipeline/ingress.h"
#include "engine/record/code_table.h"
#include "engine/record/settings.h"

namespace kumbara {

// Where the journal ends.
struct JournalEnd {
  BatchNumber batch = 0;
  Sequence sequence = 0;
  Instant batch_time = Instant::Least();
};

class Sequencer {
 public:
  Sequencer(const LedgerSettings& settings, std::uint32_t batch_commands,
            Clock& clock, Ingress& ingress, CodeTable& codes,
            const Acknowledger& acknowledger, const Poison& poison,
            BatchRing& ring);

  // Makes one batch of what waits in the intake. False if nothing waits or the
  // ring is full.
  bool Poll();

  // Takes a batch from the journal instead. False if the ring is full.
  bool Replay(ParsedBatch* batch);

  // Makes a batch of records without frames; `init` and close do.
  void MakeEmptyBatch(std::vector<Record> records);

  // Whether frames wait that are not yet in a batch.
  bool HasWaiting() const {
    return held_.frame != nullptr || !ingress_.SeemsEmpty();
  }
  // Frames never sequenced, given back one by one. REQUIRES: intake closed.
  bool TakeUnsequenced(FrameInFlight* frame);

  JournalEnd end() const { return end_; }
  void set_end(JournalEnd end) { end_ = end; }

 private:
  // Batches ahead of the journal: one it works on and one ready for it. With
  // more, batches would be cut small while frames pile up behind.
  static constexpr std::uint64_t kAheadOfJournal = 2;

  bool HasRoom() const;
  bool TakeFrame(IntakeItem* item);
  void Fill(BatchSlot* slot);
  bool EndsRound(const BatchSlot& slot) const;
  void Stamp(BatchSlot* slot);

  const LedgerSettings& settings_;
  const std::uint32_t batch_commands_;
  Clock& clock_;
  Ingress& ingress_;
  CodeTable& codes_;
  const Acknowledger& acknowledger_;
  const Poison& poison_;
  BatchRing& ring_;
  IntakeItem held_;  // A frame that did not fit into the last batch.
  JournalEnd end_;
};

}  // namespace kumbara

#endif  // KUMBARA_ENGINE_PIPELINE_SEQUENCER_H_
