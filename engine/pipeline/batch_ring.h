// BatchRing: the batches under way, and how far each stage has come.
//
// A batch is named by its ordinal, counted from 0 in this process. Every
// cursor is a count of batches done by one stage and has one writer; a stage
// works on batch `cursor` once the stages before it have passed it. So the
// cursors alone order all accesses to a batch.
//
//     sequenced --+--> resolved ---> applied[w] --+--> answered: slot free
//                 +--> durable -------------------+
//
// Threads: slots belong to the stage whose turn it is.

#ifndef KUMBARA_ENGINE_PIPELINE_BATCH_RING_H_
#define KUMBARA_ENGINE_PIPELINE_BATCH_RING_H_

#include <array>
#include <atomic>
#include <cstdint>
#include <memory>
#include <vector>

#include "engine/apply/apply.h"
#include "engine/base/limits.h"
#include "engine/pipeline/stage_times.h"
#include "engine/record/batch.h"

namespace kumbara {

class Producer;

// A frame on its way, and who gets it back; null in recovery.
struct FrameInFlight {
  std::unique_ptr<Frame> frame;
  Producer* producer = nullptr;
  Sequence first_sequence = 0;
};

enum class ItemKind : std::uint8_t {
  // New, to be applied in their place:
  kApply,  // by itself,
  kRun,    // the first of a linked run, with those behind it,
  kInRun,  // one of those.
  // Other new ones:
  kCarried,  // Names an open answer: apply it at the round's end.
  kRefused,  // Its linked run fails: only its clock moves.
  // Known or global ones:
  kRepeat,    // Known id, same content: gets the first answer, not final yet.
  kAnswered,  // Known id, answered by resolve: a repeat, or other content.
  kTick,      // Global: every worker applies it.
  kSkipped,   // Counted but, for a view of the past, not applied.
};

constexpr bool IsNew(ItemKind kind) { return kind <= ItemKind::kRefused; }
constexpr bool IsAppliedInPlace(ItemKind kind) {
  return kind <= ItemKind::kInRun;
}

// One command of a batch as resolve hands it on.
struct WorkItem {
  const Command* command = nullptr;
  const Detail* details = nullptr;
  Outcome* outcome = nullptr;
  Slot id_slot = kNoSlot;  // Its id's entry; of an open repeat the first one's.
  std::uint16_t shard = 0;
  ItemKind kind = ItemKind::kApply;
  bool may_send = false;  // Messages: then its round's end may answer it.
  Reference reference = {};
  std::uint8_t currency = 0;  // The ledger's, as of this command.
  // In a linked run: why it may not stand there, kOk if it may; if it is
  // refused, its answer. And whether it would be carried.
  ResultCode refusal = ResultCode::kOk;
  bool would_wait = false;
  // Of the first of a run: how many kInRun are behind it, and whether the run
  // fails by what is not among them.
  std::uint8_t run_rest = 0;
  bool run_fails = false;
};

static_assert(sizeof(WorkItem) == 48);

struct BatchSlot {
  BatchHeader header;
  Instant latest;  // Business times beyond it are in the future.
  // The ledger's clock behind it: the greatest business time of all that moved
  // clocks. Written by resolve.
  Instant ledger_clock = Instant::Least();
  std::vector<Record> records;
  std::vector<FrameInFlight> frames;
  std::vector<SourceMark> marks;
  std::vector<WorkItem> items;  // All commands, in sequence order.
  // Where rounds with messages end: after so many items.
  std::vector<std::uint32_t> round_ends;
  BatchTimes times;

  Sequence sequence_of(std::size_t item) const {
    return header.first_sequence + item;
  }
  // Makes it empty but for its items, which resolve writes over.
  void Clear();
};

class BatchRing {
 public:
  explicit BatchRing(std::uint32_t workers)
      : applied_(std::make_unique<Cursor[]>(workers)), workers_(workers) {}

  BatchSlot& At(std::uint64_t ordinal) {
    return slots_[ordinal % kBatchesInFlight];
  }
  const BatchSlot& At(std::uint64_t ordinal) const {
    return slots_[ordinal % kBatchesInFlight];
  }
  std::uint32_t workers() const { return workers_; }

  struct alignas(64) Cursor {
    std::atomic<std::uint64_t> done{0};

    std::uint64_t load() const { return done.load(std::memory_order_acquire); }
    void Advance() {
      done.store(done.load(std::memory_order_relaxed) + 1,
                 std::memory_order_release);
    }
  };

  Cursor& applied(std::uint32_t worker) { return applied_[worker]; }
  const Cursor& applied(std::uint32_t worker) const { return applied_[worker]; }
  // Batches that all workers have applied.
  std::uint64_t AppliedByAll() const;

  Cursor sequenced;
  Cursor resolved;
  Cursor durable;
  Cursor answered;

 private:
  std::array<BatchSlot, kBatchesInFlight> slots_;
  std::unique_ptr<Cursor[]> applied_;
  std::uint32_t workers_;
};

}  // namespace kumbara

#endif  // KUMBARA_ENGINE_PIPELINE_BATCH_RING_H_
