#include "tools/csv/row_error.h"

#include <cstddef>

#include "tools/csv/utf8.h"

namespace kumbara::tools {
namespace {

constexpr std::size_t kShownBytesMax = 40;

// The first bytes of a value, not cut within a character.
std::string_view Beginning(std::string_view value) {
  if (value.size() <= kShownBytesMax) return value;
  std::size_t size = kShownBytesMax;
  for (std::size_t back = 0; back < 3; ++back) {
    if ((static_cast<unsigned char>(value[size]) & 0xC0) != 0x80) break;
    --size;
  }
  return value.substr(0, size);
}

void AppendHex(unsigned char byte, std::string* text) {
  constexpr std::string_view kDigits = "0123456789abcdef";
  text->append("\\x");
  text->push_back(kDigits[byte >> 4]);
  text->push_back(kDigits[byte & 15]);
}

}  // namespace

std::string Shown(std::string_view value) {
  const std::string_view beginning = Beginning(value);
  const bool keep_high = IsUtf8(beginning);
  std::string text;
  for (const char c : beginning) {
    const auto byte = static_cast<unsigned char>(c);
    if (c == '\n') {
      text.append("\\n");
    } else if (c == '\r') {
      text.append("\\r");
    } else if (c == '\t') {
      text.append("\\t");
    } else if (c == '"' || c == '\\') {
      text.push_back('\\');
      text.push_back(c);
    } else if (byte < 0x20 || byte == 0x7F || (byte >= 0x80 && !keep_high)) {
      AppendHex(byte, &text);
    } else {
      text.push_back(c);
    }
  }
  if (beginning.size() < value.size()) text.append("...");
  return text;
}

std::string Because(const RowError& error) {
  return error.field + ": expected " + error.expected + "; got \"" + error.got +
         "\"";
}

std::string ToText(const RowError& error) {
  return error.file + ":" + std::to_string(error.line) + ": " + Because(error);
}

std::ostream& operator<<(std::ostream& out, const RowError& error) {
  return out << ToText(error);
}

}  // namespace kumbara::tools
