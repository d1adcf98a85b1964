#include "engine/query/month_totals.h"

#include <algorithm>
#include <fstream>
#include <iterator>
#include <optional>
#include <string>
#include <vector>

#include "engine/base/time_text.h"
#include "gmock/gmock.h"
#include "tests/support/command_builder.h"

namespace kumbara {
namespace {

Event Leg(Account account, const char* at, std::int64_t amount,
          std::uint8_t unit = kPoints) {
  Posting posting;
  posting.account = account;
  posting.unit = unit;
  posting.at = *ParseInstant(at);
  posting.amount = amount;
  return posting;
}

std::size_t PlaceOf(Account account) {
  const auto place = std::find(kMovements.begin(), kMovements.end(), account);
  return static_cast<std::size_t>(place - kMovements.begin());
}

TEST(MonthTotalsTest, ClosingIsOpeningAndMovements) {
  MonthTotals totals{Zone()};
  totals.Add(
      std::vector<Event>{Leg(Account::kIssued, "2024-05-01T00:00:00Z", -100),
                         Leg(Account::kAvailable, "2024-05-01T00:00:00Z", 100),
                         Leg(Account::kAvailable, "2024-07-01T00:00:00Z", -30),
                         Leg(Account::kHeld, "2024-07-01T00:00:00Z", 30),
                         Leg(Account::kHeld, "2024-07-02T00:00:00Z", -30),
                         Leg(Account::kRedeemed, "2024-07-02T00:00:00Z", 30)});
  const std::vector<MonthRow> rows = totals.RowsOf(kPoints);
  ASSERT_EQ(rows.size(), 2u);
  EXPECT_EQ(rows[0].month, 2024 * 12 + 4);
  EXPECT_TRUE(rows[0].opening == 0 && rows[0].closing == 100);
  EXPECT_TRUE(rows[0].movements[PlaceOf(Account::kIssued)] == 100);
  EXPECT_EQ(rows[1].month, 2024 * 12 + 6);
  EXPECT_TRUE(rows[1].opening == 100 && rows[1].closing == 70);
  EXPECT_TRUE(rows[1].movements[PlaceOf(Account::kRedeemed)] == -30);
  for (const MonthRow& row : rows) {
    EXPECT_TRUE(row.opening_and_movements() == row.closing);
  }
}

TEST(MonthTotalsTest, WhatComesLateStandsWhereItHappened) {
  MonthTotals totals{Zone()};
  totals.Add(
      std::vector<Event>{Leg(Account::kIssued, "2024-06-01T00:00:00Z", -10),
                         Leg(Account::kAvailable, "2024-06-01T00:00:00Z", 10)});
  totals.Add(std::vector<Event>{
      Leg(Account::kIssued, "2024-05-31T23:59:59.999999Z", -5),
      Leg(Account::kAvailable, "2024-05-31T23:59:59.999999Z", 5)});
  const std::vector<MonthRow> rows = totals.RowsOf(kPoints);
  ASSERT_EQ(rows.size(), 2u);
  EXPECT_TRUE(rows[0].closing == 5 && rows[1].opening == 5);
  EXPECT_TRUE(rows[1].closing == 15);
}

// Such a month has no name, and kept all others from being closed.
TEST(MonthTotalsTest, TheFirstInstantsOfAllAreOfTheFirstMonth) {
  std::ifstream file("/usr/share/zoneinfo/America/New_York", std::ios::binary);
  const std::string bytes{std::istreambuf_iterator<char>(file), {}};
  const absl::StatusOr<Zone> zone = Zone::FromBytes("America/New_York", bytes);
  ASSERT_TRUE(zone.ok());
  MonthTotals totals{*zone};
  totals.Add(
      std::vector<Event>{Leg(Account::kIssued, "0001-01-01T00:00:00Z", -10),
                         Leg(Account::kAvailable, "0001-01-01T00:00:00Z", 10)});
  ASSERT_EQ(totals.RowsOf(kPoints).size(), 1u);
  EXPECT_EQ(totals.RowsOf(kPoints)[0].month, 12);
}

TEST(MonthTotalsTest, ALegThatIsMissingShows) {
  MonthTotals totals{Zone()};
  totals.Add(
      std::vector<Event>{Leg(Account::kIssued, "2024-06-01T00:00:00Z", -10)});
  const std::vector<MonthRow> rows = totals.RowsOf(kPoints);
  ASSERT_EQ(rows.size(), 1u);
  EXPECT_TRUE(rows[0].opening_and_movements() != rows[0].closing);
}

// A closing as a ledger would write it now.
Closing ClosingOf(const MonthTotals& totals, int month) {
  Closing closing;
  closing.terms.month = static_cast<std::uint32_t>(month);
  closing.amounts = totals.AmountsOf(month);
  return closing;
}

constexpr int kMay = 2024 * 12 + 4;

class ClosedMonthTest : public ::testing::Test {
 protected:
  // 100 are issued in May, 30 of them redeemed in July.
  ClosedMonthTest() {
    Issue("2024-05-01T00:00:00Z", 100);
    totals_.Add(std::vector<Event>{
        Leg(Account::kRedeemed, "2024-07-02T00:00:00Z", 30),
        Leg(Account::kAvailable, "2024-07-02T00:00:00Z", -30)});
  }

