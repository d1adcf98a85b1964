#include "engine/program/nearest_word.h"

#include <array>
#include <string>
#include <string_view>

#include "gtest/gtest.h"

namespace kumbara {
namespace {

constexpr std::array<std::string_view, 6> kKnown = {
    "round", "unit", "give", "per", "at", "auto_redeem"};

TEST(NearestWordTest, FindsWhatOneSlipMade) {
  EXPECT_EQ(NearestWord("roudn", kKnown), "round");   // Swapped.
  EXPECT_EQ(NearestWord("rond", kKnown), "round");    // Left out.
  EXPECT_EQ(NearestWord("rounds", kKnown), "round");  // Added.
  EXPECT_EQ(NearestWord("raund", kKnown), "round");   // Another.
  EXPECT_EQ(NearestWord("it", kKnown), "at");
}

TEST(NearestWordTest, AllowsOneSlipForEachThreeLetters) {
  EXPECT_EQ(NearestWord("rouand", kKnown), "round");
  EXPECT_EQ(NearestWord("ruodns", kKnown), "");  // Three of six.
  EXPECT_EQ(NearestWord("auto_rdem", kKnown), "auto_redeem");
  EXPECT_EQ(NearestWord("autoredm", kKnown), "");
  EXPECT_EQ(NearestWord("gibv", kKnown), "");  // Two of four.
}

TEST(NearestWordTest, KnowsTheWordItself) {
  for (const std::string_view word : kKnown) {
    EXPECT_EQ(NearestWord(word, kKnown), word);
  }
}

TEST(NearestWordTest, OfSeveralTheFirst) {
  constexpr std::array<std::string_view, 3> kTwo = {"cap", "tap", "map"};
  EXPECT_EQ(NearestWord("lap", kTwo), "cap");
}

TEST(NearestWordTest, ResemblesNothing) {
  EXPECT_EQ(NearestWord("", kKnown), "");
  EXPECT_EQ(NearestWord("zzz", kKnown), "");
  EXPECT_EQ(NearestWord("round", {}), "");
  EXPECT_EQ(NearestWord(std::string(100'000, 'a'), kKnown), "");
}

}  // namespace
}  // namespace kumbara
