// Identifiers as hexadecimal text, in the order of their bytes.

#ifndef KUMBARA_ENGINE_BASE_HEX_H_
#define KUMBARA_ENGINE_BASE_HEX_H_

#include <cstddef>
#include <optional>
#include <ostream>
#include <span>
#include <string>
#include <string_view>

#include "engine/base/types.h"

namespace kumbara {

std::string BytesToHex(std::span<const std::byte> bytes);

// Exactly `bytes.size() * 2` digits, either case; false otherwise.
bool HexToBytes(std::string_view text, std::span<std::byte> bytes);

template <class Tag>
std::string ToHex(const Id<Tag>& id) {
  return BytesToHex(std::as_bytes(std::span(&id, 1)));
}

template <class Tag>
bool FromHex(std::string_view text, Id<Tag>* id) {
  return HexToBytes(text, std::as_writable_bytes(std::span(id, 1)));
}

template <class Tag>
std::ostream& operator<<(std::ostream& out, const Id<Tag>& id) {
  return out << ToHex(id);
}

}  // namespace kumbara

#endif  // KUMBARA_ENGINE_BASE_HEX_H_
