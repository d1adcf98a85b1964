// Expiries that move later, and lots that are found again.

#include "tests/engine/apply/apply_fixture.h"

namespace kumbara {
namespace {

using enum ResultCode;

class ExtendTest : public ApplyFixture {
 protected:
  static Detail Before(std::int64_t micros) {
    return Detail::OfInstant(InstantKind::kBefore, Instant(micros));
  }
  // Lots that expire at 10,000, 11,000 and 12,000, the last one pending.
  void OpenWithThreeLots() {
    Open(1);
    UsePolicy(ExpiresAfter(9'000));
    ASSERT_EQ(CodeOf(Award(1, 1, 10).At(1'000)), kOk);
    ASSERT_EQ(CodeOf(Award(2, 1, 20).At(2'000)), kOk);
    UsePolicy(WaitsFor(4'000, ExpiresAfter(6'000)));
    ASSERT_EQ(CodeOf(Award(3, 1, 30).At(2'000)), kOk);
  }
};

TEST_F(ExtendTest, MovesLaterAndNeverEarlier) {
  OpenWithThreeLots();
  postings_.clear();
  const Outcome outcome = Do(Extend(4, 1, 11'000).At(2'000));
  EXPECT_EQ(outcome.code, kOk);
  EXPECT_EQ(outcome.unit, kPoints);
  EXPECT_EQ(outcome.delta, 0);
  EXPECT_EQ(outcome.net, 60);
  EXPECT_TRUE(postings_.empty());
  EXPECT_EQ(Lots(1),
            "1:10 [1000, 11000)  2:20 [2000, 11000)  "
            "3:30 pending [6000, 12000)");
}

TEST_F(ExtendTest, ByNumberAndBeforeAnInstantBothMustHold) {
  OpenWithThreeLots();
  ASSERT_EQ(CodeOf(Extend(4, 1, 50'000)
                       .With(Detail::OfNumber(NumberKind::kLot, 3))
                       .At(2'000)),
            kOk);
  ASSERT_EQ(CodeOf(Extend(5, 1, 50'000).With(Before(11'000)).At(2'000)), kOk);
  ASSERT_EQ(CodeOf(Extend(6, 1, 60'000)
                       .With(Before(11'000))
                       .With(Detail::OfNumber(NumberKind::kLot, 2))
                       .At(2'000)),
            kOk);
  EXPECT_EQ(Lots(1),
            "1:10 [1000, 50000)  2:20 [2000, 11000)  "
            "3:30 pending [6000, 50000)");
}

TEST_F(ExtendTest, TheOrderOfUseFollowsTheNewDates) {
  OpenWithThreeLots();
  ASSERT_EQ(CodeOf(Extend(4, 1, 50'000)
                       .With(Detail::OfNumber(NumberKind::kLot, 1))
                       .At(2'000)),
            kOk);
  ASSERT_EQ(CodeOf(Redeem(5, 1, 5).At(2'000)), kOk);
  EXPECT_EQ(Lots(1),
            "1:10 [1000, 50000)  2:15 [2000, 11000)  "
            "3:30 pending [6000, 12000)");
  EXPECT_EQ(Do(Redeem(6, 1, 0).At(12'000)).net, 10);
  EXPECT_EQ(Do(Redeem(7, 1, 0).At(50'000)).net, 0);
}

TEST_F(ExtendTest, IsRefusedInTheOrderOfTheNumbers) {
  const Detail lot = Detail::OfNumber(NumberKind::kLot, 7);
  EXPECT_EQ(CodeOf(Extend(1, 1, 5'000).In(kMiles).With(lot)), kMemberUnknown);
  Open(1);
  EXPECT_EQ(CodeOf(Extend(2, 1, 5'000).In(kMiles).With(lot)), kUnitUnknown);
  EXPECT_EQ(CodeOf(Extend(3, 1, 5'000).With(lot)), kReferenceNotFound);
  EXPECT_EQ(CodeOf(Extend(4, 1, 5'000)), kOk);
  EXPECT_EQ(WalletOf(1).unit, 0);  // None was made.
}

TEST_F(ExtendTest, AReturnFindsItsLotByItsNumber) {
  UsePolicy(WaitsFor(4'000, ExpiresAfter(6'000)));
  Open(1);
  ASSERT_EQ(CodeOf(Purchase(1, 1, 1'000)), kOk);  // Pending until 5,000.
  ASSERT_EQ(CodeOf(Purchase(2, 1, 2'000)), kOk);
  ASSERT_EQ(CodeOf(Extend(3, 1, 50'000)), kOk);
  ASSERT_EQ(CodeOf(ReturnOf(4, 1, 2)), kOk);
  EXPECT_EQ(Lots(1), "1:10 pending [5000, 50000)");
  ASSERT_EQ(CodeOf(Purchase(5, 1, 3'000)), kOk);
  ASSERT_EQ(CodeOf(ReturnOf(6, 1, 1, 500).At(6'000)), kOk);
  EXPECT_EQ(Lots(1), "1:5 [5000, 50000)  3:30 [5000, 11000)");
}

TEST_F(ExtendTest, ASliceGoesBackToItsLotWhereverThatIs) {
  UsePolicy(ExpiresAfter(9'000));
  Open(1);
  ASSERT_EQ(CodeOf(Award(1, 1, 10)), kOk);
  std::vector<Outcome> outcomes = {Do(Transfer(2, 1, 9, 4))};
  ASSERT_EQ(CodeOf(Extend(3, 1, 50'000)), kOk);
  EndRound(&outcomes);
  EXPECT_EQ(outcomes[0].code, kReceiverUnknown);
  EXPECT_EQ(Lots(1), "1:10 [1000, 50000)");
}

TEST_F(ExtendTest, MovesLotsOfATree) {
  UsePolicy(ExpiresAfter(10'000));
  Open(1);
  for (std::uint64_t i = 1; i <= 200; ++i) {
    ASSERT_EQ(CodeOf(Award(i, 1, 1).At(static_cast<std::int64_t>(i))), kOk);
  }
  ASSERT_EQ(CodeOf(Extend(300, 1, 20'000).With(Before(10'101))), kOk);
  EXPECT_EQ(Do(Redeem(301, 1, 0).At(10'150)).net, 150);
  EXPECT_EQ(Do(Redeem(302, 1, 0).At(19'999)).net, 100);
  EXPECT_EQ(Do(Redeem(303, 1, 0).At(20'000)).net, 0);
}

}  // namespace
}  // namespace kumbara
