#include "tools/kumbara/audit_text.h"

#include <algorithm>
#include <cstddef>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "engine/base/period.h"
#include "tools/csv/printable.h"
#include "tools/kumbara/json_text.h"
#include "tools/kumbara/numbers.h"
#include "tools/kumbara/outcome_text.h"
#include "tools/kumbara/text_table.h"
#include "tools/kumbara/unit_text.h"

namespace kumbara::tools {
namespace {

// The places in kMovements that are not zero in every month.
std::vector<std::size_t> MovementsIn(const std::vector<MonthRow>& rows) {
  std::vector<std::size_t> used;
  for (std::size_t place = 0; place < kMovements.size(); ++place) {
    const bool moves = std::any_of(
        rows.begin(), rows.end(),
        [&](const MonthRow& row) { return row.movements[place] != 0; });
    if (moves) used.push_back(place);
  }
  return used;
}

constexpr char kPriorPeriod[] = "prior_period";

bool HasPriorPeriod(const std::vector<MonthRow>& rows) {
  return std::any_of(rows.begin(), rows.end(),
                     [](const MonthRow& row) { return row.prior_period != 0; });
}

// What a violation names, as texts; empty where it names none.
struct ViolationWords {
  std::string member;
  std::string unit;
  std::string found;
  std::string expected;
};

ViolationWords WordsOf(const Violation& violation, const Program& program,
                       const storage::Directory& directory) {
  ViolationWords words;
  if (!violation.member.IsZero()) {
    words.member = NameOf(directory, violation.member);
  }
  words.unit = UnitName(program, violation.unit);
  if (violation.amounts) {
    const int decimals = UnitDecimals(program, violation.unit);
    words.found = Scaled(violation.amounts->found, decimals, false);
    words.expected = Scaled(violation.amounts->expected, decimals, false);
  }
  return words;
}

std::string MonthTable(const Unit& unit, const std::vector<MonthRow>& rows) {
  const std::vector<std::size_t> used = MovementsIn(rows);
  const auto amount = [&](Int128 value) {
    return Scaled(value, unit.decimals, true);
  };
  std::vector<TextTable::Column> columns = {{unit.name, Align::kLeft},
                                            {"opening", Align::kRight}};
  for (const std::size_t place : used) {
    columns.push_back({std::string(Name(kMovements[place])), Align::kRight});
  }
  const bool has_prior = HasPriorPeriod(rows);
  if (has_prior) columns.push_back({kPriorPeriod, Align::kRight});
  columns.push_back({"closing", Align::kRight});
  TextTable table(std::move(columns));
  for (const MonthRow& row : rows) {
    std::vector<std::string> line = {PeriodText(Period::kMonth, row.month),
                                     amount(row.opening)};
    for (const std::size_t place : used) {
      line.push_back(amount(row.movements[place]));
    }
    if (has_prior) line.push_back(amount(row.prior_period));
    line.push_back(amount(row.closing));
    table.Add(std::move(line));
  }
  return table.ToText();
}

// Amounts are texts: see balance_table.cc.
std::string RowsJson(const Unit& unit, const std::vector<MonthRow>& rows) {
  const std::vector<std::size_t> used = MovementsIn(rows);
  const auto amount = [&](Int128 value) {
    return JsonText(Scaled(value, unit.decimals, false));
  };
  const bool has_prior = HasPriorPeriod(rows);
  std::string text = "[";
  for (std::size_t i = 0; i < rows.size(); ++i) {
    absl::StrAppend(&text, i == 0 ? "\n" : ",\n", "    {\"month\": ",
                    JsonText(PeriodText(Period::kMonth, rows[i].month)),
                    ", \"opening\": ", amount(rows[i].opening));
    for (const std::size_t place : used) {
      absl::StrAppend(&text, ", ", JsonText(Name(kMovements[place])), ": ",
                      amount(rows[i].movements[place]));
    }
    if (has_prior) {
      absl::StrAppend(&text, ", ", JsonText(kPriorPeriod), ": ",
                      amount(rows[i].prior_period));
    }
    absl::StrAppend(&text, ", \"closing\": ", amount(rows[i].closing), "}");
  }
  return text + "]";
}

}  // namespace

std::string ViolationText(const Violation& violation, const Program& program,
                          const storage::Directory& directory) {
  const ViolationWords words = WordsOf(violation, program, directory);
  std::string text = absl::StrCat("invariant ", violation.invariant, ": ");
  if (!words.member.empty()) {
    absl::StrAppend(&text, "member ", Printable(words.member), ", ");
  }
  if (!words.unit.empty()) absl::StrAppend(&text, words.unit, ", ");
  absl::StrAppend(&text, "sequence ", violation.sequence, ": ", violation.what);
  if (!words.found.empty()) {
    absl::StrAppend(&text, ": ", words.found, ", not ", words.expected);
  }
  return text;
}

std::string ViolationJson(const Violation& violation, const Program& program,
                          const storage::Directory& directory) {
  const ViolationWords words = WordsOf(violation, program, directory);
  std::string text = absl::StrCat("{\"invariant\": ", violation.invariant,
                                  ", \"sequence\": ", violation.sequence);
  const auto add = [&text](const char* key, const std::string& value) {
    if (value.empty()) return;
    absl::StrAppend(&text, ", \"", key, "\": ", JsonText(value));
  };
  add("member", words.member);
  add("unit", words.unit);
  add("what", violation.what);
  add("found", words.found);
  add("expected", words.expected);
  return text + "}";
}

std::string MonthTables(const Program& program, const MonthTotals& months) {
  std::string text;
  for (const Unit& unit : program.units) {
    const std::vector<MonthRow> rows = months.RowsOf(unit.code);
    if (!rows.empty()) absl::StrAppend(&text, "\n", MonthTable(unit, rows));
  }
  return text;
}

std::string MonthsJson(const Program& program, const MonthTotals& months) {
  std::string text = "[";
  const char* between = "\n  ";
  for (const Unit& unit : program.units) {
    absl::StrAppend(&text, between, "{\"unit\": ", JsonText(unit.name),
                    ", \"months\": ", RowsJson(unit, months.RowsOf(unit.code)),
                    "}");
    between = ",\n  ";
  }
  return text + "]";
}

}  // namespace kumbara::tools
