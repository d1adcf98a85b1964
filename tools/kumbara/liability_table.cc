#include "tools/kumbara/liability_table.h"

#include <algorithm>
#include <vector>

#include "engine/base/period.h"
#include "engine/query/liability.h"
#include "tools/kumbara/numbers.h"
#include "tools/kumbara/unit_text.h"

namespace kumbara::tools {
namespace {

// In minor units of the currency, exactly; empty of a unit without a value.
std::string ValueText(const Unit& unit, Int128 net) {
  if (unit.value_millionths == 0) return "";
  std::string text =
      Scaled(net * unit.value_millionths, 6 + unit.decimals, false);
  text.erase(text.find_last_not_of('0') + 1);
  if (text.ends_with('.')) text.pop_back();
  return text;
}

std::vector<std::string> RowOf(const Unit& unit, const std::string& by_class,
                               const LiabilityKey& key,
                               const Liability& liability) {
  const auto number = [&](Int128 amount) {
    return Scaled(amount, unit.decimals, false);
  };
  return {unit.name,
          by_class,
          key.vintage == 0 ? "" : PeriodText(Period::kMonth, key.vintage),
          number(liability.pending),
          number(liability.available),
          number(liability.held),
          number(liability.deficit),
          ValueText(unit, liability.net())};
}

}  // namespace

std::string LiabilityTable(const Ledger& ledger, TableFormat format,
                           bool header) {
  TextTable table({{"unit"},
                   {"funding_class"},
                   {"earned"},
                   {"pending", Align::kRight},
                   {"available", Align::kRight},
                   {"held", Align::kRight},
                   {"deficit", Align::kRight},
                   {"value_minor", Align::kRight}},
                  header);
  const Program& program = ledger.program();
  const Liabilities all =
      LiabilitiesOf(ledger.shards(), program, ledger.clock());
  for (const Unit& unit : program.units) {
    std::vector<std::vector<std::string>> rows;
    for (auto one = all.lower_bound({unit.code, 0, 0});
         one != all.end() && one->first.unit == unit.code; ++one) {
      const Code code = one->first.funding_class;
      rows.push_back(RowOf(
          unit,
          code == 0 ? "" : ledger.codes().Text(CodeSpace::kFundingClass, code),
          one->first, one->second));
    }
    // Classes by name: which one got its code first is chance.
    std::stable_sort(rows.begin(), rows.end(),
                     [](const auto& a, const auto& b) { return a[1] < b[1]; });
    for (std::vector<std::string>& row : rows) table.Add(std::move(row));
  }
  return table.To(format);
}

}  // namespace kumbara::tools
