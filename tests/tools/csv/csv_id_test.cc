#include "tools/csv/csv_id.h"

#include <string>

#include "engine/base/hex.h"
#include "gtest/gtest.h"

namespace kumbara::tools {
namespace {

// The expected values are of `printf 'kumbara csv 1\0shop\0001' | sha256sum`
// and the like. They are stored in journals and may never change.
TEST(CsvIdTest, IsTheBeginningOfTheHashForEver) {
  CsvIdMaker shop("shop");
  EXPECT_EQ(ToHex(shop.Make("1")), "4ffc048dc226f25df8d3cd12b32b60a0");
  EXPECT_EQ(ToHex(shop.Make("536365")), "587b44b4efe9b4f89a59c7e51bdb0e74");
  EXPECT_EQ(ToHex(shop.Make("1")), "4ffc048dc226f25df8d3cd12b32b60a0");
  EXPECT_EQ(ToHex(CsvIdMaker("").Make("")), "a660aa9a0e993777d34e8838085ea258");
  EXPECT_EQ(ToHex(CsvIdMaker("a").Make(std::string(128, 'b'))),
            "db879d5b8516a6713a1109e23d1ff4ac");
}

// printf 'kumbara source 1\0sales/3' | sha256sum | head -c 16
TEST(CsvIdTest, OrderedIsTheSourceAndTheCounterForEver) {
  CsvIdMaker shop("shop");
  EXPECT_EQ(ToHex(shop.MakeOrdered("sales/3", 0)),
            "aec320e2ac797ed30000000000000000");
  EXPECT_EQ(ToHex(shop.MakeOrdered("sales/3", 4'712)),
            "aec320e2ac797ed36812000000000000");
  EXPECT_EQ(ToHex(shop.MakeOrdered("", 1)), "4d96ac159dddea320100000000000000");
  EXPECT_EQ(shop.MakeOrdered("shop", 1), shop.MakeOrdered("", 1));
}

TEST(CsvIdTest, LeadingZerosAndSpacesCount) {
  CsvIdMaker shop("shop");
  EXPECT_NE(shop.Make("1"), shop.Make("01"));
  EXPECT_NE(shop.Make("1"), shop.Make("1 "));
}

TEST(CsvIdDeathTest, SourceWithNulIsABug) {
  EXPECT_DEATH(CsvIdMaker(std::string_view("a\0b", 3)), "source.find");
}

}  // namespace
}  // namespace kumbara::tools
