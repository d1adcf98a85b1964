#include "engine/query/estimates.h"

#include <vector>

#include "gmock/gmock.h"

namespace kumbara {
namespace {

Estimate Of(std::uint16_t from, std::uint16_t to, std::int64_t effective = 0,
            std::uint8_t unit = 1) {
  Estimate estimate;
  estimate.from_vintage = from;
  estimate.to_vintage = to;
  estimate.effective = effective;
  estimate.unit = unit;
  return estimate;
}

// Of the place; -1 for none.
std::ptrdiff_t InForce(const std::vector<Estimate>& given,
                       std::uint16_t vintage, std::int64_t at) {
  const Estimate* found = EstimateInForce(given, 1, vintage, Instant(at));
  return found == nullptr ? -1 : found - given.data();
}

EstimateStanding Standing(const std::vector<Estimate>& given,
                          std::size_t index) {
  return StandingOf(given, index, Instant(10));
}

TEST(EstimatesTest, WithoutAnyNoneIsInForce) {
  EXPECT_EQ(InForce({}, 0, 0), -1);
}

TEST(EstimatesTest, OneIsInForceFromItsInstantOn) {
  const std::vector<Estimate> given = {Of(0, 0, 7)};
  EXPECT_EQ(InForce(given, 100, 6), -1);
  EXPECT_EQ(InForce(given, 100, 7), 0);
  EXPECT_EQ(InForce(given, 0, 8), 0);
}

TEST(EstimatesTest, TheLastOneGivenIsInForceWheneverItTookEffect) {
  const std::vector<Estimate> given = {Of(0, 0, 5), Of(0, 0, 3)};
  EXPECT_EQ(InForce(given, 100, 2), -1);
  EXPECT_EQ(InForce(given, 100, 3), 1);
  EXPECT_EQ(InForce(given, 100, 9), 1);
}

TEST(EstimatesTest, AnEstimateIsOfItsUnitAndItsMonths) {
  const std::vector<Estimate> given = {Of(0, 0), Of(100, 102), Of(0, 0, 0, 2)};
  EXPECT_EQ(InForce(given, 99, 0), 0);
  EXPECT_EQ(InForce(given, 100, 0), 1);
  EXPECT_EQ(InForce(given, 102, 0), 1);
  EXPECT_EQ(InForce(given, 103, 0), 0);
  EXPECT_EQ(InForce(given, 0, 0), 0);
}

TEST(EstimatesTest, OneOfLaterIsToCome) {
  EXPECT_EQ(Standing({Of(0, 0, 11)}, 0), EstimateStanding::kToCome);
  EXPECT_EQ(Standing({Of(0, 0, 10)}, 0), EstimateStanding::kInForce);
  // It does not supersede either.
  EXPECT_EQ(Standing({Of(0, 0), Of(0, 0, 11)}, 0), EstimateStanding::kInForce);
}

TEST(EstimatesTest, OneIsSupersededByLaterOnesThatHaveAllOfItsRange) {
  constexpr auto kInForce = EstimateStanding::kInForce;
  constexpr auto kSuperseded = EstimateStanding::kSuperseded;
  const Estimate asked = Of(100, 110);
  EXPECT_EQ(Standing({asked, Of(0, 0)}, 0), kSuperseded);
  EXPECT_EQ(Standing({asked, Of(0, 0)}, 1), kInForce);
  EXPECT_EQ(Standing({Of(0, 0), asked}, 0), kInForce);
  EXPECT_EQ(Standing({asked, Of(99, 111)}, 0), kSuperseded);
  EXPECT_EQ(Standing({asked, Of(100, 109)}, 0), kInForce);
  EXPECT_EQ(Standing({asked, Of(101, 110)}, 0), kInForce);
  EXPECT_EQ(Standing({asked, Of(105, 110), Of(100, 104)}, 0), kSuperseded);
  EXPECT_EQ(Standing({asked, Of(106, 110), Of(100, 104)}, 0), kInForce);
  EXPECT_EQ(Standing({asked, Of(100, 110, 0, 2)}, 0), kInForce);
  // What has no month is left to one without a range.
  EXPECT_EQ(Standing({Of(0, 0), Of(12, 65'535)}, 0), kInForce);
  EXPECT_EQ(Standing({Of(0, 0), Of(0, 0)}, 0), kSuperseded);
}

}  // namespace
}  // namespace kumbara
