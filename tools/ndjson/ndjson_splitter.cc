#include "tools/ndjson/ndjson_splitter.h"

#include <simdjson.h>

#include <algorithm>
#include <array>
#include <cstring>
#include <optional>
#include <string>
#include <utility>

#include "engine/base/check.h"
#include "tools/csv/line_text.h"
#include "tools/csv/utf8.h"

namespace kumbara::tools {
namespace {

namespace ondemand = simdjson::ondemand;

static_assert(kSplitPadding >= simdjson::SIMDJSON_PADDING);
static_assert(kColumns <= kCsvFieldsMax);

constexpr std::string_view kWhitespace = " \t\r\n";

// What outlives a line only to save work: making a parser costs more than many
// lines, and most lines have the keys of the one before in the same order.
struct Scratch {
  ondemand::parser parser;
  std::array<Column, kColumns> order{};
};

Scratch& ScratchOfThisThread() {
  thread_local Scratch scratch;
  return scratch;
}

std::string_view WithoutTrailingSpace(std::string_view token) {
  return token.substr(0, token.find_last_not_of(kWhitespace) + 1);
}

bool IsDigit(char c) { return c >= '0' && c <= '9'; }

// As RFC 8259 writes integers: no plus sign, no leading zeros.
bool IsInteger(std::string_view token) {
  if (token.starts_with('-')) token.remove_prefix(1);
  if (token.empty() || !std::all_of(token.begin(), token.end(), IsDigit)) {
    return false;
  }
  return token.size() == 1 || token[0] != '0';
}

// The fields of one line, whose bytes are the record's `raw`.
class LineParser {
 public:
  explicit LineParser(Record* record)
      : scratch_(ScratchOfThisThread()),
        record_(record),
        raw_(record->raw),
        rest_(raw_.data()) {}

  // False if the line is no row; the record then says why.
  bool Parse() {
    std::fill_n(record_->fields.begin(), kColumns, std::string_view());
    record_->field_count = kColumns;
    const std::size_t first = raw_.find_first_not_of(kWhitespace);
    if (first == std::string_view::npos || raw_[first] != '{') {
      return RefuseSyntax(raw_);
    }
    ondemand::document document;
    const simdjson::error_code error =
        scratch_.parser
            .iterate(raw_.data(), raw_.size(), raw_.size() + kSplitPadding)
            .get(document);
    if (error != simdjson::SUCCESS) return RefuseLine(error);
    has_escapes_ = raw_.find('\\') != std::string_view::npos;
    return TakeObject(&document);
  }

 private:
  bool TakeObject(ondemand::document* document) {
    ondemand::object object;
    if (document->get_object().get(object) != simdjson::SUCCESS) {
      return RefuseSyntax(raw_);
    }
    for (simdjson::simdjson_result<ondemand::field> found : object) {
      ondemand::field field;
      if (std::move(found).get(field) != simdjson::SUCCESS) {
        return RefuseSyntax(Rest());
      }
      if (!TakeField(&field)) return false;
    }
    const char* behind = nullptr;
    if (document->current_location().get(behind) != simdjson::SUCCESS) {
      return true;
    }
    rest_ = behind;
    return Refuse("record", "nothing after the JSON object", Rest());
  }

  bool TakeField(ondemand::field* field) {
    rest_ = field->key().raw() - 1;
    std::optional<Column> column = ExpectedColumn(rest_);
    if (!column) {
      std::string_view key;
      if (field->unescaped_key().get(key) != simdjson::SUCCESS) {
        return RefuseSyntax(Rest());
      }
      column = ColumnByName(key);
      if (!column) {
        record_->unescaped = key;
        return Refuse("key", "one of " + AllColumnNames(), record_->unescaped);
      }
      if (keys_ < scratch_.order.size()) scratch_.order[keys_] = *column;
    }
    ++keys_;
    const std::string_view token =
        WithoutTrailingSpace(field->value().raw_json_token());
    if (*column != Column::kIgnored && (seen_ & SetOf(*column)) != 0) {
      return Refuse(Name(*column), "this key once", token);
    }
    seen_ |= SetOf(*column);
    std::string_view value;
    if (!TakeValue(*column, token, &field->value(), &value)) return false;
    record_->fields[static_cast<std::size_t>(*column)] = value;
    rest_ = std::max(rest_, token.data() + token.size());
    return true;
  }

