#include "engine/pipeline/journal_writer.h"

namespace kumbara {

bool JournalWriter::Poll() {
  const std::uint64_t ordinal = ring_.durable.load();
  if (ordinal == ring_.sequenced.load() || poison_.is_set()) return false;
  BatchSlot& slot = ring_.At(ordinal);
  if (journal_ != nullptr) {
    frames_.clear();
    for (const FrameInFlight& in_flight : slot.frames) {
      frames_.push_back(in_flight.frame.get());
    }
    // A copy: the other stages read the slot's header meanwhile.
    BatchHeader header = slot.header;
    const absl::Status appended =
        journal_->Append(&header, {slot.records, frames_, slot.marks});
    if (!appended.ok()) {
      poison_.Set(appended);
      return true;
    }
  }
  slot.times.durable = clock_.MonotonicNanos();
  durable_sequence_.store(slot.header.last_sequence(),
                          std::memory_order_release);
  ring_.durable.Advance();
  return true;
}

}  // namespace kumbara
