#include "tools/csv/utf8.h"

#include <string>

#include "gtest/gtest.h"

namespace kumbara::tools {
namespace {

TEST(Utf8Test, TakesEveryCharacterAtTheBoundsOfEachLength) {
  for (const std::string text :
       {"", "a", "\x7F", "\xC2\x80", "\xDF\xBF", "\xE0\xA0\x80", "\xED\x9F\xBF",
        "\xEE\x80\x80", "\xEF\xBF\xBF", "\xF0\x90\x80\x80", "\xF4\x8F\xBF\xBF",
        "caf\xC3\xA9 \xE2\x82\xAC"}) {
    EXPECT_TRUE(IsUtf8(text)) << text;
  }
}

TEST(Utf8Test, RefusesWhatIsNotWellFormed) {
  for (const std::string text :
       {"\x80", "\xBF", "\xC0\x80", "\xC1\xBF", "\xC2", "\xC2 ", "\xE0\x9F\xBF",
        "\xE2\x82", "\xED\xA0\x80", "\xED\xBF\xBF", "\xF0\x8F\xBF\xBF",
        "\xF4\x90\x80\x80", "\xF5\x80\x80\x80", "\xFF", "\xFE", "a\xE9",
        "\xE2\x82\xAC\xAC"}) {
    EXPECT_FALSE(IsUtf8(text)) << text;
  }
}

TEST(Utf8Test, PrefixEndsBeforeTheFirstBadCharacter) {
  const std::string euro = "\xE2\x82\xAC";
  EXPECT_EQ(Utf8Prefix(""), 0u);
  EXPECT_EQ(Utf8Prefix("a" + euro), 4u);
  EXPECT_EQ(Utf8Prefix("a" + euro + "\xE9z"), 4u);
  EXPECT_EQ(Utf8Prefix("a" + euro + "\xE2\x82"), 4u);
  EXPECT_EQ(Utf8Prefix("a" + euro + "\xE2\x82z"), 4u);
  EXPECT_EQ(Utf8Prefix("\xFF"), 0u);
}

}  // namespace
}  // namespace kumbara::tools
