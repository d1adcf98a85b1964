#include "storage/evidence/tree_peaks.h"

#include <bit>
#include <vector>

#include "gmock/gmock.h"

namespace kumbara::storage {
namespace {

TreeHash Leaf(std::uint64_t number) {
  return LeafHashOf(std::as_bytes(std::span(&number, 1)));
}

TEST(TreePeaksTest, TheRootIsThatOfAllLeaves) {
  TreePeaks peaks;
  std::vector<TreeHash> leaves;
  EXPECT_EQ(peaks.Root(), RootOf({}));
  for (std::uint64_t number = 0; number < 300; ++number) {
    leaves.push_back(Leaf(number));
    peaks.Add(leaves.back());
    EXPECT_EQ(peaks.peaks().size(),
              static_cast<std::size_t>(std::popcount(leaves.size())));
    EXPECT_EQ(peaks.Root(), RootOf(leaves));
  }
}

TEST(TreePeaksTest, GoesOnFromThePeaksAlone) {
  for (std::uint64_t size = 0; size < 70; ++size) {
    TreePeaks whole;
    for (std::uint64_t number = 0; number < size; ++number) {
      whole.Add(Leaf(number));
    }
    EXPECT_EQ(whole.peaks().size(),
              static_cast<std::size_t>(std::popcount(size)));
    TreePeaks rest(size, whole.peaks());
    EXPECT_EQ(rest.Root(), whole.Root());
    for (std::uint64_t number = size; number < size + 9; ++number) {
      rest.Add(Leaf(number));
      whole.Add(Leaf(number));
      EXPECT_EQ(rest.Root(), whole.Root());
    }
  }
}

TEST(TreePeaksTest, AnotherPeakIsAnotherRoot) {
  TreePeaks whole;
  for (std::uint64_t number = 0; number < 7; ++number) whole.Add(Leaf(number));
  std::vector<TreeHash> peaks(whole.peaks().begin(), whole.peaks().end());
  peaks[1][5] ^= std::byte{1};
  EXPECT_NE(TreePeaks(7, peaks).Root(), whole.Root());
}

}  // namespace
}  // namespace kumbara::storage
