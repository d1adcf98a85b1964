#include "engine/query/month_totals.h"

#include <algorithm>
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

TEST(MonthTotalsTest, ALegThatIsMissingShows) {
  MonthTotals totals{Zone()};
  totals.Add(
      std::vector<Event>{Leg(Account::kIssued, "2024-06-01T00:00:00Z", -10)});
  const std::vector<MonthRow> rows = totals.RowsOf(kPoints);
  ASSERT_EQ(rows.size(), 1u);
  EXPECT_TRUE(rows[0].opening_and_movements() != rows[0].closing);
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
