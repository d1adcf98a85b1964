// SHA-256, by OpenSSL.

#ifndef KUMBARA_STORAGE_EVIDENCE_SHA256_H_
#define KUMBARA_STORAGE_EVIDENCE_SHA256_H_

#include <array>
#include <cstddef>
#include <initializer_list>
#include <span>

namespace kumbara::storage {

using Sha256Digest = std::array<std::byte, 32>;

// Of the parts one behind the other.
Sha256Digest Sha256(std::initializer_list<std::span<const std::byte>> parts);

}  // namespace kumbara::storage

#endif  // KUMBARA_STORAGE_EVIDENCE_SHA256_H_
