#include "engine/pipeline/resolve.h"

#include <algorithm>
#include <utility>

#include "engine/base/check.h"
#include "engine/pipeline/content_hash.h"
#include "engine/pipeline/linked_run.h"
#include "engine/record/import_what.h"

namespace kumbara {
namespace {

// Index lines are asked for a block ahead, and all of a block at once: their
// address translations then overlap (see shard_worker.cc).
constexpr std::size_t kIdsAtOnce = 32;

bool IsLinked(const WorkItem& item) {
  return (item.command->flags & kLinked) != 0;
}

// Whether an item has a place in its round.
bool Counts(const WorkItem& item) {
  return (IsNew(item.kind) || item.kind == ItemKind::kSkipped) &&
         IsCounted(item.command->kind);
}

// The item behind the last one of an item's frame.
std::size_t FrameEndOf(const BatchSlot& slot, std::size_t item) {
  const auto after = std::upper_bound(
      slot.frames.begin(), slot.frames.end(), slot.sequence_of(item),
      [](Sequence sequence, const FrameInFlight& frame) {
        return sequence < frame.first_sequence;
      });
  const FrameInFlight& frame = *std::prev(after);
  return frame.first_sequence - slot.header.first_sequence +
         frame.frame->commands().size();
}

// What a command is to those that name it: an imported purchase is one.
CommandKind NamedAs(const WorkItem& item) {
  const Command& command = *item.command;
  if (command.kind != CommandKind::kImport) return command.kind;
  const Detail* what =
      Find(std::span(item.details, command.detail_count), NumberKind::kWhat);
  KUMBARA_CHECK(what != nullptr);
  return what->number() == static_cast<int>(ImportWhat::kPurchase)
             ? CommandKind::kPurchase
             : command.kind;
}

// What an entry keeps of its member, to tell members apart.
std::uint32_t TagOf(std::uint64_t member_hash) {
  return static_cast<std::uint32_t>(member_hash);
}

}  // namespace

// Makes the work items of a batch, in sequence order, a block at a time: while
// their lines are hot the ids are hashed and asked for.
class Resolve::Intake {
 public:
  explicit Intake(BatchSlot* slot) : slot_(slot) {
    slot->items.resize(slot->header.command_count);
  }

  void NextBlock(const IdTable& ids, IdHashes* hashes) {
    const std::size_t end = std::min(slot_->items.size(), next_ + kIdsAtOnce);
    for (; next_ < end; ++next_) {
      while (command_ == commands_.size()) OpenFrame();
      const Command& command = commands_[command_];
      WorkItem& item = slot_->items[next_];
      item = WorkItem{};
      item.command = &command;
      item.details = details_ + command.detail_first;
      item.outcome = outcomes_ + command_;
      ++command_;
      const std::uint64_t hash = IdTable::HashOf(command.id);
      (*hashes)[next_ % hashes->size()] = hash;
      ids.Prefetch(command.id, hash);
    }
  }

 private:
  void OpenFrame() {
    KUMBARA_CHECK(frame_ < slot_->frames.size());
    Frame& frame = *slot_->frames[frame_++].frame;
    commands_ = std::as_const(frame).commands();
    details_ = std::as_const(frame).details().data();
    outcomes_ = frame.outcomes().data();
    command_ = 0;
  }

