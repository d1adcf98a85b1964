#include "tools/kumbara/program_schema.h"

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "engine/base/limits.h"
#include "engine/program/program_keys.h"
#include "tools/kumbara/json_text.h"
#include "tools/kumbara/value_schema.h"

namespace kumbara::tools {
namespace {

// What a value is as JSON that a key has when it is left out; empty if no
// value says as much as none.
std::string DefaultOf(const Allowed& allowed, const std::string& text) {
  const bool is_value = Judge(allowed, text) == Verdict::kFits;
  return is_value ? JsonText(text) : "";
}
std::string DefaultOf(const Allowed& allowed, std::int64_t number) {
  const bool is_value = Judge(allowed, number) == Verdict::kFits;
  return is_value ? std::to_string(number) : "";
}
std::string DefaultOf(const Allowed&, bool truth) {
  return truth ? "true" : "false";
}
std::string DefaultOf(const Allowed&, const std::vector<std::string>& texts) {
  const std::vector<std::string_view> words(texts.begin(), texts.end());
  return words.empty() ? "" : JsonTexts(words);
}
template <class Table>
std::string DefaultOf(const Allowed&, const std::vector<Table>&) {
  return "";
}
// Of a table it is the word that stands instead.
template <class Inner>
std::string DefaultOf(const Allowed& allowed,
                      const std::optional<Inner>& table) {
  return table ? JsonText(allowed.choices[0]) : "";
}

template <class Section>
std::string DefaultOf(const KeyRule<Section>& rule) {
  static const Section kNothing{};
  if (rule.required) return "";
  return VisitField(rule, [&](auto field, const auto&...) {
    return DefaultOf(rule.allowed, kNothing.*field);
  });
}

template <class Section>
std::string TableSchema(const SectionRule<Section>& rules);

template <class Section, class Inner>
std::string FieldSchema(const KeyRule<Section>& rule,
                        const InnerTable<Section, Inner>& inner) {
  return JsonObject({{"anyOf", JsonArray({ValueSchema(rule.allowed),
                                          TableSchema(*inner.rules)})}});
}

template <class Section, class Inner>
std::string FieldSchema(const KeyRule<Section>&,
                        const InnerTables<Section, Inner>& inner) {
  return JsonObject({{"type", "\"array\""},
                     {"minItems", "1"},
                     {"maxItems", std::to_string(inner.greatest)},
                     {"items", TableSchema(*inner.rules)}});
}

// The schema of what a key may say, with what an editor shows of it.
template <class Section>
std::string KeySchema(const KeyRule<Section>& rule) {
  std::string schema = VisitField(rule, [&](auto, const auto&... inner) {
    if constexpr (sizeof...(inner) == 0) {
      return ValueSchema(rule.allowed);
    } else {
      return FieldSchema(rule, inner...);
    }
  });
  schema.pop_back();
  schema += ", \"description\": " + JsonText(ValidText(rule));
  const std::string otherwise = DefaultOf(rule);
  if (!otherwise.empty()) schema += ", \"default\": " + otherwise;
  return schema + "}";
}

// That a table says something for a key, as IsGiven does.
template <class Section>
std::string GivenSchema(const SectionRule<Section>& rules,
                        std::string_view key) {
  JsonMembers members = {{"required", JsonArray({JsonText(key)})}};
  for (const KeyRule<Section>& rule : rules.keys) {
    const std::string otherwise = DefaultOf(rule);
    if (rule.key != key || otherwise.empty()) continue;
    const std::string differs =
        JsonObject({{"not", JsonObject({{"const", otherwise}})}});
    members.emplace_back("properties",
                         JsonObject({{std::string(key), differs}}));
  }
  return JsonObject(members);
}

template <class Section>
std::string AnyGivenSchema(const SectionRule<Section>& rules,
                           std::span<const std::string_view> keys) {
  std::vector<std::string> given;
  for (const std::string_view key : keys) {
    given.push_back(GivenSchema(rules, key));
  }
  return JsonObject({{"anyOf", JsonArray(given)}});
}

// How the keys of a table go together, as ConflictsIn has it.
template <class Section>
std::vector<std::string> ConditionsOf(const SectionRule<Section>& rules) {
  std::vector<std::string> conditions;
  const auto if_given = [&](std::string_view key, const std::string& then) {
    conditions.push_back(
        JsonObject({{"if", GivenSchema(rules, key)}, {"then", then}}));
  };
  for (const KeyRule<Section>& rule : rules.keys) {
    if (!rule.needs.empty()) {
      if_given(rule.key, AnyGivenSchema(rules, rule.needs));
    }
    if (!rule.excludes.empty()) {
      if_given(rule.key,
               JsonObject({{"not", AnyGivenSchema(rules, rule.excludes)}}));
    }
  }
  if (!rules.one_of.empty()) {
    conditions.push_back(AnyGivenSchema(rules, rules.one_of));
  }
  return conditions;
}

template <class Section>
std::string TableSchema(const SectionRule<Section>& rules) {
  JsonMembers properties;
  std::vector<std::string> required;
  for (const KeyRule<Section>& rule : rules.keys) {
    properties.emplace_back(rule.key, KeySchema(rule));
    if (rule.required) required.push_back(JsonText(rule.key));
  }
  JsonMembers members = {{"type", "\"object\""},
                         {"properties", JsonObject(properties)},
                         {"additionalProperties", "false"}};
  if (!required.empty()) {
    members.emplace_back("required", JsonArray(required));
  }
  const std::vector<std::string> conditions = ConditionsOf(rules);
  if (!conditions.empty()) {
    members.emplace_back("allOf", JsonArray(conditions));
  }
  return JsonObject(members);
}

std::string SectionSchema(SectionForm form, std::size_t greatest,
                          const std::string& table) {
  switch (form) {
    case SectionForm::kTable:
      break;
    case SectionForm::kNamed:
      return JsonObject({{"type", "\"object\""},
                         {"minProperties", "1"},
                         {"maxProperties", std::to_string(greatest)},
                         {"propertyNames", ValueSchema(kNameAllowed)},
                         {"additionalProperties", table}});
    case SectionForm::kArray:
      return JsonObject({{"type", "\"array\""},
                         {"maxItems", std::to_string(greatest)},
                         {"items", table}});
  }
  return table;
}

}  // namespace

std::string ProgramSchema() {
  std::string sections;
  VisitSections([&](std::string_view word, SectionForm form,
                    std::size_t greatest, const auto& rules) {
    if (!sections.empty()) sections += ",\n  ";
    sections += JsonText(word) + ": " +
                SectionSchema(form, greatest, TableSchema(rules));
  });
  return "{\n \"$schema\": \"https://json-schema.org/draft/2020-12/schema\",\n"
         " \"title\": \"A kumbara program\",\n \"type\": \"object\",\n"
         " \"required\": [\"program\", \"unit\"],\n"
         " \"additionalProperties\": false,\n \"properties\": {\n  " +
         sections + "\n }\n}\n";
}

}  // namespace kumbara::tools
