#include "engine/base/tzif.h"

#include <cstdint>
#include <optional>

namespace kumbara {
namespace {

constexpr std::size_t kHeaderBytes = 44;
constexpr std::size_t kCountsAt = 20;

// More than the real files hold, and little enough to multiply.
constexpr std::uint64_t kCountMax = 65'536;

struct Header {
  std::uint64_t utc_marks, standard_marks, leap_seconds, transitions, types,
      name_bytes;
};

std::uint64_t BigEndian(std::string_view bytes, std::size_t at,
                        std::size_t size) {
  std::uint64_t value = 0;
  for (std::size_t i = at; i < at + size; ++i) {
    value = value << 8 | static_cast<std::uint8_t>(bytes[i]);
  }
  return value;
}

std::optional<Header> ReadHeader(std::string_view bytes) {
  if (bytes.size() < kHeaderBytes || !bytes.starts_with("TZif")) return {};
  std::uint64_t counts[6];
  for (std::size_t i = 0; i < 6; ++i) {
    counts[i] = BigEndian(bytes, kCountsAt + 4 * i, 4);
    if (counts[i] > kCountMax) return {};
  }
  return Header{counts[0], counts[1], counts[2],
                counts[3], counts[4], counts[5]};
}

// Bytes of the data behind a header whose times have `time_bytes`.
std::size_t DataBytes(const Header& header, std::size_t time_bytes) {
  return header.transitions * (time_bytes + 1) + header.types * 6 +
         header.name_bytes + header.leap_seconds * (time_bytes + 4) +
         header.standard_marks + header.utc_marks;
}

// `data` holds the 64-bit times, then the type of each.
bool TransitionsAreSound(const Header& header, std::string_view data) {
  std::int64_t last = 0;
  for (std::size_t i = 0; i < header.transitions; ++i) {
    const auto time = static_cast<std::int64_t>(BigEndian(data, 8 * i, 8));
    if (i > 0 && time <= last) return false;
    last = time;
    if (BigEndian(data, 8 * header.transitions + i, 1) >= header.types) {
      return false;
    }
  }
  return true;
}

absl::Status Damaged(const char* what) {
  return absl::InvalidArgumentError(what);
}

}  // namespace

absl::Status CheckTzif(std::string_view bytes) {
  if (bytes.empty()) return Damaged("the zone's text is empty");
  const std::optional<Header> first = ReadHeader(bytes);
  if (!first) return Damaged("not a TZif file: its header is not readable");
  if (bytes[4] < '2') {
    return Damaged("a TZif file of version 1, which has no 64-bit times");
  }
  bytes.remove_prefix(kHeaderBytes);
  if (bytes.size() < DataBytes(*first, 4)) {
    return Damaged("the TZif file ends within its 32-bit data");
  }
  bytes.remove_prefix(DataBytes(*first, 4));
  const std::optional<Header> second = ReadHeader(bytes);
  if (!second) {
    return Damaged("the header of the TZif file's 64-bit data is damaged");
  }
  bytes.remove_prefix(kHeaderBytes);
  if (bytes.size() < DataBytes(*second, 8)) {
    return Damaged("the TZif file ends within its 64-bit data");
  }
  if (second->leap_seconds != 0) {
    return Damaged("a TZif file with leap seconds, which no instant counts");
  }
  if (second->types == 0 || !TransitionsAreSound(*second, bytes)) {
    return Damaged(
        "the transitions of the TZif file's 64-bit data are damaged");
  }
  bytes.remove_prefix(DataBytes(*second, 8));
  if (bytes.size() < 2 || bytes.front() != '\n' ||
      bytes.find('\n', 1) != bytes.size() - 1) {
    return Damaged("the footer of the TZif file is damaged");
  }
  return absl::OkStatus();
}

bool HasYearlyRule(std::string_view bytes) {
  // Such as CET-1CEST,M3.5.0,M10.5.0/3: the dates stand behind the comma.
  return bytes.find(',', bytes.rfind('\n', bytes.size() - 2)) !=
         std::string_view::npos;
}

}  // namespace kumbara
