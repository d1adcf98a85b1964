#include "tools/csv/line_text.h"

#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace kumbara::tools {
namespace {

using ::testing::SizeIs;

std::vector<RowLine> LinesIn(std::string_view text) {
  std::vector<RowLine> lines;
  const auto error = ParseLines(text, &lines);
  EXPECT_FALSE(error) << error->expected << "; " << error->got;
  return lines;
}

std::string ErrorIn(std::string_view text) {
  std::vector<RowLine> lines;
  const auto error = ParseLines(text, &lines);
  return error ? error->expected + "; got " + std::string(error->got) : "";
}

TEST(LineTextTest, TakesAllFields) {
  const std::vector<RowLine> lines = LinesIn(
      "item sku=A1 category=food brand=b quantity=2 amount=-500;"
      "tender unit=points quantity=1.50 amount=9; discount");
  ASSERT_THAT(lines, SizeIs(3));
  EXPECT_EQ(lines[0].kind, LineKind::kItem);
  EXPECT_EQ(lines[0].sku.Text(), "A1");
  EXPECT_EQ(lines[0].category.Text(), "food");
  EXPECT_EQ(lines[0].brand.Text(), "b");
  EXPECT_EQ(lines[0].quantity, 2);
  EXPECT_EQ(lines[0].amount, -500);
  EXPECT_EQ(lines[1].unit.Text(), "points");
  EXPECT_EQ(lines[1].points, "1.50");
  EXPECT_EQ(lines[1].quantity, std::nullopt);
  EXPECT_EQ(lines[2].kind, LineKind::kDiscount);
  EXPECT_EQ(lines[2].amount, std::nullopt);
}

TEST(LineTextTest, SpacesAndOrderSayNothing) {
  EXPECT_EQ(LinesIn("item sku=A amount=1"), LinesIn("  item  amount=1 sku=A "));
  EXPECT_EQ(LinesIn("item;tax"), LinesIn(" item ; tax "));
}

TEST(LineTextTest, QuotesHoldWhatWouldEndAWord) {
  const std::vector<RowLine> lines =
      LinesIn("item sku='a b;c=d''e''' category='' brand='plain'");
  ASSERT_THAT(lines, SizeIs(1));
  EXPECT_EQ(lines[0].sku.Text(), "a b;c=d'e'");
  EXPECT_TRUE(lines[0].category.empty());
  EXPECT_EQ(lines[0].brand, LineWord{"plain"});
  for (const char* text : {"", "a", "a b", "'", "''", "a'b", ";", "="}) {
    EXPECT_EQ(LineWord{AsLineWord(text)}.Text(), text);
  }
  EXPECT_EQ(AsLineWord("a-1"), "a-1");
}

TEST(LineTextTest, TextsHaveAtMost128Bytes) {
  const std::string most(128, 'a');
  EXPECT_EQ(ErrorIn("item sku=" + most), "");
  EXPECT_EQ(ErrorIn("item sku='" + most.substr(1) + "'''"), "");
  EXPECT_EQ(ErrorIn("item sku=a" + most),
            "in line 1 at most 128 bytes as sku; got a" + most);
  EXPECT_EQ(ErrorIn("item brand='" + most + "'''"),
            "in line 1 at most 128 bytes as brand; got '" + most + "'''");
}

TEST(LineTextTest, SaysWhatIsWrongInWhichLine) {
  const std::pair<const char*, const char*> cases[] = {
      {"", "in line 1 item, tax, discount or tender as the kind; got "},
      {"item;", "in line 2 item, tax, discount or tender as the kind; got "},
      {"item;'item'",
       "in line 2 item, tax, discount or tender as the kind; got 'item'"},
      {"item sku",
       "in line 1 sku=, category=, brand=, unit=, quantity= or amount= as a "
       "field; got sku"},
      {"item kind=tax",
       "in line 1 sku=, category=, brand=, unit=, quantity= or amount= as a "
       "field; got kind=tax"},
      {"item amount=1 amount=1", "in line 1 each field once; got amount=1"},
      {"item amount=1,5",
       "in line 1 a whole number from -10^18 to 10^18 as amount; got 1,5"},
      {"item quantity=1.0",
       "in line 1 a whole number from -10^18 to 10^18 as quantity; got 1.0"},
      {"item sku='a",
       "in line 1 quotes around a whole value, and doubled within it, as sku; "
       "got 'a"},
      {"item sku=a'b'",
       "in line 1 quotes around a whole value, and doubled within it, as sku; "
       "got a'b'"},
      {"item sku=a=b",
       "in line 1 quotes around a whole value, and doubled within it, as sku; "
       "got a=b"},
      {"item unit=points", "in line 1 no unit but of a tender; got points"},
      {"tender", "in line 1 an amount; got "},
      {"tender amount=1 quantity=1",
       "in line 1 no quantity of a tender without unit; got 1"},
      {"tender amount=1 unit=points",
       "in line 1 a number such as 12 or 3.5, not negative, as quantity; got "},
      {"tender amount=1 unit=points quantity=-1",
       "in line 1 a number such as 12 or 3.5, not negative, as quantity; got "
       "-1"},
  };
  for (const auto& [text, error] : cases) EXPECT_EQ(ErrorIn(text), error);
}

TEST(LineTextTest, LinesAreAtMost2048) {
  std::string text = "item";
  for (int i = 1; i < 2'048; ++i) text += ";item";
  EXPECT_THAT(LinesIn(text), SizeIs(2'048));
  EXPECT_EQ(ErrorIn(text + ";item"),
            "at most 2048 lines; got " + text + ";item");
}

}  // namespace
}  // namespace kumbara::tools
