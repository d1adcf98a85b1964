#include "engine/program/toml_reader.h"

#include <algorithm>
#include <optional>
#include <span>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "engine/base/limits.h"
#include "engine/program/earn_rate.h"
#include "engine/program/program_keys.h"

// A program nests values three deep. The library recurses by nesting.
#define TOML_HEADER_ONLY 1
#define TOML_ENABLE_FORMATTERS 0
#define TOML_MAX_NESTED_VALUES 16
#include <toml++/toml.h>

namespace kumbara {
namespace {

// A dotted key cannot leave its line, and each of its parts is a table within
// a table, which the library frees by recursion: the length of a line bounds
// the stack, as TOML_MAX_NESTED_VALUES bounds it for what spans lines.
constexpr std::size_t kLineBytesMax = 1'024;

// Bytes of the file's own words that an error repeats.
constexpr std::size_t kQuotedBytesMax = 40;

// `text` in quotes on one line, cut between characters when long.
std::string Quoted(std::string_view text) {
  std::string quoted = "\"";
  std::size_t size = std::min(text.size(), kQuotedBytesMax);
  if (size < text.size()) {
    while (size > 0 && (text[size] & 0xC0) == 0x80) --size;
  }
  for (const char c : text.substr(0, size)) {
    const bool control = (c >= 0 && c < ' ') || c == '\x7F';
    quoted.push_back(control ? '?' : c);
  }
  return quoted + (size < text.size() ? "...\"" : "\"");
}

struct Position {
  std::uint32_t line = 1;
  std::uint32_t column = 1;

  friend auto operator<=>(const Position&, const Position&) = default;
};

Position Begin(const toml::source_region& region) {
  // The root of an empty file has no position.
  if (region.begin.line == 0) return {};
  return {region.begin.line, region.begin.column};
}

// What is wrong with a file.
class ErrorList {
 public:
  void Add(Position at, std::string text) {
    errors_.emplace_back(at, std::move(text));
  }

  std::size_t size() const { return errors_.size(); }

  // REQUIRES: size() > 0.
  absl::Status ToStatus(std::string_view file_name) {
    std::stable_sort(
        errors_.begin(), errors_.end(),
        [](const auto& a, const auto& b) { return a.first < b.first; });
    std::vector<std::string> lines;
    for (const auto& [at, text] : errors_) {
      lines.push_back(absl::StrCat(std::string(file_name), ":", at.line, ":",
                                   at.column, ": ", text));
    }
    return absl::InvalidArgumentError(absl::StrJoin(lines, "\n"));
  }

 private:
  std::vector<std::pair<Position, std::string>> errors_;
};

std::string TypeText(const toml::node& node) {
  switch (node.type()) {
    case toml::node_type::string:
      return "text";
    case toml::node_type::integer:
      return "an integer";
    case toml::node_type::floating_point:
      return "a float";
    case toml::node_type::boolean:
      return "a truth value";
    case toml::node_type::array:
      return "an array";
    case toml::node_type::table:
      return "a table";
    case toml::node_type::date:
    case toml::node_type::time:
    case toml::node_type::date_time:
    case toml::node_type::none:
      break;
  }
  return "a date or time";
}

Value ValueOf(const toml::node& node) {
  if (const auto* text = node.as_string()) return text->get();
  if (const auto* integer = node.as_integer()) return integer->get();
  if (const auto* truth = node.as_boolean()) return truth->get();
  return std::monostate();
}

// As the file writes it. REQUIRES: a value that Judge finds not allowed.
std::string Shown(const Value& value) {
  if (const auto* text = std::get_if<std::string>(&value)) return Quoted(*text);
  return absl::StrCat(std::get<std::int64_t>(value));
}

template <class Section>
void Keep(const KeyRule<Section>& rule, const Value& value, Section* section) {
  std::visit(
      [&](auto field) {
        auto& kept = section->*field;
        using Kept = std::remove_reference_t<decltype(kept)>;
        if (const auto* same = std::get_if<Kept>(&value)) {
          kept = *same;
        } else if constexpr (std::is_same_v<Kept, std::string>) {
          // A decimal may be written as an integer.
          kept = absl::StrCat(std::get<std::int64_t>(value));
        }
      },
      rule.field);
}

// Reads one file; a new one for each.
class Reader {
 public:
  void ReadRoot(const toml::table& root) {
    for (const auto& [key, node] : root) {
      if (std::find(kSectionWords.begin(), kSectionWords.end(), key.str()) ==
          kSectionWords.end()) {
        UnknownKey(key, "the file",
                   {kSectionWords.begin(), kSectionWords.end()});
      }
    }
    if (const toml::node* node = root.get("program")) {
      if (const toml::table* table = TableOf(*node, "program")) {
        ReadSection(*table, "program", kProgramKeys, &source_.program);
      }
    } else {
      errors_.Add({}, "program is missing; valid: program = { name = ... }");
    }
    if (const toml::node* node = root.get("returns")) {
      if (const toml::table* table = TableOf(*node, "returns")) {
        ReadSection(*table, "returns", kReturnsKeys, &source_.returns);
      }
    }
    ReadUnits(root.get("unit"));
    if (const toml::node* node = root.get("earn")) ReadEarnRules(*node);
  }

