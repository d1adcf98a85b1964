// Stage 5 of a transaction's path: is each command new, a repeat or a
// conflict, and which command does it name?
//
// Resolve sees the commands of all shards in sequence order, so what is a fact
// of the whole ledger is decided here: identity, the ledger's first currency,
// its clock, and where rounds end. Rounds count only counted commands (new
// ones), so a second load of the same history, or one cut into other batches,
// ends them in the same places.
//
// Threads: one, that of the acknowledger.
// Cost:    per command one hash of its content and one lookup, prefetched
//          ahead. The only stage of the path that may read disk (ColdStore).

#ifndef KUMBARA_ENGINE_PIPELINE_RESOLVE_H_
#define KUMBARA_ENGINE_PIPELINE_RESOLVE_H_

#include <array>
#include <cstdint>
#include <optional>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/container/flat_hash_set.h"
#include "engine/base/check.h"
#include "engine/base/clock.h"
#include "engine/member/record_places.h"
#include "engine/pipeline/batch_ring.h"
#include "engine/pipeline/id_table.h"
#include "engine/pipeline/poison.h"
#include "engine/port/cold_store.h"
#include "engine/record/code_table.h"
#include "engine/record/settings.h"

namespace kumbara {

class Resolve {
 public:
  // Commands of business time `until` or later are counted but not applied.
  Resolve(const LedgerSettings& settings, KindSet message_kinds, Instant until,
          Clock& clock, const CodeTable& codes, ColdStore& cold, Poison& poison,
          IdTable& ids, RecordPlaces& places, BatchRing& ring);

  // What is resolved from now on may reach others by these kinds. REQUIRES: no
  // batch is under way.
  void set_message_kinds(KindSet kinds) { message_kinds_ = kinds; }

  // Resolves one batch. False if none is ready or the ledger is poisoned.
  bool Poll();

  // The ledger's clock behind all that was resolved: the greatest business time
  // of the commands and ticks that moved clocks, or are about to.
  Instant ledger_clock() const { return ledger_clock_; }

  // Whether an answer may be open until the round ends, all that was resolved
  // being applied. An open round of others is but a count.
  bool HasOpen() const { return round_.has_messages || !senders_.empty(); }
  // The commands that the round at hand will still count, and the bytes, at
  // least: it does not end before.
  std::uint32_t RoundCommandsLeft() const {
    return settings_.round_commands - round_.commands;
  }
  std::uint64_t RoundBytesLeft() const {
    return settings_.round_bytes - round_.bytes;
  }

  // REQUIRES: nothing is open, no batch is under way.
  template <class Stream, class Self>
  static void Transfer(Stream& stream, Self& self) {
    auto& [settings, message_kinds, until, clock, cold, poison, ids, places,
           ring, texts, id_hashes, currency, ledger_clock, round, run, senders,
           maybe_merged, may_be_forwarded, skipped] = self;
    KUMBARA_CHECK(!round.has_messages && !run && senders.empty() &&
                  may_be_forwarded.empty() && skipped.empty());
    stream.Pass(currency, ledger_clock, round, maybe_merged);
  }

 private:
  class Intake;
  // Of the commands of two blocks, by their number in the batch.
  using IdHashes = std::array<std::uint64_t, 64>;

  void ResolveAt(BatchSlot* slot, std::size_t index);
  // One that is linked, or to which the one before it is.
  void TakeIntoRun(BatchSlot* slot, std::size_t index);
  void EndRun(BatchSlot* slot, std::size_t end, bool is_open);
  void ResolveItem(const BatchSlot& slot, std::size_t index, WorkItem* item);
  void ResolveNew(const BatchSlot& slot, WorkItem* item);
  Reference FindReference(WorkItem* item);
  // Whether a command of the member may be open in this round.
  bool MayHaveOpen(const MemberId& member) const;
  // Whether the answer of a known id may still be open in this round.
  bool MayBeOpen(const IdAnswer& known) const;
  // Notes an item if it is left out as one that has not happened yet.
  void NoteSkipped(const WorkItem& item);
  // Moves the ledger's clock by a command or tick that is applied.
  void MoveClock(const BatchSlot& slot, const WorkItem& item);
  // Counts a command; true if the round is full.
  bool CountIntoRound(const WorkItem& item);
  void EndRound(BatchSlot* slot, std::size_t items, Sequence last);

  struct Round {
    std::uint32_t commands = 0;
    std::uint64_t bytes = 0;
    bool has_messages = false;    // Or carried commands.
    Sequence first_sequence = 1;  // The first that can belong to it.
  };

  // A linked run that goes on, and what to go back to if a view of the past
  // leaves it out.
  struct Run {
    std::size_t begin = 0;      // Item of the batch.
    std::size_t frame_end = 0;  // Of the run's frame.
    std::uint8_t currency = 0;
    std::size_t senders = 0;
  };

  const LedgerSettings& settings_;
  KindSet message_kinds_;
  const Instant until_;
  Clock& clock_;
  ColdStore& cold_;
  Poison& poison_;
  IdTable& ids_;
  RecordPlaces& places_;
  BatchRing& ring_;
  TextHashes texts_;
  IdHashes id_hashes_{};
  std::uint8_t currency_ = 0;  // The ledger's first, once there is one.
  Instant ledger_clock_ = Instant::Least();
  Round round_;
  std::optional<Run> run_;
  std::vector<MemberId> senders_;  // Of the round: of kinds that make messages.
  // Members for which a merge was ever sequenced, and where first: what they do
  // may reach another one from then on.
  absl::flat_hash_map<MemberId, Sequence> maybe_merged_;
  // Of the round, the first sequences of their commands, ascending.
  std::vector<Sequence> may_be_forwarded_;
  // Of the round, those of commands that have not happened yet.
  absl::flat_hash_set<Sequence> skipped_;
};

}  // namespace kumbara

#endif  // KUMBARA_ENGINE_PIPELINE_RESOLVE_H_
