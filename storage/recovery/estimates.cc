#include "storage/recovery/estimates.h"

#include <optional>

#include "absl/strings/str_cat.h"

namespace kumbara::storage {
namespace {

absl::Status DamagedBy(const ParsedBatch& batch, absl::string_view what) {
  return absl::DataLossError(
      absl::StrCat("batch ", batch.header.number, ": ", what));
}

bool FitsRecord(const Record& record, const Estimate& estimate,
                const CodeTable& codes) {
  return estimate.number == record.header.code &&
         estimate.unit <= codes.Count(CodeSpace::kUnit) &&
         estimate.reason <= codes.Count(CodeSpace::kReason);
}

}  // namespace

absl::StatusOr<std::vector<Estimate>> EstimatesIn(const ParsedBatch& batch,
                                                  const CodeTable& codes) {
  std::vector<Estimate> estimates;
  for (const Record& record : batch.records) {
    if (record.header.kind != RecordKind::kEstimate) continue;
    const std::optional<Estimate> estimate = Estimate::FromBytes(record.bytes);
    if (!estimate || !FitsRecord(record, *estimate, codes)) {
      return DamagedBy(batch, "does not hold an estimate whole");
    }
    estimates.push_back(*estimate);
  }
  return estimates;
}

absl::Status AddEstimatesOf(const ParsedBatch& batch, const CodeTable& codes,
                            std::vector<Estimate>* estimates) {
  const auto found = EstimatesIn(batch, codes);
  if (!found.ok()) return found.status();
  for (const Estimate& estimate : *found) {
    const bool is_in_place =
        batch.header.command_count == 0 &&
        estimate.sequence + 1 == batch.header.first_sequence;
    const bool is_known = estimate.number <= estimates->size() &&
                          (*estimates)[estimate.number - 1] == estimate;
    const bool is_next = estimate.number == estimates->size() + 1;
    if (!is_in_place || (!is_known && !is_next)) {
      return DamagedBy(batch, "holds an estimate out of turn");
    }
    if (is_next) estimates->push_back(estimate);
  }
  return absl::OkStatus();
}

}  // namespace kumbara::storage
