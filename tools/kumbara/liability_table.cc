#include "tools/kumbara/liability_table.h"

#include <algorithm>
#include <vector>

#include "engine/base/period.h"
#include "engine/query/estimates.h"
#include "engine/query/liability.h"
#include "tools/kumbara/numbers.h"
#include "tools/kumbara/unit_text.h"

namespace kumbara::tools {
namespace {

// In minor units of the currency, exactly; empty of a unit without a value.
std::string ValueText(const Unit& unit, Int128 net) {
  if (unit.value_millionths == 0) return "";
  return ScaledProduct(net, {unit.value_millionths}, 6 + unit.decimals);
}

// Likewise of what is expected to be redeemed.
std::string ExpectedText(const Unit& unit, Int128 net,
                         const Estimate& estimate) {
  return ScaledProduct(net, {estimate.price, estimate.redemption},
                       12 + unit.decimals);
}

std::vector<std::string> RowOf(const Unit& unit, const std::string& by_class,
                               const LiabilityKey& key,
                               const Liability& liability,
                               const Estimate* estimate) {
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
          ValueText(unit, liability.net()),
          estimate == nullptr ? "" : MillionthsText(estimate->redemption),
          estimate == nullptr ? "" : MillionthsText(estimate->price),
          estimate == nullptr ? ""
                              : ExpectedText(unit, liability.net(), *estimate)};
}

}  // namespace

std::string LiabilityTable(const storage::OpenLedger& opened,
                           TableFormat format, bool header) {
  TextTable table({{"unit"},
                   {"funding_class"},
                   {"earned"},
                   {"pending", Align::kRight},
                   {"available", Align::kRight},
                   {"held", Align::kRight},
                   {"deficit", Align::kRight},
                   {"value_minor", Align::kRight},
                   {"redemption_rate", Align::kRight},
                   {"price", Align::kRight},
                   {"expected_minor", Align::kRight}},
                  header);
  const Ledger& ledger = opened.ledger();
  const Program& program = ledger.program();
  const std::vector<Estimate>& estimates = opened.foundation().estimates;
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
          one->first, one->second,
          EstimateInForce(estimates, unit.code, one->first.vintage,
                          ledger.clock())));
    }
    // Classes by name: which one got its code first is chance.
    std::stable_sort(rows.begin(), rows.end(),
                     [](const auto& a, const auto& b) { return a[1] < b[1]; });
    for (std::vector<std::string>& row : rows) table.Add(std::move(row));
  }
  return table.To(format);
}

}  // namespace kumbara::tools