  // The column that had this place in the line before, if its name stands in
  // the quotes here. Names are shorter than the padding.
  std::optional<Column> ExpectedColumn(const char* quote) const {
    if (keys_ >= scratch_.order.size()) return {};
    const Column column = scratch_.order[keys_];
    const std::string_view name = Name(column);
    const bool same = std::memcmp(quote + 1, name.data(), name.size()) == 0 &&
                      quote[1 + name.size()] == '"';
    return same ? std::optional(column) : std::nullopt;
  }

  bool TakeValue(Column column, std::string_view token, ondemand::value* value,
                 std::string_view* text) {
    if (IsInteger(token)) {
      *text = token;
      return true;
    }
    if (column == Column::kLines && token.starts_with('[')) {
      return TakeLines(value, text);
    }
    if (!token.starts_with('"')) {
      // A value may be nested, or be no value at all: all that follows tells.
      rest_ = token.data();
      return Refuse(Name(column), "a string or an integer",
                    IsScalar(token) ? token : Rest());
    }
    if (token.size() < 2 || token.back() != '"') return RefuseSyntax(Rest());
    if (has_escapes_ && token.find('\\') != std::string_view::npos) {
      return Unescape(column, token, value, text);
    }
    *text = token.substr(1, token.size() - 2);
    // The value must be taken, or what follows could pass as a part of it.
    return value->get_raw_json_string().error() == simdjson::SUCCESS ||
           RefuseSyntax(Rest());
  }

  // Lines given one by one, as the text that a CSV field would have.
  bool TakeLines(ondemand::value* value, std::string_view* text) {
    std::string& lines = record_->basket;
    lines.clear();
    ondemand::array array;
    if (value->get_array().get(array) != simdjson::SUCCESS) {
      return RefuseSyntax(Rest());
    }
    for (simdjson::simdjson_result<ondemand::value> found : array) {
      ondemand::value element;
      if (std::move(found).get(element) != simdjson::SUCCESS) {
        return RefuseSyntax(Rest());
      }
      if (!lines.empty()) lines += "; ";
      if (!TakeLine(&element)) return false;
    }
    *text = lines;
    record_->plain = false;
    return true;
  }

  bool TakeLine(ondemand::value* element) {
    rest_ = element->raw_json_token().data();
    ondemand::object object;
    if (*rest_ != '{' ||
        element->get_object().get(object) != simdjson::SUCCESS) {
      return Refuse("lines", "an array of objects", Rest());
    }
    std::string kind;
    std::string fields;
    std::uint32_t seen = 0;
    for (simdjson::simdjson_result<ondemand::field> found : object) {
      ondemand::field field;
      if (std::move(found).get(field) != simdjson::SUCCESS) {
        return RefuseSyntax(Rest());
      }
      if (!TakeLineField(&field, &kind, &fields, &seen)) return false;
    }
    record_->basket += kind + fields;
    return true;
  }

  bool TakeLineField(ondemand::field* field, std::string* kind,
                     std::string* fields, std::uint32_t* seen) {
    rest_ = field->key().raw() - 1;
    std::string_view key;
    if (field->unescaped_key().get(key) != simdjson::SUCCESS) {
      return RefuseSyntax(Rest());
    }
    const auto* known =
        std::find(std::begin(kLineKeys), std::end(kLineKeys), key);
    if (known == std::end(kLineKeys)) {
      return Refuse("lines",
                    "kind, sku, category, brand, unit, quantity or amount as "
                    "a key of a line",
                    Rest());
    }
    const auto bit = std::uint32_t{1} << (known - std::begin(kLineKeys));
    if ((*seen & bit) != 0) return Refuse("lines", "each key once", Rest());
    *seen |= bit;
    const std::string_view token =
        WithoutTrailingSpace(field->value().raw_json_token());
    std::string_view value = token;
    if (!IsInteger(token) &&
        (!token.starts_with('"') ||
         field->value().get_string().get(value) != simdjson::SUCCESS)) {
      rest_ = token.data();
      return Refuse("lines", "a string or an integer", Rest());
    }
    if (*known == "kind") {
      *kind = AsLineWord(value);
    } else {
      fields->append(" ").append(*known).append("=").append(AsLineWord(value));
    }
    rest_ = token.data() + token.size();
    return true;
  }

