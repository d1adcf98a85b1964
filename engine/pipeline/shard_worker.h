// Stage 7 of a transaction's path: a worker applies the commands of its
// shards, in sequence order, and delivers messages at the end of the round.
//
// Worker w of W has the shards whose number is w modulo W. The state after a
// batch does not depend on W: a command changes only its member's shard, and
// messages are delivered in the order of the commands they go back to.
//
// Threads: one at a time.
// Cost:    index, member and lots of coming commands are prefetched in three
//          steps, so a command costs its work and not its cache misses. What a
//          tick makes due is settled some thousands of members a batch.

#ifndef KUMBARA_ENGINE_PIPELINE_SHARD_WORKER_H_
#define KUMBARA_ENGINE_PIPELINE_SHARD_WORKER_H_

#include <array>
#include <cstdint>
#include <deque>
#include <span>
#include <vector>

#include "engine/apply/linked_run.h"
#include "engine/apply/settled_copy.h"
#include "engine/base/clock.h"
#include "engine/member/book_check.h"
#include "engine/pipeline/batch_ring.h"
#include "engine/pipeline/handoff_queue.h"
#include "engine/pipeline/read_request.h"
#include "engine/pipeline/round_exchange.h"
#include "engine/record/settings.h"

namespace kumbara {

class ShardWorker {
 public:
  // `program` is any of its versions.
  ShardWorker(std::uint32_t number, const LedgerSettings& settings,
              const Program& program, std::span<Shard* const> shards,
              Clock& clock, RoundExchange& exchange, BatchRing& ring);

  // Applies some commands, or passes one phase of a round's end, and answers
  // readers. False if there was nothing to do.
  bool Poll();

  // Reads, as of now, the members of this worker's shards.
  HandoffQueue<ReadRequest*>& reads() { return reads_; }
  // Answered requests, to be released when what they saw is durable.
  HandoffQueue<ReadRequest*>& reads_done() { return reads_done_; }

  // Begins with the state of a snapshot, in which this was the ledger's clock.
  void BeginAt(Instant ledger_clock) { ledger_clock_ = ledger_clock; }

  // Behind each batch, records that memory has no room for go.
  void LetRecordsLeave() { records_may_leave_ = true; }

  // Messages and carried commands of the open round. REQUIRES: idle.
  const Messages& open_messages() const;
  // What they have of the members of one of this worker's shards.
  PointsUnderWay UnderWayIn(std::uint32_t shard) const;
  bool has_carried() const {
    return !carried_.empty() || !closing_.empty() || !merging_.empty();
  }

 private:
  static constexpr std::size_t kComing = 128;  // A power of two.

  // What is known ahead of a command.
  struct Coming {
    const Shard* shard = nullptr;  // Null: nothing to be done here.
    std::uint64_t member_hash = 0;
    Slot likely_slot = kNoSlot;  // Of the member.
  };

  // A message with its slices, which lie in the outbox of whoever sent it.
  struct Inbound {
    Message message;
    std::span<const Slice> slices;
  };

  // A command that waits for the round's end.
  struct Carried {
    WorkItem item;
    Sequence sequence = 0;
    Instant latest;
  };

  bool OwnsShard(std::uint32_t shard) const {
    return shards_[shard] != nullptr;
  }
  bool Begin();
  bool ApplyOn();
  void ApplyRange(std::size_t from, std::size_t to);
  void ApplyAt(std::size_t index);
  // Ask for what the command of an item will want: its member's place in the
  // index and, before `end`, a later command; the member; and what it has.
  void PrefetchIndex(std::size_t index, std::size_t end);
  void PrefetchMember(std::size_t index);
  void PrefetchLots(std::size_t index, bool by_rules) const;
  void ApplyItem(const WorkItem& item, Sequence sequence, Sequence posts_under,
                 Instant latest, Slot likely_slot);
  // A linked run, by its first item.
  void ApplyRun(std::size_t first);
  void NoteBatchShown();
  // What is done from here on is the work of one command.
  static void NoteApplied(const WorkItem& item, Sequence sequence);
  void ApplyTickToShards(const Command& tick, Sequence sequence);
  void SettleSomeDue();
  // One phase of a round's end. False if other workers are not there yet.
  bool PassPhase();
  Sequence RoundLast() const;
  void ForgetEvents() const;
  void DeliverInbound(std::uint64_t phase);
  void Carry(const Carried& command);
  void ApplyCarried(std::vector<Carried>* waiting);
  void ApplyOneMerge(Sequence sequence);
  void Arrive();
  void Finish();
  bool AnswerReads();
  void ReserveRoom();
  void LetRecordsGo() const;
  void CheckOwnBooks() const;

  const std::uint32_t number_;
  const LedgerSettings& settings_;
  const Program& program_;
  std::vector<Shard*> shards_;  // By number; null where it is another's.
  Clock& clock_;
  RoundExchange& exchange_;
  BatchRing& ring_;

  BatchSlot* slot_ = nullptr;  // The batch at hand.
  std::size_t next_item_ = 0;  // In it.
  std::size_t next_round_end_ = 0;
  bool in_round_end_ = false;
  std::uint64_t phase_ = 0;
  int waves_ = 0;  // Since commands were applied.
  // Batches up to the last one that changed members unseen by their sequence.
  std::uint64_t batches_shown_ = 0;
  // The ledger's clock, and the batches up to the one that moved it there.
  Instant ledger_clock_ = Instant::Least();
  std::uint64_t clock_batches_ = 0;
  // Own shards from here on may have members with something due.
  std::uint32_t next_due_shard_;
  bool settled_any_ = false;  // In this batch.
  bool records_may_leave_ = false;
  SettledCopy settled_copy_;  // For readers.
  std::vector<Carried> carried_;
  std::vector<Carried> closing_;        // Of those carried, the closes,
  std::deque<Carried> merging_;         // and the merges.
  std::array<Coming, kComing> coming_;  // By item.
  std::vector<Inbound> inbound_;        // Scratch.
  LinkedRuns linked_runs_;
  std::vector<LinkedCommand> run_;          // Scratch.
  std::vector<std::uint32_t> new_members_;  // Scratch, by shard: at most.
  HandoffQueue<ReadRequest*> reads_;
  HandoffQueue<ReadRequest*> reads_done_;
  HandoffQueue<ReadRequest*>::Token reads_done_token_;
};

}  // namespace kumbara

#endif  // KUMBARA_ENGINE_PIPELINE_SHARD_WORKER_H_
