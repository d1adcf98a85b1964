// The language of program files as tables: which keys a section has, what each
// may say, and where it is kept. The reader checks by them, its errors quote
// them, and a test compares docs/program_file.md with them.
//
// Threads: constants.

#ifndef KUMBARA_ENGINE_PROGRAM_PROGRAM_KEYS_H_
#define KUMBARA_ENGINE_PROGRAM_PROGRAM_KEYS_H_

#include <array>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <variant>

#include "engine/program/program_source.h"

namespace kumbara {

// The words of choices that the compiler turns into an enum of program.h, in
// the order of its values.
inline constexpr std::array<std::string_view, 2> kEnrolWords = {"explicit",
                                                                "first_sight"};
inline constexpr std::array<std::string_view, 2> kUnmatchedWords = {"rate",
                                                                    "refuse"};
inline constexpr std::array<std::string_view, 2> kUnknownReferenceWords = {
    "refuse", "as_none"};
inline constexpr std::array<std::string_view, 3> kDeficitWords = {
    "negative", "clamp", "only_pending"};
inline constexpr std::array<std::string_view, 4> kRoundingWords = {
    "floor", "half_up", "half_even", "ceil"};

enum class Shape : std::uint8_t {
  kName,      // [a-z][a-z0-9_]*
  kZoneName,  // Letters, digits, "_+-" and "/" between parts.
  kCurrency,
  kText,
  kChoice,
  kInteger,
  kTruth,
  kDecimal,  // An integer, or a decimal fraction in quotes.
};

// What a file may write for a key. `monostate` is a value no key takes: a
// float, a date, an array or a table.
using Value = std::variant<std::monostate, std::string, std::int64_t, bool>;

struct Allowed {
  Shape shape;
  std::span<const std::string_view> choices = {};  // kChoice
  std::int64_t least = 0;                          // kInteger
  std::int64_t greatest = 0;
};

enum class Verdict : std::uint8_t { kFits, kWrongType, kNotAllowed };

Verdict Judge(const Allowed& allowed, const Value& value);

// What would be valid, such as `"rate" or "refuse"` or `an integer, 0 to 6`.
std::string ValidText(const Allowed& allowed);

// What names, of units too, must be.
inline constexpr Allowed kNameAllowed = {.shape = Shape::kName};

template <class Section>
struct KeyRule {
  std::string_view key;
  Allowed allowed;
  bool required = false;
  std::variant<std::string Section::*, std::int64_t Section::*, bool Section::*>
      field;
};

// In the order in which errors and documents list them.
extern const std::span<const KeyRule<ProgramSection>> kProgramKeys;
extern const std::span<const KeyRule<UnitSection>> kUnitKeys;
extern const std::span<const KeyRule<ReturnsSection>> kReturnsKeys;
extern const std::span<const KeyRule<EarnSection>> kEarnKeys;

inline constexpr std::array<std::string_view, 4> kSectionWords = {
    "program", "unit", "returns", "earn"};

}  // namespace kumbara

#endif  // KUMBARA_ENGINE_PROGRAM_PROGRAM_KEYS_H_
