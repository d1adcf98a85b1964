#include "engine/program/earn_rule.h"

#include <cstring>

namespace kumbara {
namespace {

// FNV-1a, and below the finalizer of murmur3: what docs/semantics.md states in
// a few lines, so that whoever checks a trial can work it out again.
std::uint64_t HashMore(std::uint64_t hash, const void* bytes,
                       std::size_t size) {
  constexpr std::uint64_t kPrime = 0x100000001b3;
  const auto* next = static_cast<const unsigned char*>(bytes);
  for (std::size_t i = 0; i < size; ++i) hash = (hash ^ next[i]) * kPrime;
  return hash;
}

}  // namespace

std::uint64_t HashOfSalt(std::string_view salt) {
  constexpr std::uint64_t kStart = 0xcbf29ce484222325;
  return HashMore(kStart, salt.data(), salt.size());
}

std::uint32_t Bucket::PlaceOf(const MemberId& member) const {
  std::uint64_t hash = HashMore(salted, &member, sizeof(member));
  hash = (hash ^ hash >> 33) * 0xff51afd7ed558ccd;
  hash = (hash ^ hash >> 33) * 0xc4ceb9fe1a85ec53;
  hash ^= hash >> 33;
  return static_cast<std::uint32_t>(hash % 100);
}

}  // namespace kumbara
