// SectionReader: one table of a program file by the rules of its section.
//
// Errors:  go to a FileErrors, each at the key or value to blame.

#ifndef KUMBARA_ENGINE_PROGRAM_SECTION_READER_H_
#define KUMBARA_ENGINE_PROGRAM_SECTION_READER_H_

#include <algorithm>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "engine/program/file_errors.h"
#include "engine/program/key_rule.h"
#include "engine/program/toml_document.h"

namespace kumbara {

class SectionReader {
 public:
  explicit SectionReader(FileErrors& errors) : errors_(errors) {}

  // Whether the section is free of errors; what is, is kept. REQUIRES:
  // `*section` is as without any key, and `table` a table.
  template <class Section>
  bool Read(const TomlNode& table, const SectionRule<Section>& rules,
            Section* section) {
    const std::size_t errors_before = errors_.size();
    for (const TomlEntry& entry : table.entries) {
      const auto rule = std::find_if(
          rules.keys.begin(), rules.keys.end(),
          [&](const auto& known) { return known.key == entry.key; });
      if (rule != rules.keys.end()) {
        ReadKey(*rule, entry.value, section);
        continue;
      }
      UnknownKey(entry, rules.name, KeysOf(rules));
    }
    for (const auto& rule : rules.keys) {
      if (!rule.required || table.Find(rule.key) != nullptr) continue;
      errors_.Add(table.at, std::string(rule.key) + " is missing in " +
                                std::string(rules.name) +
                                "; valid: " + ValidText(rule));
    }
    if (errors_.size() > errors_before) return false;
    for (const KeyConflict& conflict : ConflictsIn(rules, *section)) {
      const TomlEntry* blamed = table.Find(conflict.key);
      errors_.Add(blamed != nullptr ? blamed->at : table.at, conflict.text);
    }
    return errors_.size() == errors_before;
  }

  void UnknownKey(const TomlEntry& entry, std::string_view where,
                  std::span<const std::string_view> known);

  // `node` if it is a table; else an error about `what`, and nothing.
  const TomlNode* TableOf(const TomlNode& node, std::string_view what);

 private:
  template <class Section>
  void ReadKey(const KeyRule<Section>& rule, const TomlNode& node,
               Section* section) {
    VisitField(rule, [&](auto field, const auto&... inner) {
      if constexpr ((kIsArrayOfTables<std::decay_t<decltype(inner)>> || ...)) {
        ReadTables(rule, node, (inner, ...), &(section->*field));
      } else if constexpr (sizeof...(inner) == 1) {
        if (!CheckInner(rule, node)) return;
        auto& table = (section->*field).emplace();
        const auto& inside = (inner, ...);
        if (node.kind == TomlNode::Kind::kTable) {
          Read(node, *inside.rules, &table);
        } else if (inside.word != nullptr) {
          Keep(node, &(table.*inside.word));
        }
      } else {
        const std::string valid = ValidText(rule);
        if (CheckValue(rule.key, rule.allowed, valid, node)) {
          Keep(node, &(section->*field));
        }
      }
    });
  }

  template <class Section, class Inner>
  void ReadTables(const KeyRule<Section>& rule, const TomlNode& node,
                  const InnerTables<Section, Inner>& inside,
                  std::vector<Inner>* kept) {
    const std::size_t count = node.elements.size();
    if (node.kind != TomlNode::Kind::kArray || count == 0 ||
        count > inside.greatest) {
      WrongArray(rule.key, node, ValidText(rule));
      return;
    }
    for (const TomlNode& element : node.elements) {
      const TomlNode* table = TableOf(element, inside.rules->name);
      if (table != nullptr) Read(*table, *inside.rules, &kept->emplace_back());
    }
  }
  void WrongArray(std::string_view key, const TomlNode& node,
                  const std::string& valid);

  // Whether `node` is a table or a word that stands for an empty one.
  template <class Section>
  bool CheckInner(const KeyRule<Section>& rule, const TomlNode& node) {
    return node.kind == TomlNode::Kind::kTable ||
           CheckValue(rule.key, rule.allowed, ValidText(rule), node);
  }

  // Of a table of names.
  bool CheckNamed(std::string_view key, const Allowed& allowed,
                  const std::string& valid, const TomlNode& node);
  bool CheckValue(std::string_view key, const Allowed& allowed,
                  const std::string& valid, const TomlNode& node);

  static void Keep(const TomlNode& node, std::string* kept);
  static void Keep(const TomlNode& node, std::int64_t* kept) {
    *kept = node.integer;
  }
  static void Keep(const TomlNode& node, bool* kept) { *kept = node.truth; }
  static void Keep(const TomlNode& node, std::vector<std::string>* kept);
  static void Keep(const TomlNode& node, std::vector<NamedText>* kept);

  FileErrors& errors_;
};

}  // namespace kumbara

#endif  // KUMBARA_ENGINE_PROGRAM_SECTION_READER_H_
