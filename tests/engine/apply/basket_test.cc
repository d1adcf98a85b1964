#include "tests/engine/apply/apply_fixture.h"

namespace kumbara {
namespace {

using enum ResultCode;

class BasketTest : public ApplyFixture {
 protected:
  BasketTest() {
    program_.earn->basis_lines =
        SetOf(LineKind::kItem) | SetOf(LineKind::kDiscount);
  }

  // A record's basket, which a purchase of these tests always has.
  const BasketRecord& BasketOf(std::uint64_t id) const {
    return *shard_.records.FindBasket(RecordOf(id));
  }
};

Line Item(Code sku, std::int64_t amount, std::int64_t quantity = 1) {
  return {.kind = LineKind::kItem,
          .sku = sku,
          .quantity = quantity,
          .amount = amount};
}
Line Tendered(std::int64_t points, std::int64_t amount,
              std::uint8_t unit = kPoints) {
  return {.kind = LineKind::kTender,
          .unit = unit,
          .quantity = points,
          .amount = amount};
}
// All that is left of items of a sku.
Line AllOf(Code sku) { return {.kind = LineKind::kItem, .sku = sku}; }

TEST_F(BasketTest, PlainPurchaseKeepsNothingBesideItsRecord) {
  Open(1);
  ASSERT_EQ(CodeOf(Purchase(1, 1, 1'000)), kOk);
  EXPECT_EQ(shard_.records.FindBasket(RecordOf(1)), nullptr);
}

TEST_F(BasketTest, LinesOfOneSkuAreKeptAsOne) {
  Open(1);
  ASSERT_EQ(
      CodeOf(Purchase(1, 1, 900)
                 .With(Item(kPears, 300, 3))
                 .With(Item(kApples, 200, 2))
                 .With({.kind = LineKind::kTax, .sku = kApples, .amount = 100})
                 .With(Item(kPears, 300, 4))),
      kOk);
  const BasketRecord& basket = BasketOf(1);
  ASSERT_EQ(basket.line_count, 3u);
  const KeptLine& apples = shard_.records.LineAt(basket, 0);
  const KeptLine& pears = shard_.records.LineAt(basket, 1);
  const KeptLine& tax = shard_.records.LineAt(basket, 2);
  EXPECT_EQ(apples.sku, kApples);
  EXPECT_EQ(apples.amount, 200);
  EXPECT_EQ(pears.sku, kPears);
  EXPECT_EQ(pears.amount, 600);
  EXPECT_EQ(pears.quantity, 7);
  EXPECT_EQ(tax.kind, LineKind::kTax);
  EXPECT_EQ(basket.basis, 800);
}

// Whatever the split, parts take back what one return of all does.
TEST_F(BasketTest, ReturnsInAnySplitTakeBackWhatOneDoes) {
  program_.earn->rate = {1, 7};
  for (std::int64_t parts = 1; parts <= 10; ++parts) {
    const auto member = static_cast<std::uint64_t>(parts);
    Open(member);
    const std::uint64_t id = member * 100;
    ASSERT_EQ(Do(Purchase(id, member, 1'000)
                     .With(Item(kApples, 777, parts))
                     .With(Item(kPears, 223, parts)))
                  .delta,
              142);
    for (std::int64_t i = 0; i < parts; ++i) {
      const Line one{.kind = LineKind::kItem, .sku = kApples, .quantity = 1};
      Line other = one;
      other.sku = kPears;
      TestCommand back =
          ReturnOf(id + 1 + static_cast<std::uint64_t>(i), member, id);
      if (i % 2 == 0) back = back.With(one).With(other);
      if (i % 2 != 0) back = back.With(other).With(one);
      EXPECT_EQ(CodeOf(back), kOk) << parts << " " << i;
    }
    EXPECT_EQ(Net(member), 0);
    EXPECT_EQ(CodeOf(ReturnOf(id + 99, member, id)), kAlreadyReversed);
  }
}

TEST_F(BasketTest, GreatestNumbersStayInRange) {
  Open(1);
  program_.earn->rate = {1, 1};
  const std::int64_t half = kMost / 2;
  ASSERT_EQ(Do(Purchase(1, 1, 0)
                   .With(Item(kApples, half, kMost))
                   .With({.kind = LineKind::kDiscount, .amount = -half}))
                .delta,
            0);
  const Line part{
      .kind = LineKind::kItem, .sku = kApples, .quantity = kMost - 1};
  EXPECT_EQ(CodeOf(ReturnOf(2, 1, 1).With(part)), kOk);
  EXPECT_EQ(CodeOf(ReturnOf(3, 1, 1).With(part)), kExceedsRemaining);
  EXPECT_EQ(CodeOf(ReturnOf(4, 1, 1)), kOk);
  ASSERT_EQ(Do(Purchase(5, 1, kMost).With(Item(kApples, kMost, 3))).delta,
            kMost);
  const Line one{.kind = LineKind::kItem, .sku = kApples, .quantity = 1};
  EXPECT_EQ(Do(ReturnOf(6, 1, 5).With(one)).delta, -kMost / 3);
}

// The points that would be earned without the discount are out of range.
TEST_F(BasketTest, WhatRemainsMayBeWorthMoreThanARateGives) {
  Open(1);
  program_.earn->rate = {4, 1};
  const std::int64_t third = kMost / 3;
  ASSERT_EQ(Do(Purchase(1, 1, 8)
                   .With(Item(kApples, third + 8))
                   .With({.kind = LineKind::kDiscount, .amount = -third}))
                .delta,
            32);
  EXPECT_EQ(Do(ReturnOf(2, 1, 1).With({.kind = LineKind::kDiscount})).delta, 0);
  EXPECT_EQ(Do(ReturnOf(3, 1, 1)).delta, -32);
}

TEST_F(BasketTest, ReturnOfAnAmountOfZeroTakesNothing) {
  Open(1);
  ASSERT_EQ(CodeOf(Award(1, 1, 10)), kOk);
  ASSERT_EQ(Do(Purchase(2, 1, 0)
                   .With(Item(kApples, 500))
                   .With({.kind = LineKind::kTax, .amount = -500})
                   .With(Tendered(10, 0)))
                .delta,
            -5);
  EXPECT_EQ(Do(ReturnOf(3, 1, 2, 0)).delta, 0);
  EXPECT_EQ(Do(ReturnOf(4, 1, 2, 0).With(AllOf(kApples))).delta, -5);
  EXPECT_EQ(BasketOf(2).restored, 0);
  EXPECT_EQ(Do(ReturnOf(5, 1, 2)).delta, 10);
  EXPECT_EQ(Do(ReturnOf(6, 1, 2)).delta, 0);
}

TEST_F(BasketTest, RefusedReturnLeavesItsLines) {
  Open(1);
  ASSERT_EQ(CodeOf(Purchase(1, 1, 1'000)
                       .With(Item(kApples, 600))
                       .With(Item(kPears, 400))),
            kOk);
  EXPECT_EQ(CodeOf(ReturnOf(2, 1, 1).With(AllOf(kApples)).With(AllOf(3))),
            kExceedsRemaining);
  EXPECT_EQ(shard_.records.LineAt(BasketOf(1), 0).returned_amount, 0);
  EXPECT_EQ(Do(ReturnOf(3, 1, 1).With(AllOf(kApples))).delta, -6);
}

TEST_F(BasketTest, TenderedPointsAreASliceListOfTheirOwn) {
  Open(1);
  UsePolicy(ExpiresAfter(100'000));
  ASSERT_EQ(CodeOf(Award(1, 1, 30)), kOk);
  ASSERT_EQ(CodeOf(Award(2, 1, 30).At(2'000)), kOk);
  ASSERT_EQ(Do(Purchase(3, 1, 1'000).At(3'000).With(Tendered(40, 300))).delta,
            -30);
  EXPECT_EQ(WalletOf(1).redeemed, Amount(40));
  EXPECT_EQ(System(Account::kRedeemed, kTenderLabel), 40);
  EXPECT_EQ(shard_.records.SliceCount(BasketOf(3)), 2u);
  EXPECT_EQ(Lots(1), "2:20 [2000, 102000)  3:10 [3000, 103000)");
  EXPECT_EQ(Do(ReturnOf(4, 1, 3, 500).At(3'000)).delta, 15);
  EXPECT_EQ(WalletOf(1).restored, Amount(20));
  EXPECT_EQ(System(Account::kRestored), -20);
  EXPECT_EQ(Do(Reverse(5, 1, 3).At(3'000)).delta, 15);
  EXPECT_EQ(Lots(1), "1:30 [1000, 101000)  2:30 [2000, 102000)");
  EXPECT_EQ(BasketOf(3).restored, 40);
}

TEST_F(BasketTest, TenderIsRefusedInOrderOfPrecedence) {
  Open(1);
  ASSERT_EQ(CodeOf(Import(1, 1, ImportWhat::kRedeemed, kMost)), kOk);
  const auto purchase = [](std::uint64_t id, std::uint64_t member,
                           std::int64_t points, std::uint8_t unit) {
    return Purchase(id, member, 100).With(Tendered(points, 100, unit));
  };
  EXPECT_EQ(CodeOf(purchase(2, 9, 1, kMiles).In(kEur)), kMemberUnknown);
  EXPECT_EQ(CodeOf(purchase(3, 1, 1, kMiles).In(kEur)), kUnitUnknown);
  EXPECT_EQ(CodeOf(purchase(4, 1, 1, kStars).In(kEur)), kUnitNotSpendable);
  EXPECT_EQ(CodeOf(purchase(5, 1, 1, kPoints).In(kEur)), kWrongCurrency);
  EXPECT_EQ(CodeOf(purchase(6, 1, 1, kPoints)), kOverflow);
  Open(2);
  EXPECT_EQ(CodeOf(purchase(7, 2, 1, kPoints)), kInsufficient);
  EXPECT_EQ(CodeOf(purchase(8, 2, 0, kPoints)), kOk);
}

// What was tendered leaves room, but not for what the same basket earns.
TEST_F(BasketTest, OverflowLooksAtTheWalletAsItIsBefore) {
  Open(1);
  ASSERT_EQ(CodeOf(Award(1, 1, kMost)), kOk);
  EXPECT_EQ(CodeOf(Purchase(2, 1, 100).With(Tendered(50, 50))), kOverflow);
  EXPECT_EQ(CodeOf(Purchase(3, 1, 99).With(Tendered(50, 50))), kOk);
  ASSERT_EQ(CodeOf(Import(4, 1, ImportWhat::kExpired, 50)), kOk);
  EXPECT_EQ(CodeOf(ReturnOf(5, 1, 3)), kOverflow);
  EXPECT_EQ(CodeOf(ReturnOf(6, 1, 3, 2)), kOverflow);
  EXPECT_EQ(BasketOf(3).restored, 0);
}

TEST_F(BasketTest, TenderIsAnActivityInItsUnit) {
  program_.units[1].spendable = true;
  program_.units[1].lots = InactiveAfter(
      5'000, SetOf(CommandKind::kPurchase) | SetOf(CommandKind::kReturn));
  Open(1);
  ASSERT_EQ(CodeOf(Award(1, 1, 10).In(kStars)), kOk);
  ASSERT_EQ(
      CodeOf(Purchase(2, 1, 100).At(4'000).With(Tendered(1, 100, kStars))),
      kOk);
  EXPECT_EQ(Lots(1, kStars), "1:9 [1000, never)");
  ASSERT_EQ(CodeOf(ReturnOf(3, 1, 2, 1).At(8'000)), kOk);
  ASSERT_EQ(CodeOf(Award(4, 1, 1).At(12'999)), kOk);
  EXPECT_EQ(Lots(1, kStars), "1:9 [1000, never)");
  ASSERT_EQ(CodeOf(Award(5, 1, 1).At(13'000)), kOk);
  EXPECT_EQ(Lots(1, kStars), "");
}

}  // namespace
}  // namespace kumbara