  void Issue(const char* at, std::int64_t amount) {
    totals_.Add(std::vector<Event>{Leg(Account::kIssued, at, -amount),
                                   Leg(Account::kAvailable, at, amount)});
  }
  void Close(int month) { totals_.Close(ClosingOf(totals_, month)); }
  std::vector<MonthRow> Rows() {
    const std::vector<MonthRow> rows = totals_.RowsOf(kPoints);
    Int128 closing = 0;
    for (const MonthRow& row : rows) {
      EXPECT_TRUE(row.opening == closing);
      closing = row.closing;
      EXPECT_TRUE(row.opening_and_movements() == closing);
    }
    return rows;
  }

  MonthTotals totals_{Zone()};
};

TEST_F(ClosedMonthTest, SaysWhatItCameTo) {
  const std::vector<ClosedAmount> may = totals_.AmountsOf(kMay);
  const std::vector<ClosedAmount> expected = {
      {.unit = kPoints, .part = kClosingPart, .amount = 100},
      {.unit = kPoints,
       .part = static_cast<std::uint8_t>(Account::kIssued),
       .amount = 100}};
  EXPECT_EQ(may, expected);
  // June has no postings, but an opening and a closing.
  const std::vector<ClosedAmount> june = totals_.AmountsOf(kMay + 1);
  ASSERT_EQ(june.size(), 2u);
  EXPECT_EQ(june[0].part, kOpeningPart);
  EXPECT_TRUE(june[0].amount == 100 && june[1].amount == 100);
  EXPECT_TRUE(totals_.AmountsOf(kMay - 1).empty());
}

TEST_F(ClosedMonthTest, WhatComesLaterIsThePriorPeriodsOfTheFirstOpenMonth) {
  Close(kMay);
  Issue("2024-05-31T23:59:59.999999Z", 5);
  Issue("2024-04-30T00:00:00Z", 2);
  Issue("2024-06-01T00:00:00Z", 1);
  const std::vector<MonthRow> rows = Rows();
  ASSERT_EQ(rows.size(), 3u);
  EXPECT_TRUE(rows[0].month == kMay && rows[0].closing == 100);
  EXPECT_TRUE(rows[0].prior_period == 0);
  EXPECT_TRUE(rows[1].month == kMay + 1 && rows[1].prior_period == 7);
  EXPECT_TRUE(rows[1].movements[PlaceOf(Account::kIssued)] == 1);
  EXPECT_TRUE(rows[2].opening == 108 && rows[2].closing == 78);
}

TEST_F(ClosedMonthTest, APriorPeriodIsFixedWithItsMonth) {
  Close(kMay);
  Issue("2024-05-31T00:00:00Z", 5);
  EXPECT_EQ(totals_.OpenBefore(kMay + 2), kMay + 1);
  Close(kMay + 1);
  Issue("2024-05-31T00:00:00Z", 3);
  Issue("2024-06-30T00:00:00Z", 4);
  const std::vector<MonthRow> rows = Rows();
  ASSERT_EQ(rows.size(), 3u);
  EXPECT_TRUE(rows[1].prior_period == 5 && rows[1].closing == 105);
  EXPECT_TRUE(rows[2].prior_period == 7);
  EXPECT_EQ(totals_.OpenBefore(kMay + 2), std::nullopt);
}

TEST_F(ClosedMonthTest, AClosingClosesWhatIsBeforeIt) {
  EXPECT_EQ(totals_.OpenBefore(kMay), std::nullopt);
  EXPECT_EQ(totals_.OpenBefore(kMay + 1), kMay);
  EXPECT_FALSE(totals_.IsClosed(kMay));
  Close(kMay);
  EXPECT_TRUE(totals_.IsClosed(kMay - 1) && totals_.IsClosed(kMay));
  EXPECT_FALSE(totals_.IsClosed(kMay + 1));
  EXPECT_EQ(totals_.closings().size(), 1u);
}

TEST_F(ClosedMonthTest, IsShownAsItsClosingSays) {
  Closing closing = ClosingOf(totals_, kMay);
  closing.amounts[0].amount = 99;
  totals_.Close(closing);
  const std::vector<MonthRow> rows = totals_.RowsOf(kPoints);
  ASSERT_EQ(rows.size(), 2u);
  EXPECT_TRUE(rows[0].closing == 99 && rows[0].opening_and_movements() == 100);
}

TEST(MonthTotalsTest, UnitsHaveTablesOfTheirOwn) {
  MonthTotals totals{Zone()};
  totals.Add(std::vector<Event>{
      Leg(Account::kAvailable, "2024-06-01T00:00:00Z", 10, kStars)});
  EXPECT_TRUE(totals.RowsOf(kPoints).empty());
  EXPECT_EQ(totals.RowsOf(kStars).size(), 1u);
}

}  // namespace
}  // namespace kumbara
