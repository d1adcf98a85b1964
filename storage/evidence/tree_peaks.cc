#include "storage/evidence/tree_peaks.h"

#include <bit>

#include "engine/base/check.h"

namespace kumbara::storage {

TreePeaks::TreePeaks(std::uint64_t leaves, std::span<const TreeHash> peaks)
    : leaves_(leaves), peaks_(peaks.begin(), peaks.end()) {
  KUMBARA_CHECK(peaks_.size() ==
                static_cast<std::size_t>(std::popcount(leaves)));
}

// A leaf is a full tree of one; two of one size are one of the next.
void TreePeaks::Add(const TreeHash& leaf) {
  peaks_.push_back(leaf);
  for (std::uint64_t size = leaves_; (size & 1) != 0; size >>= 1) {
    const TreeHash right = peaks_.back();
    peaks_.pop_back();
    peaks_.back() = NodeHashOf(peaks_.back(), right);
  }
  ++leaves_;
}

TreeHash TreePeaks::Root() const {
  if (peaks_.empty()) return RootOf({});
  TreeHash root = peaks_.back();
  for (std::size_t i = peaks_.size() - 1; i > 0; --i) {
    root = NodeHashOf(peaks_[i - 1], root);
  }
  return root;
}

}  // namespace kumbara::storage
