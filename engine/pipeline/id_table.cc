#include "engine/pipeline/id_table.h"

#include <algorithm>
#include <array>
#include <span>
#include <thread>
#include <utility>

#include "engine/base/check.h"

namespace kumbara {

IdTable::Generation::Generation(ChunkArena& arena) : entries(arena) {
  BeginAt(0);
}

void IdTable::Generation::BeginAt(Slot slot) {
  first = slot;
  entries.Clear();
  partitions.clear();
  partitions.reserve(kPartitions);
  for (std::uint32_t i = 0; i < kPartitions; ++i) {
    partitions.emplace_back(entries, i * 1024 / kPartitions);
  }
}

// Ids spread evenly: one partition in thousands gets an eighth more than its
// share, and grows.
void IdTable::Generation::Reserve(std::uint32_t count) {
  const std::size_t share = count / kPartitions;
  for (SlotIndex<IdEntry>& partition : partitions) {
    partition.Reserve(share + share / 8 + 1);
  }
}

Slot IdTable::Generation::Add(const IdEntry& entry, std::uint64_t hash) {
  const Slot slot = entries.Add();
  entries.At(slot) = entry;
  PartitionOf(hash).Insert(slot, hash);
  return first + slot;
}

IdTable::IdTable(ChunkArena& arena, std::uint32_t hot_max, ColdStore& cold)
    : arena_(arena),
      hot_max_(hot_max),
      cold_(cold),
      ordered_(arena),
      young_(std::make_unique<Generation>(arena)) {
  if (hot_max != 0 && cold.chunks() != nullptr) {
    ordered_.MayLeave(*cold.chunks(), hot_max);
  }
}

IdTable::~IdTable() { cold_.StopKeeping(); }

IdTable::Known IdTable::Find(const CommandId& id, std::uint64_t hash) {
  if (const std::optional<Known> known = FindOrdered(id)) return *known;
  return FindByHash(id, hash);
}

const IdAnswer* IdTable::FindHot(const CommandId& id) const {
  if (const std::optional<Known> known = FindOrdered(id)) return known->answer;
  return FindHotByHash(id, HashOf(id)).answer;
}

std::optional<IdTable::Known> IdTable::FindOrdered(const CommandId& id) const {
  const Slot slot = ordered_.Find(id);
  if (slot == kNoSlot) return std::nullopt;
  const IdAnswer& answer = ordered_.At(slot);
  if (answer.state == IdState::kElsewhere) return std::nullopt;
  if (answer.first_sequence == 0) return Known{};
  return Known{slot, &answer};
}

IdTable::Known IdTable::FindHotByHash(const CommandId& id,
                                      std::uint64_t hash) const {
  for (Generation* generation : {young_.get(), old_.get()}) {
    if (generation == nullptr) continue;
    const Slot slot = generation->Find(id, hash);
    if (slot != kNoSlot) return {slot, &generation->At(slot).answer};
  }
  return {};
}

IdTable::Known IdTable::FindByHash(const CommandId& id, std::uint64_t hash) {
  const Known hot = FindHotByHash(id, hash);
  if (hot.answer != nullptr || !has_cold_) return hot;
  if (cold_.FindId(id, &cold_found_) != FoundId::kYes) return {};
  return {cold_found_.slot, &cold_found_.entry.answer};
}

Slot IdTable::Add(const IdEntry& entry, std::uint64_t hash, bool is_ordered) {
  if (is_ordered && ordered_.Count(entry.id)) OpenPageFor(entry.id);
  const Slot slot = ordered_.Add(entry);
  return slot != kNoSlot ? slot : young_->Add(entry, hash);
}

// From then on the page alone tells of its ids, so those are noted in it that
// have entries already. Looked for side by side, that costs an id a fraction of
// a lookup of its own.
void IdTable::OpenPageFor(const CommandId& id) {
  const std::array<CommandId, OrderedIds::kPageIds> ids = ordered_.Open(id);
  std::array<std::uint64_t, OrderedIds::kPageIds> hashes;
  for (std::size_t i = 0; i < ids.size(); ++i) {
    hashes[i] = HashOf(ids[i]);
    PrefetchByHash(ids[i], hashes[i]);
  }
  for (std::size_t i = 0; i < ids.size(); ++i) {
    if (FindByHash(ids[i], hashes[i]).answer == nullptr) continue;
    ordered_.At(ordered_.Find(ids[i])).state = IdState::kElsewhere;
  }
}

void IdTable::LetGo(std::uint64_t resolved, std::uint64_t answered) {
  ordered_.LetGo();
  if (hot_max_ == 0) return;
  if (old_ == nullptr) {
    if (young_->entries.size() >= (hot_max_ + 1) / 2) BeginGeneration();
    return;
  }
  if (!is_kept_) {
    if (!OldIsFinal() || cold_.IsKeeping()) return;
    is_kept_ = true;
    // From now on resolve answers repeats of it at once: only batches resolved
    // before may still wait for an answer of its entries.
    speaking_ = resolved;
    return cold_.Keep(old_->entries, old_->first);
  }
  if (cold_.IsKeeping() || answered < speaking_) return;
  spare_ = std::move(old_);
  is_kept_ = false;
  has_cold_ = true;
}

void IdTable::Save(StateWriter& writer) const {
  auto& [arena, hot_max, cold, ordered, young, old, spare, is_kept, has_cold,
         final_sequence, speaking, cold_found] = *this;
  KUMBARA_CHECK(young->first == 0 && old == nullptr);
  writer.Pass(young->entries.size());
  for (Slot slot = 0; slot < young->entries.size();) {
    const std::span<const IdEntry> run = young->entries.RunFrom(slot);
    writer.PassBytes(run.data(), run.size_bytes());
    slot += static_cast<Slot>(run.size());
  }
  writer.Pass(ordered);
}

void IdTable::Load(StateReader& reader) {
  constexpr std::uint32_t kAtOnce = 64;
  std::array<IdEntry, kAtOnce> entries;
  std::array<std::uint64_t, kAtOnce> hashes;
  std::uint32_t left = 0;
  reader.Pass(left);
  const bool fits = left <= reader.left() / sizeof(IdEntry);
  if (fits && hot_max_ == 0) young_->Reserve(left);
  while (left > 0 && !reader.failed()) {
    const std::uint32_t count = std::min(left, kAtOnce);
    reader.PassBytes(entries.data(), count * sizeof(IdEntry));
    for (std::uint32_t i = 0; i < count; ++i) {
      hashes[i] = HashOf(entries[i].id);
      Prefetch(entries[i].id, hashes[i]);
    }
    for (std::uint32_t i = 0; i < count; ++i) {
      young_->Add(entries[i], hashes[i]);
    }
    left -= count;
    NoteFinal(entries[count - 1].answer.first_sequence);
    // Nobody waits for an answer, so memory need not hold more than was
    // granted.
    while (hot_max_ != 0 && young_->entries.size() >= (hot_max_ + 1) / 2 &&
           cold_.status().ok()) {
      LetGo(0, 0);
      std::this_thread::yield();
    }
  }
  reader.Pass(ordered_);
}

void IdTable::BeginGeneration() {
  const Slot next = slots();
  old_ = std::move(young_);
  young_ = spare_ != nullptr ? std::move(spare_)
                             : std::make_unique<Generation>(arena_);
  young_->BeginAt(next);
}

// Entries are in sequence order.
bool IdTable::OldIsFinal() const {
  return old_->entries.At(old_->entries.size() - 1).answer.first_sequence <=
         final_sequence_;
}

}  // namespace kumbara
