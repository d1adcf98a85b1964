#include "engine/base/hash.h"

namespace kumbara {

std::string ToHex(const Digest& digest) {
  constexpr char kDigits[] = "0123456789abcdef";
  std::string text;
  for (const std::uint64_t word : {digest.high, digest.low}) {
    for (int shift = 60; shift >= 0; shift -= 4) {
      text.push_back(kDigits[(word >> shift) & 15]);
    }
  }
  return text;
}

}  // namespace kumbara
