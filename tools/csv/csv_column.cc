#include "tools/csv/csv_column.h"

#include <absl/status/status.h>

#include <array>
#include <string>
#include <utility>

#include "tools/csv/row_error.h"

namespace kumbara::tools {
namespace {

// Indexed by Column.
constexpr std::array<std::string_view, kColumns> kNames = {
    "transaction_id", "member_id",
    "occurred_at",    "amount_minor",
    "currency",       "kind",
    "store_id",       "channel",
    "category",       "unit",
    "points",         "to_member_id",
    "referrer",       "actor_member_id",
    "reference",      "reason",
    "funding_class",  "name",
    "cause",          "operator",
    "approver",       "until",
    "before",         "lot",
    "what",           "activation",
    "expiry",         "vintage",
    "birthday",       "segments",
    "plan",           "force",
    "pay_out",        "reward",
    "tier",           "quantity",
    "linked",         "lines",
    "command_id",     "counter",
    "source",         "reference_counter",
    "points_left",    "rejected_line",
};
constexpr std::string_view kRejectedBecause = "rejected_because";

struct KindColumns {
  CommandKind kind{};
  ColumnSet required = 0;
  ColumnSet optional = 0;
};

constexpr ColumnSet kAlways = SetOf(Column::kOccurredAt) | SetOf(Column::kKind);
constexpr ColumnSet kMember = kAlways | SetOf(Column::kMemberId);
constexpr ColumnSet kNotes =
    kIdColumns | SetOf(Column::kSource) | SetOf(Column::kStoreId) |
    SetOf(Column::kChannel) | SetOf(Column::kReason) | SetOf(Column::kLinked) |
    SetOf(Column::kOperator) | SetOf(Column::kApprover);
constexpr ColumnSet kMoney =
    SetOf(Column::kAmountMinor) | SetOf(Column::kCurrency);
constexpr ColumnSet kPoints = SetOf(Column::kPoints) | SetOf(Column::kUnit);
constexpr ColumnSet kAttributes =
    SetOf(Column::kBirthday) | SetOf(Column::kSegments) | SetOf(Column::kPlan);

// A purchase or return without a member is an anonymous sale, a return by
// reference needs no amount, a redemption has points or a reward, an import
// what goes with the thing it brings: see csv_row.cc.
constexpr auto kKinds = ByKind<KindColumns>({
    {CommandKind::kTick, kAlways, 0},
    {CommandKind::kEnroll, kMember,
     kNotes | kAttributes | SetOf(Column::kReferrer)},
    {CommandKind::kPurchase, kAlways | kMoney,
     kNotes | SetOf(Column::kMemberId) | SetOf(Column::kCategory) |
         SetOf(Column::kLines)},
    {CommandKind::kReturn, kAlways,
     kNotes | kMoney | SetOf(Column::kMemberId) | SetOf(Column::kCategory) |
         SetOf(Column::kReference) | SetOf(Column::kReferenceCounter) |
         SetOf(Column::kLines)},
    {CommandKind::kAward, kMember | kPoints,
     kNotes | SetOf(Column::kFundingClass)},
    {CommandKind::kRedeem, kMember,
     kNotes | kPoints | SetOf(Column::kReward) | SetOf(Column::kQuantity) |
         SetOf(Column::kActorMemberId)},
    {CommandKind::kAdjust, kMember | kPoints | SetOf(Column::kReason), kNotes},
    {CommandKind::kTransfer, kMember | kPoints | SetOf(Column::kToMemberId),
     kNotes},
    {CommandKind::kHold, kMember | kPoints | SetOf(Column::kUntil),
     kNotes | SetOf(Column::kActorMemberId)},
    {CommandKind::kCapture, kMember | SetOf(Column::kReference),
     kNotes | kPoints | SetOf(Column::kReferenceCounter)},
    {CommandKind::kVoid, kMember | SetOf(Column::kReference),
     kNotes | SetOf(Column::kReferenceCounter)},
    {CommandKind::kReverse, kMember | SetOf(Column::kReference),
     kNotes | kPoints | SetOf(Column::kReferenceCounter)},
    {CommandKind::kDonate, kMember | kPoints | SetOf(Column::kCause),
     kNotes | SetOf(Column::kActorMemberId)},
    {CommandKind::kEvent, kMember | SetOf(Column::kName), kNotes},
    {CommandKind::kExtend,
     kMember | SetOf(Column::kUnit) | SetOf(Column::kUntil),
     kNotes | SetOf(Column::kBefore) | SetOf(Column::kLot)},
    {CommandKind::kReinstate,
     kMember | SetOf(Column::kUnit) | SetOf(Column::kUntil),
     kNotes | SetOf(Column::kLot)},
    {CommandKind::kClose, kMember,
     kNotes | SetOf(Column::kForce) | SetOf(Column::kPayOut)},
    {CommandKind::kJoin, kMember | SetOf(Column::kToMemberId), kNotes},
    {CommandKind::kLeave, kMember, kNotes},
    {CommandKind::kMerge, kMember | SetOf(Column::kToMemberId), kNotes},
    {CommandKind::kRefer, kMember | SetOf(Column::kToMemberId), kNotes},
    {CommandKind::kSet, kMember, kNotes | kAttributes},
    {CommandKind::kImport, kMember | SetOf(Column::kWhat),
     kNotes | kPoints | SetOf(Column::kAmountMinor) | SetOf(Column::kTier) |
         SetOf(Column::kQuantity) | SetOf(Column::kPointsLeft) |
         SetOf(Column::kFundingClass) | SetOf(Column::kActivation) |
         SetOf(Column::kExpiry) | SetOf(Column::kVintage)},
});
static_assert(HasEveryKind(kKinds));

absl::Status HeaderError(std::string_view file, const Record& header,
                         std::string expected, std::string_view got) {
  const RowError error{std::string(file),   header.line, "header",
                       std::move(expected), Shown(got),  ""};
  return absl::InvalidArgumentError(ToText(error));
}

// The first column that every file must have and this one lacks.
std::optional<Column> MissingColumn(ColumnSet present) {
  if ((present & kIdColumns) == 0) return Column::kTransactionId;
  for (const Column column :
       {Column::kMemberId, Column::kOccurredAt, Column::kKind}) {
    if ((present & SetOf(column)) == 0) return column;
  }
  return {};
}

}  // namespace

std::string_view Name(Column column) {
  return kNames[static_cast<std::size_t>(column)];
}

std::optional<Column> ColumnByName(std::string_view name) {
  if (name == kRejectedBecause) return Column::kIgnored;
  for (std::size_t i = 0; i < kNames.size(); ++i) {
    if (kNames[i] == name) return static_cast<Column>(i);
  }
  return {};
}

std::string AllColumnNames() {
  std::string all;
  for (std::size_t i = 0; i < static_cast<std::size_t>(Column::kIgnored); ++i) {
    if (!all.empty()) all += ", ";
    all += kNames[i];
  }
  return all;
}

ColumnSet RequiredBy(CommandKind kind) {
  return kKinds[static_cast<std::size_t>(kind)].required;
}

ColumnSet TakenBy(CommandKind kind) {
  const KindColumns& columns = kKinds[static_cast<std::size_t>(kind)];
  return columns.required | columns.optional;
}

absl::StatusOr<std::vector<Column>> ParseHeader(std::string_view file,
                                                const Record& header) {
  if (header.fault != RecordFault::kNone) {
    return HeaderError(file, header, "column names separated by commas",
                       header.raw);
  }
  if (header.field_count > kCsvFieldsMax) {
    return HeaderError(file, header,
                       "at most " + std::to_string(kCsvFieldsMax) + " columns",
                       std::to_string(header.field_count));
  }
  std::vector<Column> columns;
  ColumnSet present = 0;
  for (std::size_t i = 0; i < header.field_count; ++i) {
    const std::string_view name = header.fields[i];
    const std::optional<Column> column = ColumnByName(name);
    if (!column) {
      return HeaderError(file, header,
                         "column names out of " + AllColumnNames(), name);
    }
    if (*column != Column::kIgnored && (present & SetOf(*column)) != 0) {
      return HeaderError(file, header, "each column once", name);
    }
    present |= SetOf(*column);
    columns.push_back(*column);
  }
  if (const std::optional<Column> missing = MissingColumn(present)) {
    const std::string either =
        *missing == Column::kTransactionId ? ", command_id or counter" : "";
    return HeaderError(file, header,
                       "a column " + std::string(Name(*missing)) + either,
                       header.raw);
  }
  return columns;
}

}  // namespace kumbara::tools
