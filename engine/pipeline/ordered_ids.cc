#include "engine/pipeline/ordered_ids.h"

#include <algorithm>
#include <span>

#include "engine/base/check.h"

namespace kumbara {

void OrderedIds::MayLeave(ChunkStore& store, std::uint32_t hot_max) {
  hot_.Use(store, static_cast<std::uint32_t>(std::uint64_t{hot_max} *
                                             sizeof(IdAnswer) /
                                             ChunkArena::kChunkBytes));
}

Slot OrderedIds::Find(const CommandId& id) const {
  const auto source = sources_.find(id.low);
  if (source == sources_.end() || source->second.pages == 0) return kNoSlot;
  std::uint32_t place = source->second.newest_place;
  if (source->second.newest != PageOf(id)) {
    const auto page = pages_.find(PageKey(id.low, PageOf(id)));
    if (page == pages_.end()) return kNoSlot;
    place = page->second;
  }
  return kNoSlot - 1 - place - static_cast<Slot>(id.high % kPageIds);
}

bool OrderedIds::Prefetch(const CommandId& id) const {
  const Slot slot = Find(id);
  if (slot == kNoSlot) return false;
  const Slot at = kNoSlot - 1 - slot;
  entries_.Ask(at);
  entries_.Prefetch(at);
  return true;
}

bool OrderedIds::Count(const CommandId& id) {
  Source& source = sources_[id.low];
  ++source.ids;
  const std::uint64_t pages = std::max<std::uint64_t>(source.pages, 1);
  return source.ids >= pages * kIdsForPage && Find(id) == kNoSlot;
}

std::array<CommandId, OrderedIds::kPageIds> OrderedIds::Open(
    const CommandId& id) {
  Source& source = sources_[id.low];
  ++source.pages;
  source.newest = PageOf(id);
  source.newest_place = entries_.size();
  pages_.emplace(PageKey(id.low, source.newest), source.newest_place);
  // Pages fill chunks, so one never ends within a page.
  const std::span<IdAnswer> page = entries_.AddRun(kPageIds);
  KUMBARA_CHECK(page.size() == kPageIds);
  std::fill(page.begin(), page.end(), IdAnswer{});
  std::array<CommandId, kPageIds> ids;
  for (std::uint32_t i = 0; i < kPageIds; ++i) {
    ids[i] = OrderedIdOf(id.low, source.newest * kPageIds + i);
  }
  return ids;
}

Slot OrderedIds::Add(const IdEntry& entry) {
  const Slot slot = Find(entry.id);
  if (slot == kNoSlot) return kNoSlot;
  KUMBARA_DCHECK(At(slot).first_sequence == 0 &&
                 At(slot).state != IdState::kElsewhere);
  At(slot) = entry.answer;
  ++size_;
  return slot;
}

}  // namespace kumbara
