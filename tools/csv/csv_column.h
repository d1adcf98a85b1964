// The columns of a CSV file of commands, which are the keys of an NDJSON file
// too, and which kinds of command take them. The same table stands, for people,
// in docs/csv.md.

#ifndef KUMBARA_TOOLS_CSV_CSV_COLUMN_H_
#define KUMBARA_TOOLS_CSV_CSV_COLUMN_H_

#include <absl/status/statusor.h>

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/record/command.h"
#include "tools/csv/record_splitter.h"

namespace kumbara::tools {

enum class Column : std::uint8_t {
  kTransactionId,
  kMemberId,
  kOccurredAt,
  kAmountMinor,
  kCurrency,
  kKind,
  kStoreId,
  kChannel,
  kCategory,
  kUnit,
  kPoints,
  kToMemberId,
  kReferrer,
  kActorMemberId,
  kReference,
  kReason,
  kFundingClass,
  kName,
  kCause,
  kOperator,
  kApprover,
  kUntil,
  kBefore,
  kLot,
  kWhat,
  kActivation,
  kExpiry,
  kVintage,
  kBirthday,
  kSegments,
  kPlan,
  kForce,
  kPayOut,
  kReward,
  kTier,
  kQuantity,
  kLinked,
  kLines,
  kCommandId,
  kCounter,
  kSource,
  kReferenceCounter,
  kPointsLeft,
  kIgnored,  // The two columns that the rejects have more.
};

inline constexpr std::size_t kColumns = 44;

// A set of columns, one bit each.
using ColumnSet = std::uint64_t;

constexpr ColumnSet SetOf(Column column) {
  return ColumnSet{1} << static_cast<unsigned>(column);
}

// Any of which may give a row's id.
inline constexpr ColumnSet kIdColumns = SetOf(Column::kTransactionId) |
                                        SetOf(Column::kCommandId) |
                                        SetOf(Column::kCounter);

std::string_view Name(Column column);
std::optional<Column> ColumnByName(std::string_view name);
// All names but those that are ignored, separated by commas.
std::string AllColumnNames();

// The columns that a row of this kind must fill, beyond its id.
ColumnSet RequiredBy(CommandKind kind);
// The columns that a row of this kind may fill, the required ones included.
ColumnSet TakenBy(CommandKind kind);

// The column of each field. An error names what is wrong with the header, in
// the words of RowError; `file` is the name to give in it.
absl::StatusOr<std::vector<Column>> ParseHeader(std::string_view file,
                                                const Record& header);

}  // namespace kumbara::tools

#endif  // KUMBARA_TOOLS_CSV_CSV_COLUMN_H_
