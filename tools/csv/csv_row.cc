#include "tools/csv/csv_row.h"

#include <cstring>
#include <utility>

#include "engine/base/hex.h"
#include "engine/base/limits.h"
#include "engine/base/time_text.h"
#include "engine/record/line_form.h"
#include "tools/csv/attribute_text.h"
#include "tools/csv/decimal.h"
#include "tools/csv/month_text.h"
#include "tools/csv/utf8.h"

namespace kumbara::tools {
namespace {

constexpr std::int64_t kMicrosPerSecond = 1'000'000;
constexpr ColumnSet kRareColumns =
    SetOf(Column::kUntil) | SetOf(Column::kBefore) | SetOf(Column::kLot) |
    SetOf(Column::kWhat) | SetOf(Column::kActivation) | SetOf(Column::kExpiry) |
    SetOf(Column::kVintage) | SetOf(Column::kBirthday) |
    SetOf(Column::kSegments) | SetOf(Column::kPlan) | SetOf(Column::kForce) |
    SetOf(Column::kPayOut) | SetOf(Column::kQuantity) | SetOf(Column::kLinked);
constexpr ColumnSet kCounterColumns = SetOf(Column::kCounter) |
                                      SetOf(Column::kReferenceCounter) |
                                      SetOf(Column::kSource);
constexpr std::string_view kPlainInstant = "YYYY-MM-DDTHH:MM:SSZ";

std::string InRow(std::string_view what, CommandKind kind) {
  return std::string(what) + " in a row of kind " + std::string(Name(kind));
}

std::string InstantsTaken() {
  return "an instant such as " + ToText(Instant(0)) +
         " or 1970-01-01T02:00:00+02:00";
}

// "enroll, purchase, ... or tick"
std::string AllKinds() {
  std::string all;
  for (const KindFacts& facts : kKindFacts) {
    if (facts.kind == CommandKind{} || !IsCounted(facts.kind)) continue;
    if (!all.empty()) all += ", ";
    all += facts.name;
  }
  return all + " or " + std::string(Name(CommandKind::kTick));
}

// What goes with each thing that an import brings.
struct ImportColumns {
  ColumnSet required = 0;
  ColumnSet optional = 0;
};

constexpr Column kImportColumns[] = {
    Column::kAmountMinor,  Column::kUnit,       Column::kPoints,
    Column::kFundingClass, Column::kActivation, Column::kExpiry,
    Column::kVintage,      Column::kTier,       Column::kQuantity,
    Column::kPointsLeft};
constexpr ColumnSet kLotColumns =
    SetOf(Column::kFundingClass) | SetOf(Column::kActivation) |
    SetOf(Column::kExpiry) | SetOf(Column::kVintage);

ImportColumns ColumnsOf(ImportWhat what) {
  constexpr ColumnSet kInUnit = SetOf(Column::kPoints) | SetOf(Column::kUnit);
  switch (MeasureOf(what)) {
    case ImportMeasure::kMoney:
      return {SetOf(Column::kAmountMinor), 0};
    case ImportMeasure::kTimes:
      return {SetOf(Column::kQuantity), 0};
    case ImportMeasure::kTier:
      return {SetOf(Column::kTier), SetOf(Column::kExpiry)};
    case ImportMeasure::kPurchase:
      return {SetOf(Column::kAmountMinor),
              kInUnit | kLotColumns | SetOf(Column::kPointsLeft)};
    case ImportMeasure::kNothing:
      return {};
    case ImportMeasure::kOfUnit:
      break;
  }
  if (what != ImportWhat::kLot) return {kInUnit, 0};
  return {kInUnit, kLotColumns};
}

std::string Fields(std::size_t count) {
  return std::to_string(count) + (count == 1 ? " field" : " fields");
}

}  // namespace

bool SameContent(const Row& a, const Row& b) {
  return a.kind == b.kind && a.anonymous == b.anonymous &&
         a.occurred_at == b.occurred_at && a.amount == b.amount &&
         a.command_id == b.command_id && a.counter == b.counter &&
         a.reference_counter == b.reference_counter && a.source == b.source &&
         a.transaction_id == b.transaction_id && a.member_id == b.member_id &&
         a.currency == b.currency && a.store_id == b.store_id &&
         a.channel == b.channel && a.category == b.category &&
         a.unit == b.unit && a.points == b.points &&
         a.points_left == b.points_left && a.to_member_id == b.to_member_id &&
         a.referrer == b.referrer && a.actor_member_id == b.actor_member_id &&
         a.reference == b.reference && a.reason == b.reason &&
         a.funding_class == b.funding_class && a.name == b.name &&
         a.cause == b.cause && a.by == b.by && a.approver == b.approver &&
         a.reward == b.reward && a.tier == b.tier && a.plan == b.plan &&
         a.rare == b.rare && a.lines == b.lines;
}

std::ostream& operator<<(std::ostream& out, const Row& row) {
  return out << row.file << ":" << row.line << " " << row.kind << " at "
             << row.occurred_at << " \"" << Shown(row.raw) << "\"";
}

RowParser::RowParser(File file) : file_(std::move(file)) {}

RowError RowParser::ErrorOf(std::uint64_t line, std::string_view field,
                            std::string expected, std::string_view got) const {
  return RowError{file_.name,          line,       std::string(field),
                  std::move(expected), Shown(got), file_.header};
}

bool RowParser::Refuse(std::string_view field, std::string expected,
                       std::string_view got) {
  error_ = ErrorOf(line_, field, std::move(expected), got);
  return false;
}

bool RowParser::Refuse(Column column, std::string expected) {
  return Refuse(Name(column), std::move(expected), At(column));
}

bool RowParser::CheckForm(const Record& record) {
  switch (record.fault) {
    case RecordFault::kNone:
      break;
    case RecordFault::kStrayQuote:
      return Refuse("record",
                    "quotes around a whole field only, and doubled within it",
                    record.raw);
    case RecordFault::kOpenQuote:
      return Refuse("record",
                    "a closing quote before the end of the file and within " +
                        std::to_string(kRecordBytesMax) + " bytes",
                    record.raw);
    case RecordFault::kTooLong:
      return Refuse(
          "record",
          "at most " + std::to_string(kRecordBytesMax) + " bytes in a line",
          record.raw);
    case RecordFault::kExplained:
      return Refuse(record.explanation.field, record.explanation.expected,
                    record.explanation.got);
  }
  if (record.field_count == file_.columns.size()) return true;
  std::string expected = Fields(file_.columns.size()) +
                         " as in the header, not " +
                         std::to_string(record.field_count);
  if (record.ends_with_file && record.field_count < file_.columns.size()) {
    expected += " in a last line without a line break";
  }
  return Refuse("record", std::move(expected), record.raw);
}

// Every field, in the order of the file. Only for records that are not plain
// or have a long field.
bool RowParser::CheckTexts(const Record& record) {
  for (std::size_t i = 0; i < record.field_count; ++i) {
    const Column column = file_.columns[i];
    if (column == Column::kIgnored) continue;
    const std::string_view value = At(column);
    if (value.size() > kTextBytesMax && column != Column::kLines) {
      return Refuse(column, "at most " + std::to_string(kTextBytesMax) +
                                " bytes, not " + std::to_string(value.size()));
    }
    if (value.find('\0') != std::string_view::npos) {
      return Refuse(column, "no NUL byte");
    }
    if (!IsUtf8(value)) return Refuse(column, "valid UTF-8");
  }
  return true;
}

bool RowParser::ParseKind(CommandKind* kind) {
  const std::string_view text = At(Column::kKind);
  if (text != Name(last_kind_)) {
    const std::optional<CommandKind> found = CommandKindByName(text);
    if (!found) {
      return Refuse(Column::kKind, AllKinds());
    }
    last_kind_ = *found;
  }
  *kind = last_kind_;
  return true;
}

bool RowParser::ParseTime(Instant* instant) {
  const std::string_view text = At(Column::kOccurredAt);
  const char* at = text.data();
  if (text.size() == kPlainInstant.size() && date_micros_ != 0 &&
      std::memcmp(at, date_.data(), date_.size()) == 0 && at[10] == 'T' &&
      at[13] == ':' && at[16] == ':' && at[19] == 'Z') {
    const unsigned hour = TwoDigits(at + 11);
    const unsigned minute = TwoDigits(at + 14);
    const unsigned second = TwoDigits(at + 17);
    if (hour < 24 && minute < 60 && second < 60) {
      *instant =
          Instant(date_micros_ +
                  kMicrosPerSecond * (hour * 3600 + minute * 60 + second));
      return true;
    }
  }
  const std::optional<Instant> parsed = ParseInstant(text);
  if (!parsed) return Refuse(Column::kOccurredAt, InstantsTaken());
  *instant = *parsed;
  if (text.size() == kPlainInstant.size()) {
    std::memcpy(date_.data(), at, date_.size());
    date_micros_ = ParseInstant(text.substr(0, date_.size()))->micros();
  }
  return true;
}

// Some required column is empty, or some filled column is not taken.
bool RowParser::RefuseColumns(CommandKind kind, ColumnSet filled) {
  const ColumnSet missing = RequiredBy(kind) & ~filled;
  for (unsigned i = 0; i < kColumns; ++i) {
    const auto column = static_cast<Column>(i);
    if ((missing & SetOf(column)) != 0) {
      return Refuse(column, InRow("a value", kind));
    }
    if ((filled & ~TakenBy(kind) & SetOf(column)) != 0) {
      return Refuse(column, InRow("nothing", kind));
    }
  }
  return Refuse(Column::kTransactionId,
                InRow("an id here or as command_id or counter", kind));
}

bool RowParser::ParseMoney(Row* row) {
  if (At(Column::kAmountMinor).empty()) {
    if (row->has_reference()) return true;
    return Refuse(Column::kAmountMinor,
                  "a value in a row of kind return without reference");
  }
  if (row->currency.empty()) {
    return Refuse(Column::kCurrency, InRow("a value", row->kind));
  }
  return ParseAmount(row);
}

bool RowParser::ParseAmount(Row* row) {
  const bool is_return = row->kind == CommandKind::kReturn;
  const std::optional<std::int64_t> count =
      ParseWhole(At(Column::kAmountMinor));
  if (!count) {
    return Refuse(Column::kAmountMinor,
                  "a whole number of minor units from -10^18 to 10^18");
  }
  if (is_return ? *count > 0 : *count < 0) {
    return Refuse(Column::kAmountMinor,
                  InRow(is_return ? "0 or less" : "0 or more", row->kind));
  }
  row->amount = Money(is_return ? -*count : *count);
  return true;
}

bool RowParser::CheckPoints(Column column, std::string_view points,
                            CommandKind kind) {
  if (!DecimalsOf(points)) {
    return Refuse(
        column, "a number such as 12 or 3.5, of at most 10^18 smallest parts");
  }
  if (kind != CommandKind::kAdjust && points[0] == '-') {
    return Refuse(column, InRow("0 or more", kind));
  }
  return true;
}

bool RowParser::ParseCommandId(Row* row) {
  CommandId id;
  if (!FromHex(At(Column::kCommandId), &id) || id.IsZero()) {
    return Refuse(Column::kCommandId, "32 hex digits, not all of them 0");
  }
  row->command_id = id;
  return true;
}

bool RowParser::ParseCounter(Column column,
                             std::optional<std::uint64_t>* counter) {
  if (At(column).empty()) return true;
  const std::optional<std::int64_t> number = ParseWhole(At(column));
  if (!number || *number < 0) {
    return Refuse(column, "a whole number from 0 to 10^18");
  }
  *counter = static_cast<std::uint64_t>(*number);
  return true;
}

bool RowParser::ParseCounters(Row* row) {
  if (!ParseCounter(Column::kCounter, &row->counter) ||
      !ParseCounter(Column::kReferenceCounter, &row->reference_counter)) {
    return false;
  }
  if (row->counter && !At(Column::kCommandId).empty()) {
    return Refuse(Column::kCounter, "nothing beside a command_id");
  }
  if (row->reference_counter && !row->reference.empty()) {
    return Refuse(Column::kReferenceCounter, "nothing beside a reference");
  }
  if (row->counter && row->counter == row->reference_counter) {
    return Refuse(Column::kReferenceCounter, "another counter than this one");
  }
  return row->counter || row->reference_counter ||
         Refuse(Column::kSource, "nothing without a counter");
}

bool RowParser::ParseInstantAt(Column column, std::optional<Instant>* instant) {
  if (At(column).empty()) return true;
  *instant = ParseInstant(At(column));
  return instant->has_value() || Refuse(column, InstantsTaken());
}

bool RowParser::ParseLot(std::optional<std::uint32_t>* lot) {
  if (At(Column::kLot).empty()) return true;
  const std::optional<std::int64_t> number = ParseWhole(At(Column::kLot));
  if (!number || *number < 1 || *number > std::int64_t{UINT32_MAX}) {
    return Refuse(Column::kLot, "a number from 1 to 4294967295");
  }
  *lot = static_cast<std::uint32_t>(*number);
  return true;
}

bool RowParser::ParseQuantity(std::optional<std::int64_t>* quantity) {
  if (At(Column::kQuantity).empty()) return true;
  *quantity = ParseWhole(At(Column::kQuantity));
  if (*quantity && **quantity >= 1 && **quantity <= kQuantityMax) return true;
  return Refuse(Column::kQuantity, "a number from 1 to 1000000000");
}

// Points and their unit, or a reward whose price the program knows.
bool RowParser::CheckRedemption(const Row& row) {
  if (row.reward.empty()) {
    if (row.points.empty()) {
      return Refuse(Column::kPoints,
                    InRow("a value here or as reward", row.kind));
    }
    if (row.unit.empty())
      return Refuse(Column::kUnit, InRow("a value", row.kind));
    return !row.rare.quantity ||
           Refuse(Column::kQuantity, "nothing without a reward");
  }
  if (!row.points.empty())
    return Refuse(Column::kPoints, "nothing beside a reward");
  return row.unit.empty() || Refuse(Column::kUnit, "nothing beside a reward");
}

bool RowParser::ParseYes(Column column, bool* given) {
  *given = At(column) == "yes";
  return *given || At(column).empty() || Refuse(column, "yes or nothing");
}

bool RowParser::ParseAttributes(AttributeChange* change) {
  if (!At(Column::kBirthday).empty() &&
      !ParseBirthday(At(Column::kBirthday), change)) {
    return Refuse(Column::kBirthday, "a day MM-DD such as 02-29, or none");
  }
  if (!At(Column::kSegments).empty() &&
      !ParseSegments(At(Column::kSegments), change)) {
    return Refuse(Column::kSegments,
                  "numbers 0 to 63, each once, such as 3;17, or none");
  }
  if (!At(Column::kPlan).empty()) change->given |= AttributeChange::kPlan;
  return true;
}

bool RowParser::ParseRare(CommandKind kind, Row* row) {
  Row::Rare& rare = row->rare;
  if (!ParseInstantAt(Column::kUntil, &rare.until) ||
      !ParseInstantAt(Column::kBefore, &rare.before) || !ParseLot(&rare.lot) ||
      !ParseAttributes(&rare.attributes) || !ParseQuantity(&rare.quantity) ||
      !ParseYes(Column::kForce, &rare.force) ||
      !ParseYes(Column::kPayOut, &rare.pay_out) ||
      !ParseYes(Column::kLinked, &rare.linked)) {
    return false;
  }
  if (kind != CommandKind::kExtend && rare.until &&
      *rare.until <= row->occurred_at) {
    return Refuse(Column::kUntil, "an instant after occurred_at");
  }
  return kind != CommandKind::kImport || ParseImport(row);
}

bool RowParser::ParseImport(Row* row) {
  Row::Rare& rare = row->rare;
  rare.what = ImportWhatByName(At(Column::kWhat));
  if (!rare.what) {
    return Refuse(Column::kWhat,
                  "lot, deficit, earned, clawed_back, redeemed, restored, "
                  "expired, spend, visits, counted, tier, purchase or id");
  }
  const ImportColumns columns = ColumnsOf(*rare.what);
  for (const Column column : kImportColumns) {
    const bool is_needed = (columns.required & SetOf(column)) != 0;
    const bool is_taken = is_needed || (columns.optional & SetOf(column)) != 0;
    const bool is_filled = !At(column).empty();
    if (is_filled ? is_taken : !is_needed) continue;
    return Refuse(column, std::string(is_filled ? "nothing" : "a value") +
                              " in an import of " +
                              std::string(Name(*rare.what)));
  }
  return (At(Column::kAmountMinor).empty() || ParseAmount(row)) &&
         (rare.what != ImportWhat::kPurchase || CheckEarned(*row)) &&
         ParseImportedDates(row);
}

// Of an imported purchase: what it earned and what is left of that.
bool RowParser::CheckEarned(const Row& row) {
  if (row.points.empty() != row.unit.empty()) {
    return Refuse(row.points.empty() ? Column::kPoints : Column::kUnit,
                  "a value beside unit or points");
  }
  for (const Column column : kImportColumns) {
    const bool is_of_points =
        (SetOf(column) & (kLotColumns | SetOf(Column::kPointsLeft))) != 0;
    if (row.points.empty() && is_of_points && !At(column).empty()) {
      return Refuse(column, "nothing without points");
    }
  }
  return row.points_left.empty() ||
         CheckPoints(Column::kPointsLeft, row.points_left, row.kind);
}

// And the month of a lot.
bool RowParser::ParseImportedDates(Row* row) {
  Row::Rare& rare = row->rare;
  if (!ParseInstantAt(Column::kActivation, &rare.activation)) return false;
  if (At(Column::kExpiry) != "never" &&
      !ParseInstantAt(Column::kExpiry, &rare.expiry)) {
    return false;
  }
  if (rare.expiry &&
      *rare.expiry <= rare.activation.value_or(row->occurred_at)) {
    return Refuse(Column::kExpiry, rare.what == ImportWhat::kTier
                                       ? "an instant after occurred_at"
                                       : "an instant after the activation");
  }
  if (At(Column::kVintage).empty()) return true;
  rare.vintage = ParseMonth(At(Column::kVintage));
  return rare.vintage || Refuse(Column::kVintage, std::string(kMonthForm));
}

// The same rules as the ledger's; codes are not known here, nor how many
// decimals points have.
bool RowParser::ParseBasket(Row* row) {
  if (const auto error = ParseLines(At(Column::kLines), &row->lines)) {
    return Refuse(Name(Column::kLines), error->expected, error->got);
  }
  details_.clear();
  Command command;
  command.amount = row->amount.value_or(Money()).count();
  command.unit_or_currency = row->currency.empty() ? 0 : 1;
  CodeCounts codes;
  codes.fill(UINT8_MAX);
  const RowLine* first_points = nullptr;
  for (const RowLine& said : row->lines) {
    Line line{.kind = said.kind};
    line.amount = said.amount;
    line.quantity = said.quantity;
    if (!said.points.empty()) {
      if (first_points == nullptr) first_points = &said;
      line.unit = said.unit == first_points->unit ? 1 : 2;
    }
    details_.push_back(line.ToDetail());
    const auto error = LineError(row->kind, details_.back(), codes);
    if (!error.empty()) return RefuseLines(error);
  }
  const auto error = LinesError(command, details_, row->has_reference());
  return error.empty() || RefuseLines(error);
}

// `error` is one of a command's form: the field, a colon, what must be.
bool RowParser::RefuseLines(std::string_view error) {
  return Refuse(Column::kLines, std::string(error.substr(error.find(' ') + 1)));
}

void RowParser::Fill(CommandKind kind, const Record& record, Row* row) const {
  row->kind = kind;
  row->file = file_.index;
  row->line = record.line;
  row->raw = record.raw;
  row->amount.reset();
  row->command_id.reset();
  row->counter.reset();
  row->reference_counter.reset();
  row->source = At(Column::kSource);
  row->transaction_id = At(Column::kTransactionId);
  row->member_id = At(Column::kMemberId);
  row->currency = At(Column::kCurrency);
  row->store_id = At(Column::kStoreId);
  row->channel = At(Column::kChannel);
  row->category = At(Column::kCategory);
  row->unit = At(Column::kUnit);
  row->points = At(Column::kPoints);
  row->points_left = At(Column::kPointsLeft);
  row->to_member_id = At(Column::kToMemberId);
  row->referrer = At(Column::kReferrer);
  row->actor_member_id = At(Column::kActorMemberId);
  row->reference = At(Column::kReference);
  row->reason = At(Column::kReason);
  row->funding_class = At(Column::kFundingClass);
  row->name = At(Column::kName);
  row->cause = At(Column::kCause);
  row->by = At(Column::kOperator);
  row->approver = At(Column::kApprover);
  row->reward = At(Column::kReward);
  row->tier = At(Column::kTier);
  row->plan = At(Column::kPlan);
  row->rare = Row::Rare{};
  row->lines.clear();
}

bool RowParser::Parse(const Record& record, Row* row) {
  line_ = record.line;
  has_fields_ = record.fault == RecordFault::kNone &&
                record.field_count == file_.columns.size();
  if (!has_fields_) return CheckForm(record);
  ColumnSet filled = 0;
  bool overlong = false;
  for (std::size_t i = 0; i < record.field_count; ++i) {
    const Column column = file_.columns[i];
    const std::string_view value = record.fields[i];
    values_[static_cast<std::size_t>(column)] = value;
    filled |= value.empty() ? 0 : SetOf(column);
    overlong |= value.size() > kTextBytesMax;
  }
  filled &= ~SetOf(Column::kIgnored);
  if ((!record.plain || overlong) && !CheckTexts(record)) return false;

  CommandKind kind;
  if (!ParseKind(&kind) || !ParseTime(&row->occurred_at)) return false;
  if (file_.latest && row->occurred_at > *file_.latest) {
    return Refuse(Column::kOccurredAt,
                  "at most " + ToText(*file_.latest) + " (now + max_ahead)");
  }
  const bool has_id = (filled & kIdColumns) != 0;
  // Both say what a row names.
  if ((filled & TakenBy(kind) & SetOf(Column::kReferenceCounter)) != 0) {
    filled |= SetOf(Column::kReference);
  }
  if ((RequiredBy(kind) & ~filled) != 0 || (filled & ~TakenBy(kind)) != 0 ||
      (!has_id && IsCounted(kind))) {
    return RefuseColumns(kind, filled);
  }
  Fill(kind, record, row);
  if ((filled & kCounterColumns) != 0 && !ParseCounters(row)) return false;
  const bool is_sale = IsBasket(kind);
  row->anonymous = is_sale && row->member_id.empty();
  if (is_sale && !ParseMoney(row)) return false;
  if (!row->points.empty() &&
      !CheckPoints(Column::kPoints, row->points, kind)) {
    return false;
  }
  if ((filled & kRareColumns) != 0 && !ParseRare(kind, row)) return false;
  if (kind == CommandKind::kRedeem && !CheckRedemption(*row)) return false;
  if (!At(Column::kLines).empty() && !ParseBasket(row)) return false;
  if (kind == CommandKind::kSet && row->rare.attributes.given == 0) {
    return Refuse(Column::kBirthday,
                  InRow("a value here or in segments or plan", kind));
  }
  return At(Column::kCommandId).empty() || ParseCommandId(row);
}

}  // namespace kumbara::tools