  BatchSlot* slot_;
  std::size_t next_ = 0;   // Item to be made.
  std::size_t frame_ = 0;  // Frame to be opened.
  std::span<const Command> commands_;
  const Detail* details_ = nullptr;
  Outcome* outcomes_ = nullptr;
  std::size_t command_ = 0;  // In the frame.
};

Resolve::Resolve(const LedgerSettings& settings, KindSet message_kinds,
                 Instant until, Clock& clock, const CodeTable& codes,
                 ColdStore& cold, Poison& poison, IdTable& ids,
                 RecordPlaces& places, BatchRing& ring)
    : settings_(settings),
      message_kinds_(message_kinds),
      until_(until),
      clock_(clock),
      cold_(cold),
      poison_(poison),
      ids_(ids),
      places_(places),
      ring_(ring),
      texts_(codes) {}

bool Resolve::Poll() {
  const std::uint64_t ordinal = ring_.resolved.load();
  if (poison_.is_set() || ordinal == ring_.sequenced.load()) return false;
  ids_.LetGo(ordinal, ring_.answered.load());
  BatchSlot& slot = ring_.At(ordinal);
  static_assert(std::tuple_size_v<IdHashes> == 2 * kIdsAtOnce);
  Intake intake(&slot);
  const std::size_t count = slot.items.size();
  intake.NextBlock(ids_, &id_hashes_);
  for (std::size_t block = 0; block < count; block += kIdsAtOnce) {
    intake.NextBlock(ids_, &id_hashes_);
    const std::size_t end = std::min(count, block + kIdsAtOnce);
    for (std::size_t i = block; i < end; ++i) ResolveAt(&slot, i);
  }
  // What the ids that have left could not say is not to be guessed.
  if (const absl::Status cold = cold_.status(); !cold.ok()) {
    poison_.Set(cold);
    return true;
  }
  if (slot.header.round_end()) {
    EndRound(&slot, count, slot.header.last_sequence());
  }
  places_.Reach(ids_.slots());
  places_.ReachOrdered(ids_.ordered().slots());
  slot.ledger_clock = ledger_clock_;
  slot.times.resolved = clock_.MonotonicNanos();
  ring_.resolved.Advance();
  return true;
}

void Resolve::ResolveAt(BatchSlot* slot, std::size_t index) {
  WorkItem& item = slot->items[index];
  if (run_ || IsLinked(item)) return TakeIntoRun(slot, index);
  ResolveItem(*slot, index, &item);
  MoveClock(*slot, item);
  if (Counts(item) && CountIntoRound(item)) {
    EndRound(slot, index + 1, slot->sequence_of(index));
  }
}

void Resolve::TakeIntoRun(BatchSlot* slot, std::size_t index) {
  WorkItem& item = slot->items[index];
  if (!IsCounted(item.command->kind)) {  // A tick cuts it off.
    EndRun(slot, index, true);
    return ResolveAt(slot, index);
  }
  if (!run_) {
    run_ = Run{index, FrameEndOf(*slot, index), currency_, senders_.size()};
  }
  ResolveItem(*slot, index, &item);
  const bool is_linked = IsLinked(item);
  if (is_linked && index + 1 < run_->frame_end) return;
  EndRun(slot, index + 1, is_linked);
}

void Resolve::EndRun(BatchSlot* slot, std::size_t end, bool is_open) {
  const Run run = *std::exchange(run_, std::nullopt);
  const std::span<WorkItem> items =
      std::span(slot->items).subspan(run.begin, end - run.begin);
  if (HappensBefore(until_, items)) {
    MarkRun(is_open, items);
  } else {
    SkipRun(items);
    for (const WorkItem& item : items) NoteSkipped(item);
    currency_ = run.currency;
    senders_.resize(run.senders);
  }
  bool is_full = false;
  std::size_t last_counted = end;
  for (std::size_t i = run.begin; i < end; ++i) {
    MoveClock(*slot, slot->items[i]);
    if (!Counts(slot->items[i])) continue;
    last_counted = i;
    is_full |= CountIntoRound(slot->items[i]);
  }
  if (is_full) {
    EndRound(slot, last_counted + 1, slot->sequence_of(last_counted));
  }
}

void Resolve::ResolveItem(const BatchSlot& slot, std::size_t index,
                          WorkItem* item) {
  const Command& command = *item->command;
  const bool past = Instant(command.occurred_at) < until_;
  if (!IsCounted(command.kind)) {
    item->kind = past ? ItemKind::kTick : ItemKind::kSkipped;
    item->outcome->sequence = slot.sequence_of(index);
    if (Instant(command.occurred_at) > slot.latest) {
      item->outcome->code = ResultCode::kTimeInFuture;
    }
    return;
  }
  const std::uint64_t member_hash = HashOf(command.member);
  item->shard =
      static_cast<std::uint16_t>(ShardOfHash(member_hash, settings_.shards));
  const std::uint64_t content_hash =
      ContentHash(command, {item->details, command.detail_count}, texts_);
  const std::uint64_t id_hash = id_hashes_[index % id_hashes_.size()];
  const IdTable::Known known = ids_.Find(command.id, id_hash);
  if (known.answer == nullptr) {
    IdEntry entry;
    entry.id = command.id;
    entry.answer.content_hash = content_hash;
    entry.answer.first_sequence = slot.sequence_of(index);
    entry.answer.member_tag = TagOf(member_hash);
    entry.answer.kind = NamedAs(*item);
    item->id_slot = ids_.Add(entry, id_hash, (command.flags & kOrdered) != 0);
    return ResolveNew(slot, item);
  }
  const IdAnswer& first = *known.answer;
  item->kind = ItemKind::kAnswered;
  if (first.content_hash != content_hash) {
    item->outcome->code = ResultCode::kExistsWithDifferentContent;
    item->outcome->sequence = slot.sequence_of(index);
  } else if (first.state == IdState::kFinal) {
    *item->outcome = RepeatOf(first);
  } else {
    item->kind = ItemKind::kRepeat;
    item->id_slot = known.slot;
    item->outcome->reserved = kOutcomeOpen;  // Until the acknowledger looks.
  }
}

void Resolve::ResolveNew(const BatchSlot& slot, WorkItem* item) {
  const Command& command = *item->command;
  const Instant occurred_at(command.occurred_at);
  if (occurred_at >= until_) {
    item->kind = ItemKind::kSkipped;
    NoteSkipped(*item);
    return;
  }
  if (IsBasket(command.kind) && currency_ == 0 && occurred_at <= slot.latest) {
    currency_ = command.unit_or_currency;
  }
  item->currency = currency_;
  item->reference = FindReference(item);
  // A linked run is answered at once, whoever is merged.
  const bool may_be_forwarded =
      !run_ && !maybe_merged_.empty() && maybe_merged_.contains(command.member);
  const Sequence sequence = ids_.At(item->id_slot).first_sequence;
  if (may_be_forwarded) may_be_forwarded_.push_back(sequence);
  // A member is closed when what it began has ended, and merged last of all.
  const bool closes = command.kind == CommandKind::kClose &&
                      (may_be_forwarded || MayHaveOpen(command.member));
  const bool merges = command.kind == CommandKind::kMerge;
  if (closes || merges) item->kind = ItemKind::kCarried;
  if (merges && !run_) {
    maybe_merged_.try_emplace(command.member, sequence);
  }
  item->may_send =
      may_be_forwarded || (message_kinds_ & SetOf(command.kind)) != 0;
  if (item->may_send) senders_.push_back(command.member);
}

Reference Resolve::FindReference(WorkItem* item) {
  using enum Reference::Whose;
  const Command& command = *item->command;
  const Detail* named = Find(std::span(item->details, command.detail_count),
                             DetailKind::kReference);
  if (named == nullptr) return {kNone};
  const CommandId id = named->command_id();
  const IdTable::Known known = ids_.Find(id, IdTable::HashOf(id));
  if (known.answer == nullptr) return {kUnknown};
  const IdAnswer& entry = *known.answer;
  // What is named may change until its answer is final: nobody acts on it
  // before (docs/semantics.md section 7).
  if (MayBeOpen(entry)) item->kind = ItemKind::kCarried;
  const bool own = entry.member_tag == TagOf(HashOf(command.member));
  return {own ? kOwn : kOtherMember, entry.kind, known.slot};
}

bool Resolve::MayHaveOpen(const MemberId& member) const {
  return std::find(senders_.begin(), senders_.end(), member) != senders_.end();
}

void Resolve::NoteSkipped(const WorkItem& item) {
  if (item.kind != ItemKind::kSkipped) return;
  skipped_.insert(ids_.At(item.id_slot).first_sequence);
}

bool Resolve::MayBeOpen(const IdAnswer& known) const {
  if (known.first_sequence < round_.first_sequence) return false;
  if (skipped_.contains(known.first_sequence)) return false;
  return (message_kinds_ & kRecordKinds & SetOf(known.kind)) != 0 ||
         std::binary_search(may_be_forwarded_.begin(), may_be_forwarded_.end(),
                            known.first_sequence);
}

void Resolve::MoveClock(const BatchSlot& slot, const WorkItem& item) {
  const bool applied = IsNew(item.kind) || item.kind == ItemKind::kTick;
  const Instant occurred_at(item.command->occurred_at);
  if (applied && occurred_at <= slot.latest) {
    ledger_clock_ = std::max(ledger_clock_, occurred_at);
  }
}

bool Resolve::CountIntoRound(const WorkItem& item) {
  const Command& command = *item.command;
  ++round_.commands;
  round_.bytes += sizeof(Command) + command.detail_count * sizeof(Detail);
  round_.has_messages |= item.may_send || item.kind == ItemKind::kCarried;
  return round_.commands >= settings_.round_commands ||
         round_.bytes >= settings_.round_bytes;
}

void Resolve::EndRound(BatchSlot* slot, std::size_t items, Sequence last) {
  // Without messages there is nothing to deliver and nobody to wait for.
  if (round_.has_messages) {
    slot->round_ends.push_back(static_cast<std::uint32_t>(items));
  }
  round_ = Round{};
  senders_.clear();
  may_be_forwarded_.clear();
  skipped_.clear();
  round_.first_sequence = last + 1;
}

}  // namespace kumbara
