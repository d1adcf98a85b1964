#include "engine/program/program_keys.h"

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "engine/base/limits.h"

namespace kumbara {
namespace {

constexpr std::size_t kNameBytesMax = 32;
constexpr std::size_t kZoneBytesMax = 64;
constexpr std::size_t kDecimalDigitsMax = 18;

constexpr std::array<std::string_view, 1> kNeverOnly = {"never"};
constexpr std::array<std::string_view, 2> kConsumeWords = {"earliest_expiry",
                                                           "fifo"};
constexpr std::array<std::string_view, 1> kOnWords = {"purchase"};
constexpr std::array<std::string_view, 1> kBasisWords = {"total"};

constexpr Allowed Integer(std::int64_t least, std::int64_t greatest) {
  return {.shape = Shape::kInteger, .least = least, .greatest = greatest};
}

constexpr Allowed OneOf(std::span<const std::string_view> choices) {
  return {.shape = Shape::kChoice, .choices = choices};
}

// clang-format off
constexpr KeyRule<ProgramSection> kProgram[] = {
    // key              allowed                       required  field
    {"name",            kNameAllowed,                     true,  &ProgramSection::name},
    {"zone",            {.shape = Shape::kZoneName},      false, &ProgramSection::zone},
    {"currency",        {.shape = Shape::kCurrency},      false, &ProgramSection::currency},
    {"enrol",           OneOf(kEnrolWords),               false, &ProgramSection::enrol},
};

constexpr KeyRule<UnitSection> kUnit[] = {
    {"decimals",        Integer(0, 6),                    false, &UnitSection::decimals},
    {"spendable",       {.shape = Shape::kTruth},         false, &UnitSection::spendable},
    {"expiry",          OneOf(kNeverOnly),                false, &UnitSection::expiry},
    {"consume",         OneOf(kConsumeWords),             false, &UnitSection::consume},
};

constexpr KeyRule<ReturnsSection> kReturns[] = {
    {"unmatched",       OneOf(kUnmatchedWords),           false, &ReturnsSection::unmatched},
    {"unknown_reference", OneOf(kUnknownReferenceWords),  false, &ReturnsSection::unknown_reference},
    {"deficit",         OneOf(kDeficitWords),             false, &ReturnsSection::deficit},
    {"reversal_horizon", OneOf(kNeverOnly),               false, &ReturnsSection::reversal_horizon},
};

constexpr KeyRule<EarnSection> kEarn[] = {
    {"name",            kNameAllowed,                     true,  &EarnSection::name},
    {"on",              OneOf(kOnWords),                  true,  &EarnSection::on},
    {"basis",           OneOf(kBasisWords),               true,  &EarnSection::basis},
    {"unit",            kNameAllowed,                     false, &EarnSection::unit},
    {"give",            {.shape = Shape::kDecimal},       true,  &EarnSection::give},
    {"per",             Integer(1, INT64_MAX),            true,  &EarnSection::per},
    {"round",           OneOf(kRoundingWords),            false, &EarnSection::round},
    {"funding_class",   {.shape = Shape::kText},          false, &EarnSection::funding_class},
};
// clang-format on

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
      fits = std::find(allowed.choices.begin(), allowed.choices.end(), text) !=
             allowed.choices.end();
      break;
    case Shape::kDecimal:
      fits = IsPositiveDecimal(text);
      break;
    case Shape::kInteger:
    case Shape::kTruth:
      return Verdict::kWrongType;
  }
  return fits ? Verdict::kFits : Verdict::kNotAllowed;
}

Verdict JudgeInteger(const Allowed& allowed, std::int64_t value) {
  if (allowed.shape == Shape::kDecimal) {
    return JudgeText(allowed, absl::StrCat(value));
  }
  if (allowed.shape != Shape::kInteger) return Verdict::kWrongType;
  return value >= allowed.least && value <= allowed.greatest
             ? Verdict::kFits
             : Verdict::kNotAllowed;
}

std::string ValidChoices(std::span<const std::string_view> choices) {
  std::string text;
  for (std::size_t i = 0; i < choices.size(); ++i) {
    if (i > 0) text += i + 1 == choices.size() ? " or " : ", ";
    text.append("\"").append(choices[i]).append("\"");
  }
  return text;
}

}  // namespace

const std::span<const KeyRule<ProgramSection>> kProgramKeys = kProgram;
const std::span<const KeyRule<UnitSection>> kUnitKeys = kUnit;
const std::span<const KeyRule<ReturnsSection>> kReturnsKeys = kReturns;
const std::span<const KeyRule<EarnSection>> kEarnKeys = kEarn;

Verdict Judge(const Allowed& allowed, const Value& value) {
  if (const auto* text = std::get_if<std::string>(&value)) {
    return JudgeText(allowed, *text);
  }
  if (const auto* integer = std::get_if<std::int64_t>(&value)) {
    return JudgeInteger(allowed, *integer);
  }
  if (std::holds_alternative<bool>(value) && allowed.shape == Shape::kTruth) {
    return Verdict::kFits;
  }
  return Verdict::kWrongType;
}

std::string ValidText(const Allowed& allowed) {
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
  }
  return {};
}

}  // namespace kumbara