  ErrorList& errors() { return errors_; }
  ProgramSource& source() { return source_; }

 private:
  void UnknownKey(const toml::key& key, std::string_view where,
                  const std::vector<std::string_view>& known) {
    std::string text = absl::StrCat("unknown key ", Quoted(key.str()), " in ",
                                    std::string(where), "; valid here: ");
    for (std::size_t i = 0; i < known.size(); ++i) {
      text.append(i == 0 ? "" : ", ").append(known[i]);
    }
    errors_.Add(Begin(key.source()), std::move(text));
  }

  const toml::table* TableOf(const toml::node& node, std::string_view what) {
    const toml::table* table = node.as_table();
    if (table == nullptr) {
      errors_.Add(Begin(node.source()),
                  absl::StrCat(std::string(what), " is ", TypeText(node),
                               "; valid: a table of keys"));
    }
    return table;
  }

  // Whether the section is free of errors.
  template <class Section>
  bool ReadSection(const toml::table& table, std::string_view where,
                   std::span<const KeyRule<Section>> rules, Section* section) {
    const std::size_t errors_before = errors_.size();
    for (const auto& [key, node] : table) {
      const auto rule = std::find_if(
          rules.begin(), rules.end(),
          [&](const auto& candidate) { return candidate.key == key.str(); });
      if (rule != rules.end()) {
        ReadValue(*rule, node, section);
        continue;
      }
      std::vector<std::string_view> known;
      for (const auto& valid : rules) known.push_back(valid.key);
      UnknownKey(key, where, known);
    }
    for (const auto& rule : rules) {
      if (!rule.required || table.contains(rule.key)) continue;
      errors_.Add(Begin(table.source()),
                  absl::StrCat(std::string(rule.key), " is missing in ",
                               std::string(where),
                               "; valid: ", ValidText(rule.allowed)));
    }
    return errors_.size() == errors_before;
  }

  template <class Section>
  void ReadValue(const KeyRule<Section>& rule, const toml::node& node,
                 Section* section) {
    const Value value = ValueOf(node);
    std::string wrong;
    switch (Judge(rule.allowed, value)) {
      case Verdict::kFits:
        return Keep(rule, value, section);
      case Verdict::kWrongType:
        wrong = absl::StrCat(" is ", TypeText(node));
        break;
      case Verdict::kNotAllowed:
        wrong = absl::StrCat(" = ", Shown(value),
                             rule.allowed.shape == Shape::kChoice
                                 ? " is not known"
                                 : " is not allowed");
        break;
    }
    errors_.Add(Begin(node.source()),
                absl::StrCat(std::string(rule.key), wrong,
                             "; valid: ", ValidText(rule.allowed)));
  }

  void ReadUnits(const toml::node* node) {
    if (node == nullptr) return NoUnits({});
    const toml::table* table = TableOf(*node, "unit");
    if (table == nullptr) return;
    if (table->empty()) return NoUnits(Begin(node->source()));

    // The library sorts keys by their text.
    std::vector<std::pair<const toml::key*, const toml::node*>> in_file_order;
    for (const auto& [key, unit] : *table) {
      in_file_order.emplace_back(&key, &unit);
    }
    std::sort(in_file_order.begin(), in_file_order.end(),
              [](const auto& a, const auto& b) {
                return Begin(a.first->source()) < Begin(b.first->source());
              });
    for (const auto& [key, unit] : in_file_order) ReadUnit(*key, *unit);
    if (in_file_order.size() > kUnitsMax) {
      errors_.Add(Begin(in_file_order[kUnitsMax].first->source()),
                  absl::StrCat(in_file_order.size(), " units; valid: 1 to ",
                               kUnitsMax));
    }
  }

  void NoUnits(Position at) {
    errors_.Add(at, absl::StrCat("no unit is defined; valid: 1 to ", kUnitsMax,
                                 " units such as "
                                 "unit.points = { decimals = 0 }"));
  }