  static bool IsScalar(std::string_view token) {
    return !token.empty() && token[0] != '{' && token[0] != '[';
  }

  // simdjson unescapes into memory of its parser, which the next line reuses.
  bool Unescape(Column column, std::string_view token, ondemand::value* value,
                std::string_view* text) {
    std::string_view unescaped;
    if (value->get_string().get(unescaped) != simdjson::SUCCESS) {
      return Refuse(Name(column), "a string with valid escapes", token);
    }
    std::string& kept = record_->unescaped;
    // Never shorter than what is unescaped, so that views stay valid.
    if (unescaped_size_ == 0) kept.resize(raw_.size());
    char* to = kept.data() + unescaped_size_;
    std::memcpy(to, unescaped.data(), unescaped.size());
    unescaped_size_ += unescaped.size();
    record_->plain = false;
    *text = std::string_view(to, unescaped.size());
    return true;
  }

  // What is left from the last sound place on.
  std::string_view Rest() const {
    const auto at = static_cast<std::size_t>(rest_ - raw_.data());
    return raw_.substr(
        std::min(raw_.find_first_not_of(kWhitespace, at), raw_.size()));
  }

  // An error that is found before there are keys.
  bool RefuseLine(simdjson::error_code error) {
    KUMBARA_CHECK(error != simdjson::MEMALLOC);
    switch (error) {
      case simdjson::UTF8_ERROR:
        return Refuse("record", "valid UTF-8", AroundBadByte());
      case simdjson::UNESCAPED_CHARS:
        return Refuse("record", "control characters as escapes such as \\u0009",
                      raw_);
      default:
        return RefuseSyntax(raw_);
    }
  }

  // The text from the quote before the first byte that is not UTF-8.
  std::string_view AroundBadByte() const {
    const std::size_t quote = raw_.rfind('"', Utf8Prefix(raw_));
    return quote == std::string_view::npos ? raw_ : raw_.substr(quote);
  }

  bool RefuseSyntax(std::string_view got) {
    const char* expected = "a JSON object in a line";
    if (record_->ends_with_file) {
      expected = "a whole JSON object in a last line without a line break";
    } else if (got.size() < raw_.size()) {
      expected = "well-formed JSON from here on";
    }
    return Refuse("record", expected, got);
  }

  bool Refuse(std::string_view field, std::string expected,
              std::string_view got) {
    record_->fault = RecordFault::kExplained;
    record_->explanation = {std::string(field), std::move(expected), got};
    record_->field_count = 0;
    record_->plain = false;
    return false;
  }

  Scratch& scratch_;
  Record* record_;
  std::string_view raw_;
  const char* rest_;
  bool has_escapes_ = false;  // Anywhere in the line.
  ColumnSet seen_ = 0;
  std::size_t keys_ = 0;
  std::size_t unescaped_size_ = 0;
};

}  // namespace

std::size_t SplitNdjson(std::string_view bytes, Tail tail, Record* record) {
  const std::size_t taken = TakeLine(bytes, tail, record);
  const bool has_content = taken != 0 && !record->raw.empty();
  if (has_content && record->raw.size() <= kRecordBytesMax) {
    LineParser(record).Parse();
  }
  return taken;
}

std::vector<Column> NdjsonColumns() {
  std::vector<Column> columns;
  for (std::size_t i = 0; i < kColumns; ++i) {
    columns.push_back(static_cast<Column>(i));
  }
  return columns;
}

}  // namespace kumbara::tools
