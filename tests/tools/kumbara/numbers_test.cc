#include "tools/kumbara/numbers.h"

#include "engine/base/types.h"
#include "gmock/gmock.h"

namespace kumbara::tools {
namespace {

TEST(NumbersTest, AProductHasNoZerosAtItsEnd) {
  EXPECT_EQ(ScaledProduct(1250, {3}, 2), "37.5");
  EXPECT_EQ(ScaledProduct(1250, {4}, 2), "50");
  EXPECT_EQ(ScaledProduct(-5, {1}, 3), "-0.005");
  EXPECT_EQ(ScaledProduct(100, {2}, 0), "200");
  EXPECT_EQ(ScaledProduct(1, {}, 6), "0.000001");
}

TEST(NumbersTest, AProductOfNothingIsNothing) {
  EXPECT_EQ(ScaledProduct(0, {7}, 2), "0");
  EXPECT_EQ(ScaledProduct(-7, {0}, 12), "0");
}

TEST(NumbersTest, AProductIsExactHoweverLongItIs) {
  // 2^100 × 10^18 × 999,999.
  EXPECT_EQ(ScaledProduct(Int128{1} << 100, {Amount::kMax, 999'999}, 12),
            "1267649332577629173267301708672794624000000");
  EXPECT_EQ(ScaledProduct(Int128{1} << 100, {1, 1}, 40),
            "0.0000000001267650600228229401496703205376");
  EXPECT_EQ(ScaledProduct(1'000'000'001, {1'000'000'001}, 0),
            "1000000002000000001");
}

TEST(NumbersTest, CommasStandBeforeThePoint) {
  EXPECT_EQ(Scaled(1'234'567'891'234, 4, true), "123,456,789.1234");
  EXPECT_EQ(Scaled(-1234, 0, true), "-1,234");
  EXPECT_EQ(Scaled(-5, 6, true), "-0.000005");
  EXPECT_EQ(Scaled(123'456, 3, false), "123.456");
}

TEST(NumbersTest, MillionthsAreDecimals) {
  EXPECT_EQ(MillionthsText(0), "0");
  EXPECT_EQ(MillionthsText(850'000), "0.85");
  EXPECT_EQ(MillionthsText(1'000'000), "1");
}

}  // namespace
}  // namespace kumbara::tools
