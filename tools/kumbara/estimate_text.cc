#include "tools/kumbara/estimate_text.h"

#include <cstddef>
#include <utility>
#include <vector>

#include "engine/base/period.h"
#include "engine/base/time_text.h"
#include "engine/query/estimates.h"
#include "tools/kumbara/json_text.h"
#include "tools/kumbara/numbers.h"
#include "tools/kumbara/outcome_text.h"
#include "tools/kumbara/signatory_text.h"

namespace kumbara::tools {
namespace {

std::string VintageText(std::uint16_t vintage) {
  return vintage == 0 ? "" : PeriodText(Period::kMonth, vintage);
}

std::string StandingText(EstimateStanding standing) {
  switch (standing) {
    case EstimateStanding::kToCome:
      return "to_come";
    case EstimateStanding::kInForce:
      return "in_force";
    case EstimateStanding::kSuperseded:
      return "superseded";
  }
  return "";
}

std::vector<TextTable::Column> EstimateColumns() {
  return {{"estimate", Align::kRight},
          {"unit"},
          {"earned_from"},
          {"earned_to"},
          {"redemption_rate", Align::kRight},
          {"price", Align::kRight},
          {"effective"},
          {"sequence", Align::kRight},
          {"operator"},
          {"approver"},
          {"reason"}};
}

// What EstimateColumns names.
std::vector<std::string> EstimateRow(const Estimate& estimate,
                                     const CodeTable& codes,
                                     const storage::Directory& directory) {
  return {std::to_string(estimate.number),
          codes.Text(CodeSpace::kUnit, estimate.unit),
          VintageText(estimate.from_vintage),
          VintageText(estimate.to_vintage),
          MillionthsText(estimate.redemption),
          MillionthsText(estimate.price),
          ToText(Instant(estimate.effective)),
          std::to_string(estimate.sequence),
          NameOf(directory, estimate.by),
          ApproverText(estimate.approver, directory),
          ReasonText(estimate.reason, codes)};
}

}  // namespace

std::string EstimateTable(const storage::OpenLedger& opened, TableFormat format,
                          bool header) {
  std::vector<TextTable::Column> columns = EstimateColumns();
  columns.push_back({"standing"});
  TextTable table(std::move(columns), header);
  const std::vector<Estimate>& estimates = opened.foundation().estimates;
  for (std::size_t i = 0; i < estimates.size(); ++i) {
    std::vector<std::string> row =
        EstimateRow(estimates[i], opened.ledger().codes(), opened.directory());
    row.push_back(
        StandingText(StandingOf(estimates, i, opened.ledger().clock())));
    table.Add(std::move(row));
  }
  return table.To(format);
}

std::string EstimateText(const Estimate& estimate, const CodeTable& codes,
                         const storage::Directory& directory) {
  TextTable table(EstimateColumns());
  table.Add(EstimateRow(estimate, codes, directory));
  return table.ToText();
}

JsonMembers EstimateMembers(const Estimate& estimate, const CodeTable& codes,
                            const storage::Directory& directory) {
  const std::vector<TextTable::Column> columns = EstimateColumns();
  const std::vector<std::string> row = EstimateRow(estimate, codes, directory);
  JsonMembers members;
  for (std::size_t i = 0; i < columns.size(); ++i) {
    const std::string& name = columns[i].name;
    const bool is_count = name == "estimate" || name == "sequence";
    if (row[i].empty()) continue;
    members.emplace_back(name, is_count ? row[i] : JsonText(row[i]));
  }
  return members;
}

}  // namespace kumbara::tools
