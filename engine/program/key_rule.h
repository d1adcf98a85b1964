// KeyRule: what one key of a program file may say, and where it is kept; and
// SectionRule: the keys of a section and how they go together. The tables made
// of them are in program_keys.h.
//
// Threads: constants.

#ifndef KUMBARA_ENGINE_PROGRAM_KEY_RULE_H_
#define KUMBARA_ENGINE_PROGRAM_KEY_RULE_H_

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <variant>
#include <vector>

#include "engine/program/program_source.h"

namespace kumbara {

enum class Shape : std::uint8_t {
  kName,      // [a-z][a-z0-9_]*
  kZoneName,  // Letters, digits, "_+-" and "/" between parts.
  kCurrency,
  kText,
  kChoice,
  kInteger,
  kTruth,
  kDecimal,   // An integer, or a decimal fraction in quotes.
  kFraction,  // At least 1: engine/program/fraction.h
  kTime,      // HH:MM, of a day.
  kDuration,  // engine/base/duration.h
  kDate,      // YYYY-MM-DD
  kMonthDay,  // MM-DD
};

// What a file may write for a key. `monostate` is a value no key takes: a
// float, a date, a table.
using Value = std::variant<std::monostate, std::string, std::int64_t, bool,
                           std::vector<std::string>, std::vector<NamedText>>;

// Elements of an array.
inline constexpr std::size_t kListMax = 366;

struct Allowed {
  Shape shape;
  // All of kChoice, words beside a kDuration.
  std::span<const std::string_view> choices = {};
  std::int64_t least = 0;  // kInteger
  std::int64_t greatest = 0;
  bool many = false;   // Also an array of what is allowed.
  bool named = false;  // A table of names, each with what is allowed.
};

enum class Verdict : std::uint8_t { kFits, kWrongType, kNotAllowed };

Verdict Judge(const Allowed& allowed, const Value& value);

// What would be valid, such as `"rate" or "refuse"` or `an integer, 0 to 6`.
std::string ValidText(const Allowed& allowed);

// `a, b and c`, whatever the last comma is replaced by.
std::string Listed(std::span<const std::string_view> words,
                   std::string_view last);

template <class Section>
struct SectionRule;

// A table as the value of a key, beside a word that stands for the empty one,
// or several that the inner section keeps.
template <class Section, class Inner>
struct InnerTable {
  std::optional<Inner> Section::*field;
  const SectionRule<Inner>* rules;
  std::string Inner::*word = nullptr;
};

// An array of 1 to `greatest` tables as the value of a key.
template <class Section, class Inner>
struct InnerTables {
  std::vector<Inner> Section::*field;
  const SectionRule<Inner>* rules;
  std::size_t greatest = 1;
};

template <class Field>
inline constexpr bool kIsArrayOfTables = false;
template <class Section, class Inner>
inline constexpr bool kIsArrayOfTables<InnerTables<Section, Inner>> = true;

// Where a section keeps what a key says.
template <class Section, class... Tables>
using FieldOf =
    std::variant<std::string Section::*, std::int64_t Section::*,
                 bool Section::*, std::vector<std::string> Section::*,
                 InnerTable<Section, Tables>...>;

template <class Section>
struct Fields {
  using Type = FieldOf<Section>;
};
template <>
struct Fields<UnitSection> {
  using Type = FieldOf<UnitSection, ExpirySection, PendingSection>;
};
// A section of a byte: compilers warn of fields greater than it.
template <>
struct Fields<AdjustSection> {
  using Type = std::variant<bool AdjustSection::*>;
};
template <>
struct Fields<PoolSection> {
  using Type = std::variant<std::int64_t PoolSection::*>;
};
template <>
struct Fields<ReturnsSection> {
  using Type = FieldOf<ReturnsSection, RestoreSection>;
};
template <>
struct Fields<TransferSection> {
  using Type = FieldOf<TransferSection, WhoSection>;
};
template <>
struct Fields<DonateSection> {
  using Type = std::variant<InnerTable<DonateSection, WhoSection>>;
};
template <>
struct Fields<RewardSection> {
  using Type = FieldOf<RewardSection, GivesSection, ExpirySection>;
};
template <>
struct Fields<AutoRedeemSection> {
  using Type =
      std::variant<std::string AutoRedeemSection::*, bool AutoRedeemSection::*,
                   InnerTable<AutoRedeemSection, ExpirySection>>;
};
template <>
struct Fields<TierSetSection> {
  using Type = std::variant<std::string TierSetSection::*,
                            std::int64_t TierSetSection::*,
                            InnerTable<TierSetSection, TierWindowSection>,
                            InnerTables<TierSetSection, TierSection>>;
};
template <>
struct Fields<StreakSection> {
  using Type =
      std::variant<std::string StreakSection::*, std::int64_t StreakSection::*>;
};
template <>
struct Fields<PlanSection> {
  using Type = std::variant<std::string PlanSection::*>;
};
template <>
struct Fields<BenefitSection> {
  using Type = std::variant<std::string BenefitSection::*,
                            std::vector<std::string> BenefitSection::*>;
};
template <>
struct Fields<AchievementSection> {
  using Type = FieldOf<AchievementSection, EarnWhenSection, ExpirySection,
                       PendingSection, StreakSection>;
};
template <>
struct Fields<EarnSection> {
  using Type =
      std::variant<std::string EarnSection::*, std::int64_t EarnSection::*,
                   bool EarnSection::*, std::vector<std::string> EarnSection::*,
                   std::vector<NamedText> EarnSection::*,
                   InnerTable<EarnSection, ExpirySection>,
                   InnerTable<EarnSection, PendingSection>,
                   InnerTable<EarnSection, BasisSection>,
                   InnerTable<EarnSection, TableSection>,
                   InnerTable<EarnSection, EarnWhenSection>,
                   InnerTable<EarnSection, CapSection>>;
};

template <class Section>
struct KeyRule {
  std::string_view key;
  Allowed allowed;
  bool required = false;
  typename Fields<Section>::Type field;
  // Says something only beside one of these, and nothing beside those.
  std::span<const std::string_view> needs = {};
  std::span<const std::string_view> excludes = {};
};

template <class Section>
struct SectionRule {
  std::string_view name;  // In errors.
  std::span<const KeyRule<Section>> keys;
  // At least one of them must be given.
  std::span<const std::string_view> one_of = {};
};

// Calls visit(member pointer), or visit(member pointer, InnerTable) for an
// inner table, or likewise for several.
template <class Section, class Visitor>
decltype(auto) VisitField(const KeyRule<Section>& rule, Visitor&& visit) {
  return std::visit(
      [&](const auto& field) {
        if constexpr (std::is_member_object_pointer_v<
                          std::remove_cvref_t<decltype(field)>>) {
          return visit(field);
        } else {
          return visit(field.field, field);
        }
      },
      rule.field);
}

// Whether a section says something else than what holds without the key.
template <class Section>
bool IsGiven(const KeyRule<Section>& rule, const Section& section) {
  static const Section kNothing{};
  return VisitField(rule, [&](auto field, const auto&...) {
    return section.*field != kNothing.*field;
  });
}

template <class Section>
std::vector<std::string_view> KeysOf(const SectionRule<Section>& rules) {
  std::vector<std::string_view> keys;
  for (const KeyRule<Section>& rule : rules.keys) keys.push_back(rule.key);
  return keys;
}

template <class Section>
std::string KeyList(const SectionRule<Section>& rules) {
  return Listed(KeysOf(rules), ", ");
}

// Behind what a value may be instead of a table.
template <class Field>
std::string TableText(const std::string& text, const Field& inner) {
  if constexpr (kIsArrayOfTables<Field>) {
    return "an array of 1 to " + std::to_string(inner.greatest) +
           " tables of " + KeyList(*inner.rules);
  } else {
    return text + " or a table of " + KeyList(*inner.rules);
  }
}

template <class Section>
std::string ValidText(const KeyRule<Section>& rule) {
  std::string text = ValidText(rule.allowed);
  VisitField(rule, [&](auto, const auto&... inner) {
    ((text = TableText(text, inner)), ...);
  });
  return text;
}

// How the keys that a section gives do not go together: each with the key to
// blame, which is empty for the section itself.
struct KeyConflict {
  std::string_view key;
  std::string text;
};

template <class Section>
std::vector<KeyConflict> ConflictsIn(const SectionRule<Section>& rules,
                                     const Section& section) {
  std::vector<KeyConflict> conflicts;
  const auto gives_any = [&](std::span<const std::string_view> keys) {
    for (const KeyRule<Section>& rule : rules.keys) {
      for (const std::string_view key : keys) {
        if (rule.key == key && IsGiven(rule, section)) return true;
      }
    }
    return false;
  };
  for (const KeyRule<Section>& rule : rules.keys) {
    if (!IsGiven(rule, section)) continue;
    const std::string key(rule.key);
    if (!rule.needs.empty() && !gives_any(rule.needs)) {
      const std::string needs = Listed(rule.needs, " or ");
      conflicts.push_back({rule.key, key + " stands without " + needs +
                                         "; valid: beside " + needs});
    }
    if (!rule.excludes.empty() && gives_any(rule.excludes)) {
      const std::string excludes = Listed(rule.excludes, " or ");
      conflicts.push_back({rule.key, key + " stands beside " + excludes +
                                         "; valid: " + key + " without " +
                                         excludes});
    }
  }
  if (!rules.one_of.empty() && !gives_any(rules.one_of)) {
    conflicts.push_back({{},
                         std::string(rules.name) + " has none of " +
                             Listed(rules.one_of, ", ") +
                             "; valid: at least one of them"});
  }
  return conflicts;
}

}  // namespace kumbara

#endif  // KUMBARA_ENGINE_PROGRAM_KEY_RULE_H_
