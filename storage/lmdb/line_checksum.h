// The checksum that a line of a ledger's text files has of something: its H64,
// as 16 hex digits.

#ifndef KUMBARA_STORAGE_LMDB_LINE_CHECKSUM_H_
#define KUMBARA_STORAGE_LMDB_LINE_CHECKSUM_H_

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>

#include "engine/base/hash.h"
#include "engine/base/hex.h"

namespace kumbara::storage {

inline std::string LineChecksum(std::span<const std::byte> bytes) {
  const std::uint64_t hash = Hash64(bytes.data(), bytes.size());
  return BytesToHex(std::as_bytes(std::span(&hash, 1)));
}

}  // namespace kumbara::storage

#endif  // KUMBARA_STORAGE_LMDB_LINE_CHECKSUM_H_
