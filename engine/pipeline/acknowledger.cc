#include "engine/pipeline/acknowledger.h"

#include <utility>

#include "engine/base/check.h"

namespace kumbara {
namespace {

// What of an id's entry is state: not its sequence.
struct CanonicalId {
  CommandId id;
  std::uint64_t content_hash;
  std::int64_t delta;
  std::uint64_t kind_code_state;
};
static_assert(sizeof(CanonicalId) == 40);

Digest HashOfEntry(const CommandId& id, const IdAnswer& entry) {
  const CanonicalId canonical{
      id, entry.content_hash, entry.delta,
      std::uint64_t{static_cast<std::uint8_t>(entry.kind)} << 16 |
          std::uint64_t{static_cast<std::uint8_t>(entry.code)} << 8 |
          static_cast<std::uint64_t>(entry.state)};
  return Hash128(&canonical, sizeof(canonical));
}

// Whether an item's answer comes with the end of a round that its batch leaves
// open. Then the workers may be writing the outcome this very moment, for a
// later batch, so it must not be looked at.
bool IsOpen(const BatchSlot& slot, std::size_t item) {
  const WorkItem& work = slot.items[item];
  if (!slot.round_ends.empty() && item < slot.round_ends.back()) return false;
  return work.kind == ItemKind::kCarried ||
         (work.kind == ItemKind::kApply && work.may_send);
}

}  // namespace

Acknowledger::Acknowledger(
    Clock& clock, const CodeTable& codes, const Poison& poison,
    const JournalWriter& journal, IdTable& ids, BatchRing& ring,
    std::span<const std::unique_ptr<ShardWorker>> workers)
    : clock_(clock),
      poison_(poison),
      journal_(journal),
      ids_(ids),
      ring_(ring),
      workers_(workers),
      log_(codes) {}

bool Acknowledger::Poll() {
  if (poison_.is_set()) return false;
  const bool released = ReleaseReads();
  return AnswerBatch() || released;
}

bool Acknowledger::AnswerBatch() {
  const std::uint64_t ordinal = ring_.answered.load();
  if (ordinal == ring_.durable.load() || ordinal >= ring_.AppliedByAll()) {
    return false;
  }
  BatchSlot& slot = ring_.At(ordinal);
  std::size_t item = 0;
  // Answers of older frames come first: a repeat in this batch may need them.
  if (!slot.round_ends.empty()) FinishWaiting();
  for (FrameInFlight& frame : slot.frames) AnswerFrame(&slot, &frame, &item);
  ids_.NoteFinal(log_.sequence());
  slot.times.answered = clock_.MonotonicNanos();
  stage_times_.Add(slot.times);
  ring_.answered.Advance();
  return true;
}

void Acknowledger::AnswerFrame(BatchSlot* slot, FrameInFlight* frame,
                               std::size_t* item) {
  std::vector<Open> open;
  const std::size_t first = *item;
  const std::size_t count = frame->frame->commands().size();
  for (; *item < first + count; ++*item) {
    const WorkItem& work = slot->items[*item];
    if (IsOpen(*slot, *item) || !Finish(work)) {
      open.push_back({work, slot->sequence_of(*item)});
    }
  }
  const std::span<const Outcome> outcomes =
      std::as_const(*frame->frame).outcomes();
  if (open.empty()) {
    log_.Add(frame->first_sequence, outcomes);
    return GiveBack(frame, AnswerStatus::kAnswered);
  }
  Outcome unanswered;
  unanswered.reserved = kOutcomeOpen;
  std::vector<Outcome> known(count, unanswered);
  std::size_t next_open = 0;
  for (std::size_t i = 0; i < count; ++i) {
    if (next_open < open.size() &&
        open[next_open].sequence == frame->first_sequence + i) {
      ++next_open;
    } else {
      known[i] = outcomes[i];
    }
  }
  log_.Add(frame->first_sequence, known);
  bytes_waiting_ += frame->frame->bytes();
  waiting_.push_back(
      {std::move(*frame), ring_.answered.load(), std::move(open)});
}

bool Acknowledger::Finish(const WorkItem& item) {
  Outcome& outcome = *item.outcome;
  switch (item.kind) {
    case ItemKind::kApply:
    case ItemKind::kRun:
    case ItemKind::kInRun:
    case ItemKind::kCarried:
    case ItemKind::kRefused:
      KUMBARA_CHECK(outcome.reserved == 0);
      FinishId(item);
      return true;
    case ItemKind::kSkipped:
      if (item.id_slot != kNoSlot) FinishId(item);
      return true;
    case ItemKind::kRepeat: {
      const IdAnswer& first = ids_.At(item.id_slot);
      if (first.state != IdState::kFinal) return false;
      outcome = RepeatOf(first);
      return true;
    }
    case ItemKind::kAnswered:
    case ItemKind::kTick:
      return true;
  }
  return true;
}

void Acknowledger::FinishId(const WorkItem& item) {
  IdAnswer& entry = ids_.At(item.id_slot);
  KUMBARA_DCHECK(entry.state == IdState::kOpen);
  entry.code = item.outcome->code;
  entry.delta = item.outcome->delta;
  entry.unit = item.outcome->unit;
  entry.state = IdState::kFinal;
  id_sum_ += HashOfEntry(item.command->id, entry);
}

void Acknowledger::FinishWaiting() {
  for (Waiting& waiting : waiting_) {
    for (const Open& open : waiting.open) {
      const bool finished = Finish(open.item);
      KUMBARA_CHECK(finished);  // What it repeats stands before it.
      log_.Close(open.sequence, *open.item.outcome);
    }
    GiveBack(&waiting.frame, AnswerStatus::kAnswered);
  }
  waiting_.clear();
  bytes_waiting_ = 0;
}

std::uint64_t Acknowledger::batches_waited() const {
  return waiting_.empty() ? 0 : ring_.answered.load() - waiting_.front().since;
}

void Acknowledger::GiveBack(FrameInFlight* frame, AnswerStatus status) {
  if (frame->producer != nullptr) {
    frame->producer->GiveBack(std::move(frame->frame), status);
  }
  frame->frame.reset();
}

bool Acknowledger::ReleaseReads() {
  bool any = false;
  ReadRequest* request = nullptr;
  for (const std::unique_ptr<ShardWorker>& worker : workers_) {
    while (worker->reads_done().Take(&request)) reads_.push_back(request);
  }
  const Sequence durable = journal_.durable_sequence();
  const std::uint64_t batches = ring_.durable.load();
  std::erase_if(reads_, [&](ReadRequest* read) {
    if (read->view.last_sequence > durable || read->batches > batches) {
      return false;
    }
    read->Finish(ReadRequest::kDone);
    any = true;
    return true;
  });
  return any;
}

void Acknowledger::GiveUp() {
  for (Waiting& waiting : waiting_) {
    GiveBack(&waiting.frame, AnswerStatus::kUnknown);
  }
  waiting_.clear();
  for (std::uint64_t ordinal = ring_.answered.load();
       ordinal < ring_.sequenced.load(); ++ordinal) {
    for (FrameInFlight& frame : ring_.At(ordinal).frames) {
      if (frame.frame != nullptr) GiveBack(&frame, AnswerStatus::kUnknown);
    }
  }
  ReadRequest* request = nullptr;
  for (const std::unique_ptr<ShardWorker>& worker : workers_) {
    while (worker->reads_done().Take(&request)) reads_.push_back(request);
    while (worker->reads().Take(&request)) reads_.push_back(request);
  }
  for (ReadRequest* read : reads_) read->Finish(ReadRequest::kFailed);
  reads_.clear();
}

void Acknowledger::Save(StateWriter& writer) {
  auto& [clock, poison, journal, ids, ring, workers, log, id_sum, waiting,
         bytes_waiting, reads, stage_times] = *this;
  KUMBARA_CHECK(waiting.empty() && reads.empty());
  log.Save(writer);
  writer.Pass(id_sum);
}

void Acknowledger::Load(StateReader& reader) {
  log_.Load(reader);
  reader.Pass(id_sum_);
}

Digest Acknowledger::IdDigest() const {
  Digest sum = id_sum_;
  for (const Waiting& waiting : waiting_) {
    for (const Open& open : waiting.open) {
      if (open.item.kind != ItemKind::kRepeat) {
        sum += HashOfEntry(open.item.command->id, ids_.At(open.item.id_slot));
      }
    }
  }
  return sum;
}

}  // namespace kumbara
