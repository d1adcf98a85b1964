#include "engine/pipeline/sequencer.h"

#include <algorithm>
#include <utility>

#include "engine/base/check.h"
#include "engine/base/limits.h"

namespace kumbara {

Sequencer::Sequencer(const LedgerSettings& settings,
                     std::uint32_t batch_commands, Clock& clock,
                     Ingress& ingress, CodeTable& codes,
                     const Acknowledger& acknowledger, const Poison& poison,
                     BatchRing& ring)
    : settings_(settings),
      batch_commands_(batch_commands),
      clock_(clock),
      ingress_(ingress),
      codes_(codes),
      acknowledger_(acknowledger),
      poison_(poison),
      ring_(ring) {}

bool Sequencer::HasRoom() const {
  const std::uint64_t next = ring_.sequenced.load();
  return next - ring_.answered.load() < kBatchesInFlight &&
         next - ring_.durable.load() < kAheadOfJournal;
}

bool Sequencer::TakeFrame(IntakeItem* item) {
  if (held_.frame != nullptr) {
    *item = std::exchange(held_, IntakeItem{});
    return true;
  }
  return ingress_.Take(item);
}

bool Sequencer::Poll() {
  if (poison_.is_set() || !HasRoom()) return false;
  IntakeItem first;
  if (!TakeFrame(&first)) return false;
  held_ = first;
  BatchSlot& slot = ring_.At(ring_.sequenced.load());
  slot.Clear();
  slot.times.enqueued = first.enqueued_ns;
  Fill(&slot);
  for (const CodeDefinition& definition : codes_.TakeUnwritten()) {
    slot.records.push_back(Record::Define(definition));
  }
  Stamp(&slot);
  if (EndsRound(slot)) slot.header.flags |= kRoundEnd;
  ring_.sequenced.Advance();
  return true;
}

void Sequencer::Fill(BatchSlot* slot) {
  std::size_t bytes = 0;
  std::uint32_t commands = 0;
  IntakeItem item;
  while (TakeFrame(&item)) {
    const std::uint32_t count = item.frame->header().command_count;
    if (!slot->frames.empty() &&
        (bytes + item.frame->bytes() > kBatchBytesMax ||
         commands + count > batch_commands_)) {
      held_ = item;
      break;
    }
    bytes += item.frame->bytes();
    if (item.frame->source_mark()) {
      slot->marks.push_back(*item.frame->source_mark());
    }
    slot->frames.push_back({std::unique_ptr<Frame>(item.frame), item.producer,
                            end_.sequence + 1 + commands});
    commands += count;
  }
  slot->header.command_count = commands;
}

// A batch that leaves nothing waiting ends the round, so that no answer waits
// for commands that may not come; so does one behind which answers have waited
// too long.
bool Sequencer::EndsRound(const BatchSlot& slot) const {
  if (slot.frames.empty() || slot.frames.back().frame->more_follows()) {
    return false;
  }
  return !HasWaiting() || acknowledger_.bytes_waiting() > kIntakeBytesMax / 2 ||
         acknowledger_.batches_waited() >= kRoundBatchesWaitedMax;
}

void Sequencer::Stamp(BatchSlot* slot) {
  BatchHeader& header = slot->header;
  header.ledger = settings_.ledger;
  header.number = ++end_.batch;
  header.first_sequence = end_.sequence + 1;
  end_.sequence += header.command_count;
  KUMBARA_CHECK(end_.sequence <= kSequenceMax);
  end_.batch_time = std::max(end_.batch_time, clock_.Now());
  header.batch_time = end_.batch_time.micros();
  header.outcome_seq = acknowledger_.outcome_seq();
  header.outcome_digest = acknowledger_.outcome_digest();
  slot->latest = settings_.Latest(end_.batch_time);
  slot->times.sequenced = clock_.MonotonicNanos();
}

bool Sequencer::Replay(ParsedBatch* batch) {
  if (!HasRoom()) return false;
  BatchSlot& slot = ring_.At(ring_.sequenced.load());
  slot.Clear();
  slot.header = batch->header;
  slot.records = std::move(batch->records);
  slot.marks = std::move(batch->marks);
  Sequence sequence = batch->header.first_sequence;
  KUMBARA_CHECK(sequence == end_.sequence + 1);
  for (std::unique_ptr<Frame>& frame : batch->frames) {
    const std::size_t count = frame->commands().size();
    slot.frames.push_back({std::move(frame), nullptr, sequence});
    sequence += count;
  }
  KUMBARA_CHECK(sequence - 1 <= kSequenceMax);
  end_ = {slot.header.number, sequence - 1, Instant(slot.header.batch_time)};
  slot.latest = settings_.Latest(end_.batch_time);
  slot.times.enqueued = slot.times.sequenced = clock_.MonotonicNanos();
  ring_.sequenced.Advance();
  return true;
}

void Sequencer::MakeEmptyBatch(std::vector<Record> records) {
  KUMBARA_CHECK(ring_.sequenced.load() == ring_.answered.load());
  BatchSlot& slot = ring_.At(ring_.sequenced.load());
  slot.Clear();
  slot.records = std::move(records);
  for (const CodeDefinition& definition : codes_.TakeUnwritten()) {
    slot.records.push_back(Record::Define(definition));
  }
  Stamp(&slot);
  slot.times.enqueued = slot.times.sequenced;
  ring_.sequenced.Advance();
}

bool Sequencer::TakeUnsequenced(FrameInFlight* frame) {
  IntakeItem item;
  if (!TakeFrame(&item)) return false;
  *frame = {std::unique_ptr<Frame>(item.frame), item.producer, 0};
  return true;
}

}  // namespace kumbara
