#include "storage/evidence/merkle_tree.h"

#include <bit>

#include "engine/base/check.h"

namespace kumbara::storage {
namespace {

constexpr std::byte kLeafPrefix[] = {std::byte{0}};
constexpr std::byte kNodePrefix[] = {std::byte{1}};

// Leaves of the left tree of `size` leaves. REQUIRES: size > 1.
std::uint64_t LeftLeaves(std::uint64_t size) {
  return std::bit_floor(size - 1);
}

void AddInclusion(std::span<const TreeHash> leaves, std::uint64_t index,
                  TreePath* path) {
  if (leaves.size() == 1) return;
  const std::uint64_t left = LeftLeaves(leaves.size());
  if (index < left) {
    AddInclusion(leaves.first(left), index, path);
    path->push_back(RootOf(leaves.subspan(left)));
  } else {
    AddInclusion(leaves.subspan(left), index - left, path);
    path->push_back(RootOf(leaves.first(left)));
  }
}

// A node on the way up, counted within its level, and the last one there.
struct Place {
  std::uint64_t node;
  std::uint64_t last;

  void Up() {
    node >>= 1;
    last >>= 1;
  }
  // Whether its sibling is on the left. The last node of a level that has none
  // stands for its parents too, until one is a right child.
  bool IsRight() const { return (node & 1) != 0 || node == last; }
  void SkipLevelsWithoutSibling() {
    while ((node & 1) == 0 && node != 0) Up();
  }
};

// `is_whole`: the old tree is all of the tree looked at so far, so its root is
// known to whoever checks and not part of the proof.
void AddConsistency(std::span<const TreeHash> leaves, std::uint64_t size,
                    bool is_whole, TreePath* path) {
  if (size == leaves.size()) {
    if (!is_whole) path->push_back(RootOf(leaves));
    return;
  }
  const std::uint64_t left = LeftLeaves(leaves.size());
  if (size <= left) {
    AddConsistency(leaves.first(left), size, is_whole, path);
    path->push_back(RootOf(leaves.subspan(left)));
  } else {
    AddConsistency(leaves.subspan(left), size - left, false, path);
    path->push_back(RootOf(leaves.first(left)));
  }
}

}  // namespace

TreeHash LeafHashOf(std::span<const std::byte> value) {
  return Sha256({kLeafPrefix, value});
}

TreeHash NodeHashOf(const TreeHash& left, const TreeHash& right) {
  return Sha256({kNodePrefix, left, right});
}

TreeHash RootOf(std::span<const TreeHash> leaves) {
  if (leaves.empty()) return Sha256({});
  if (leaves.size() == 1) return leaves[0];
  const std::uint64_t left = LeftLeaves(leaves.size());
  return NodeHashOf(RootOf(leaves.first(left)), RootOf(leaves.subspan(left)));
}

TreePath InclusionProof(std::span<const TreeHash> leaves, std::uint64_t index) {
  KUMBARA_CHECK(index < leaves.size());
  TreePath path;
  AddInclusion(leaves, index, &path);
  return path;
}

TreePath ConsistencyProof(std::span<const TreeHash> leaves,
                          std::uint64_t size) {
  KUMBARA_CHECK(size > 0 && size <= leaves.size());
  TreePath path;
  AddConsistency(leaves, size, true, &path);
  return path;
}

bool ProvesInclusion(const TreeHash& leaf, std::uint64_t index,
                     std::uint64_t size, std::span<const TreeHash> path,
                     const TreeHash& root) {
  if (index >= size) return false;
  TreeHash hash = leaf;
  Place place{index, size - 1};
  for (const TreeHash& step : path) {
    if (place.last == 0) return false;
    if (place.IsRight()) {
      hash = NodeHashOf(step, hash);
      place.SkipLevelsWithoutSibling();
    } else {
      hash = NodeHashOf(hash, step);
    }
    place.Up();
  }
  return place.last == 0 && hash == root;
}

bool ProvesConsistency(std::uint64_t old_size, const TreeHash& old_root,
                       std::uint64_t size, std::span<const TreeHash> path,
                       const TreeHash& root) {
  if (old_size == 0 || old_size > size) return false;
  if (old_size == size) return path.empty() && old_root == root;
  Place place{old_size - 1, size - 1};
  // Up to where the old tree ends with a whole tree of the new one.
  while ((place.node & 1) != 0) place.Up();
  std::size_t next = 0;
  TreeHash old_hash = old_root;
  if (place.node != 0) {
    if (path.empty()) return false;
    old_hash = path[next++];
  }
  TreeHash hash = old_hash;
  for (; next < path.size(); ++next) {
    if (place.last == 0) return false;
    const TreeHash& step = path[next];
    if (place.IsRight()) {
      old_hash = NodeHashOf(step, old_hash);
      hash = NodeHashOf(step, hash);
      place.SkipLevelsWithoutSibling();
    } else {
      hash = NodeHashOf(hash, step);
    }
    place.Up();
  }
  return place.last == 0 && old_hash == old_root && hash == root;
}

}  // namespace kumbara::storage
