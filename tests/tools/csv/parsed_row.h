// A row of CSV, made by the columns that it fills and parsed.

#ifndef KUMBARA_TESTS_TOOLS_CSV_PARSED_ROW_H_
#define KUMBARA_TESTS_TOOLS_CSV_PARSED_ROW_H_

#include <algorithm>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "gtest/gtest.h"
#include "tools/csv/csv_row.h"

namespace kumbara::tools {

inline constexpr char kAllColumns[] =
    "transaction_id,member_id,occurred_at,amount_minor,currency,kind,store_id,"
    "channel,category,unit,points,to_member_id,referrer,actor_member_id,"
    "reference,reason,"
    "funding_class,name,cause,operator,approver,until,before,lot,what,"
    "activation,expiry,vintage,"
    "birthday,segments,plan,force,pay_out,reward,tier,quantity,"
    "points_left,linked,lines,"
    "command_id,counter,source,reference_counter";

// What SplitRecord may read past is behind the text.
struct Text {
  explicit Text(const std::string& text)
      : padded(text + std::string(kSplitPadding, '\n')), size(text.size()) {}
  std::string_view view() const {
    return std::string_view(padded).substr(0, size);
  }
  std::string padded;
  std::size_t size;
};

// A header and one record under it, parsed. The row's views live as long.
struct Parsed {
  Parsed(const std::string& header, const std::string& line,
         std::optional<Instant> latest = {})
      : header_text(header), line_text(line) {
    SplitRecord(header_text.view(), Tail::kEndOfFile, &record);
    absl::StatusOr<std::vector<Column>> columns = ParseHeader("f.csv", record);
    EXPECT_TRUE(columns.ok()) << columns.status();
    RowParser parser({"f.csv", header, 3, *columns, latest});
    SplitRecord(line_text.view(), Tail::kEndOfFile, &record);
    record.line = 7;
    // Twice, as the second time takes the short ways for date and kind.
    for (int i = 0; i < 2; ++i) {
      good = parser.Parse(record, &row);
      error = good ? "" : ToText(parser.error());
    }
  }

  Text header_text;
  Text line_text;
  Record record;
  Row row;
  bool good = false;
  std::string error;
};

// Names and values of the columns to fill; all others of kAllColumns stay
// empty.
inline std::string Line(
    const std::string& kind,
    const std::vector<std::pair<std::string, std::string>>& more) {
  std::string line;
  std::string_view names = kAllColumns;
  while (!names.empty()) {
    const std::string_view name = names.substr(0, names.find(','));
    names.remove_prefix(std::min(names.size(), name.size() + 1));
    if (!line.empty() || name != "transaction_id") line += ',';
    std::string value;
    if (name == "transaction_id" && kind != "tick") value = "t1";
    if (name == "member_id" && kind != "tick") value = "m1";
    if (name == "occurred_at") value = "2011-12-09T12:50:01Z";
    if (name == "kind") value = kind;
    for (const auto& [column, text] : more) {
      if (column == name) value = text;
    }
    line += value;
  }
  return line + "\n";
}

using Values = std::vector<std::pair<std::string, std::string>>;

}  // namespace kumbara::tools

#endif  // KUMBARA_TESTS_TOOLS_CSV_PARSED_ROW_H_