  void ReadUnit(const toml::key& key, const toml::node& node) {
    UnitSection unit;
    unit.name = key.str();
    if (Judge(kNameAllowed, unit.name) != Verdict::kFits) {
      errors_.Add(
          Begin(key.source()),
          absl::StrCat("unit name ", Quoted(unit.name),
                       " is not allowed; valid: ", ValidText(kNameAllowed)));
    }
    if (const toml::table* table = TableOf(node, "a unit")) {
      units_are_sound_ &= ReadSection(*table, "a unit", kUnitKeys, &unit);
    }
    source_.units.push_back(std::move(unit));
  }

  void ReadEarnRules(const toml::node& node) {
    const toml::array* rules = node.as_array();
    if (rules == nullptr) {
      errors_.Add(Begin(node.source()),
                  absl::StrCat("earn is ", TypeText(node),
                               "; valid: [[earn]] and its keys below"));
      return;
    }
    std::size_t count = 0;
    for (const toml::node& rule : *rules) {
      if (++count == 2) {
        errors_.Add(Begin(rule.source()),
                    absl::StrCat(rules->size(),
                                 " earn rules; valid: at most one [[earn]]"));
      }
      if (const toml::table* table = TableOf(rule, "earn")) {
        EarnSection earn = ReadEarnRule(*table);
        if (count == 1) source_.earn = std::move(earn);
      }
    }
  }

  EarnSection ReadEarnRule(const toml::table& table) {
    EarnSection earn;
    const bool is_sound = ReadSection(table, "earn", kEarnKeys, &earn);
    const toml::node* named = table.get("unit");
    if (named == nullptr && source_.units.size() == 1) {
      earn.unit = source_.units[0].name;
    }
    // A unit of a form no unit can have is reported already.
    if (named != nullptr && earn.unit.empty()) return earn;
    const auto unit = std::find_if(
        source_.units.begin(), source_.units.end(),
        [&](const auto& known) { return known.name == earn.unit; });
    if (unit == source_.units.end()) {
      UnitNotFound(table, named, earn.unit);
    } else if (is_sound && units_are_sound_) {
      const auto rate = EarnRate(earn.give, unit->decimals, earn.per);
      if (!rate.ok()) {
        errors_.Add(Begin(table.get("give")->source()),
                    std::string(rate.status().message()));
      }
    }
    return earn;
  }

  void UnitNotFound(const toml::table& earn, const toml::node* named,
                    const std::string& name) {
    // Without any unit that is the error to report.
    if (source_.units.empty()) return;
    std::string valid;
    for (const UnitSection& unit : source_.units) {
      absl::StrAppend(&valid, valid.empty() ? "" : ", ", Quoted(unit.name));
    }
    errors_.Add(Begin(named != nullptr ? named->source() : earn.source()),
                named != nullptr
                    ? absl::StrCat("unit = ", Quoted(name),
                                   " is not known; valid: ", valid)
                    : absl::StrCat("unit is missing in earn; valid: ", valid));
  }

  ProgramSource source_;
  ErrorList errors_;
  bool units_are_sound_ = true;
};

// What the library would not refuse, or only after too much work.
void CheckBytes(std::string_view text, ErrorList* errors) {
  if (text.size() > kRecordBytesMax) {
    errors->Add({}, absl::StrCat("the text has ", text.size(),
                                 " bytes; valid: at most ", kRecordBytesMax));
    return;
  }
  Position at;
  std::size_t line_bytes = 0;
  for (const char c : text) {
    if (c == '\0') {
      errors->Add(at, "a NUL byte; valid: text in UTF-8");
    }
    if (c == '\n') {
      at = {at.line + 1, 1};
      line_bytes = 0;
      continue;
    }
    if (++line_bytes == kLineBytesMax + 1) {
      errors->Add(at, absl::StrCat("the line is too long; valid: at most ",
                                   kLineBytesMax, " bytes"));
    }
    if ((c & 0xC0) != 0x80) ++at.column;
  }
}

}  // namespace

absl::StatusOr<ProgramSource> ReadProgram(std::string_view text,
                                          std::string_view file_name) {
  Reader reader;
  CheckBytes(text, &reader.errors());
  if (reader.errors().size() > 0) return reader.errors().ToStatus(file_name);
  try {
    reader.ReadRoot(toml::parse(text));
  } catch (const toml::parse_error& error) {
    reader.errors().Add(
        Begin(error.source()),
        absl::StrCat(std::string(error.description()), "; valid: TOML 1.0"));
  }
  if (reader.errors().size() > 0) return reader.errors().ToStatus(file_name);
  return std::move(reader.source());
}

}  // namespace kumbara
