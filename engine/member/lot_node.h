// LotNode: a block of a lot pool used as a row of items, and the two kinds of
// items: lots, and branches that name further nodes.
//
// Items are taken from the front without moving the others; the row slides
// back to the block's beginning when its end is reached.

#ifndef KUMBARA_ENGINE_MEMBER_LOT_NODE_H_
#define KUMBARA_ENGINE_MEMBER_LOT_NODE_H_

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <type_traits>

#include "engine/base/check.h"
#include "engine/member/lot.h"
#include "engine/member/lot_pool.h"

namespace kumbara {

struct LotNode {
  Slot block = kNoSlot;
  std::uint8_t head = 0;  // Place of the first item in the block.
  std::uint8_t count = 0;
};

// A node below a branch node, and what is known of the lots under it.
struct LotBranch {
  LotKey first;   // No lot under it stands before this.
  Instant least;  // The least expiry, kept in lists by activation only.
  LotNode node;
};
static_assert(sizeof(LotBranch) == 40);
static_assert(std::is_trivially_copyable_v<LotBranch>);

inline constexpr std::uint8_t kLeafLots = kLotBlockLots[kLotBlockGreatest];
inline constexpr std::uint8_t kNodeBranches =
    kLeafLots * sizeof(Lot) / sizeof(LotBranch);

template <class Item>
Item* Items(LotPool& pool, const LotNode& node) {
  return reinterpret_cast<Item*>(pool.At(node.block)) + node.head;
}
template <class Item>
const Item* Items(const LotPool& pool, const LotNode& node) {
  return reinterpret_cast<const Item*>(pool.At(node.block)) + node.head;
}

// REQUIRES: fewer than `capacity` items, at <= node.count.
template <class Item>
void InsertAt(LotPool& pool, LotNode& node, std::uint8_t capacity,
              std::size_t at, const Item& item) {
  KUMBARA_DCHECK(node.count < capacity && at <= node.count);
  if (node.head + node.count == capacity) {
    std::memmove(pool.At(node.block), Items<Item>(pool, node),
                 node.count * sizeof(Item));
    node.head = 0;
  }
  Item* place = Items<Item>(pool, node) + at;
  std::memmove(place + 1, place, (node.count - at) * sizeof(Item));
  *place = item;
  ++node.count;
}

// REQUIRES: at < node.count.
template <class Item>
void EraseAt(LotPool& pool, LotNode& node, std::size_t at) {
  KUMBARA_DCHECK(at < node.count);
  if (at == 0) {
    ++node.head;
  } else {
    Item* place = Items<Item>(pool, node) + at;
    std::memmove(place, place + 1, (node.count - at - 1) * sizeof(Item));
  }
  --node.count;
}

// How many lots of a leaf stand before `key`.
inline std::size_t LotsBefore(const LotPool& pool, const LotNode& leaf,
                              LotOrder order, const LotKey& key) {
  // A new lot mostly stands behind all others, or all but some that never
  // expire.
  constexpr std::size_t kLooksFromBehind = 4;
  const Lot* lots = Items<Lot>(pool, leaf);
  std::size_t from = 0;
  std::size_t to = leaf.count;
  for (std::size_t looks = 0; looks < kLooksFromBehind && to > 0; ++looks) {
    if (Before(order, KeyOf(lots[to - 1]), key)) return to;
    --to;
  }
  while (from < to) {
    const std::size_t middle = (from + to) / 2;
    if (Before(order, KeyOf(lots[middle]), key)) {
      from = middle + 1;
    } else {
      to = middle;
    }
  }
  return from;
}

inline Instant LeastExpiryIn(const LotPool& pool, const LotNode& leaf) {
  const Lot* lots = Items<Lot>(pool, leaf);
  Instant least = Instant::Greatest();
  for (std::size_t i = 0; i < leaf.count; ++i) {
    if (lots[i].expiry < least) least = lots[i].expiry;
  }
  return least;
}

}  // namespace kumbara

#endif  // KUMBARA_ENGINE_MEMBER_LOT_NODE_H_
