#include "tools/csv/csv_row.h"

#include <optional>
#include <string>
#include <vector>

#include "engine/base/time_text.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/tools/csv/parsed_row.h"
#include "tools/csv/attribute_text.h"

namespace kumbara::tools {
namespace {

TEST(RowParserTest, TakesAPurchaseWithEverything) {
  const Parsed p(kAllColumns, Line("purchase", {{"amount_minor", "1250"},
                                                {"currency", "EUR"},
                                                {"store_id", "007"},
                                                {"channel", "web"},
                                                {"category", "food"},
                                                {"reason", "late"}}));
  ASSERT_TRUE(p.good) << p.error;
  EXPECT_EQ(p.row.kind, CommandKind::kPurchase);
  EXPECT_EQ(p.row.file, 3u);
  EXPECT_EQ(p.row.line, 7u);
  EXPECT_EQ(p.row.occurred_at, ParseInstant("2011-12-09T12:50:01Z"));
  EXPECT_EQ(p.row.amount, Money(1250));
  EXPECT_EQ(p.row.transaction_id, "t1");
  EXPECT_EQ(p.row.member_id, "m1");
  EXPECT_EQ(p.row.currency, "EUR");
  EXPECT_EQ(p.row.store_id, "007");
  EXPECT_EQ(p.row.channel, "web");
  EXPECT_EQ(p.row.category, "food");
  EXPECT_EQ(p.row.reason, "late");
  EXPECT_EQ(p.row.command_id, std::nullopt);
  EXPECT_FALSE(p.row.anonymous);
}

TEST(RowParserTest, TakesCountersInsteadOfIds) {
  const Parsed p(kAllColumns, Line("return", {{"transaction_id", ""},
                                              {"counter", "4712"},
                                              {"source", "sales/3"},
                                              {"reference_counter", "0"}}));
  ASSERT_TRUE(p.good) << p.error;
  EXPECT_EQ(p.row.counter, 4'712u);
  EXPECT_EQ(p.row.source, "sales/3");
  EXPECT_EQ(p.row.reference_counter, 0u);
  EXPECT_TRUE(p.row.has_reference());
  const Parsed named(kAllColumns, Line("void", {{"reference_counter", "5"}}));
  ASSERT_TRUE(named.good) << named.error;
  EXPECT_EQ(named.row.counter, std::nullopt);
  EXPECT_EQ(named.row.reference_counter, 5u);
}

TEST(RowParserTest, NegatesTheAmountOfAReturn) {
  const Parsed p(kAllColumns, Line("return", {{"amount_minor", "-99"},
                                              {"currency", "EUR"},
                                              {"reference", "t0"}}));
  ASSERT_TRUE(p.good) << p.error;
  EXPECT_EQ(p.row.amount, Money(99));
  EXPECT_EQ(p.row.reference, "t0");
}

// Something handed back for something else of the same price, by a reference or
// without.
TEST(RowParserTest, TakesAReturnOfNothing) {
  for (const char* reference : {"", "t0"}) {
    const Parsed p(
        kAllColumns,
        Line("return", {{"amount_minor", "0"},
                        {"currency", "EUR"},
                        {"reference", reference},
                        {"lines", "item amount=5; item amount=-5"}}));
    ASSERT_TRUE(p.good) << p.error;
    EXPECT_EQ(p.row.amount, Money(0));
    EXPECT_EQ(p.row.lines.size(), 2u);
  }
}

TEST(RowParserTest, ReturnByReferenceNeedsNoAmount) {
  const Parsed p(kAllColumns, Line("return", {{"reference", "t0"}}));
  ASSERT_TRUE(p.good) << p.error;
  EXPECT_EQ(p.row.amount, std::nullopt);
}

TEST(RowParserTest, SaleWithoutMemberIsAnonymous) {
  const Values sale = {
      {"member_id", ""}, {"amount_minor", "0"}, {"currency", "EUR"}};
  const Parsed p(kAllColumns, Line("purchase", sale));
  ASSERT_TRUE(p.good) << p.error;
  EXPECT_TRUE(p.row.anonymous);
}

TEST(RowParserTest, TakesWhoBroughtAMember) {
  const Parsed refer(kAllColumns, Line("refer", {{"to_member_id", "ada"}}));
  ASSERT_TRUE(refer.good) << refer.error;
  EXPECT_EQ(refer.row.to_member_id, "ada");
  const Parsed enroll(kAllColumns, Line("enroll", {{"referrer", "ada"}}));
  ASSERT_TRUE(enroll.good) << enroll.error;
  EXPECT_EQ(enroll.row.referrer, "ada");
  const Parsed other(kAllColumns, Line("enroll", {{"referrer", "eve"}}));
  EXPECT_FALSE(SameContent(enroll.row, other.row));
}

TEST(RowParserTest, TakesEventsAndWhatPersonsDo) {
  const Parsed event(kAllColumns, Line("event", {{"name", "survey"}}));
  ASSERT_TRUE(event.good) << event.error;
  EXPECT_EQ(event.row.name, "survey");
  EXPECT_EQ(event.row.points, "");
  const Values points = {{"points", "5"}, {"unit", "points"}};
  Values values = points;
  values.insert(values.end(),
                {{"reason", "r"}, {"operator", "o"}, {"approver", "a"}});
  for (const char* kind : {"adjust", "award"}) {
    const Parsed p(kAllColumns, Line(kind, values));
    ASSERT_TRUE(p.good) << p.error;
    EXPECT_EQ(p.row.by, "o");
    EXPECT_EQ(p.row.approver, "a");
  }
  values = points;
  values.emplace_back("cause", "lifeboats");
  const Parsed donation(kAllColumns, Line("donate", values));
  ASSERT_TRUE(donation.good) << donation.error;
  EXPECT_EQ(donation.row.cause, "lifeboats");
}

TEST(RowParserTest, TakesWhatFewRowsHave) {
  const Parsed extend(kAllColumns, Line("extend", {{"unit", "points"},
                                                   {"until", "2012-01-01"},
                                                   {"before", "2011-12-31"},
                                                   {"lot", "7"}}));
  ASSERT_TRUE(extend.good) << extend.error;
  EXPECT_EQ(extend.row.rare.until, ParseInstant("2012-01-01"));
  EXPECT_EQ(extend.row.rare.before, ParseInstant("2011-12-31"));
  EXPECT_EQ(extend.row.rare.lot, 7u);
  const Parsed close(kAllColumns, Line("close", {{"pay_out", "yes"}}));
  ASSERT_TRUE(close.good) << close.error;
  EXPECT_TRUE(close.row.rare.pay_out);
  EXPECT_FALSE(close.row.rare.force);
  EXPECT_FALSE(close.row.rare.linked);
  const Parsed linked(kAllColumns, Line("close", {{"linked", "yes"}}));
  ASSERT_TRUE(linked.good) << linked.error;
  EXPECT_TRUE(linked.row.rare.linked);
  for (const char* kind : {"set", "enroll"}) {
    const Parsed p(kAllColumns, Line(kind, {{"birthday", "02-29"},
                                            {"segments", "3;0;63"},
                                            {"plan", "gold"}}));
    ASSERT_TRUE(p.good) << p.error;
    const AttributeChange& change = p.row.rare.attributes;
    EXPECT_EQ(change.given, AttributeChange::kFieldsAll);
    EXPECT_EQ(change.values, (Attributes{2, 29, 0x8000'0000'0000'0009, 0}));
    EXPECT_EQ(BirthdayText(change.values), "02-29");
    EXPECT_EQ(SegmentsText(change.values), "0;3;63");
    EXPECT_EQ(p.row.plan, "gold");
  }
  const Parsed cleared(
      kAllColumns, Line("set", {{"birthday", "none"}, {"segments", "none"}}));
  ASSERT_TRUE(cleared.good) << cleared.error;
  EXPECT_EQ(
      cleared.row.rare.attributes,
      (AttributeChange{
          AttributeChange::kBirthday | AttributeChange::kSegmentSet, {}}));
  Row other = extend.row;
  other.rare.lot = 8;
  EXPECT_FALSE(SameContent(extend.row, other));
}

TEST(RowParserTest, TakesTheLinesOfABasket) {
  const std::string text =
      "item sku=" + std::string(120, 'a') + " amount=1050; discount amount=-50";
  const Parsed p(kAllColumns, Line("purchase", {{"amount_minor", "1000"},
                                                {"currency", "EUR"},
                                                {"lines", text}}));
  ASSERT_TRUE(p.good) << p.error;
  ASSERT_EQ(p.row.lines.size(), 2u);
  EXPECT_EQ(p.row.lines[1].amount, -50);
  Row other = p.row;
  other.lines[1].amount = -51;
  EXPECT_FALSE(SameContent(p.row, other));
}

TEST(RowParserTest, LinesMustBeThoseOfACommand) {
  const auto error_of =
      [](const std::string& kind,
         std::vector<std::pair<std::string, std::string>> fields) {
        return Parsed(kAllColumns, Line(kind, std::move(fields))).error;
      };
  EXPECT_EQ(error_of("purchase", {{"amount_minor", "1000"},
                                  {"currency", "EUR"},
                                  {"lines", "item amount=999"}}),
            "f.csv:7: lines: expected items, taxes and discounts that sum to "
            "the amount; got \"item amount=999\"");
  EXPECT_EQ(
      error_of("return", {{"reference", "p1"}, {"lines", "item amount=999"}}),
      "f.csv:7: lines: expected a currency with their amounts; got "
      "\"item amount=999\"");
  EXPECT_EQ(
      error_of("return", {{"reference", "p1"}, {"lines", "item quantity=9"}}),
      "");
  EXPECT_EQ(error_of("return", {{"amount_minor", "-1000"},
                                {"currency", "EUR"},
                                {"lines", "item amount=1000"}}),
            "");
  EXPECT_EQ(error_of("purchase", {{"amount_minor", "10"},
                                  {"currency", "EUR"},
                                  {"lines",
                                   "tender unit=a quantity=1 amount=5; tender "
                                   "unit=b quantity=1 amount=5"}}),
            "f.csv:7: lines: expected tenders in points of one unit; got "
            "\"tender unit=a quantity=1 amount=5; tende...\"");
  EXPECT_EQ(error_of("purchase", {{"amount_minor", "10"},
                                  {"currency", "EUR"},
                                  {"lines",
                                   "tender unit=a quantity=1 amount=5; tender "
                                   "unit='a' quantity=1 amount=5"}}),
            "");
  EXPECT_EQ(
      error_of("award",
               {{"points", "1"}, {"unit", "u"}, {"lines", "item amount=1"}}),
      "f.csv:7: lines: expected nothing in a row of kind award; got "
      "\"item amount=1\"");
}

TEST(RowParserTest, RowsThatDifferInOneFieldDiffer) {
  const Parsed one(kAllColumns, Line("event", {{"name", "survey"}}));
  for (const char* column : {"name", "cause", "operator", "approver"}) {
    Row row = one.row;
    std::string_view* field = column == std::string("name")    ? &row.name
                              : column == std::string("cause") ? &row.cause
                              : column == std::string("operator")
                                  ? &row.by
                                  : &row.approver;
    *field = "other";
    EXPECT_FALSE(SameContent(one.row, row)) << column;
  }
  EXPECT_TRUE(SameContent(one.row, one.row));
}

TEST(RowParserTest, TakesTheKindsOfPoints) {
  for (const char* kind : {"award", "redeem", "adjust", "transfer"}) {
    Values values = {{"points", "3.5"}, {"unit", "points"}, {"reason", "r"}};
    if (kind == std::string("transfer"))
      values.push_back({"to_member_id", "b"});
    const Parsed p(kAllColumns, Line(kind, values));
    ASSERT_TRUE(p.good) << p.error;
    EXPECT_EQ(Name(p.row.kind), kind);
    EXPECT_EQ(p.row.points, "3.5");
    EXPECT_EQ(p.row.unit, "points");
    EXPECT_EQ(p.row.amount, std::nullopt);
  }
}

TEST(RowParserTest, TakesARedeemedReward) {
  const Parsed one(kAllColumns, Line("redeem", {{"reward", "coffee"}}));
  ASSERT_TRUE(one.good) << one.error;
  EXPECT_EQ(one.row.reward, "coffee");
  EXPECT_EQ(one.row.rare.quantity, std::nullopt);
  const Parsed many(kAllColumns, Line("redeem", {{"reward", "coffee"},
                                                 {"quantity", "1000000000"}}));
  ASSERT_TRUE(many.good) << many.error;
  EXPECT_EQ(many.row.rare.quantity, 1'000'000'000);
  EXPECT_FALSE(SameContent(one.row, many.row));
}

TEST(RowParserTest, AdjustMayBeNegative) {
  const Parsed p(kAllColumns, Line("adjust", {{"points", "-3.5"},
                                              {"unit", "points"},
                                              {"reason", "r"}}));
  ASSERT_TRUE(p.good) << p.error;
  EXPECT_EQ(p.row.points, "-3.5");
}

TEST(RowParserTest, TakesAReinstatedLot) {
  const Parsed p(kAllColumns, Line("reinstate", {{"unit", "p"},
                                                 {"until", "2012-01-02"},
                                                 {"lot", "4294967295"}}));
  ASSERT_TRUE(p.good) << p.error;
  EXPECT_EQ(p.row.rare.until, ParseInstant("2012-01-02"));
  EXPECT_EQ(p.row.rare.lot, UINT32_MAX);
  EXPECT_EQ(p.row.points, "");
}

TEST(RowParserTest, AHoldHasAnEnd) {
  const Parsed p(kAllColumns, Line("hold", {{"points", "5"},
                                            {"unit", "points"},
                                            {"until", "2012-02-01"}}));
  ASSERT_TRUE(p.good) << p.error;
  EXPECT_EQ(p.row.kind, CommandKind::kHold);
  EXPECT_EQ(p.row.rare.until, ParseInstant("2012-02-01T00:00:00Z"));
}

TEST(RowParserTest, WhatNamesACommandMayHavePoints) {
  for (const char* kind : {"capture", "void", "reverse"}) {
    Values values = {{"reference", "h1"}};
    const Parsed whole(kAllColumns, Line(kind, values));
    ASSERT_TRUE(whole.good) << whole.error;
    EXPECT_EQ(Name(whole.row.kind), kind);
    EXPECT_EQ(whole.row.reference, "h1");
    EXPECT_EQ(whole.row.points, "");
    EXPECT_EQ(whole.row.rare.until, std::nullopt);
    if (kind == std::string("void")) continue;
    values.insert(values.end(), {{"points", "2.5"}, {"unit", "points"}});
    const Parsed part(kAllColumns, Line(kind, values));
    ASSERT_TRUE(part.good) << part.error;
    EXPECT_EQ(part.row.points, "2.5");
  }
}

TEST(RowParserTest, TickHasAnInstantAndNothingElse) {
  const Parsed p(kAllColumns, Line("tick", {}));
  ASSERT_TRUE(p.good) << p.error;
  EXPECT_EQ(p.row.kind, CommandKind::kTick);
}

TEST(RowParserTest, CommandIdStandsForTransactionId) {
  const std::string id = "000102030405060708090a0b0c0d0E0F";
  const Parsed p("command_id,kind,occurred_at,member_id",
                 id + ",enroll,2011-12-09,m1\n");
  ASSERT_TRUE(p.good) << p.error;
  ASSERT_TRUE(p.row.command_id.has_value());
  EXPECT_EQ(p.row.command_id->low, 0x0706050403020100u);
  EXPECT_EQ(p.row.occurred_at, ParseInstant("2011-12-09"));
}

TEST(RowParserTest, IgnoresTheColumnsOfRejects) {
  const Parsed p(
      "transaction_id,member_id,occurred_at,kind,rejected_line,rejected_because"
      ",rejected_line,rejected_because",
      "t,m,2011-12-09,enroll,5,\xFF," + std::string(300, 'x') + ",\n");
  EXPECT_TRUE(p.good) << p.error;
}

TEST(RowParserTest, TextOfTheGreatestLengthIsTaken) {
  const std::string most(128, 'x');
  const Parsed p(kAllColumns, Line("enroll", {{"member_id", most}}));
  ASSERT_TRUE(p.good) << p.error;
  EXPECT_EQ(p.row.member_id, most);
}

TEST(RowParserTest, EveryFormOfAnInstantIsTaken) {
  for (const char* text :
       {"2011-12-09", "2011-12-09T12:50:00Z", "2011-12-09T23:59:59Z",
        "2011-12-09T12:50:00.25Z", "2011-12-09T12:50:00+02:00",
        "1970-01-01T00:00:01Z", "0001-01-01T00:00:00Z"}) {
    const Parsed p(kAllColumns, Line("enroll", {{"occurred_at", text}}));
    ASSERT_TRUE(p.good) << p.error;
    EXPECT_EQ(p.row.occurred_at, ParseInstant(text));
  }
}

struct BadCase {
  std::string name;
  std::string line;
  std::string error;  // After "f.csv:7: ".
};

class RowParserBadTest : public testing::TestWithParam<BadCase> {};

TEST_P(RowParserBadTest, IsReportedWithFieldExpectedAndGot) {
  const Parsed p(kAllColumns, GetParam().line,
                 ParseInstant("2020-01-01T00:00:00Z"));
  EXPECT_EQ(p.error, "f.csv:7: " + GetParam().error);
}

Values Sale(Values more) {
  more.insert(more.end(), {{"amount_minor", "5"}, {"currency", "EUR"}});
  return more;
}

// Later values win over earlier ones of the same column.
Values With(Values values, Values more) {
  values.insert(values.end(), more.begin(), more.end());
  return values;
}

const Values kPoints = {{"points", "5"}, {"unit", "p"}};

// clang-format off
INSTANTIATE_TEST_SUITE_P(Form, RowParserBadTest, testing::ValuesIn(std::vector<BadCase>{
  {"too_few", "t1,m1\n", R"(record: expected 43 fields as in the header, not 2; got "t1,m1")"},
  {"too_many", std::string(43, ',') + "\n", R"(record: expected 43 fields as in the header, not 44; got ",,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,...")"},
  {"cut_short", "t1,m1,2011-1", R"(record: expected 43 fields as in the header, not 3 in a last line without a line break; got "t1,m1,2011-1")"},
  {"stray_quote", "t\"1,m1\n", R"(record: expected quotes around a whole field only, and doubled within it; got "t\"1,m1")"},
  {"open_quote", "t1,\"m1\n", R"(record: expected a closing quote before the end of the file and within 1048576 bytes; got "t1,\"m1")"},
  {"nul", Line("enroll", {{"member_id", std::string("a\0b", 3)}}), R"(member_id: expected no NUL byte; got "a\x00b")"},
  {"latin_1", Line("enroll", {{"store_id", "caf\xE9"}}), R"(store_id: expected valid UTF-8; got "caf\xe9")"},
  {"overlong", Line("enroll", {{"member_id", std::string(129, 'm')}}),
   R"(member_id: expected at most 128 bytes, not 129; got ")" + std::string(40, 'm') + R"(...")"},
}), [](const auto& test) { return test.param.name; });

INSTANTIATE_TEST_SUITE_P(Value, RowParserBadTest, testing::ValuesIn(std::vector<BadCase>{
  {"kind", Line("sale", {}), R"(kind: expected enroll, purchase, return, award, redeem, adjust, transfer, hold, capture, void, reverse, donate, event, extend, reinstate, close, join, leave, merge, refer, set, import or tick; got "sale")"},
  {"kind_none", Line("none", {}), R"(kind: expected enroll, purchase, return, award, redeem, adjust, transfer, hold, capture, void, reverse, donate, event, extend, reinstate, close, join, leave, merge, refer, set, import or tick; got "none")"},
  {"kind_empty", Line("", {}), R"(kind: expected enroll, purchase, return, award, redeem, adjust, transfer, hold, capture, void, reverse, donate, event, extend, reinstate, close, join, leave, merge, refer, set, import or tick; got "")"},
  {"date", Line("enroll", {{"occurred_at", "09.12.2011 12:50"}}), R"(occurred_at: expected an instant such as 1970-01-01T00:00:00Z or 1970-01-01T02:00:00+02:00; got "09.12.2011 12:50")"},
  {"date_unreal", Line("enroll", {{"occurred_at", "2011-02-29T12:50:00Z"}}), R"(occurred_at: expected an instant such as 1970-01-01T00:00:00Z or 1970-01-01T02:00:00+02:00; got "2011-02-29T12:50:00Z")"},
  {"date_empty", Line("enroll", {{"occurred_at", ""}}), R"(occurred_at: expected an instant such as 1970-01-01T00:00:00Z or 1970-01-01T02:00:00+02:00; got "")"},
  {"ahead", Line("enroll", {{"occurred_at", "2020-01-01T00:00:01Z"}}), R"(occurred_at: expected at most 2020-01-01T00:00:00Z (now + max_ahead); got "2020-01-01T00:00:01Z")"},
  {"amount_text", Line("purchase", With(Sale({}), {{"amount_minor", "12.50"}})), R"(amount_minor: expected a whole number of minor units from -10^18 to 10^18; got "12.50")"},
  {"amount_overflow", Line("purchase", With(Sale({}), {{"amount_minor", "1000000000000000001"}})), R"(amount_minor: expected a whole number of minor units from -10^18 to 10^18; got "1000000000000000001")"},
  {"purchase_negative", Line("purchase", With(Sale({}), {{"amount_minor", "-1"}})), R"(amount_minor: expected 0 or more in a row of kind purchase; got "-1")"},
  {"return_positive", Line("return", Sale({})), R"(amount_minor: expected 0 or less in a row of kind return; got "5")"},
  {"points_text", Line("award", With(kPoints, {{"points", "five"}})), R"(points: expected a number such as 12 or 3.5, of at most 10^18 smallest parts; got "five")"},
  {"points_negative", Line("award", With(kPoints, {{"points", "-5"}})), R"(points: expected 0 or more in a row of kind award; got "-5")"},
  {"redeem_negative", Line("redeem", With(kPoints, {{"points", "-5"}})), R"(points: expected 0 or more in a row of kind redeem; got "-5")"},
  {"reinstate_until", Line("reinstate", {{"unit", "p"}, {"until", "never"}}), R"(until: expected an instant such as 1970-01-01T00:00:00Z or 1970-01-01T02:00:00+02:00; got "never")"},
  {"reinstate_until_now", Line("reinstate", {{"unit", "p"}, {"until", "2011-12-09T12:50:01Z"}}), R"(until: expected an instant after occurred_at; got "2011-12-09T12:50:01Z")"},
  {"reinstate_lot_zero", Line("reinstate", {{"unit", "p"}, {"until", "2012-01-01"}, {"lot", "0"}}), R"(lot: expected a number from 1 to 4294967295; got "0")"},
  {"reinstate_lot_too_great", Line("reinstate", {{"unit", "p"}, {"until", "2012-01-01"}, {"lot", "4294967296"}}), R"(lot: expected a number from 1 to 4294967295; got "4294967296")"},
  {"import_negative", Line("import", With(kPoints, {{"points", "-5"}, {"what", "lot"}})), R"(points: expected 0 or more in a row of kind import; got "-5")"},
  {"import_what", Line("import", With(kPoints, {{"what", "Lot"}})), R"(what: expected lot, deficit, earned, clawed_back, redeemed, restored, expired, spend, visits, counted, tier, purchase or id; got "Lot")"},
  {"import_activation", Line("import", With(kPoints, {{"what", "lot"}, {"activation", "never"}})), R"(activation: expected an instant such as 1970-01-01T00:00:00Z or 1970-01-01T02:00:00+02:00; got "never")"},
  {"import_expiry", Line("import", With(kPoints, {{"what", "lot"}, {"expiry", "Never"}})), R"(expiry: expected an instant such as 1970-01-01T00:00:00Z or 1970-01-01T02:00:00+02:00; got "Never")"},
  {"import_expired_at_once", Line("import", With(kPoints, {{"what", "lot"}, {"expiry", "2011-12-09T12:50:01Z"}})), R"(expiry: expected an instant after the activation; got "2011-12-09T12:50:01Z")"},
  {"import_month", Line("import", With(kPoints, {{"what", "lot"}, {"vintage", "2011-00"}})), R"(vintage: expected a month from 0001-01 to 5461-04; got "2011-00")"},
  {"import_month_form", Line("import", With(kPoints, {{"what", "lot"}, {"vintage", "2011/01"}})), R"(vintage: expected a month from 0001-01 to 5461-04; got "2011/01")"},
  {"import_month_digits", Line("import", With(kPoints, {{"what", "lot"}, {"vintage", "2x11-01"}})), R"(vintage: expected a month from 0001-01 to 5461-04; got "2x11-01")"},
  {"import_of_a_debt", Line("import", With(kPoints, {{"what", "deficit"}, {"expiry", "never"}})), R"(expiry: expected nothing in an import of deficit; got "never")"},
  {"reverse_negative", Line("reverse", With(kPoints, {{"points", "-5"}, {"reference", "r"}})), R"(points: expected 0 or more in a row of kind reverse; got "-5")"},
  {"until_text", Line("hold", With(kPoints, {{"until", "soon"}})), R"(until: expected an instant such as 1970-01-01T00:00:00Z or 1970-01-01T02:00:00+02:00; got "soon")"},
  {"until_now", Line("hold", With(kPoints, {{"occurred_at", "2012-01-01"}, {"until", "2012-01-01"}})), R"(until: expected an instant after occurred_at; got "2012-01-01")"},
  {"id_short", Line("enroll", {{"command_id", "12ab"}}), R"(command_id: expected 32 hex digits, not all of them 0; got "12ab")"},
  {"id_zero", Line("enroll", {{"command_id", std::string(32, '0')}}), R"(command_id: expected 32 hex digits, not all of them 0; got "00000000000000000000000000000000")"},
}), [](const auto& test) { return test.param.name; });

INSTANTIATE_TEST_SUITE_P(Column, RowParserBadTest, testing::ValuesIn(std::vector<BadCase>{
  {"no_id", Line("enroll", {{"transaction_id", ""}}), R"(transaction_id: expected an id here or as command_id or counter in a row of kind enroll; got "")"},
  {"enroll_no_member", Line("enroll", {{"member_id", ""}}), R"(member_id: expected a value in a row of kind enroll; got "")"},
  {"award_no_member", Line("award", With(kPoints, {{"member_id", ""}})), R"(member_id: expected a value in a row of kind award; got "")"},
  {"purchase_no_amount", Line("purchase", {{"currency", "EUR"}}), R"(amount_minor: expected a value in a row of kind purchase; got "")"},
  {"purchase_no_currency", Line("purchase", {{"amount_minor", "1"}}), R"(currency: expected a value in a row of kind purchase; got "")"},
  {"return_no_amount", Line("return", {{"currency", "EUR"}}), R"(amount_minor: expected a value in a row of kind return without reference; got "")"},
  {"return_no_currency", Line("return", {{"amount_minor", "-1"}, {"reference", "t0"}}), R"(currency: expected a value in a row of kind return; got "")"},
  {"award_no_points", Line("award", {{"unit", "p"}}), R"(points: expected a value in a row of kind award; got "")"},
  {"redeem_no_unit", Line("redeem", {{"points", "5"}}), R"(unit: expected a value in a row of kind redeem; got "")"},
  {"adjust_no_reason", Line("adjust", kPoints), R"(reason: expected a value in a row of kind adjust; got "")"},
  {"transfer_no_receiver", Line("transfer", kPoints), R"(to_member_id: expected a value in a row of kind transfer; got "")"},
  {"hold_no_end", Line("hold", kPoints), R"(until: expected a value in a row of kind hold; got "")"},
  {"capture_no_reference", Line("capture", {}), R"(reference: expected a value in a row of kind capture; got "")"},
  {"void_with_points", Line("void", With(kPoints, {{"reference", "h"}})), R"(unit: expected nothing in a row of kind void; got "p")"},
  {"award_with_end", Line("award", With(kPoints, {{"until", "2012-01-01"}})), R"(until: expected nothing in a row of kind award; got "2012-01-01")"},
  {"tick_with_id", Line("tick", {{"transaction_id", "t"}}), R"(transaction_id: expected nothing in a row of kind tick; got "t")"},
  {"tick_with_member", Line("tick", {{"member_id", "m"}}), R"(member_id: expected nothing in a row of kind tick; got "m")"},
  {"tick_with_store", Line("tick", {{"store_id", "s"}}), R"(store_id: expected nothing in a row of kind tick; got "s")"},
  {"tick_with_channel", Line("tick", {{"channel", "c"}}), R"(channel: expected nothing in a row of kind tick; got "c")"},
  {"enroll_with_category", Line("enroll", {{"category", "c"}}), R"(category: expected nothing in a row of kind enroll; got "c")"},
  {"purchase_with_points", Line("purchase", Sale({{"points", "1"}})), R"(points: expected nothing in a row of kind purchase; got "1")"},
  {"purchase_with_reference", Line("purchase", Sale({{"reference", "t0"}})), R"(reference: expected nothing in a row of kind purchase; got "t0")"},
  {"award_with_amount", Line("award", With(kPoints, {{"amount_minor", "1"}})), R"(amount_minor: expected nothing in a row of kind award; got "1")"},
  {"award_with_currency", Line("award", With(kPoints, {{"currency", "EUR"}})), R"(currency: expected nothing in a row of kind award; got "EUR")"},
  {"reinstate_no_until", Line("reinstate", {{"unit", "p"}}), R"(until: expected a value in a row of kind reinstate; got "")"},
  {"reinstate_with_points", Line("reinstate", With(kPoints, {{"until", "2012-01-01"}})), R"(points: expected nothing in a row of kind reinstate; got "5")"},
  {"import_of_nothing", Line("import", kPoints), R"(what: expected a value in a row of kind import; got "")"},
  {"award_with_what", Line("award", With(kPoints, {{"what", "lot"}})), R"(what: expected nothing in a row of kind award; got "lot")"},
  {"redeem_nothing", Line("redeem", {}), R"(points: expected a value here or as reward in a row of kind redeem; got "")"},
  {"redeem_points_and_reward", Line("redeem", With(kPoints, {{"reward", "r"}})), R"(points: expected nothing beside a reward; got "5")"},
  {"redeem_unit_and_reward", Line("redeem", {{"unit", "p"}, {"reward", "r"}}), R"(unit: expected nothing beside a reward; got "p")"},
  {"redeem_quantity_of_points", Line("redeem", With(kPoints, {{"quantity", "2"}})), R"(quantity: expected nothing without a reward; got "2")"},
  {"redeem_quantity_zero", Line("redeem", {{"reward", "r"}, {"quantity", "0"}}), R"(quantity: expected a number from 1 to 1000000000; got "0")"},
  {"redeem_quantity_great", Line("redeem", {{"reward", "r"}, {"quantity", "1000000001"}}), R"(quantity: expected a number from 1 to 1000000000; got "1000000001")"},
  {"award_with_reward", Line("award", With(kPoints, {{"reward", "r"}})), R"(reward: expected nothing in a row of kind award; got "r")"},
  {"redeem_with_funding", Line("redeem", With(kPoints, {{"funding_class", "f"}})), R"(funding_class: expected nothing in a row of kind redeem; got "f")"},
  {"donate_no_cause", Line("donate", kPoints), R"(cause: expected a value in a row of kind donate; got "")"},
  {"redeem_with_cause", Line("redeem", With(kPoints, {{"cause", "c"}})), R"(cause: expected nothing in a row of kind redeem; got "c")"},
  {"event_no_name", Line("event", {}), R"(name: expected a value in a row of kind event; got "")"},
  {"event_with_points", Line("event", {{"name", "n"}, {"points", "1"}}), R"(points: expected nothing in a row of kind event; got "1")"},
  {"award_with_name", Line("award", With(kPoints, {{"name", "n"}})), R"(name: expected nothing in a row of kind award; got "n")"},
  {"refer_nobody", Line("refer", {}), R"(to_member_id: expected a value in a row of kind refer; got "")"},
  {"refer_with_referrer", Line("refer", {{"to_member_id", "b"}, {"referrer", "c"}}), R"(referrer: expected nothing in a row of kind refer; got "c")"},
  {"tick_with_operator", Line("tick", {{"operator", "o"}}), R"(operator: expected nothing in a row of kind tick; got "o")"},
  {"tick_with_approver", Line("tick", {{"approver", "o"}}), R"(approver: expected nothing in a row of kind tick; got "o")"},
  {"counter_of_letters", Line("enroll", {{"counter", "x"}}), R"(counter: expected a whole number from 0 to 10^18; got "x")"},
  {"counter_below_0", Line("enroll", {{"counter", "-1"}}), R"(counter: expected a whole number from 0 to 10^18; got "-1")"},
  {"counter_and_command_id", Line("enroll", {{"counter", "1"}, {"command_id", "000000000000000000000000000000ff"}}), R"(counter: expected nothing beside a command_id; got "1")"},
  {"source_alone", Line("enroll", {{"source", "q"}}), R"(source: expected nothing without a counter; got "q")"},
  {"two_references", Line("void", {{"reference", "t"}, {"reference_counter", "2"}}), R"(reference_counter: expected nothing beside a reference; got "2")"},
  {"reference_to_own_counter", Line("void", {{"counter", "2"}, {"reference_counter", "2"}}), R"(reference_counter: expected another counter than this one; got "2")"},
  {"award_with_counted_reference", Line("award", With(kPoints, {{"reference_counter", "2"}})), R"(reference_counter: expected nothing in a row of kind award; got "2")"},
  {"tick_with_counter", Line("tick", {{"counter", "1"}}), R"(counter: expected nothing in a row of kind tick; got "1")"},
  {"redeem_with_receiver", Line("redeem", With(kPoints, {{"to_member_id", "b"}})), R"(to_member_id: expected nothing in a row of kind redeem; got "b")"},
}), [](const auto& test) { return test.param.name; });
// clang-format on

}  // namespace
}  // namespace kumbara::tools
