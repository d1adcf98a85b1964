#include "tools/kumbara/program_tree.h"

#include <algorithm>
#include <cstdint>
#include <optional>
#include <string_view>
#include <tuple>
#include <type_traits>
#include <utility>

#include "engine/program/program_keys.h"
#include "tools/kumbara/json_text.h"
#include "tools/kumbara/value_schema.h"

namespace kumbara::tools {
namespace {

// Where a ProgramSource keeps its sections.
constexpr std::tuple kSectionFields(
    &ProgramSource::program, &ProgramSource::units, &ProgramSource::returns,
    &ProgramSource::adjust, &ProgramSource::transfer, &ProgramSource::donate,
    &ProgramSource::pool, &ProgramSource::referral, &ProgramSource::budgets,
    &ProgramSource::earn, &ProgramSource::rewards, &ProgramSource::auto_redeem,
    &ProgramSource::allowances, &ProgramSource::tier_sets,
    &ProgramSource::achievements, &ProgramSource::benefits,
    &ProgramSource::plans);

template <class Section>
void AddTables(const Section& section, std::vector<const Section*>* tables) {
  tables->push_back(&section);
}
template <class Section>
void AddTables(const std::optional<Section>& section,
               std::vector<const Section*>* tables) {
  if (section) tables->push_back(&*section);
}
template <class Section>
void AddTables(const std::vector<Section>& sections,
               std::vector<const Section*>* tables) {
  for (const Section& one : sections) tables->push_back(&one);
}

// Whether a field holds sections of this kind.
template <class Section, class Field>
inline constexpr bool kHolds = false;
template <class Section>
inline constexpr bool kHolds<Section, Section> = true;
template <class Section>
inline constexpr bool kHolds<Section, std::optional<Section>> = true;
template <class Section>
inline constexpr bool kHolds<Section, std::vector<Section>> = true;

template <class Section>
std::vector<const Section*> SectionsIn(const ProgramSource& source) {
  std::vector<const Section*> tables;
  std::apply(
      [&](auto... field) {
        constexpr int kFields =
            (0 + ... +
             (kHolds<Section, std::remove_cvref_t<decltype(source.*field)>>
                  ? 1
                  : 0));
        static_assert(kFields == 1,
                      "each section stands in kSectionFields once");
        const auto add = [&](auto one) {
          using Field = std::remove_cvref_t<decltype(source.*one)>;
          if constexpr (kHolds<Section, Field>) {
            AddTables<Section>(source.*one, &tables);
          }
        };
        (add(field), ...);
      },
      kSectionFields);
  return tables;
}

// A number in quotes may begin with zeros, one without may not.
std::string WithoutZeros(const std::string& digits) {
  const std::size_t first = digits.find_first_not_of('0');
  return first == std::string::npos ? "0" : digits.substr(first);
}

// Empty if the value is none that a file could write: then it stands for
// nothing.
std::string ValueText(const Allowed& allowed, const std::string& text) {
  if (Judge(allowed, text) != Verdict::kFits) return "";
  // A number in quotes says the same as one without.
  const bool may_be_number = allowed.shape == Shape::kInteger ||
                             allowed.shape == Shape::kDecimal ||
                             allowed.shape == Shape::kFraction;
  const bool is_number =
      may_be_number &&
      text.find_first_not_of("0123456789") == std::string::npos;
  return is_number ? WithoutZeros(text) : JsonText(text);
}
std::string ValueText(const Allowed& allowed, std::int64_t number) {
  const bool is_value = Judge(allowed, number) == Verdict::kFits;
  return is_value ? std::to_string(number) : "";
}
std::string ValueText(const Allowed&, bool truth) {
  return truth ? "true" : "false";
}
std::string ValueText(const Allowed& allowed,
                      const std::vector<std::string>& texts) {
  std::vector<std::string> elements;
  for (const std::string& text : texts) {
    const bool is_integer = allowed.shape == Shape::kInteger;
    elements.push_back(is_integer ? WithoutZeros(text) : JsonText(text));
  }
  return elements.empty() ? "" : JsonArray(elements);
}

template <class Section>
ProgramNode TableOf(const SectionRule<Section>& rules, const Section& section,
                    bool has_name);

template <class Value>
void FillLeaf(const Allowed& allowed, const Value& value, ProgramNode* node) {
  node->text = ValueText(allowed, value);
}
void FillLeaf(const Allowed& allowed, const std::vector<NamedText>& named,
              ProgramNode* node) {
  node->is_table = !named.empty();
  Allowed each = allowed;
  each.named = false;
  for (const NamedText& one : named) {
    node->keys.push_back({one.name, ValueText(each, one.text)});
  }
  std::sort(node->keys.begin(), node->keys.end(),
            [](const auto& a, const auto& b) { return a.key < b.key; });
}

// A table, or what stands instead of it.
template <class Section, class Inner>
void FillInner(const KeyRule<Section>& rule,
               const InnerTable<Section, Inner>& inside,
               const std::optional<Inner>& table, ProgramNode* node) {
  if (!table) return;
  if (inside.word != nullptr) {
    const std::string& word = *table.*inside.word;
    Inner of_word;
    of_word.*inside.word = word;
    if (*table == of_word) {
      node->text = JsonText(word);
      return;
    }
  } else if (*table == Inner()) {
    node->text = JsonText(rule.allowed.choices.front());
    return;
  }
  *node = TableOf(*inside.rules, *table, false);
}

// Several tables that are known by their names.
template <class Section, class Inner>
void FillInner(const KeyRule<Section>&,
               const InnerTables<Section, Inner>& inside,
               const std::vector<Inner>& tables, ProgramNode* node) {
  node->is_table = true;
  for (const Inner& table : tables) {
    ProgramNode one = TableOf(*inside.rules, table, true);
    one.key = table.name;
    node->keys.push_back(std::move(one));
  }
}

template <class Section>
ProgramNode TableOf(const SectionRule<Section>& rules, const Section& section,
                    bool has_name) {
  ProgramNode table;
  table.is_table = true;
  for (const KeyRule<Section>& rule : rules.keys) {
    if (has_name && rule.key == "name") continue;
    ProgramNode node;
    VisitField(rule, [&](auto field, const auto&... inner) {
      if constexpr (sizeof...(inner) == 0) {
        FillLeaf(rule.allowed, section.*field, &node);
      } else {
        (FillInner(rule, inner, section.*field, &node), ...);
      }
    });
    node.key = rule.key;
    if (node.is_table || !node.text.empty()) {
      table.keys.push_back(std::move(node));
    }
  }
  return table;
}

template <class Section>
std::string TableName(const Section& section) {
  if constexpr (requires { section.name; }) {
    return section.name;
  } else {
    return "";
  }
}

}  // namespace

std::vector<ProgramTable> TablesOf(const ProgramSource& source) {
  std::vector<ProgramTable> tables;
  VisitSections([&]<class Section>(std::string_view word, SectionForm form,
                                   std::size_t,
                                   const SectionRule<Section>& rules) {
    for (const Section* section : SectionsIn<Section>(source)) {
      const bool has_name = form != SectionForm::kTable;
      tables.push_back({std::string(word),
                        has_name ? TableName(*section) : std::string(),
                        TableOf(rules, *section, has_name)});
    }
  });
  return tables;
}

std::string TomlOf(const ProgramNode& node) {
  if (!node.is_table) return node.text;
  std::string keys;
  for (const ProgramNode& one : node.keys) {
    keys += (keys.empty() ? " " : ", ") + one.key + " = " + TomlOf(one);
  }
  return "{" + keys + " }";
}

std::string JsonOf(const ProgramNode& node) {
  if (!node.is_table) return node.text;
  JsonMembers members;
  for (const ProgramNode& one : node.keys) {
    members.emplace_back(one.key, JsonOf(one));
  }
  return JsonObject(members);
}

}  // namespace kumbara::tools
