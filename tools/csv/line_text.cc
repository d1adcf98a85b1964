#include "tools/csv/line_text.h"

#include <algorithm>
#include <cstddef>

#include "engine/base/limits.h"
#include "tools/csv/decimal.h"

namespace kumbara::tools {
namespace {

constexpr char kQuote = '\'';

// Takes words off a text. A quote opens and closes wherever it stands, so that
// a doubled one leaves what surrounds it as it was.
class WordTaker {
 public:
  explicit WordTaker(std::string_view text) : rest_(text) {}

  // The next word, or nothing at the end of the line.
  std::optional<std::string_view> Next() {
    rest_.remove_prefix(std::min(rest_.find_first_not_of(' '), rest_.size()));
    bool quoted = false;
    std::size_t end = 0;
    for (; end < rest_.size(); ++end) {
      const char c = rest_[end];
      if (c == kQuote) quoted = !quoted;
      if (!quoted && (c == ' ' || c == ';')) break;
    }
    if (end == 0) return std::nullopt;
    const std::string_view word = rest_.substr(0, end);
    rest_.remove_prefix(end);
    return word;
  }

  // Moves behind the end of a line; false behind the last.
  bool NextLine() {
    if (rest_.empty()) return false;
    rest_.remove_prefix(1);
    return true;
  }

 private:
  std::string_view rest_;
};

// Whether a value is bare, or in quotes as a whole.
bool IsSound(std::string_view value) {
  if (value.empty() || value[0] != kQuote) {
    return value.find_first_of("'=") == std::string_view::npos;
  }
  if (value.size() < 2 || value.back() != kQuote) return false;
  value = value.substr(1, value.size() - 2);
  for (std::size_t i = 0; i < value.size(); ++i) {
    if (value[i] != kQuote) continue;
    if (++i == value.size() || value[i] != kQuote) return false;
  }
  return true;
}

class LineParser {
 public:
  LineParser(std::size_t number, RowLine* line)
      : number_(number), line_(*line) {}

  std::optional<LineTextError> Parse(WordTaker* words) {
    const std::string_view kind = words->Next().value_or("");
    const std::optional<LineKind> found = LineKindByName(kind);
    if (!found) {
      return Error("item, tax, discount or tender as the kind", kind);
    }
    line_.kind = *found;
    while (const std::optional<std::string_view> word = words->Next()) {
      if (auto error = Take(*word)) return error;
    }
    return Finish();
  }

 private:
  LineTextError Error(std::string_view expected, std::string_view got) const {
    return {"in line " + std::to_string(number_) + " " + std::string(expected),
            got};
  }

  std::optional<LineTextError> Take(std::string_view word) {
    const std::size_t equals = word.find('=');
    const std::string_view key = word.substr(0, equals);
    std::size_t place = 1;
    while (place < std::size(kLineKeys) && kLineKeys[place] != key) ++place;
    if (equals == std::string_view::npos || place == std::size(kLineKeys)) {
      return Error(
          "sku=, category=, brand=, unit=, quantity= or amount= as a field",
          word);
    }
    if ((seen_ >> place & 1) != 0) return Error("each field once", word);
    seen_ |= 1U << place;
    const std::string_view value = word.substr(equals + 1);
    if (!IsSound(value)) {
      return Error("quotes around a whole value, and doubled within it, as " +
                       std::string(key),
                   value);
    }
    return Keep(key, value);
  }

  std::optional<LineTextError> Keep(std::string_view key,
                                    std::string_view value) {
    if (key == "quantity") {
      quantity_ = value;
    } else if (key == "amount") {
      if (value.empty()) return std::nullopt;
      line_.amount = ParseWhole(value);
      if (!line_.amount) return NoNumber(key, value);
    } else {
      LineWord& word = key == "sku"        ? line_.sku
                       : key == "category" ? line_.category
                       : key == "brand"    ? line_.brand
                                           : line_.unit;
      word.raw = value;
      if (value.size() > kTextBytesMax && word.Text().size() > kTextBytesMax) {
        return Error("at most " + std::to_string(kTextBytesMax) + " bytes as " +
                         std::string(key),
                     value);
      }
    }
    return std::nullopt;
  }

  LineTextError NoNumber(std::string_view key, std::string_view got) const {
    return Error("a whole number from -10^18 to 10^18 as " + std::string(key),
                 got);
  }

  // What a quantity is depends on the rest.
  std::optional<LineTextError> Finish() {
    const bool tender = line_.kind == LineKind::kTender;
    if (!tender && !line_.unit.empty()) {
      return Error("no unit but of a tender", line_.unit.raw);
    }
    if (tender && !line_.amount) return Error("an amount", "");
    const bool points = tender && !line_.unit.empty();
    if (points) {
      if (!DecimalsOf(quantity_) || quantity_[0] == '-') {
        return Error("a number such as 12 or 3.5, not negative, as quantity",
                     quantity_);
      }
      line_.points = quantity_;
    } else if (!quantity_.empty()) {
      if (tender) {
        return Error("no quantity of a tender without unit", quantity_);
      }
      line_.quantity = ParseWhole(quantity_);
      if (!line_.quantity) return NoNumber("quantity", quantity_);
    }
    return std::nullopt;
  }

  const std::size_t number_;
  RowLine& line_;
  std::string_view quantity_;
  unsigned seen_ = 0;  // Fields, one bit each.
};

}  // namespace

std::string LineWord::Text() const {
  if (raw.empty() || raw[0] != kQuote) return std::string(raw);
  std::string text;
  for (std::size_t i = 1; i + 1 < raw.size(); ++i) {
    text += raw[i];
    if (raw[i] == kQuote) ++i;
  }
  return text;
}

std::optional<LineTextError> ParseLines(std::string_view text,
                                        std::vector<RowLine>* lines) {
  WordTaker words(text);
  do {
    if (lines->size() == kDetailsPerCommandMax) {
      return LineTextError{
          "at most " + std::to_string(kDetailsPerCommandMax) + " lines", text};
    }
    RowLine& line = lines->emplace_back();
    if (auto error = LineParser(lines->size(), &line).Parse(&words)) {
      return error;
    }
  } while (words.NextLine());
  return std::nullopt;
}

std::string AsLineWord(std::string_view text) {
  if (text.find_first_of(" ;='") == std::string_view::npos) {
    return std::string(text);
  }
  std::string word(1, kQuote);
  for (const char c : text) {
    word += c;
    if (c == kQuote) word += c;
  }
  return word + kQuote;
}

}  // namespace kumbara::tools
