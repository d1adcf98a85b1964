#include "engine/base/hex.h"

#include <array>
#include <cstdint>
#include <string>
#include <vector>

#include "gtest/gtest.h"

namespace kumbara {
namespace {

constexpr char kText[] = "000102030405060708090a0b0c0d0eff";

TEST(HexTest, WritesBytesInTheirOrder) {
  std::array<std::uint8_t, 16> bytes = {0, 1, 2,  3,  4,  5,  6,  7,
                                        8, 9, 10, 11, 12, 13, 14, 255};
  EXPECT_EQ(BytesToHex(std::as_bytes(std::span(bytes))), kText);
  EXPECT_EQ(ToHex(MemberId::FromBytes(bytes.data())), kText);
  EXPECT_EQ(BytesToHex({}), "");
}

TEST(HexTest, ReadsBackWhatItWrote) {
  MemberId id;
  ASSERT_TRUE(FromHex(kText, &id));
  EXPECT_EQ(id.low, 0x0706050403020100u);
  EXPECT_EQ(id.high, 0xff0e0d0c0b0a0908u);
  EXPECT_EQ(ToHex(id), kText);
}

TEST(HexTest, ReadsEitherCase) {
  MemberId lower;
  MemberId upper;
  ASSERT_TRUE(FromHex("abcdefabcdefabcdefabcdefabcdefab", &lower));
  ASSERT_TRUE(FromHex("ABCDEFABCDEFABCDEFABCDEFABCDEFAB", &upper));
  EXPECT_EQ(lower, upper);
}

struct BadHexCase {
  std::string name;
  std::string text;
};

class HexBadTest : public testing::TestWithParam<BadHexCase> {};

TEST_P(HexBadTest, IsRefused) {
  MemberId id;
  EXPECT_FALSE(FromHex(GetParam().text, &id));
}

// clang-format off
INSTANTIATE_TEST_SUITE_P(Case, HexBadTest, testing::ValuesIn(std::vector<BadHexCase>{
  {"empty",               ""},
  {"one_digit_short",     "000102030405060708090a0b0c0d0ef"},
  {"one_digit_long",      "000102030405060708090a0b0c0d0eff0"},
  {"letter_after_f",      "g00102030405060708090a0b0c0d0eff"},
  {"second_of_pair",      "0/0102030405060708090a0b0c0d0eff"},
  {"colon_after_nine",    ":00102030405060708090a0b0c0d0eff"},
  {"at_before_a",         "@00102030405060708090a0b0c0d0eff"},
  {"backquote_before_a",  "`00102030405060708090a0b0c0d0eff"},
  {"space_at_end",        "000102030405060708090a0b0c0d0ef "},
}), [](const auto& test) { return test.param.name; });
// clang-format on

}  // namespace
}  // namespace kumbara
