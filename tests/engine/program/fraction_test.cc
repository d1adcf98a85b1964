#include "engine/program/fraction.h"

#include "gtest/gtest.h"

namespace kumbara {
namespace {

TEST(FractionTest, IsReduced) {
  EXPECT_EQ(ParseFraction("3/2"), (Rational{3, 2}));
  EXPECT_EQ(ParseFraction("6/4"), (Rational{3, 2}));
  EXPECT_EQ(ParseFraction("7"), (Rational{7, 1}));
  EXPECT_EQ(ParseFraction("5/5"), (Rational{1, 1}));
  EXPECT_EQ(ParseFraction("4294967295/4294967294"),
            (Rational{4294967295, 4294967294}));
}

TEST(FractionTest, NothingElseIsOne) {
  for (const char* text :
       {"", "/", "3/", "/2", "2/3", "0", "0/1", "1/0", "1.5", " 3/2", "3 /2",
        "-3/2", "+3/2", "3/2/1", "3/-2", "4294967296", "4294967296/3",
        "4294967296/4294967296", "three"}) {
    EXPECT_EQ(ParseFraction(text), std::nullopt) << text;
  }
}

}  // namespace
}  // namespace kumbara
