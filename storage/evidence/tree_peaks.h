// TreePeaks: the tree of RFC 6962 as it grows, by the roots of its full trees
// alone, so that its root is known without the leaves.
//
// The full trees are those of the powers of two that the number of leaves is
// the sum of, the greatest first.
//
// Threads: one owner.
// Cost:    Add hashes a node or two on average; 32 bytes for each power of two.

#ifndef KUMBARA_STORAGE_EVIDENCE_TREE_PEAKS_H_
#define KUMBARA_STORAGE_EVIDENCE_TREE_PEAKS_H_

#include <cstdint>
#include <span>
#include <vector>

#include "storage/evidence/merkle_tree.h"

namespace kumbara::storage {

class TreePeaks {
 public:
  TreePeaks() = default;
  // REQUIRES: as many peaks as powers of two in `leaves`.
  TreePeaks(std::uint64_t leaves, std::span<const TreeHash> peaks);

  void Add(const TreeHash& leaf);

  std::span<const TreeHash> peaks() const { return peaks_; }
  TreeHash Root() const;

 private:
  std::uint64_t leaves_ = 0;
  std::vector<TreeHash> peaks_;
};

}  // namespace kumbara::storage

#endif  // KUMBARA_STORAGE_EVIDENCE_TREE_PEAKS_H_
