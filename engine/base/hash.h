// The hashes that reach disk or state: XXH3 in its 64- and 128-bit forms. The
// library's formula is frozen; a golden test pins it. Hash tables in memory
// hash by other means and are never visible.

#ifndef KUMBARA_ENGINE_BASE_HASH_H_
#define KUMBARA_ENGINE_BASE_HASH_H_

#define XXH_INLINE_ALL
#include <xxhash.h>

#include <compare>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>

namespace kumbara {

// 128 bits of XXH3, or a sum of such values mod 2^128. Sums do not depend on
// the order of their terms, so no table or thread order can enter them.
struct Digest {
  std::uint64_t low = 0;
  std::uint64_t high = 0;

  Digest& operator+=(const Digest& other) {
    const std::uint64_t sum = low + other.low;
    high += other.high + (sum < low ? 1 : 0);
    low = sum;
    return *this;
  }
  Digest& operator-=(const Digest& other) {
    high -= other.high + (low < other.low ? 1 : 0);
    low -= other.low;
    return *this;
  }
  friend bool operator==(const Digest&, const Digest&) = default;
};
static_assert(sizeof(Digest) == 16);

// 32 hex digits, most significant first.
std::string ToHex(const Digest& digest);

inline std::uint64_t Hash64(const void* bytes, std::size_t size,
                            std::uint64_t seed = 0) {
  return XXH3_64bits_withSeed(bytes, size, seed);
}

inline Digest Hash128(const void* bytes, std::size_t size) {
  const XXH128_hash_t hash = XXH3_128bits(bytes, size);
  return Digest{hash.low64, hash.high64};
}

inline Digest Hash128(std::string_view text) {
  return Hash128(text.data(), text.size());
}

}  // namespace kumbara

#endif  // KUMBARA_ENGINE_BASE_HASH_H_
