// IdFilter: tells of most ids that they are not in a run, without a look at it.
//
// A Bloom filter in blocks of one cache line: an id sets 6 of the 512 bits of
// one block, so asking costs one miss, which Prefetch hides. With 10 bits an id
// one absent id in about a hundred has to be looked for in vain.
//
// Units:   bits; the size is fixed by how many ids are expected.
// Threads: one owner while ids are added, then any.
// Cost:    1.25 bytes an id.

#ifndef KUMBARA_STORAGE_RUNS_ID_FILTER_H_
#define KUMBARA_STORAGE_RUNS_ID_FILTER_H_

#include <array>
#include <cstddef>
#include <cstdint>
#include <vector>

#include "engine/base/hash.h"
#include "engine/base/huge_page_allocator.h"
#include "engine/base/prefetch.h"
#include "engine/base/types.h"

namespace kumbara::storage {

class IdFilter {
 public:
  explicit IdFilter(std::uint64_t ids)
      : blocks_(ids * kBitsPerId / kBlockBits + 1) {}

  // What the calls below take of an id.
  static std::uint64_t HashOf(const CommandId& id) {
    return Hash64(&id, sizeof(id));
  }

  void Add(std::uint64_t hash) {
    Block& block = blocks_[BlockOf(hash)];
    ForEachBit(hash, [&](std::size_t word, std::uint64_t bit) {
      block.words[word] |= bit;
      return true;
    });
  }
  bool MayHave(std::uint64_t hash) const {
    const Block& block = blocks_[BlockOf(hash)];
    return ForEachBit(hash, [&](std::size_t word, std::uint64_t bit) {
      return (block.words[word] & bit) != 0;
    });
  }
  void Prefetch(std::uint64_t hash) const {
    kumbara::Prefetch(&blocks_[BlockOf(hash)]);
  }
  std::size_t bytes() const { return blocks_.size() * sizeof(Block); }

 private:
  static constexpr std::uint64_t kBitsPerId = 10;
  static constexpr std::uint64_t kBlockBits = 512;
  static constexpr int kBitsSet = 6;

  struct alignas(64) Block {
    std::array<std::uint64_t, kBlockBits / 64> words{};
  };

  // By the upper half of the hash; the lower one gives the bits, 9 for each.
  std::size_t BlockOf(std::uint64_t hash) const {
    __extension__ using Wide = unsigned __int128;
    return static_cast<std::size_t>(Wide{hash} * blocks_.size() >> 64);
  }
  template <class Visit>
  static bool ForEachBit(std::uint64_t hash, const Visit& visit) {
    std::uint64_t bits = hash;
    for (int i = 0; i < kBitsSet; ++i, bits >>= 9) {
      const std::uint64_t bit = bits % kBlockBits;
      if (!visit(bit / 64, std::uint64_t{1} << (bit % 64))) return false;
    }
    return true;
  }

  std::vector<Block, HugePageAllocator<Block>> blocks_;
};

}  // namespace kumbara::storage

#endif  // KUMBARA_STORAGE_RUNS_ID_FILTER_H_
