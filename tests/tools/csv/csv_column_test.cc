#include "tools/csv/csv_column.h"

#include <string>
#include <string_view>

#include "gtest/gtest.h"

namespace kumbara::tools {
namespace {

std::string HeaderError(const std::string& header) {
  // What SplitRecord may read past is behind the text.
  const std::string padded = header + std::string(kSplitPadding, '\n');
  Record record;
  SplitRecord(std::string_view(padded).substr(0, header.size()),
              Tail::kEndOfFile, &record);
  record.line = 1;
  return std::string(ParseHeader("f.csv", record).status().message());
}

TEST(ParseHeaderTest, TakesColumnsInAnyOrder) {
  EXPECT_EQ(HeaderError("kind,occurred_at,member_id,transaction_id"), "");
  EXPECT_EQ(HeaderError("kind,occurred_at,member_id,command_id"), "");
  EXPECT_EQ(HeaderError("kind,occurred_at,member_id,counter"), "");
  EXPECT_EQ(HeaderError("\"kind\",occurred_at,member_id,command_id"), "");
}

TEST(ParseHeaderTest, NamesWhatIsWrong) {
  EXPECT_EQ(
      HeaderError("kind,occured_at"),
      "f.csv:1: header: expected column names out of transaction_id, "
      "member_id, occurred_at, amount_minor, currency, kind, store_id, "
      "channel, category, unit, points, to_member_id, referrer, "
      "actor_member_id, reference, reason, "
      "funding_class, name, cause, operator, approver, until, before, "
      "lot, what, activation, expiry, vintage, birthday, segments, plan, "
      "force, pay_out, reward, tier, quantity, linked, lines, command_id, "
      "counter, source, reference_counter, points_left; got "
      "\"occured_at\"");
  EXPECT_EQ(HeaderError("kind,kind"),
            "f.csv:1: header: expected each column once; got \"kind\"");
  EXPECT_EQ(HeaderError("kind,occurred_at,member_id"),
            "f.csv:1: header: expected a column transaction_id, command_id or "
            "counter; got \"kind,occurred_at,member_id\"");
  EXPECT_EQ(HeaderError("kind,occurred_at,command_id"),
            "f.csv:1: header: expected a column member_id; got "
            "\"kind,occurred_at,command_id\"");
  EXPECT_EQ(HeaderError("\"kind"),
            "f.csv:1: header: expected column names separated by commas; got "
            "\"\\\"kind\"");
  EXPECT_EQ(HeaderError(std::string(80, ',')),
            "f.csv:1: header: expected at most 64 columns; got \"81\"");
}

}  // namespace
}  // namespace kumbara::tools
