// MerkleTree: the tree of RFC 6962 over the batches of a journal. Its root
// fixes every byte of every batch and their order; a path of it shows that one
// batch is among them, or that an older journal is the beginning of this one.
//
//   leaf = SHA-256(0x00 ‖ batch value)
//   node = SHA-256(0x01 ‖ left ‖ right)
//   root of n leaves: the left tree has the greatest power of two below n
//
// Leaf 0 is batch 1. Checksums and the chain find damage; whoever changes a
// batch can make those anew, but not another journal with the same root.
//
// Threads: plain functions.
// Cost:    RootOf and the proofs hash a node for each leaf given; checking a
//          proof hashes one for each of its steps.
// Source:  RFC 6962, section 2.1.

#ifndef KUMBARA_STORAGE_EVIDENCE_MERKLE_TREE_H_
#define KUMBARA_STORAGE_EVIDENCE_MERKLE_TREE_H_

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "storage/evidence/sha256.h"

namespace kumbara::storage {

using TreeHash = Sha256Digest;
using TreePath = std::vector<TreeHash>;  // From the leaf's side upwards.

TreeHash LeafHashOf(std::span<const std::byte> value);
TreeHash NodeHashOf(const TreeHash& left, const TreeHash& right);

// That of no leaf at all is the hash of nothing.
TreeHash RootOf(std::span<const TreeHash> leaves);

// What shows that leaves[index] is a leaf of the tree of all `leaves`.
// REQUIRES: index < leaves.size().
TreePath InclusionProof(std::span<const TreeHash> leaves, std::uint64_t index);

// What shows that the tree of the first `size` leaves is the beginning of that
// of all. REQUIRES: 0 < size <= leaves.size().
TreePath ConsistencyProof(std::span<const TreeHash> leaves, std::uint64_t size);

// Whether `path` shows that `leaf` is number `index` of a tree of `size` leaves
// with this root.
bool ProvesInclusion(const TreeHash& leaf, std::uint64_t index,
                     std::uint64_t size, std::span<const TreeHash> path,
                     const TreeHash& root);

// Whether `path` shows that a tree of `old_size` leaves with `old_root` is the
// beginning of one of `size` leaves with `root`.
bool ProvesConsistency(std::uint64_t old_size, const TreeHash& old_root,
                       std::uint64_t size, std::span<const TreeHash> path,
                       const TreeHash& root);

}  // namespace kumbara::storage

#endif  // KUMBARA_STORAGE_EVIDENCE_MERKLE_TREE_H_
