#include "tools/csv/printable.h"

#include <cstddef>

#include "tools/csv/utf8.h"

namespace kumbara::tools {
namespace {

void AppendHex(std::string_view escape, unsigned char byte, std::string* text) {
  constexpr std::string_view kDigits = "0123456789abcdef";
  text->append(escape);
  text->push_back(kDigits[byte >> 4]);
  text->push_back(kDigits[byte & 15]);
}

void AppendControl(unsigned char byte, std::string* text) {
  if (byte == '\n') {
    text->append("\\n");
  } else if (byte == '\r') {
    text->append("\\r");
  } else if (byte == '\t') {
    text->append("\\t");
  } else {
    AppendHex("\\x", byte, text);
  }
}

// REQUIRES: UTF-8.
void AppendUtf8(std::string_view utf8, std::string_view kept,
                std::string* text) {
  for (std::size_t i = 0; i < utf8.size(); ++i) {
    const auto byte = static_cast<unsigned char>(utf8[i]);
    const bool is_control = byte < 0x20 || byte == 0x7F;
    if (is_control && kept.find(utf8[i]) == std::string_view::npos) {
      AppendControl(byte, text);
    } else if (byte == 0xC2 && static_cast<unsigned char>(utf8[i + 1]) < 0xA0) {
      AppendHex("\\u00", static_cast<unsigned char>(utf8[++i]), text);
    } else {
      text->push_back(utf8[i]);
    }
  }
}

std::string WithEscapes(std::string_view bytes, std::string_view kept) {
  std::string text;
  for (;;) {
    const std::size_t valid = Utf8Prefix(bytes);
    AppendUtf8(bytes.substr(0, valid), kept, &text);
    if (valid == bytes.size()) return text;
    AppendHex("\\x", static_cast<unsigned char>(bytes[valid]), &text);
    bytes.remove_prefix(valid + 1);
  }
}

}  // namespace

std::string Printable(std::string_view text) { return WithEscapes(text, ""); }

std::string PrintableLines(std::string_view text) {
  return WithEscapes(text, "\n");
}

}  // namespace kumbara::tools
