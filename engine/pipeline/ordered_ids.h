// OrderedIds: ids that are a source and a counter (OrderedIdOf) and count up,
// such as offsets in the partitions of a queue. Their entries lie in pages, by
// counter: a page is found by its number, an entry by its place, so neither an
// id nor an index of ids is kept.
//
//     source 7:  ... page 15 [960 .. 1023]   page 16 [1024 .. 1087] <- newest
//
// A page has room for counters that may never come, so a source has its first
// one once it has given half a page of ids, and from then on one for each half
// page and one more. So its first ids, and most of a source that counts in
// great steps, are found by their hashes, like any others. Which ids those are
// follows from the ids in their order, and decides no answer.
//
// A page tells of all its counters: an id of it that has no entry there was
// never seen. Those that came before the page was opened are noted in it as
// lying elsewhere.
//
// Units:   slots go down from kNoSlot - 1, whole pages. 32 bytes an id, 64 at
//          most and a page a source; 40 a page and a source. Chunks may leave
//          memory (hot_chunks.h), those first that were opened first.
// Threads: those of resolve and the acknowledger, which are one.
// Cost:    an id of its source's newest page is one look at the source and one
//          at the entry, of lines that its neighbours share.

#ifndef KUMBARA_ENGINE_PIPELINE_ORDERED_IDS_H_
#define KUMBARA_ENGINE_PIPELINE_ORDERED_IDS_H_

#include <array>
#include <cstdint>
#include <utility>

#include "absl/container/flat_hash_map.h"
#include "engine/base/cold_slab.h"
#include "engine/base/state_stream.h"
#include "engine/record/id_entry.h"

namespace kumbara {

class OrderedIds {
 public:
  // Counters of a page.
  static constexpr std::uint32_t kPageIds = 64;
  // Ids that a source has given for each page that it has but one.
  static constexpr std::uint32_t kIdsForPage = 32;

  explicit OrderedIds(ChunkArena& arena) : hot_(arena), entries_(hot_) {}
  // About so many stay in memory. REQUIRES: there are none.
  void MayLeave(ChunkStore& store, std::uint32_t hot_max);

  // The place of an id, if its page is there; else kNoSlot.
  Slot Find(const CommandId& id) const;
  // Asks for that place. False if there is none.
  bool Prefetch(const CommandId& id) const;
  bool Has(Slot slot) const { return slot >= kNoSlot - entries_.size(); }
  // REQUIRES: Has(slot). Good until LetGo.
  IdAnswer& At(Slot slot) { return entries_.At(kNoSlot - 1 - slot); }
  const IdAnswer& At(Slot slot) const {
    return entries_.At(kNoSlot - 1 - slot);
  }

  // Counts a new id to its source. True if it has no page and one is due.
  bool Count(const CommandId& id);
  // Opens the page of an id and gives all ids of it. REQUIRES: there is none.
  std::array<CommandId, kPageIds> Open(const CommandId& id);
  // Enters an id into its page; kNoSlot if there is none. REQUIRES: it has no
  // entry, here or elsewhere.
  Slot Add(const IdEntry& entry);

  // Entries, and the slots of all pages.
  std::uint32_t size() const { return size_; }
  std::uint32_t slots() const { return entries_.size(); }

  void LetGo() { hot_.LetGo(); }

  template <class Stream, class Self>
  static void Transfer(Stream& stream, Self& self) {
    auto& [hot, entries, sources, pages, size] = self;
    std::uint32_t slots = entries.size();
    stream.Pass(sources, pages, size, slots);
    // A run at a time: no more need be in memory.
    for (Slot at = 0; at < slots && !stream.failed();) {
      if constexpr (Stream::kReads) entries.AddRun(slots - at);
      const auto count = static_cast<Slot>(entries.RunFrom(at).size());
      stream.PassBytes(&entries.At(at), count * sizeof(IdAnswer));
      at += count;
      if constexpr (Stream::kReads) hot.LetGo();
    }
  }

 private:
  // Pages are numbered by their counters, and stand at multiples of kPageIds
  // among the entries.
  struct Source {
    std::uint64_t newest = 0;        // Number of the page last opened, if any.
    std::uint32_t newest_place = 0;  // Where it begins.
    std::uint32_t pages = 0;
    std::uint64_t ids = 0;
  };
  using PageKey = std::pair<std::uint64_t, std::uint64_t>;  // Source, number.

  static std::uint64_t PageOf(const CommandId& id) {
    return id.high / kPageIds;
  }

  HotChunks hot_;
  ColdSlab<IdAnswer> entries_;
  absl::flat_hash_map<std::uint64_t, Source> sources_;
  absl::flat_hash_map<PageKey, std::uint32_t> pages_;  // Where they begin.
  std::uint32_t size_ = 0;
};

}  // namespace kumbara

#endif  // KUMBARA_ENGINE_PIPELINE_ORDERED_IDS_H_
