#include "tools/csv/utf8.h"

namespace kumbara::tools {
namespace {

// What a first byte announces: how many bytes follow, and the bounds of the
// first of them. The bounds alone exclude overlong forms and surrogates.
struct Lead {
  std::size_t following = 0;
  unsigned char least = 0x80;
  unsigned char greatest = 0xBF;
};

// Nothing follows a byte that can begin no sequence; `following` is 0 then.
Lead LeadOf(unsigned char byte) {
  if (byte >= 0xC2 && byte <= 0xDF) return {1, 0x80, 0xBF};
  if (byte == 0xE0) return {2, 0xA0, 0xBF};
  if (byte == 0xED) return {2, 0x80, 0x9F};
  if (byte >= 0xE1 && byte <= 0xEF) return {2, 0x80, 0xBF};
  if (byte == 0xF0) return {3, 0x90, 0xBF};
  if (byte >= 0xF1 && byte <= 0xF3) return {3, 0x80, 0xBF};
  if (byte == 0xF4) return {3, 0x80, 0x8F};
  return {};
}

}  // namespace

std::size_t Utf8Prefix(std::string_view bytes) {
  std::size_t at = 0;
  while (at < bytes.size()) {
    const std::size_t begin = at;
    const auto first = static_cast<unsigned char>(bytes[at++]);
    if (first < 0x80) continue;
    const Lead lead = LeadOf(first);
    if (lead.following == 0 || bytes.size() - at < lead.following) return begin;
    unsigned char least = lead.least;
    unsigned char greatest = lead.greatest;
    for (std::size_t i = 0; i < lead.following; ++i) {
      const auto next = static_cast<unsigned char>(bytes[at++]);
      if (next < least || next > greatest) return begin;
      least = 0x80;
      greatest = 0xBF;
    }
  }
  return at;
}

bool IsUtf8(std::string_view bytes) {
  return Utf8Prefix(bytes) == bytes.size();
}

}  // namespace kumbara::tools
