// LotTree: lots beyond one block, in a tree whose leaves are full blocks.
//
// A member with 5,000 lots has some 130 leaves below three or four branch
// nodes: finding one reads two or three nodes, and a change moves at most one
// block's bytes in each. Lots used up leave their leaf, empty nodes are given
// back; leaves that are not empty are never joined, since lots go from the
// front, leaf by leaf.
//
// Units:   nodes of height 1 are leaves of lots, all others have branches.
// Threads: one shard worker at a time.
// Cost:    O(log n); the least expiry in a list by activation is kept on the
//          way, so that what expires next is found without reading all.

#ifndef KUMBARA_ENGINE_MEMBER_LOT_TREE_H_
#define KUMBARA_ENGINE_MEMBER_LOT_TREE_H_

#include <cstddef>
#include <optional>

#include "engine/member/lot_node.h"

namespace kumbara {

class LotTree {
 public:
  LotTree(LotPool& pool, LotOrder order) : pool_(pool), order_(order) {}

  // Gives back the node that has to stand behind `node`, if that was full.
  std::optional<LotBranch> Insert(LotNode& node, int height, const Lot& lot);
  // A node above two others.
  LotNode Join(const LotNode& node, int height, const LotBranch& behind);

  // Null if there is none.
  Lot* Find(const LotNode& node, int height, const LotKey& key) const;
  // REQUIRES: Find would find it. The node may have no item left.
  Lot Remove(LotNode& node, int height, const LotKey& key);

  Lot& Front(const LotNode& node, int height) const;
  // Greatest() if no lot expires. REQUIRES: by activation.
  Instant LeastExpiry(const LotNode& node, int height) const;
  // A lot of the least expiry. REQUIRES: by activation, not empty.
  const Lot& Soonest(const LotNode& node, int height) const;

  // Gives back all nodes.
  void Clear(const LotNode& node, int height);

 private:
  // The branch under which `key` stands, or would.
  std::size_t BranchOf(const LotNode& node, const LotKey& key) const;
  std::optional<LotBranch> InsertIntoLeaf(LotNode& leaf, const Lot& lot);
  std::optional<LotBranch> InsertBranch(LotNode& node, std::size_t at,
                                        const LotBranch& branch);
  LotBranch BranchTo(const LotNode& node, int height) const;
  template <class Item>
  LotNode SplitOff(LotNode& node, std::size_t from);

  LotPool& pool_;
  LotOrder order_;
};

}  // namespace kumbara

#endif  // KUMBARA_ENGINE_MEMBER_LOT_TREE_H_
