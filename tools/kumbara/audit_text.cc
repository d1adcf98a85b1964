#include "tools/kumbara/audit_text.h"

#include <algorithm>
#include <cstddef>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "tools/kumbara/json_text.h"
#include "tools/kumbara/numbers.h"
#include "tools/kumbara/outcome_text.h"
#include "tools/kumbara/text_table.h"

namespace kumbara::tools {
namespace {

std::string MonthText(int month) {
  return absl::StrFormat("%04d-%02d", month / 12, month % 12 + 1);
}

std::string UnitText(std::uint8_t code, const Program& program) {
  const Unit* unit = program.FindUnit(code);
  return unit != nullptr ? unit->name : "unit " + std::to_string(code);
}

int DecimalsOf(std::uint8_t code, const Program& program) {
  const Unit* unit = program.FindUnit(code);
  return unit != nullptr ? unit->decimals : 0;
}

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

}  // namespace

std::string ViolationText(const Violation& violation, const Program& program,
                          const storage::Directory& directory) {
  std::string text = absl::StrCat("invariant ", violation.invariant, ": ");
  if (!violation.member.IsZero()) {
    absl::StrAppend(&text, "member ", NameOf(directory, violation.member),
                    ", ");
  }
  if (violation.unit != 0) {
    absl::StrAppend(&text, UnitText(violation.unit, program), ", ");
  }
  absl::StrAppend(&text, "sequence ", violation.sequence, ": ", violation.what);
  if (violation.amounts) {
    const int decimals = DecimalsOf(violation.unit, program);
    absl::StrAppend(&text, ": ",
                    Scaled(violation.amounts->found, decimals, false), ", not ",
                    Scaled(violation.amounts->expected, decimals, false));
  }
  return text;
}

std::string ViolationJson(const Violation& violation, const Program& program,
                          const storage::Directory& directory) {
  std::string text = absl::StrCat("{\"invariant\": ", violation.invariant,
                                  ", \"sequence\": ", violation.sequence);
  if (!violation.member.IsZero()) {
    absl::StrAppend(
        &text, ", \"member\": ", JsonText(NameOf(directory, violation.member)));
  }
  if (violation.unit != 0) {
    absl::StrAppend(
        &text, ", \"unit\": ", JsonText(UnitText(violation.unit, program)));
  }
  absl::StrAppend(&text, ", \"what\": ", JsonText(violation.what));
  if (violation.amounts) {
    const int decimals = DecimalsOf(violation.unit, program);
    absl::StrAppend(
        &text, ", \"found\": ",
        JsonText(Scaled(violation.amounts->found, decimals, false)),
        ", \"expected\": ",
        JsonText(Scaled(violation.amounts->expected, decimals, false)));
  }
  return text + "}";
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
  columns.push_back({"closing", Align::kRight});
  TextTable table(std::move(columns));
  for (const MonthRow& row : rows) {
    std::vector<std::string> line = {MonthText(row.month), amount(row.opening)};
    for (const std::size_t place : used) {
      line.push_back(amount(row.movements[place]));
    }
    line.push_back(amount(row.closing));
    table.Add(std::move(line));
  }
  return table.ToText();
}

// Amounts are texts: see balance_table.cc.
std::string MonthsJson(const Unit& unit, const std::vector<MonthRow>& rows) {
  const std::vector<std::size_t> used = MovementsIn(rows);
  const auto amount = [&](Int128 value) {
    return JsonText(Scaled(value, unit.decimals, false));
  };
  std::string text = "[";
  for (std::size_t i = 0; i < rows.size(); ++i) {
    absl::StrAppend(&text, i == 0 ? "\n" : ",\n",
                    "    {\"month\": ", JsonText(MonthText(rows[i].month)),
                    ", \"opening\": ", amount(rows[i].opening));
    for (const std::size_t place : used) {
      absl::StrAppend(&text, ", ", JsonText(Name(kMovements[place])), ": ",
                      amount(rows[i].movements[place]));
    }
    absl::StrAppend(&text, ", \"closing\": ", amount(rows[i].closing), "}");
  }
  return text + "]";
}

}  // namespace kumbara::tools
