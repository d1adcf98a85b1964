// LotList: the lots of one wallet in one order, as a wallet keeps them: 7
// bytes that name a block of lots, or the root of a tree of them.
//
// A list grows from block to block by their sizes, gives its block back when
// it is empty, and becomes a tree (lot_tree.h) beyond the greatest block.
//
// Threads: one shard worker at a time.
// Cost:    up to 48 lots one block is read and moved; beyond, O(log n).

#ifndef KUMBARA_ENGINE_MEMBER_LOT_LIST_H_
#define KUMBARA_ENGINE_MEMBER_LOT_LIST_H_

#include <cstdint>
#include <optional>

#include "engine/base/prefetch.h"
#include "engine/member/lot_node.h"
#include "engine/member/lot_pool.h"

namespace kumbara {

// Packed so that whoever keeps a list has the eighth byte for something else.
struct [[gnu::packed]] LotList {
  Slot block = kNoSlot;
  std::uint8_t head = 0;   // Place of the first lot in the block.
  std::uint8_t count = 0;  // Items of the block, or of the root.
  // Class of the block; beyond the greatest class, a root above as many rows
  // of nodes.
  std::uint8_t shape = 0;

  bool empty() const { return count == 0; }
  LotNode node() const { return {block, head, count}; }
  // Of the tree; 1 is a single block.
  int height() const {
    return shape <= kLotBlockGreatest ? 1 : shape - kLotBlockGreatest + 1;
  }
};
static_assert(sizeof(LotList) == 7);
static_assert(std::is_trivially_copyable_v<LotList>);

// The lists of one order in one pool.
class LotLists {
 public:
  LotLists(LotPool& pool, LotOrder order) : pool_(pool), order_(order) {}

  // REQUIRES: no lot of the list has its number.
  void Insert(LotList& list, const Lot& lot);

  // The lot that comes first. Its remaining amount may be changed, nothing
  // else. REQUIRES: not empty.
  Lot& Front(const LotList& list) const {
    KUMBARA_DCHECK(!list.empty());
    if (list.height() == 1) return *Items<Lot>(pool_, list.node());
    return FrontOfTree(list);
  }
  void PopFront(LotList& list);

  // Null if there is none; of one found, the remaining amount may be changed.
  Lot* Find(const LotList& list, const LotKey& key) const;
  // REQUIRES: Find would find it.
  void Remove(LotList& list, const LotKey& key);

  // Where the lot of a number stands. Cost: reads all lots.
  std::optional<LotKey> KeyOfNumber(const LotList& list,
                                    std::uint32_t number) const;

  // A lot of the least expiry. REQUIRES: not empty.
  const Lot& Soonest(const LotList& list) const;
  Instant LeastExpiry(const LotList& list) const {
    return list.empty() ? Instant::Greatest() : Soonest(list).expiry;
  }

  void Clear(LotList& list);

 private:
  Lot& FrontOfTree(const LotList& list) const;
  void Grow(LotList& list);
  void ShrinkIfSparse(LotList& list);
  void MoveTo(LotList& list, std::uint8_t block_class);
  void KeepRoot(LotList& list, const LotNode& root, int height);

  LotPool& pool_;
  LotOrder order_;
};

// Calls visit(lot) for every lot of a list in its order; ends early when that
// returns false.
template <class Visit>
bool WalkNode(const LotPool& pool, const LotNode& node, int height,
              const Visit& visit) {
  if (height == 1) {
    const Lot* lots = Items<Lot>(pool, node);
    for (std::size_t i = 0; i < node.count; ++i) {
      if (!visit(lots[i])) return false;
    }
    return true;
  }
  const LotBranch* branches = Items<LotBranch>(pool, node);
  for (std::size_t i = 0; i < node.count; ++i) {
    if (!WalkNode(pool, branches[i].node, height - 1, visit)) return false;
  }
  return true;
}
template <class Visit>
bool WalkLots(const LotPool& pool, const LotList& list, const Visit& visit) {
  return list.empty() || WalkNode(pool, list.node(), list.height(), visit);
}

// Asks for the lots that a debit will want.
inline void PrefetchFirstLots(const LotPool& pool, const LotList& list) {
  if (list.empty()) return;
  const std::byte* first = pool.At(list.block) + list.head * sizeof(Lot);
  Prefetch(first);
  Prefetch(first + 2 * sizeof(Lot));
}

// Asks for the lots that a debit and a credit will want: the first, the last
// two, for the last one may never expire, and the place behind them. Two lots
// are as long as a line, so between theirs and that of the place is none.
inline void PrefetchLots(const LotPool& pool, const LotList& list) {
  if (list.empty()) return;
  const std::byte* first = pool.At(list.block) + list.head * sizeof(Lot);
  const std::byte* end = first + list.count * sizeof(Lot);
  Prefetch(first);
  Prefetch(end - 2 * sizeof(Lot));
  Prefetch(end);
}

}  // namespace kumbara

#endif  // KUMBARA_ENGINE_MEMBER_LOT_LIST_H_
