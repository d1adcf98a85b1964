#include "storage/evidence/merkle_tree.h"

#include <string>
#include <vector>

#include "engine/base/hex.h"
#include "gtest/gtest.h"

namespace kumbara::storage {
namespace {

std::vector<TreeHash> LeavesOf(const std::vector<std::string>& hex) {
  std::vector<TreeHash> leaves;
  for (const std::string& text : hex) {
    std::vector<std::byte> value(text.size() / 2);
    EXPECT_TRUE(HexToBytes(text, value));
    leaves.push_back(LeafHashOf(value));
  }
  return leaves;
}

std::vector<TreeHash> SomeLeaves(std::size_t count) {
  std::vector<TreeHash> leaves;
  for (std::size_t i = 0; i < count; ++i) {
    const std::byte value[] = {std::byte(i), std::byte(i >> 8)};
    leaves.push_back(LeafHashOf(value));
  }
  return leaves;
}

// Those of the certificate transparency implementations for RFC 6962.
TEST(MerkleTreeTest, RootsAreThePublishedOnes) {
  const std::vector<TreeHash> leaves =
      LeavesOf({"", "00", "10", "2021", "3031", "40414243", "5051525354555657",
                "606162636465666768696a6b6c6d6e6f"});
  const std::string roots[] = {
      "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
      "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
      "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
      "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
      "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
      "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
      "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
      "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
      "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328"};
  for (std::size_t size = 0; size <= leaves.size(); ++size) {
    EXPECT_EQ(BytesToHex(RootOf(std::span(leaves).first(size))), roots[size])
        << size;
  }
}

TEST(MerkleTreeTest, EveryLeafOfEveryTreeIsProven) {
  const std::vector<TreeHash> all = SomeLeaves(40);
  for (std::size_t size = 1; size <= all.size(); ++size) {
    const std::span<const TreeHash> leaves = std::span(all).first(size);
    const TreeHash root = RootOf(leaves);
    for (std::size_t i = 0; i < size; ++i) {
      const TreePath path = InclusionProof(leaves, i);
      EXPECT_TRUE(ProvesInclusion(leaves[i], i, size, path, root))
          << i << " of " << size;
      for (std::size_t other = 0; other < size; ++other) {
        if (other == i) continue;
        EXPECT_FALSE(ProvesInclusion(leaves[other], i, size, path, root));
        EXPECT_FALSE(ProvesInclusion(leaves[i], other, size, path, root));
      }
    }
  }
}

TEST(MerkleTreeTest, AChangedPathProvesNothing) {
  const std::vector<TreeHash> leaves = SomeLeaves(13);
  const TreeHash root = RootOf(leaves);
  for (std::size_t i = 0; i < leaves.size(); ++i) {
    TreePath path = InclusionProof(leaves, i);
    for (TreeHash& hash : path) {
      hash[7] ^= std::byte{1};
      EXPECT_FALSE(ProvesInclusion(leaves[i], i, 13, path, root));
      hash[7] ^= std::byte{1};
    }
    path.push_back(leaves[0]);
    EXPECT_FALSE(ProvesInclusion(leaves[i], i, 13, path, root));
    path.resize(path.size() - 2);
    EXPECT_FALSE(ProvesInclusion(leaves[i], i, 13, path, root));
  }
}

TEST(MerkleTreeTest, EveryTreeIsTheBeginningOfEveryLargerOne) {
  const std::vector<TreeHash> all = SomeLeaves(40);
  std::vector<TreeHash> roots;
  for (std::size_t size = 0; size <= all.size(); ++size) {
    roots.push_back(RootOf(std::span(all).first(size)));
  }
  for (std::size_t size = 1; size <= all.size(); ++size) {
    const std::span<const TreeHash> leaves = std::span(all).first(size);
    for (std::size_t old = 1; old <= size; ++old) {
      TreePath path = ConsistencyProof(leaves, old);
      EXPECT_TRUE(ProvesConsistency(old, roots[old], size, path, roots[size]))
          << old << " of " << size;
      TreeHash changed = roots[old];
      changed[0] ^= std::byte{1};
      EXPECT_FALSE(ProvesConsistency(old, changed, size, path, roots[size]));
      for (TreeHash& hash : path) {
        hash[31] ^= std::byte{128};
        EXPECT_FALSE(
            ProvesConsistency(old, roots[old], size, path, roots[size]));
        hash[31] ^= std::byte{128};
      }
    }
  }
}

TEST(MerkleTreeTest, NothingIsConsistentWithATreeOfNoLeaves) {
  const std::vector<TreeHash> leaves = SomeLeaves(3);
  EXPECT_FALSE(ProvesConsistency(0, RootOf({}), 3, {}, RootOf(leaves)));
  EXPECT_FALSE(ProvesConsistency(3, RootOf(leaves), 2, {}, RootOf(leaves)));
}

}  // namespace
}  // namespace kumbara::storage
