#include "tools/csv/row_error.h"

#include <cstddef>

#include "tools/csv/printable.h"

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

}  // namespace

std::string Shown(std::string_view value) {
  const std::string_view beginning = Beginning(value);
  std::string quoted;
  for (const char c : beginning) {
    if (c == '"' || c == '\\') quoted.push_back('\\');
    quoted.push_back(c);
  }
  std::string text = Printable(quoted);
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
