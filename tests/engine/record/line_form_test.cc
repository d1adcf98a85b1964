#include "engine/record/line_form.h"

#include <string>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace kumbara {
namespace {

using enum LineKind;

const Line kItem1{.kind = kItem, .quantity = 1, .amount = 100};
const Line kTax1{.kind = kTax, .amount = 20};
const Line kOff{.kind = kDiscount, .amount = -20};
const Line kCash{.kind = kTender, .amount = 60};
const Line kInPoints{.kind = kTender, .unit = 1, .quantity = 5, .amount = 40};
const Detail kNamed = Detail::Reference(CommandId{9, 9});

template <class Change>
Line Changed(Line line, const Change& change) {
  change(line);
  return line;
}
template <class Change>
Detail Bad(const Line& line, const Change& change) {
  Detail detail = line.ToDetail();
  change(detail);
  return detail;
}

// A purchase of 100, or a return of it.
Command OfHundred(CommandKind kind, bool has_amount = true) {
  Command command;
  command.kind = kind;
  command.id = {1, 1};
  command.member = {2, 2};
  if (has_amount) {
    command.flags = kAmountGiven;
    command.amount = 100;
    command.unit_or_currency = 1;
  }
  return command;
}

std::string ErrorOf(const Command& command,
                    const std::vector<Detail>& details) {
  CodeCounts counts;
  counts.fill(2);
  return std::string(FormError(command, details, counts));
}
std::string ErrorOf(const Command& command, const std::vector<Line>& lines) {
  std::vector<Detail> details;
  for (const Line& line : lines) details.push_back(line.ToDetail());
  return ErrorOf(command, details);
}
std::string OfPurchase(const std::vector<Line>& lines) {
  return ErrorOf(OfHundred(CommandKind::kPurchase), lines);
}
// A return of a purchase, without amount and currency.
std::string OfReturn(const std::vector<Line>& lines) {
  std::vector<Detail> details = {kNamed};
  for (const Line& line : lines) details.push_back(line.ToDetail());
  return ErrorOf(OfHundred(CommandKind::kReturn, false), details);
}

TEST(LineTest, IsADetailAndBack) {
  const Line lines[] = {
      kItem1,
      {.kind = kTax, .sku = 7, .category = 8, .brand = 9},
      {.kind = kDiscount, .quantity = 0},
      {.kind = kItem, .amount = 0},
      kCash,
      kInPoints,
      {.kind = kTender, .unit = 255, .sku = 1, .quantity = 0, .amount = 0}};
  for (const Line& line : lines) {
    const Detail detail = line.ToDetail();
    EXPECT_EQ(detail.kind, DetailKind::kLine);
    EXPECT_EQ(Line::Of(detail), line);
  }
}

TEST(LineTest, LinesAreTheLastDetails) {
  const std::vector<Detail> details = {kNamed, kItem1.ToDetail(),
                                       kTax1.ToDetail()};
  EXPECT_EQ(LinesOf(details).data(), &details[1]);
  EXPECT_EQ(LinesOf(details).size(), 2u);
  EXPECT_TRUE(LinesOf(std::span(details).first(1)).empty());
}

TEST(LineTest, KindsHaveNames) {
  EXPECT_EQ(Name(kItem), "item");
  EXPECT_EQ(Name(kTender), "tender");
  EXPECT_EQ(LineKindByName("discount"), kDiscount);
  EXPECT_EQ(LineKindByName("Item"), std::nullopt);
}

TEST(LineFormTest, ItemsTaxesAndDiscountsSumToTheAmount) {
  EXPECT_EQ(OfPurchase({kItem1, kTax1, kOff}), "");
  EXPECT_EQ(OfPurchase({kOff, kItem1, kTax1}), "");  // In any order.
  EXPECT_EQ(OfPurchase({kItem1, kTax1, kOff, kCash, kInPoints}), "");
  EXPECT_EQ(OfPurchase({kCash}), "");
  const char* error =
      "lines: items, taxes and discounts that sum to the amount";
  EXPECT_EQ(OfPurchase({kItem1, kTax1}), error);
  EXPECT_EQ(OfPurchase({kTax1, kCash}), error);
  EXPECT_EQ(OfPurchase({kItem1, {.kind = kTax, .quantity = 1}}), error);
  EXPECT_EQ(
      ErrorOf(OfHundred(CommandKind::kReturn), std::vector{kItem1, kTax1}),
      error);
  EXPECT_EQ(ErrorOf(OfHundred(CommandKind::kReturn), std::vector{kItem1}), "");
}

TEST(LineFormTest, TendersPayAtMostTheAmount) {
  EXPECT_EQ(OfPurchase({kCash, kInPoints}), "");
  EXPECT_EQ(OfPurchase({kCash, kInPoints, {.kind = kTender, .amount = 1}}),
            "lines: tenders that sum to at most the amount");
}

TEST(LineFormTest, PointsAreOfOneUnit) {
  const Line more = Changed(kInPoints, [](Line& l) { l.quantity = 7; });
  const Line other = Changed(kInPoints, [](Line& l) { l.unit = 2; });
  EXPECT_EQ(OfPurchase({kInPoints, more}), "");
  EXPECT_EQ(OfPurchase({kInPoints, other}),
            "lines: tenders in points of one unit");
}

TEST(LineFormTest, SumsStayInRange) {
  constexpr std::int64_t kMost = Amount::kMax;
  const char* error = "lines: amounts and quantities within 10^18 together";
  Command nothing = OfHundred(CommandKind::kPurchase);
  nothing.amount = 0;
  const auto items = [](std::int64_t a, std::int64_t b) {
    return std::vector<Line>{{.kind = kItem, .amount = a},
                             {.kind = kTax, .amount = b}};
  };
  EXPECT_EQ(ErrorOf(nothing, items(kMost / 2, -kMost / 2)), "");
  EXPECT_EQ(ErrorOf(nothing, items(kMost / 2 + 1, -kMost / 2 - 1)), error);
  const auto counts = [](const Line& line, std::int64_t a, std::int64_t b) {
    return std::vector<Line>{Changed(line, [a](Line& l) { l.quantity = a; }),
                             Changed(line, [b](Line& l) { l.quantity = b; })};
  };
  const Line gift{.kind = kItem, .amount = 0};
  EXPECT_EQ(ErrorOf(nothing, counts(gift, kMost - 1, 1)), "");
  EXPECT_EQ(ErrorOf(nothing, counts(gift, kMost, 1)), error);
  EXPECT_EQ(OfPurchase(counts(kInPoints, kMost - 1, 1)), "");
  EXPECT_EQ(OfPurchase(counts(kInPoints, kMost, 1)), error);
}

TEST(LineFormTest, ReturnOfAPurchaseNamesItsLines) {
  const Line item{.kind = kItem, .sku = 1};
  EXPECT_EQ(OfReturn({item}), "");
  EXPECT_EQ(OfReturn({{.kind = kItem, .sku = 1, .quantity = 2}, kOff}),
            "lines: a currency with their amounts");
  EXPECT_EQ(OfReturn({{.kind = kItem, .sku = 1, .quantity = 2}}), "");
  std::vector<Detail> details = {kNamed, kItem1.ToDetail(), kTax1.ToDetail()};
  EXPECT_EQ(ErrorOf(OfHundred(CommandKind::kReturn), details), "");
  Command priced = OfHundred(CommandKind::kReturn, false);
  priced.unit_or_currency = 1;
  EXPECT_EQ(ErrorOf(priced, details), "");
}

TEST(LineFormTest, SignsAndPlaces) {
  EXPECT_EQ(OfPurchase({kItem1, {.kind = kDiscount, .amount = 1}}),
            "lines: no discount above 0");
  EXPECT_EQ(OfPurchase({{.kind = kTender, .amount = -1}}),
            "lines: no tender below 0");
  EXPECT_EQ(OfPurchase({{.kind = kItem, .quantity = -1, .amount = 100}}),
            "lines: no quantity below 0");
  EXPECT_EQ(OfPurchase({{.kind = kItem, .amount = Amount::kMax + 1}}),
            "lines: numbers from -10^18 to 10^18");
  EXPECT_EQ(OfReturn({kCash}), "lines: tenders in a purchase only");
  EXPECT_EQ(ErrorOf(OfHundred(CommandKind::kAward), std::vector{kItem1}),
            "lines: none in this kind");
  EXPECT_EQ(ErrorOf(OfHundred(CommandKind::kReturn),
                    std::vector{kItem1.ToDetail(), kNamed}),
            "lines: must stand behind all other details");
}

TEST(LineFormTest, CodesWereGiven) {
  const char* error = "lines: codes that were given";
  EXPECT_EQ(OfPurchase({Changed(kItem1, [](Line& l) { l.sku = 3; })}), error);
  EXPECT_EQ(OfPurchase({Changed(kItem1, [](Line& l) { l.category = 3; })}),
            error);
  EXPECT_EQ(OfPurchase({Changed(kItem1, [](Line& l) { l.brand = 3; })}), error);
  EXPECT_EQ(OfPurchase({Changed(kInPoints, [](Line& l) { l.unit = 3; })}),
            error);
}

TEST(LineFormTest, NothingStandsWhereNothingIsGiven) {
  const Command purchase = OfHundred(CommandKind::kPurchase);
  const auto error_of = [&](const Line& line, const auto& change) {
    return ErrorOf(purchase, std::vector{Bad(line, change)});
  };
  const char* error = "lines: nothing where nothing is given";
  EXPECT_EQ(error_of(kItem1, [](Detail& d) { d.code16 = 2; }), error);
  EXPECT_EQ(error_of(kItem1, [](Detail& d) { d.code16 = 1; }), error);
  EXPECT_EQ(error_of(kItem1, [](Detail& d) { d.code16 |= 4; }), error);
  EXPECT_EQ(error_of(kCash, [](Detail& d) { d.body[8] = std::byte{1}; }),
            error);
  EXPECT_EQ(error_of(kInPoints, [](Detail& d) { d.code16 |= 256; }), error);
  for (const std::uint8_t kind : {std::uint8_t{0}, std::uint8_t{5}}) {
    EXPECT_EQ(error_of(kItem1, [kind](Detail& d) { d.sub_kind = kind; }),
              "lines: a known kind of line");
  }
}

}  // namespace
}  // namespace kumbara
