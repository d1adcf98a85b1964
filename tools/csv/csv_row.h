// RowParser: from the fields of one record to a Row, or to the reason why not;
// the same for all forms of files.
//
// Units:   amounts in minor units of their currency, points as the text that
//          stands in the file: only a program knows a unit's decimals
//          (ScaleDecimal in decimal.h).
// Threads: one at a time; a parser belongs to one file.
// Errors:  one per row, the first in this order: the record's form, bytes that
//          no text may hold, kind, instant, columns empty or filled against the
//          kind, values.
// Cost:    no allocation for a good row, but that its lines grow to the most a
//          row had.

#ifndef KUMBARA_TOOLS_CSV_CSV_ROW_H_
#define KUMBARA_TOOLS_CSV_CSV_ROW_H_

#include <array>
#include <cstdint>
#include <optional>
#include <ostream>
#include <string>
#include <string_view>
#include <vector>

#include "engine/base/types.h"
#include "engine/record/attributes.h"
#include "engine/record/command.h"
#include "engine/record/import_what.h"
#include "tools/csv/csv_column.h"
#include "tools/csv/line_text.h"
#include "tools/csv/record_splitter.h"
#include "tools/csv/row_error.h"

namespace kumbara::tools {

// Texts are views that live as long as the record; empty where none is given.
struct Row {
  CommandKind kind = CommandKind::kTick;
  bool anonymous = false;  // A sale of no member: counted, not applied.
  std::uint32_t file = 0;  // Index into the files given.
  std::uint64_t line = 0;
  Instant occurred_at;
  // Of a purchase or return, and of spend or a purchase that is imported; never
  // negative.
  // Nothing in a return by reference that takes back whatever is left.
  std::optional<Money> amount;
  std::optional<CommandId> command_id;
  std::string_view transaction_id;
  std::string_view member_id;
  std::string_view currency;
  std::string_view store_id;
  std::string_view channel;
  std::string_view category;
  // In a capture or reverse it only says how many decimals the points have.
  std::string_view unit;
  std::string_view points;       // Signed in an adjust; else not negative.
  std::string_view points_left;  // Of those that an imported purchase earned.
  std::string_view to_member_id;
  std::string_view referrer;
  std::string_view actor_member_id;
  std::string_view reference;
  // Of an ordered id, instead of a transaction_id, and of the one it names.
  std::optional<std::uint64_t> counter;
  std::optional<std::uint64_t> reference_counter;
  std::string_view source;  // Of both; empty: the load's.
  std::string_view reason;
  std::string_view funding_class;
  std::string_view name;  // Of an event.
  std::string_view cause;
  std::string_view by;  // The operator.
  std::string_view approver;
  std::string_view reward;
  std::string_view tier;
  std::string_view plan;  // As in `attributes`; "none" clears it.
  // What few rows have.
  struct Rare {
    std::optional<Instant> until;
    std::optional<Instant> before;
    std::optional<std::uint32_t> lot;  // Its number.
    std::optional<ImportWhat> what;
    std::optional<Instant> activation;
    std::optional<Instant> expiry;  // Nothing also where a row says "never".
    std::optional<std::uint16_t> vintage;
    std::optional<std::int64_t> quantity;
    AttributeChange attributes;  // Without the plan's code.
    bool force = false;
    bool pay_out = false;
    bool linked = false;  // To the row behind it.

    friend bool operator==(const Rare&, const Rare&) = default;
  } rare;
  std::vector<RowLine> lines;  // Of few baskets.
  std::string_view raw;        // The record as it stands, for the rejects.

  bool has_reference() const {
    return !reference.empty() || reference_counter.has_value();
  }
};

// Equal as commands, wherever they stand and however they are written.
bool SameContent(const Row& a, const Row& b);

std::ostream& operator<<(std::ostream& out, const Row& row);

class RowParser {
 public:
  struct File {
    std::string name;    // As shown in errors.
    std::string header;  // The header line as it stands; empty if none.
    std::uint32_t index = 0;
    std::vector<Column> columns;  // Of each field.
    // Rows after this instant are bad.
    std::optional<Instant> latest;
  };

  explicit RowParser(File file);

  // Fills *row, or returns false; error() then says why.
  bool Parse(const Record& record, Row* row);

  // Whether the record last parsed says that it is linked to the one behind it,
  // be it good or bad; false if its fields cannot be told.
  bool is_linked() const { return has_fields_ && At(Column::kLinked) == "yes"; }

  // REQUIRES: the last Parse returned false.
  const RowError& error() const { return error_; }

  // An error of a row that was parsed well, found later by the caller.
  RowError ErrorOf(std::uint64_t line, std::string_view field,
                   std::string expected, std::string_view got) const;

  const File& file() const { return file_; }

 private:
  bool Refuse(std::string_view field, std::string expected,
              std::string_view got);
  bool Refuse(Column column, std::string expected);
  bool CheckForm(const Record& record);
  bool CheckTexts(const Record& record);
  bool RefuseColumns(CommandKind kind, ColumnSet filled);
  bool ParseKind(CommandKind* kind);
  bool ParseTime(Instant* instant);
  void Fill(CommandKind kind, const Record& record, Row* row) const;
  bool ParseMoney(Row* row);
  bool ParseAmount(Row* row);
  bool CheckPoints(Column column, std::string_view points, CommandKind kind);
  bool CheckEarned(const Row& row);
  bool ParseCommandId(Row* row);
  bool ParseCounters(Row* row);
  bool ParseCounter(Column column, std::optional<std::uint64_t>* counter);
  bool ParseRare(CommandKind kind, Row* row);
  bool ParseInstantAt(Column column, std::optional<Instant>* instant);
  bool ParseLot(std::optional<std::uint32_t>* lot);
  bool ParseQuantity(std::optional<std::int64_t>* quantity);
  bool CheckRedemption(const Row& row);
  bool ParseYes(Column column, bool* given);
  bool ParseAttributes(AttributeChange* change);
  bool ParseImport(Row* row);
  bool ParseImportedDates(Row* row);
  bool ParseBasket(Row* row);
  bool RefuseLines(std::string_view error);
  std::string_view At(Column column) const {
    return values_[static_cast<std::size_t>(column)];
  }

  File file_;
  // The fields of the record in hand; always empty for absent columns.
  std::array<std::string_view, kColumns> values_;
  std::vector<Detail> details_;  // Scratch: the lines of a row.
  std::uint64_t line_ = 0;
  bool has_fields_ = false;
  // The date last parsed: rows of one day follow each other.
  std::array<char, 10> date_{};
  std::int64_t date_micros_ = 0;
  CommandKind last_kind_ = CommandKind::kPurchase;
  RowError error_;
};

}  // namespace kumbara::tools

#endif  // KUMBARA_TOOLS_CSV_CSV_ROW_H_
