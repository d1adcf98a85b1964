#include "storage/recovery/closings.h"

#include <algorithm>
#include <optional>
#include <utility>

#include "absl/strings/str_cat.h"

namespace kumbara::storage {
namespace {

bool FitsIts(const ParsedBatch& batch, const Record& record,
             const Closing& closing, const CodeTable& codes) {
  const ClosingTerms& terms = closing.terms;
  return terms.month == record.header.code &&
         terms.sequence + 1 == batch.header.first_sequence &&
         terms.reason <= codes.Count(CodeSpace::kReason) &&
         std::all_of(closing.amounts.begin(), closing.amounts.end(),
                     [&](const ClosedAmount& amount) {
                       return amount.unit <= codes.Count(CodeSpace::kUnit);
                     });
}

}  // namespace

absl::StatusOr<std::vector<Closing>> ClosingsIn(const ParsedBatch& batch,
                                                const CodeTable& codes) {
  std::vector<Closing> closings;
  for (const Record& record : batch.records) {
    if (record.header.kind != RecordKind::kClosing) continue;
    std::optional<Closing> closing = Closing::FromBytes(record.bytes);
    if (!closing || !FitsIts(batch, record, *closing, codes)) {
      return absl::DataLossError(
          absl::StrCat("batch ", batch.header.number,
                       ": does not hold the closing of a month whole"));
    }
    closings.push_back(*std::move(closing));
  }
  return closings;
}

}  // namespace kumbara::storage
