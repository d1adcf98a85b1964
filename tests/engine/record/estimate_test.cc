#include "engine/record/estimate.h"

#include <functional>
#include <string>
#include <vector>

#include "gmock/gmock.h"
#include "tests/engine/record/sample_batch.h"

namespace kumbara {
namespace {

TEST(EstimateTest, IsReadBackAsItWas) {
  Estimate estimate = SampleEstimate();
  EXPECT_EQ(Estimate::FromBytes(estimate.ToBytes()), estimate);
  estimate.approver = {};
  estimate.reason = 0;
  estimate.from_vintage = 0;
  estimate.to_vintage = 0;
  estimate.redemption = kWholeRedemptionRate;
  estimate.price = Amount::kMax;
  estimate.effective = -1;
  EXPECT_EQ(Estimate::FromBytes(estimate.ToBytes()), estimate);
}

TEST(EstimateTest, OfAMonthAloneIsRead) {
  Estimate estimate = SampleEstimate();
  estimate.to_vintage = estimate.from_vintage;
  EXPECT_EQ(Estimate::FromBytes(estimate.ToBytes()), estimate);
}

TEST(EstimateTest, AnyCutIsRefused) {
  const std::string bytes = SampleEstimate().ToBytes();
  for (std::size_t size = 0; size < bytes.size(); ++size) {
    EXPECT_FALSE(Estimate::FromBytes(bytes.substr(0, size))) << size;
  }
  EXPECT_FALSE(Estimate::FromBytes(bytes + '\0'));
}

TEST(EstimateTest, HasTheMonthsOfItsRange) {
  Estimate estimate;
  estimate.from_vintage = 100;
  estimate.to_vintage = 102;
  EXPECT_FALSE(estimate.Has(99));
  EXPECT_TRUE(estimate.Has(100));
  EXPECT_TRUE(estimate.Has(102));
  EXPECT_FALSE(estimate.Has(103));
  EXPECT_FALSE(estimate.Has(0));
}

TEST(EstimateTest, WithoutARangeItHasAllAndWhatHasNoMonth) {
  const Estimate estimate;
  EXPECT_TRUE(estimate.Has(0));
  EXPECT_TRUE(estimate.Has(100));
}

struct EstimateFormCase {
  std::string name;
  std::function<void(Estimate&)> change;
};

class EstimateFormTest : public testing::TestWithParam<EstimateFormCase> {};

TEST_P(EstimateFormTest, IsRefused) {
  Estimate estimate = SampleEstimate();
  GetParam().change(estimate);
  EXPECT_FALSE(Estimate::FromBytes(estimate.ToBytes()).has_value());
}

// clang-format off
INSTANTIATE_TEST_SUITE_P(Case, EstimateFormTest, testing::ValuesIn(std::vector<EstimateFormCase>{
  {"no_number",         [](Estimate& one) { one.number = 0; }},
  {"no_unit",           [](Estimate& one) { one.unit = 0; }},
  {"no_price",          [](Estimate& one) { one.price = 0; }},
  {"price_below_zero",  [](Estimate& one) { one.price = -1; }},
  {"price_too_great",   [](Estimate& one) { one.price = Amount::kMax + 1; }},
  {"more_than_all",     [](Estimate& one) { one.redemption = 1'000'001; }},
  {"no_such_month",     [](Estimate& one) { one.from_vintage = 11; }},
  {"reversed",          [](Estimate& one) { one.to_vintage = one.from_vintage - 1; }},
  {"no_end",            [](Estimate& one) { one.to_vintage = 0; }},
  {"no_beginning",      [](Estimate& one) { one.from_vintage = 0; }},
  {"before_all_times",  [](Estimate& one) { one.effective = Instant::kMin - 1; }},
  {"after_all_times",   [](Estimate& one) { one.effective = Instant::kMax + 1; }},
  {"no_operator",       [](Estimate& one) { one.by = {}; }},
  {"one_person",        [](Estimate& one) { one.approver = one.by; }},
  {"reserved",          [](Estimate& one) { one.reserved[6] = 1; }},
}), [](const auto& test) { return test.param.name; });
// clang-format on

}  // namespace
}  // namespace kumbara
