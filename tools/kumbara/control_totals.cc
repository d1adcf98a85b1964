#include "tools/kumbara/control_totals.h"

#include <cstdio>
#include <optional>
#include <string_view>

#include "absl/strings/str_cat.h"
#include "engine/base/check.h"
#include "tools/csv/decimal.h"
#include "tools/csv/printable.h"
#include "tools/csv/record_reader.h"
#include "tools/csv/record_splitter.h"
#include "tools/kumbara/exit_code.h"
#include "tools/kumbara/numbers.h"
#include "tools/kumbara/report.h"

namespace kumbara::tools {
namespace {

constexpr std::string_view kHeader = "what,unit,rows,amount";
constexpr std::size_t kFields = 4;

const Unit* UnitNamed(const Program& program, std::string_view name) {
  for (const Unit& unit : program.units) {
    if (unit.name == name) return &unit;
  }
  return nullptr;
}

std::string CountText(std::uint64_t rows, Int128 amount, const Unit* unit) {
  return absl::StrCat(
      Grouped(Int128{rows}), " rows of ",
      Scaled(amount, unit != nullptr ? unit->decimals : 0, true));
}

}  // namespace

absl::StatusOr<ControlTotals> ControlTotals::Read(const std::string& path,
                                                  const Program& program) {
  const absl::StatusOr<std::string> text = ReadTextFile(path);
  if (!text.ok()) return text.status();
  RecordReader reader(SplitRecord, RecordReader::BytesOf(*text));
  const auto wrong = [&](const Record& record, std::string_view expected) {
    return absl::InvalidArgumentError(absl::StrCat(
        path, ":", record.line, ": expected ", std::string(expected),
        "; got \"", Printable(record.raw), "\""));
  };
  ControlTotals control;
  control.path_ = path;
  const Record* header = reader.Next();
  if (header == nullptr || header->raw != kHeader) {
    return absl::InvalidArgumentError(
        absl::StrCat(path, ":1: expected the header ", std::string(kHeader)));
  }
  while (const Record* record = reader.Next()) {
    if (record->fault != RecordFault::kNone || record->field_count != kFields) {
      return wrong(*record, kHeader);
    }
    const std::optional<ImportWhat> what = ImportWhatByName(record->fields[0]);
    if (!what) return wrong(*record, "what an import brings first");
    const Unit* unit = UnitNamed(program, record->fields[1]);
    const ImportMeasure measure = MeasureOf(*what);
    // Of a purchase there are two lines: its money, and what is left of its
    // points.
    const bool has_unit =
        measure == ImportMeasure::kOfUnit ||
        (measure == ImportMeasure::kPurchase && !record->fields[1].empty());
    if (has_unit && unit == nullptr) {
      return wrong(*record, "a unit of the program second");
    }
    if (!has_unit && !record->fields[1].empty()) {
      return wrong(*record, "nothing second, as this has no unit");
    }
    const std::optional<std::int64_t> rows = ParseWhole(record->fields[2]);
    const std::optional<std::int64_t> amount =
        ScaleDecimal(record->fields[3], has_unit ? unit->decimals : 0);
    if (!rows || *rows < 0) return wrong(*record, "a number of rows third");
    if (!amount || *amount < 0) return wrong(*record, "an amount last");
    const std::uint8_t code = has_unit ? unit->code : std::uint8_t{0};
    const auto [pair, added] = control.totals_.try_emplace({*what, code});
    if (!added) return wrong(*record, "each unit once for each word");
    pair->second.expected = {static_cast<std::uint64_t>(*rows), *amount};
  }
  if (!reader.status().ok()) return reader.status();
  return control;
}

void ControlTotals::Count(const Command& command,
                          std::span<const Detail> details) {
  const Detail* number = Find(details, NumberKind::kWhat);
  KUMBARA_CHECK(number != nullptr);
  const auto what = static_cast<ImportWhat>(number->number());
  const std::uint8_t unit = command.unit_or_currency;
  const Detail* quantity = Find(details, NumberKind::kQuantity);
  const bool is_purchase = what == ImportWhat::kPurchase;
  Add({what, is_purchase ? std::uint8_t{0} : unit},
      quantity != nullptr ? quantity->number() : command.amount);
  if (!is_purchase || unit == 0) return;
  const Detail* left = Find(details, NumberKind::kLeft);
  if (left == nullptr) left = Find(details, NumberKind::kPoints);
  Add({what, unit}, left->number());
}

void ControlTotals::Add(const Key& key, std::int64_t amount) {
  Total& loaded = totals_[key].loaded;
  ++loaded.rows;
  loaded.amount += amount;
}

int ControlTotals::Compare(const Program& program) const {
  int exit_code = kExitOk;
  for (const auto& [key, pair] : totals_) {
    if (pair.loaded == pair.expected) continue;
    exit_code = kExitDiffers;
    const auto& [what, code] = key;
    const Unit* unit = program.FindUnit(code);
    std::printf(
        "control %s%s: %s, expected %s\n", Name(what).data(),
        unit != nullptr ? absl::StrCat(" ", unit->name).c_str() : "",
        CountText(pair.loaded.rows, pair.loaded.amount, unit).c_str(),
        CountText(pair.expected.rows, pair.expected.amount, unit).c_str());
  }
  if (exit_code == kExitOk) {
    std::printf("control %s: all %s totals equal\n", path_.c_str(),
                Grouped(static_cast<std::int64_t>(totals_.size())).c_str());
  }
  return exit_code;
}

}  // namespace kumbara::tools
