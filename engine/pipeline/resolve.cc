#include "engine/pipeline/resolve.h"

#include <algorithm>

#include "engine/base/check.h"
#include "engine/pipeline/content_hash.h"

namespace kumbara {
namespace {

// Index lines are asked for a block ahead, and all of a block at once: their
// address translations then overlap (see shard_worker.cc).
constexpr std::size_t kBlock = 32;

}  // namespace

std::uint32_t TagOf(const MemberId& member) {
  return static_cast<std::uint32_t>(Hash64(&member, sizeof(member)));
}

Resolve::Resolve(const LedgerSettings& settings, Instant until, Clock& clock,
                 const CodeTable& codes, ColdStore& cold, const Poison& poison,
                 IdTable& ids, BatchRing& ring)
    : settings_(settings),
      until_(until),
      clock_(clock),
      cold_(cold),
      poison_(poison),
      ids_(ids),
      ring_(ring),
      texts_(codes) {}

bool Resolve::Poll() {
  const std::uint64_t ordinal = ring_.resolved.load();
  if (poison_.is_set() || ordinal == ring_.sequenced.load()) return false;
  BatchSlot& slot = ring_.At(ordinal);
  CollectItems(&slot);
  const std::size_t count = slot.items.size();
  PrefetchIds(slot, 0);
  for (std::size_t block = 0; block < count; block += kBlock) {
    PrefetchIds(slot, block + kBlock);
    const std::size_t end = std::min(count, block + kBlock);
    for (std::size_t i = block; i < end; ++i) ResolveAt(&slot, i);
  }
  if (slot.header.round_end()) {
    EndRound(&slot, count, slot.header.last_sequence());
  }
  slot.times.resolved = clock_.MonotonicNanos();
  ring_.resolved.Advance();
  return true;
}

void Resolve::PrefetchIds(const BatchSlot& slot, std::size_t from) const {
  const std::size_t end = std::min(slot.items.size(), from + kBlock);
  for (std::size_t i = from; i < end; ++i) {
    ids_.Prefetch(slot.items[i].command->id);
  }
}

void Resolve::ResolveAt(BatchSlot* slot, std::size_t index) {
  WorkItem& item = slot->items[index];
  ResolveItem(*slot, index, &item);
  const bool counted = item.kind == ItemKind::kApply ||
                       item.kind == ItemKind::kCarried ||
                       item.kind == ItemKind::kSkipped;
  if (counted && IsCounted(item.command->kind) && CountIntoRound(item)) {
    EndRound(slot, index + 1, slot->sequence_of(index));
  }
}

void Resolve::CollectItems(BatchSlot* slot) {
  slot->items.resize(slot->header.command_count);
  WorkItem* item = slot->items.data();
  for (FrameInFlight& in_flight : slot->frames) {
    Frame& frame = *in_flight.frame;
    const Detail* details = frame.details().data();
    Outcome* outcome = frame.outcomes().data();
    for (const Command& command : frame.commands()) {
      *item = WorkItem{};
      item->command = &command;
      item->details = details + command.detail_first;
      item->outcome = outcome++;
      ++item;
    }
  }
  KUMBARA_CHECK(item == slot->items.data() + slot->items.size());
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
  item->shard =
      static_cast<std::uint16_t>(ShardOf(command.member, settings_.shards));
  const std::uint64_t content_hash =
      ContentHash(command, {item->details, command.detail_count}, texts_);
  Slot known = ids_.Find(command.id);
  if (IdEntry cold; known == kNoSlot && cold_.FindId(command.id, &cold)) {
    known = ids_.Add(cold);
  }
  if (known == kNoSlot) return OpenEntry(slot, index, item, content_hash);
  item->id_slot = known;
  if (ids_.At(known).content_hash == content_hash) {
    item->kind = ItemKind::kRepeat;
    item->outcome->reserved = kOutcomeOpen;  // Until the acknowledger looks.
  } else {
    item->kind = ItemKind::kConflict;
    item->outcome->code = ResultCode::kExistsWithDifferentContent;
    item->outcome->sequence = slot.sequence_of(index);
  }
}

void Resolve::OpenEntry(const BatchSlot& slot, std::size_t index,
                        WorkItem* item, std::uint64_t content_hash) {
  const Command& command = *item->command;
  IdEntry entry;
  entry.id = command.id;
  entry.content_hash = content_hash;
  entry.first_sequence = slot.sequence_of(index);
  entry.member_tag = TagOf(command.member);
  entry.kind = command.kind;
  item->id_slot = ids_.Add(entry);
  const Instant occurred_at(command.occurred_at);
  if (occurred_at >= until_) {
    item->kind = ItemKind::kSkipped;
    return;
  }
  const bool basket = command.kind == CommandKind::kPurchase ||
                      command.kind == CommandKind::kReturn;
  if (basket && currency_ == 0 && occurred_at <= slot.latest) {
    currency_ = command.unit_or_currency;
  }
  item->currency = currency_;
  item->reference = FindReference(item);
}

Reference Resolve::FindReference(WorkItem* item) {
  const Command& command = *item->command;
  if (command.kind != CommandKind::kReturn) return Reference::kNone;
  const Detail* named = Find(std::span(item->details, command.detail_count),
                             DetailKind::kReference);
  if (named == nullptr) return Reference::kNone;
  IdEntry entry;
  if (const Slot slot = ids_.Find(named->command_id()); slot != kNoSlot) {
    const IdEntry& known = ids_.At(slot);
    entry.kind = known.kind;
    entry.member_tag = known.member_tag;
    entry.first_sequence = known.first_sequence;
  } else if (!cold_.FindId(named->command_id(), &entry)) {
    return Reference::kUnknown;
  }
  // What is named may change until its answer is final: nobody acts on it
  // before (docs/semantics.md section 7).
  if (MayBeOpen(entry)) item->kind = ItemKind::kCarried;
  if (entry.kind != CommandKind::kPurchase) return Reference::kWrongKind;
  return entry.member_tag == TagOf(command.member) ? Reference::kPurchase
                                                   : Reference::kOtherMember;
}

bool Resolve::MayBeOpen(const IdEntry& entry) const {
  return MayMakeMessages(entry.kind) &&
         entry.first_sequence >= round_.first_sequence;
}

bool Resolve::CountIntoRound(const WorkItem& item) {
  const Command& command = *item.command;
  ++round_.commands;
  round_.bytes += sizeof(Command) + command.detail_count * sizeof(Detail);
  round_.has_messages |=
      MayMakeMessages(command.kind) || item.kind == ItemKind::kCarried;
  return round_.commands == settings_.round_commands ||
         round_.bytes >= settings_.round_bytes;
}

void Resolve::EndRound(BatchSlot* slot, std::size_t items, Sequence last) {
  // Without messages there is nothing to deliver and nobody to wait for.
  if (round_.has_messages) {
    slot->round_ends.push_back(static_cast<std::uint32_t>(items));
  }
  round_ = Round{};
  round_.first_sequence = last + 1;
}

}  // namespace kumbara
