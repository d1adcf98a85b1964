#include "engine/program/key_rule.h"

#include <algorithm>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "engine/base/duration.h"
#include "engine/base/limits.h"
#include "engine/base/time_text.h"
#include "engine/program/fraction.h"

namespace kumbara {
namespace {

constexpr std::size_t kNameBytesMax = 32;
constexpr std::size_t kZoneBytesMax = 64;
constexpr std::size_t kDecimalDigitsMax = 18;

bool IsDigit(char c) { return c >= '0' && c <= '9'; }
bool IsLower(char c) { return c >= 'a' && c <= 'z'; }
bool IsUpper(char c) { return c >= 'A' && c <= 'Z'; }

bool IsName(std::string_view text) {
  return !text.empty() && text.size() <= kNameBytesMax && IsLower(text[0]) &&
         std::all_of(text.begin(), text.end(), [](char c) {
           return IsLower(c) || IsDigit(c) || c == '_';
         });
}

// Narrow on purpose: callers look the name up as a path below a folder.
bool IsZoneName(std::string_view text) {
  if (text.size() > kZoneBytesMax) return false;
  char before = '/';
  for (const char c : text) {
    if (c == '/' ? before == '/'
                 : !IsLower(c) && !IsUpper(c) && !IsDigit(c) && c != '_' &&
                       c != '+' && c != '-') {
      return false;
    }
    before = c;
  }
  return before != '/';
}

bool IsCurrency(std::string_view text) {
  return text == "*" ||
         (text.size() == 3 && std::all_of(text.begin(), text.end(), IsUpper));
}

bool IsText(std::string_view text) {
  return !text.empty() && text.size() <= kTextBytesMax &&
         std::none_of(text.begin(), text.end(), [](char c) {
           return (c >= 0 && c < ' ') || c == '\x7F';
         });
}

// Digits, then perhaps a point and more digits; not zero.
bool IsPositiveDecimal(std::string_view text) {
  const std::size_t point = text.find('.');
  std::string digits(text);
  if (point != std::string_view::npos) digits.erase(point, 1);
  return point != 0 && point != text.size() - 1 && !digits.empty() &&
         digits.size() <= kDecimalDigitsMax &&
         std::all_of(digits.begin(), digits.end(), IsDigit) &&
         digits.find_first_not_of('0') != std::string::npos;
}

bool IsDate(std::string_view text) {
  return text.size() == 10 && ParseInstant(text);
}

// 29 February too, which the year given here has.
bool IsMonthDay(std::string_view text) {
  return text.size() == 5 && IsDate("2024-" + std::string(text));
}

// Of a day of 24 hours, its end too.
bool IsTime(std::string_view text) {
  return text.size() == 5 && IsDigit(text[0]) && IsDigit(text[1]) &&
         text[2] == ':' && IsDigit(text[3]) && IsDigit(text[4]) &&
         text[3] < '6' && text <= "24:00";
}

bool IsChoice(const Allowed& allowed, std::string_view text) {
  return std::find(allowed.choices.begin(), allowed.choices.end(), text) !=
         allowed.choices.end();
}

Verdict JudgeText(const Allowed& allowed, std::string_view text) {
  bool fits = false;
  switch (allowed.shape) {
    case Shape::kName:
      fits = IsName(text);
      break;
    case Shape::kZoneName:
      fits = IsZoneName(text);
      break;
    case Shape::kCurrency:
      fits = IsCurrency(text);
      break;
    case Shape::kText:
      fits = IsText(text);
      break;
    case Shape::kChoice:
      fits = IsChoice(allowed, text);
      break;
    case Shape::kDecimal:
      fits = IsPositiveDecimal(text);
      break;
    case Shape::kFraction:
      fits = ParseFraction(text).has_value();
      break;
    case Shape::kTime:
      fits = IsTime(text);
      break;
    case Shape::kDuration:
      fits = ParseDuration(text).has_value() || IsChoice(allowed, text);
      break;
    case Shape::kDate:
      fits = IsDate(text);
      break;
    case Shape::kMonthDay:
      fits = IsMonthDay(text);
      break;
    case Shape::kInteger:
    case Shape::kTruth:
      return Verdict::kWrongType;
  }
  return fits ? Verdict::kFits : Verdict::kNotAllowed;
}

Verdict JudgeInteger(const Allowed& allowed, std::int64_t value) {
  if (allowed.shape == Shape::kDecimal || allowed.shape == Shape::kFraction) {
    return JudgeText(allowed, absl::StrCat(value));
  }
  if (allowed.shape != Shape::kInteger) return Verdict::kWrongType;
  return value >= allowed.least && value <= allowed.greatest
             ? Verdict::kFits
             : Verdict::kNotAllowed;
}

Verdict JudgeList(const Allowed& allowed,
                  const std::vector<std::string>& texts) {
  if (!allowed.many) return Verdict::kWrongType;
  if (texts.empty() || texts.size() > kListMax) return Verdict::kNotAllowed;
  for (const std::string& text : texts) {
    std::int64_t number = 0;
    const Verdict verdict =
        allowed.shape == Shape::kInteger && absl::SimpleAtoi(text, &number)
            ? JudgeInteger(allowed, number)
            : JudgeText(allowed, text);
    if (verdict != Verdict::kFits) return verdict;
  }
  return Verdict::kFits;
}

Verdict JudgeNamed(const Allowed& allowed,
                   const std::vector<NamedText>& texts) {
  if (!allowed.named) return Verdict::kWrongType;
  if (texts.empty() || texts.size() > kListMax) return Verdict::kNotAllowed;
  for (const NamedText& one : texts) {
    if (!IsName(one.name)) return Verdict::kNotAllowed;
    const Verdict verdict = JudgeText(allowed, one.text);
    if (verdict != Verdict::kFits) return verdict;
  }
  return Verdict::kFits;
}

std::string ValidChoices(std::span<const std::string_view> choices) {
  std::vector<std::string> quoted;
  for (const std::string_view choice : choices) {
    quoted.push_back(absl::StrCat("\"", std::string(choice), "\""));
  }
  const std::vector<std::string_view> words(quoted.begin(), quoted.end());
  return Listed(words, " or ");
}

std::string ValidOne(const Allowed& allowed) {
  switch (allowed.shape) {
    case Shape::kName:
      return absl::StrCat(
          "a lower-case letter, then lower-case letters, "
          "digits or _, in all at most ",
          kNameBytesMax);
    case Shape::kZoneName:
      return R"(an IANA zone name such as "UTC" or "Europe/Prague")";
    case Shape::kCurrency:
      return R"("*" or three upper-case letters such as "EUR")";
    case Shape::kText:
      return absl::StrCat("text of 1 to ", kTextBytesMax,
                          " bytes without control characters");
    case Shape::kChoice:
      return ValidChoices(allowed.choices);
    case Shape::kInteger:
      return allowed.greatest == INT64_MAX
                 ? absl::StrCat("an integer, at least ", allowed.least)
                 : absl::StrCat("an integer, ", allowed.least, " to ",
                                allowed.greatest);
    case Shape::kTruth:
      return "true or false";
    case Shape::kDecimal:
      return absl::StrCat(
          "an integer such as 1 or a decimal in quotes such as "
          "\"0.5\", above 0, at most ",
          kDecimalDigitsMax, " digits");
    case Shape::kFraction:
      return absl::StrCat(
          "a fraction in quotes such as \"3/2\" or an integer, at least 1, "
          "its parts at most ",
          UINT32_MAX);
    case Shape::kTime:
      return "a time of day in quotes such as \"17:30\", at most \"24:00\"";
    case Shape::kDuration:
      return absl::StrCat(
          allowed.choices.empty() ? "" : ValidChoices(allowed.choices) + " or ",
          "a duration such as \"90d\" or \"18mo\": a whole number and one of "
          "s, m, h, d, w, mo, y, at most ",
          kDurationYearsMax, " years");
    case Shape::kDate:
      return "a date in quotes such as \"2027-01-01\"";
    case Shape::kMonthDay:
      return "a day of the year such as \"12-31\"";
  }
  return {};
}

}  // namespace

Verdict Judge(const Allowed& allowed, const Value& value) {
  if (const auto* named = std::get_if<std::vector<NamedText>>(&value)) {
    return JudgeNamed(allowed, *named);
  }
  if (allowed.named) return Verdict::kWrongType;
  if (const auto* text = std::get_if<std::string>(&value)) {
    return JudgeText(allowed, *text);
  }
  if (const auto* integer = std::get_if<std::int64_t>(&value)) {
    return JudgeInteger(allowed, *integer);
  }
  if (const auto* texts = std::get_if<std::vector<std::string>>(&value)) {
    return JudgeList(allowed, *texts);
  }
  if (std::holds_alternative<bool>(value) && allowed.shape == Shape::kTruth) {
    return Verdict::kFits;
  }
  return Verdict::kWrongType;
}

std::string ValidText(const Allowed& allowed) {
  if (allowed.named) {
    return absl::StrCat("a table of 1 to ", kListMax, " names, each with ",
                        ValidOne(allowed));
  }
  if (!allowed.many) return ValidOne(allowed);
  return absl::StrCat(ValidOne(allowed), ", or an array of 1 to ", kListMax,
                      " of them");
}

std::string Listed(std::span<const std::string_view> words,
                   std::string_view last) {
  std::string text;
  for (std::size_t i = 0; i < words.size(); ++i) {
    if (i > 0) text += i + 1 == words.size() ? last : ", ";
    text += words[i];
  }
  return text;
}

}  // namespace kumbara
