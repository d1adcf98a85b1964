#include "tools/csv/printable.h"

#include <string>
#include <string_view>

#include "gtest/gtest.h"

namespace kumbara::tools {
namespace {

TEST(PrintableTest, EscapesControlCharacters) {
  EXPECT_EQ(Printable("ada\x1B[2J\x07\x7F"), R"(ada\x1b[2J\x07\x7f)");
  EXPECT_EQ(Printable("a\nb\rc\td"), R"(a\nb\rc\td)");
  EXPECT_EQ(Printable(std::string_view("\0", 1)), R"(\x00)");
}

TEST(PrintableTest, EscapesControlCharactersPastAscii) {
  EXPECT_EQ(Printable("\xC2\x80|\xC2\x9B|\xC2\x9F"), R"(\u0080|\u009b|\u009f)");
  EXPECT_EQ(Printable("\xC2\xA0\xC2\xBF\xC3\x80\xC3\x9B"),
            "\xC2\xA0\xC2\xBF\xC3\x80\xC3\x9B");
}

TEST(PrintableTest, LeavesOtherText) {
  const std::string text = " \\\"'~ caf\xC3\xA9 \xE2\x82\xAC \xF0\x9F\x99\x82";
  EXPECT_EQ(Printable(text), text);
  EXPECT_EQ(Printable(""), "");
}

TEST(PrintableTest, EscapesWhatIsNoUtf8) {
  EXPECT_EQ(Printable("\x9B"
                      "2J\xC2"),
            R"(\x9b2J\xc2)");
  EXPECT_EQ(Printable("\xC3\xA9\xE9\xC3\xA9"), "\xC3\xA9\\xe9\xC3\xA9");
}

TEST(PrintableTest, ChangesNothingTheSecondTime) {
  const std::string once = Printable("\x1B\n\xC2\x9B\xE9\\");
  EXPECT_EQ(Printable(once), once);
}

TEST(PrintableLinesTest, KeepsLineBreaksAndNothingElse) {
  EXPECT_EQ(PrintableLines("a\nb\r\x1B\n"), "a\nb\\r\\x1b\n");
}

}  // namespace
}  // namespace kumbara::tools
