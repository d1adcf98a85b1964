#include "engine/member/lot_tree.h"

#include <algorithm>

#include "engine/base/check.h"

namespace kumbara {

std::size_t LotTree::BranchOf(const LotNode& node, const LotKey& key) const {
  const LotBranch* branches = Items<LotBranch>(pool_, node);
  std::size_t from = 1;  // What stands before all is under the first branch.
  std::size_t to = node.count;
  while (from < to) {
    const std::size_t middle = (from + to) / 2;
    if (Before(order_, key, branches[middle].first)) {
      to = middle;
    } else {
      from = middle + 1;
    }
  }
  return from - 1;
}

// Moves the items from `from` on into a new node.
template <class Item>
LotNode LotTree::SplitOff(LotNode& node, std::size_t from) {
  LotNode behind;
  behind.block = pool_.Take(kLotBlockGreatest);
  behind.count = static_cast<std::uint8_t>(node.count - from);
  std::memcpy(pool_.At(behind.block), Items<Item>(pool_, node) + from,
              behind.count * sizeof(Item));
  node.count = static_cast<std::uint8_t>(from);
  return behind;
}

LotBranch LotTree::BranchTo(const LotNode& node, int height) const {
  LotBranch branch;
  branch.node = node;
  branch.first = height == 1 ? KeyOf(*Items<Lot>(pool_, node))
                             : Items<LotBranch>(pool_, node)->first;
  if (order_ == LotOrder::kByActivation) {
    branch.least = LeastExpiry(node, height);
  }
  return branch;
}

LotNode LotTree::Join(const LotNode& node, int height,
                      const LotBranch& behind) {
  LotNode above;
  above.block = pool_.Take(kLotBlockGreatest);
  InsertAt(pool_, above, kNodeBranches, 0, BranchTo(node, height));
  InsertAt(pool_, above, kNodeBranches, 1, behind);
  return above;
}

std::optional<LotBranch> LotTree::InsertIntoLeaf(LotNode& leaf,
                                                 const Lot& lot) {
  const std::size_t at = LotsBefore(pool_, leaf, order_, KeyOf(lot));
  if (leaf.count < kLeafLots) {
    InsertAt(pool_, leaf, kLeafLots, at, lot);
    return std::nullopt;
  }
  // Lots that come in order fill their leaves.
  const std::size_t kept = at == leaf.count ? leaf.count : leaf.count / 2;
  LotNode behind = SplitOff<Lot>(leaf, kept);
  if (at < kept) {
    InsertAt(pool_, leaf, kLeafLots, at, lot);
  } else {
    InsertAt(pool_, behind, kLeafLots, at - kept, lot);
  }
  return BranchTo(behind, 1);
}

std::optional<LotBranch> LotTree::InsertBranch(LotNode& node, std::size_t at,
                                               const LotBranch& branch) {
  if (node.count < kNodeBranches) {
    InsertAt(pool_, node, kNodeBranches, at, branch);
    return std::nullopt;
  }
  const std::size_t kept = at == node.count ? node.count : node.count / 2;
  LotNode behind = SplitOff<LotBranch>(node, kept);
  if (at < kept) {
    InsertAt(pool_, node, kNodeBranches, at, branch);
  } else {
    InsertAt(pool_, behind, kNodeBranches, at - kept, branch);
  }
  return BranchTo(behind, 2);
}

std::optional<LotBranch> LotTree::Insert(LotNode& node, int height,
                                         const Lot& lot) {
  if (height == 1) return InsertIntoLeaf(node, lot);
  const std::size_t at = BranchOf(node, KeyOf(lot));
  LotBranch& branch = Items<LotBranch>(pool_, node)[at];
  if (Before(order_, KeyOf(lot), branch.first)) branch.first = KeyOf(lot);
  const std::optional<LotBranch> behind = Insert(branch.node, height - 1, lot);
  if (!behind) {
    branch.least = std::min(branch.least, lot.expiry);
    return std::nullopt;
  }
  branch = BranchTo(branch.node, height - 1);
  return InsertBranch(node, at + 1, *behind);
}

Lot* LotTree::Find(const LotNode& node, int height, const LotKey& key) const {
  if (height > 1) {
    const LotBranch& branch =
        Items<LotBranch>(pool_, node)[BranchOf(node, key)];
    return Find(branch.node, height - 1, key);
  }
  const std::size_t at = LotsBefore(pool_, node, order_, key);
  if (at == node.count) return nullptr;
  Lot& lot = Items<Lot>(pool_, node)[at];
  return KeyOf(lot) == key ? &lot : nullptr;
}

Lot LotTree::Remove(LotNode& node, int height, const LotKey& key) {
  if (height == 1) {
    const std::size_t at = LotsBefore(pool_, node, order_, key);
    KUMBARA_CHECK(at < node.count);
    const Lot lot = Items<Lot>(pool_, node)[at];
    KUMBARA_CHECK(KeyOf(lot) == key);
    EraseAt<Lot>(pool_, node, at);
    return lot;
  }
  const std::size_t at = BranchOf(node, key);
  LotBranch& branch = Items<LotBranch>(pool_, node)[at];
  const Lot lot = Remove(branch.node, height - 1, key);
  if (branch.node.count == 0) {
    pool_.GiveBack(branch.node.block, kLotBlockGreatest);
    EraseAt<LotBranch>(pool_, node, at);
  } else if (order_ == LotOrder::kByActivation && lot.expiry == branch.least) {
    branch.least = LeastExpiry(branch.node, height - 1);
  }
  return lot;
}

Lot& LotTree::Front(const LotNode& node, int height) const {
  const LotNode* at = &node;
  for (; height > 1; --height) at = &Items<LotBranch>(pool_, *at)->node;
  return *Items<Lot>(pool_, *at);
}

Instant LotTree::LeastExpiry(const LotNode& node, int height) const {
  if (height == 1) return LeastExpiryIn(pool_, node);
  Instant least = Instant::Greatest();
  const LotBranch* branches = Items<LotBranch>(pool_, node);
  for (std::size_t i = 0; i < node.count; ++i) {
    least = std::min(least, branches[i].least);
  }
  return least;
}

const Lot& LotTree::Soonest(const LotNode& node, int height) const {
  if (height == 1) {
    const Lot* lots = Items<Lot>(pool_, node);
    return *std::min_element(
        lots, lots + node.count,
        [](const Lot& a, const Lot& b) { return a.expiry < b.expiry; });
  }
  const LotBranch* branches = Items<LotBranch>(pool_, node);
  const LotBranch* soonest = std::min_element(
      branches, branches + node.count,
      [](const LotBranch& a, const LotBranch& b) { return a.least < b.least; });
  return Soonest(soonest->node, height - 1);
}

void LotTree::Clear(const LotNode& node, int height) {
  if (height > 1) {
    const LotBranch* branches = Items<LotBranch>(pool_, node);
    for (std::size_t i = 0; i < node.count; ++i) {
      Clear(branches[i].node, height - 1);
    }
  }
  pool_.GiveBack(node.block, kLotBlockGreatest);
}

}  // namespace kumbara
