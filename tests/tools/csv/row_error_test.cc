#include "tools/csv/row_error.h"

#include <string>

#include "gtest/gtest.h"

namespace kumbara::tools {
namespace {

TEST(RowErrorTest, ReadsAsFileLineFieldExpectedAndGot) {
  const RowError error{"a.csv", 7, "kind", "tick", Shown("tock"), "kind"};
  EXPECT_EQ(ToText(error), "a.csv:7: kind: expected tick; got \"tock\"");
  EXPECT_EQ(Because(error), "kind: expected tick; got \"tock\"");
}

TEST(ShownTest, EscapesWhatWouldNotShow) {
  EXPECT_EQ(Shown("a\"b\\c\n\r\t"), R"(a\"b\\c\n\r\t)");
  EXPECT_EQ(Shown(std::string_view("\0\x1B\x7F", 3)), R"(\x00\x1b\x7f)");
  EXPECT_EQ(Shown("caf\xC3\xA9"), "caf\xC3\xA9");
  EXPECT_EQ(Shown("caf\xE9"), R"(caf\xe9)");
  EXPECT_EQ(Shown("\xC3\xA9\xE9\xC2\x9B"),
            "\xC3\xA9"
            R"(\xe9\u009b)");
}

TEST(ShownTest, ShortensToFortyBytesButCutsNoCharacter) {
  const std::string forty(40, 'a');
  EXPECT_EQ(Shown(forty), forty);
  EXPECT_EQ(Shown(forty + "b"), forty + "...");
  const std::string before(39, 'a');
  EXPECT_EQ(Shown(before + "\xE2\x82\xAC" + "b"), before + "...");
}

}  // namespace
}  // namespace kumbara::tools
