#include "tools/kumbara/command_text.h"

#include <map>
#include <optional>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "tools/csv/csv_column.h"
#include "tools/csv/printable.h"

namespace kumbara::tools {
namespace {

// Words apart by spaces; a part in double quotes keeps its spaces.
absl::StatusOr<std::vector<std::string>> Words(std::string_view text) {
  std::vector<std::string> words;
  std::string word;
  bool in_word = false;
  bool quoted = false;
  for (const char c : text) {
    if (c == '"') {
      quoted = !quoted;
      in_word = true;
    } else if (c == ' ' && !quoted) {
      if (in_word) words.push_back(std::exchange(word, ""));
      in_word = false;
    } else {
      word.push_back(c);
      in_word = true;
    }
  }
  if (quoted) return absl::InvalidArgumentError("a quote is not closed");
  if (in_word) words.push_back(word);
  return words;
}

std::string Quoted(const std::string& value) {
  std::string quoted = "\"";
  for (const char c : value) {
    if (c == '"') quoted.push_back('"');
    quoted.push_back(c);
  }
  return quoted + "\"";
}

constexpr std::pair<const char*, const char*> kAliases[] = {
    {"at", "occurred_at"},
    {"id", "transaction_id"},
    {"to", "to_member_id"},
    {"actor", "actor_member_id"}};

// Whether commands of this kind have a unit and no amount.
bool TakesUnitAlone(std::string_view kind_name) {
  const std::optional<CommandKind> kind = CommandKindByName(kind_name);
  if (!kind) return false;
  const ColumnSet points = TakenBy(*kind) & SetOf(Column::kPoints);
  return points == 0 && (RequiredBy(*kind) & SetOf(Column::kUnit)) != 0;
}

bool IsHex32(const std::string& id) {
  return id.size() == 32 &&
         id.find_first_not_of("0123456789abcdefABCDEF") == std::string::npos;
}

}  // namespace

absl::StatusOr<std::string> CommandTextToCsv(std::string_view text,
                                             const std::string& now,
                                             const std::string& id) {
  const absl::StatusOr<std::vector<std::string>> words = Words(text);
  if (!words.ok()) return words.status();
  if (words->size() < 2) {
    return absl::InvalidArgumentError(
        "expected COMMAND MEMBER [AMOUNT UNIT] [key=value...] or tick "
        "INSTANT");
  }
  std::map<std::string, std::string> columns;
  columns["kind"] = (*words)[0];
  const bool tick = columns["kind"] == "tick";
  columns[tick ? "occurred_at" : "member_id"] = (*words)[1];
  const bool basket =
      columns["kind"] == "purchase" || columns["kind"] == "return";
  std::vector<std::string> plain;
  for (std::size_t i = 2; i < words->size(); ++i) {
    const std::string& word = (*words)[i];
    const std::size_t equals = word.find('=');
    if (equals == std::string::npos) {
      plain.push_back(word);
      continue;
    }
    std::string key = word.substr(0, equals);
    for (const auto& [alias, column] : kAliases) {
      if (key == alias) key = column;
    }
    if (!columns.emplace(key, word.substr(equals + 1)).second) {
      return absl::InvalidArgumentError(
          absl::StrCat(Printable(key), ": is given twice"));
    }
  }
  // The unit of a capture or reversal is that of the command it names.
  const bool unit_is_known =
      columns["kind"] == "capture" || columns["kind"] == "reverse";
  if (plain.size() == 2 || (plain.size() == 1 && unit_is_known)) {
    // Both kinds read naturally: a return's amount is negative in a file.
    const bool negate =
        columns["kind"] == "return" && !plain[0].empty() && plain[0][0] != '-';
    std::vector<std::pair<std::string, std::string>> named;
    named.emplace_back(basket ? "amount_minor" : "points",
                       (negate ? "-" : "") + plain[0]);
    if (plain.size() == 2) {
      named.emplace_back(basket ? "currency" : "unit", plain[1]);
    }
    for (const auto& [key, value] : named) {
      if (!columns.emplace(key, value).second) {
        return absl::InvalidArgumentError(
            absl::StrCat(key, ": is given twice"));
      }
    }
  } else if (plain.size() == 1 && TakesUnitAlone(columns["kind"])) {
    if (!columns.emplace("unit", plain[0]).second) {
      return absl::InvalidArgumentError("unit: is given twice");
    }
  } else if (!plain.empty()) {
    return absl::InvalidArgumentError(absl::StrCat(
        "\"", Printable(plain[0]), "\": expected AMOUNT UNIT or key=value"));
  }
  columns.emplace("occurred_at", now);
  if (!tick && !columns.contains("transaction_id") &&
      !columns.contains("command_id") && !columns.contains("counter")) {
    columns[IsHex32(id) ? "command_id" : "transaction_id"] = id;
  }
  columns.emplace("transaction_id", "");
  columns.emplace("member_id", "");
  std::string header;
  std::string record;
  for (const auto& [column, value] : columns) {
    absl::StrAppend(&header, header.empty() ? "" : ",", column);
    absl::StrAppend(&record, record.empty() ? "" : ",", Quoted(value));
  }
  return header + "\n" + record + "\n";
}

}  // namespace kumbara::tools
