#include <algorithm>

#include "engine/apply/settle.h"
#include "engine/apply/settled_copy.h"
#include "engine/base/limits.h"
#include "tests/engine/apply/apply_fixture.h"

namespace kumbara {
namespace {

using enum ResultCode;

class HoldTest : public ApplyFixture {
 protected:
  // Settles a member as a command of that time would.
  void SettleAt(std::uint64_t member, std::int64_t micros) {
    ASSERT_EQ(CodeOf(Enroll(next_id_++, member).At(micros)), kMemberExists);
  }
  std::int64_t Held(std::uint64_t member) {
    return WalletOf(member).held.count();
  }
  std::vector<HoldView> Holds(std::uint64_t member) {
    const Slot slot = shard_.members.FindSlot(MemberOf(member));
    return ViewOf(RefOf(shard_, slot)).holds;
  }

  std::uint64_t next_id_ = 100'000;
};

TEST_F(HoldTest, SetsPointsAsideInTheOrderOfUse) {
  Open(1);
  UsePolicy(ExpiresAfter(5'000));
  ASSERT_EQ(CodeOf(Award(1, 1, 30)), kOk);
  ASSERT_EQ(CodeOf(Award(2, 1, 40).At(500)), kOk);
  const Outcome outcome = Do(Hold(3, 1, 50, 3'000));
  EXPECT_EQ(outcome.code, kOk);
  EXPECT_EQ(outcome.delta, 0);
  EXPECT_EQ(outcome.net, 70);
  EXPECT_EQ(Held(1), 50);
  EXPECT_EQ(Lots(1), "1:20 [1000, 6000)");
  EXPECT_EQ(WalletOf(1).redeemed, Amount(0));
  EXPECT_THAT(Holds(1), ::testing::ElementsAre(
                            HoldView{kPoints, CommandIdOf(3), Amount(50),
                                     Instant(1'000), Instant(3'000)}));
  EXPECT_EQ(CodeOf(Redeem(4, 1, 21)), kInsufficient);
}

TEST_F(HoldTest, RefusalsInOrderOfPrecedence) {
  Open(1);
  const auto lots = static_cast<std::int64_t>(kSlicesMax) + 1;
  for (std::int64_t i = 0; i < lots; ++i) {
    ASSERT_EQ(CodeOf(Award(next_id_++, 1, 1)), kOk);
  }
  ASSERT_EQ(CodeOf(Award(1, 1, 5).In(kStars)), kOk);
  EXPECT_EQ(CodeOf(Hold(2, 9, 1, 3'000).In(kMiles)), kMemberUnknown);
  EXPECT_EQ(CodeOf(Hold(3, 1, 1, 3'000).In(kMiles)), kUnitUnknown);
  EXPECT_EQ(CodeOf(Hold(4, 1, 9, 3'000).In(kStars)), kUnitNotSpendable);
  EXPECT_EQ(CodeOf(Hold(5, 1, lots, 3'000)), kLimitReached);
  EXPECT_EQ(CodeOf(Hold(6, 1, lots + 1, 3'000)), kInsufficient);
  EXPECT_EQ(CodeOf(Hold(7, 1, lots - 1, 3'000)), kOk);
  EXPECT_EQ(Held(1), lots - 1);
}

TEST_F(HoldTest, NamingRefusalsInOrderOfPrecedence) {
  Open(1);
  Open(2);
  ASSERT_EQ(CodeOf(Award(1, 1, 50)), kOk);
  ASSERT_EQ(CodeOf(Award(2, 2, 50)), kOk);
  ASSERT_EQ(CodeOf(Hold(3, 2, 50, 3'000)), kOk);
  ASSERT_EQ(CodeOf(Hold(4, 2, 50, 3'000)), kInsufficient);
  ASSERT_EQ(CodeOf(Hold(5, 1, 99, 3'000)), kInsufficient);
  EXPECT_EQ(CodeOf(Capture(10, 9, 3)), kMemberUnknown);
  EXPECT_EQ(CodeOf(Capture(11, 1, 77)), kReferenceNotFound);
  EXPECT_EQ(CodeOf(Capture(12, 1, 1)), kReferenceWrongKind);
  EXPECT_EQ(CodeOf(Capture(13, 1, 2)), kReferenceWrongKind);
  EXPECT_EQ(CodeOf(Capture(14, 1, 3)), kReferenceOfOtherMember);
  EXPECT_EQ(CodeOf(Capture(15, 1, 4)), kReferenceOfOtherMember);
  EXPECT_EQ(CodeOf(Void(16, 1, 5)), kReferenceNotFound);
  // No unit is known in any of these.
  EXPECT_EQ(Do(Capture(17, 1, 77)).unit, 0);
  EXPECT_EQ(Do(Capture(18, 1, 77)).net, 0);
}

TEST_F(HoldTest, CapturedOnceVoidedOnceOrTimedOut) {
  Open(1);
  ASSERT_EQ(CodeOf(Award(1, 1, 90)), kOk);
  for (std::uint64_t hold : {2u, 3u, 4u}) {
    ASSERT_EQ(CodeOf(Hold(hold, 1, 10, 3'000)), kOk);
  }
  EXPECT_EQ(Do(Capture(10, 1, 2)).delta, -10);
  EXPECT_EQ(Do(Void(11, 1, 3)).delta, 0);
  EXPECT_EQ(CodeOf(Capture(12, 1, 2, 99)), kAlreadyCaptured);
  EXPECT_EQ(CodeOf(Void(13, 1, 2)), kAlreadyCaptured);
  EXPECT_EQ(CodeOf(Capture(14, 1, 3)), kAlreadyVoided);
  EXPECT_EQ(CodeOf(Capture(15, 1, 4, 11)), kExceedsRemaining);
  EXPECT_EQ(Held(1), 10);
  const Outcome late = Do(Capture(16, 1, 4).At(3'000));
  EXPECT_EQ(late.code, kAlreadyTimedOut);
  EXPECT_EQ(late.unit, kPoints);
  EXPECT_EQ(late.net, 80);
  EXPECT_EQ(CodeOf(Void(17, 1, 4)), kAlreadyTimedOut);
  EXPECT_EQ(Held(1), 0);
}

TEST_F(HoldTest, AHoldOfNothingIsOpenAndCanBeCaptured) {
  Open(1);
  ASSERT_EQ(CodeOf(Hold(1, 1, 0, 3'000)), kOk);
  EXPECT_EQ(Holds(1).size(), 1u);
  EXPECT_EQ(CodeOf(Capture(2, 1, 1, 1)), kExceedsRemaining);
  EXPECT_EQ(CodeOf(Capture(3, 1, 1)), kOk);
  EXPECT_EQ(Holds(1).size(), 0u);
  EXPECT_EQ(CodeOf(Void(4, 1, 1)), kAlreadyCaptured);
}

TEST_F(HoldTest, AHoldTimesOutAtItsTimeAndNotBefore) {
  Open(1);
  ASSERT_EQ(CodeOf(Award(1, 1, 90)), kOk);
  ASSERT_EQ(CodeOf(Hold(2, 1, 30, 3'000)), kOk);
  SettleAt(1, 2'999);
  EXPECT_EQ(Held(1), 30);
  SettleAt(1, 3'000);
  EXPECT_EQ(Held(1), 0);
  EXPECT_EQ(Lots(1), "1:90 [1000, never)");
}

TEST_F(HoldTest, ATickFindsAHoldThatTimesOut) {
  Open(1);
  ASSERT_EQ(CodeOf(Award(1, 1, 90)), kOk);
  constexpr std::int64_t kLater = 100'000'000'000;
  latest_ = Instant::Greatest();
  ASSERT_EQ(CodeOf(Hold(2, 1, 30, kLater)), kOk);
  ASSERT_EQ(TickTo(2 * kLater), kOk);
  EXPECT_EQ(SettleDue(program_, shard_, 100), 1u);
  EXPECT_EQ(Held(1), 0);
}

TEST_F(HoldTest, ALateHoldTimesOutAtOnce) {
  Open(1);
  ASSERT_EQ(CodeOf(Award(1, 1, 90)), kOk);
  SettleAt(1, 5'000);
  const Outcome outcome = Do(Hold(2, 1, 30, 4'000).At(3'000));
  EXPECT_EQ(outcome.code, kOk);
  EXPECT_EQ(outcome.delta, 0);
  EXPECT_EQ(Held(1), 0);
  EXPECT_EQ(CodeOf(Void(3, 1, 2)), kAlreadyTimedOut);
}

TEST_F(HoldTest, HoldsOfOneInstantTimeOutInTheOrderOfTheirMaking) {
  Open(1);
  ASSERT_EQ(CodeOf(Award(1, 1, 10)), kOk);
  ASSERT_EQ(CodeOf(Award(2, 1, 10)), kOk);
  ASSERT_EQ(CodeOf(Hold(3, 1, 10, 3'000)), kOk);
  ASSERT_EQ(CodeOf(Hold(4, 1, 5, 3'000)), kOk);
  ASSERT_EQ(CodeOf(Hold(5, 1, 5, 2'000)), kOk);
  postings_.clear();
  SettleAt(1, 3'000);
  std::vector<std::uint32_t> lots;
  for (const Posting& posting : postings_) {
    if (posting.account == Account::kAvailable) lots.push_back(posting.lot);
  }
  EXPECT_THAT(lots, ::testing::ElementsAre(2, 1, 2));
  EXPECT_EQ(postings_.front().at, Instant(2'000));
  EXPECT_EQ(postings_.back().at, Instant(3'000));
}

TEST_F(HoldTest, AVoidGivesBackInReverseOrderAndADeficitAbsorbsFirst) {
  Open(1);
  UsePolicy(ExpiresAfter(5'000));
  ASSERT_EQ(CodeOf(Award(1, 1, 10)), kOk);
  ASSERT_EQ(CodeOf(Award(2, 1, 10).At(2'000)), kOk);
  ASSERT_EQ(CodeOf(Hold(3, 1, 20, 4'000)), kOk);
  ASSERT_EQ(CodeOf(Adjust(4, 1, -15)), kOk);
  EXPECT_EQ(WalletOf(1).deficit, Amount(15));
  EXPECT_EQ(Do(Void(5, 1, 3)).delta, 0);
  // Of lot 2, which comes back first, all, and of lot 1 half.
  EXPECT_EQ(Lots(1), "1:5 [1000, 6000)");
  EXPECT_EQ(WalletOf(1).deficit, Amount(0));
}

TEST_F(HoldTest, WhatHasExpiredMeanwhileExpiresWhenItComesBack) {
  Open(1);
  UsePolicy(ExpiresAfter(1'000));
  ASSERT_EQ(CodeOf(Award(1, 1, 10)), kOk);
  ASSERT_EQ(CodeOf(Hold(2, 1, 6, 9'000)), kOk);
  ASSERT_EQ(CodeOf(Hold(3, 1, 4, 8'000)), kOk);
  SettleAt(1, 5'000);
  EXPECT_EQ(Held(1), 10);
  postings_.clear();
  EXPECT_EQ(Do(Void(4, 1, 2)).delta, -6);
  EXPECT_EQ(WalletOf(1).expired, Amount(6));
  EXPECT_EQ(postings_.back().account, Account::kExpired);
  EXPECT_EQ(postings_.back().at, Instant(2'000));
  // By a time-out it is nobody's delta, and nothing can use it in between.
  program_.auto_redeem = {{kPoints, true, Amount(1), Amount(1)}};
  SettleAt(1, 8'000);
  EXPECT_EQ(WalletOf(1).expired, Amount(10));
  EXPECT_EQ(WalletOf(1).redeemed, Amount(0));
  EXPECT_EQ(postings_.back().at, Instant(2'000));
}

TEST_F(HoldTest, AtOneInstantLotsActivateThenHoldsTimeOutThenLotsExpire) {
  Open(1);
  UsePolicy(ExpiresAfter(2'000));
  ASSERT_EQ(CodeOf(Award(1, 1, 5)), kOk);
  ASSERT_EQ(CodeOf(Hold(2, 1, 5, 3'000)), kOk);
  ASSERT_EQ(CodeOf(Adjust(3, 1, -4)), kOk);
  UsePolicy(WaitsFor(2'000));
  ASSERT_EQ(CodeOf(Award(4, 1, 6)), kOk);
  program_.auto_redeem = {{kPoints, true, Amount(3), Amount(3)}};
  SettleAt(1, 3'000);
  // The new lot pays the debt; the old one comes back and is gone at once, so
  // that not enough is there to be redeemed.
  EXPECT_EQ(Lots(1), "2:2 [3000, never)");
  EXPECT_EQ(WalletOf(1).expired, Amount(5));
  EXPECT_EQ(WalletOf(1).redeemed, Amount(0));
}

TEST_F(HoldTest, AutomaticRedemptionLooksAtWhatATimeOutRaised) {
  Open(1);
  ASSERT_EQ(CodeOf(Award(1, 1, 100)), kOk);
  ASSERT_EQ(CodeOf(Hold(2, 1, 60, 3'000)), kOk);
  program_.auto_redeem = {{kPoints, true, Amount(100), Amount(100)}};
  SettleAt(1, 3'000);
  EXPECT_EQ(WalletOf(1).redeemed, Amount(100));
}

TEST_F(HoldTest, ACaptureTakesWhatExpiresFirstAndGivesBackTheRest) {
  program_.units[0].consume = ConsumeOrder::kFifo;
  Open(1);
  UsePolicy(ExpiresAfter(9'000));
  ASSERT_EQ(CodeOf(Award(1, 1, 10)), kOk);
  UsePolicy(ExpiresAfter(5'000));
  ASSERT_EQ(CodeOf(Award(2, 1, 10)), kOk);
  ASSERT_EQ(CodeOf(Award(3, 1, 10).At(2'000)), kOk);
  ASSERT_EQ(CodeOf(Hold(4, 1, 25, 4'000)), kOk);
  EXPECT_EQ(Lots(1), "3:5 [2000, 7000)");
  const Outcome outcome = Do(Capture(5, 1, 4, 12));
  EXPECT_EQ(outcome.delta, -12);
  EXPECT_EQ(outcome.net, 18);
  // Taken were 10, 10 and 5; lot 2 expires first, then lot 3.
  EXPECT_EQ(Lots(1), "1:10 [1000, 10000)  3:8 [2000, 7000)");
  EXPECT_EQ(WalletOf(1).redeemed, Amount(12));
  EXPECT_EQ(Held(1), 0);
  const CommandRecords& records = shard_.records;
  const CommandRecord& record = RecordOf(5);
  ASSERT_EQ(records.SliceCount(record), 2u);
  EXPECT_EQ(records.SliceAt(record, 0).number, 2u);
  EXPECT_EQ(records.SliceAt(record, 1).number, 3u);
  EXPECT_EQ(records.SliceAt(record, 1).remaining, Amount(2));
}

TEST_F(HoldTest, TheRestOfACaptureGoesBackInReverseOrder) {
  Open(1);
  UsePolicy(ExpiresAfter(5'000));
  ASSERT_EQ(CodeOf(Award(1, 1, 10)), kOk);
  ASSERT_EQ(CodeOf(Award(2, 1, 10).At(2'000)), kOk);
  ASSERT_EQ(CodeOf(Hold(3, 1, 20, 4'000)), kOk);
  ASSERT_EQ(CodeOf(Adjust(4, 1, -12)), kOk);
  ASSERT_EQ(CodeOf(Capture(5, 1, 3, 1)), kOk);
  // Lot 2 pays the debt first, then lot 1.
  EXPECT_EQ(Lots(1), "1:7 [1000, 6000)");
}

TEST_F(HoldTest, ACopySettledPastItsEndShowsItTimedOut) {
  Open(1);
  ASSERT_EQ(CodeOf(Award(1, 1, 90)), kOk);
  ASSERT_EQ(CodeOf(Hold(2, 1, 30, 3'000)), kOk);
  ASSERT_EQ(CodeOf(Hold(3, 1, 20, 4'000)), kOk);
  SettledCopy copy(program_);
  const Slot slot = shard_.members.FindSlot(MemberOf(1));
  const MemberView view = ViewOf(copy.At(Instant(3'000), shard_, slot));
  EXPECT_EQ(view.wallets[0].held, Amount(20));
  EXPECT_EQ(view.wallets[0].available, Amount(70));
  ASSERT_EQ(view.holds.size(), 1u);
  EXPECT_EQ(view.holds[0].id, CommandIdOf(3));
  EXPECT_EQ(Held(1), 50);  // The member itself is as it was.
}

TEST_F(HoldTest, ACaptureOfZeroGivesAllBack) {
  Open(1);
  ASSERT_EQ(CodeOf(Award(1, 1, 10)), kOk);
  ASSERT_EQ(CodeOf(Hold(2, 1, 10, 4'000)), kOk);
  EXPECT_EQ(Do(Capture(3, 1, 2, 0)).delta, 0);
  EXPECT_EQ(Lots(1), "1:10 [1000, never)");
  EXPECT_EQ(CodeOf(Capture(4, 1, 2)), kAlreadyCaptured);
}

TEST_F(HoldTest, LotsThatHaveExpiredSinceAreCapturedLikeOthers) {
  Open(1);
  UsePolicy(ExpiresAfter(1'000));
  ASSERT_EQ(CodeOf(Award(1, 1, 10)), kOk);
  ASSERT_EQ(CodeOf(Hold(2, 1, 10, 9'000)), kOk);
  const Outcome outcome = Do(Capture(3, 1, 2, 7).At(5'000));
  EXPECT_EQ(outcome.code, kOk);
  EXPECT_EQ(outcome.delta, -10);  // What goes back expires at once.
  EXPECT_EQ(WalletOf(1).redeemed, Amount(7));
  EXPECT_EQ(WalletOf(1).expired, Amount(3));
}

TEST_F(HoldTest, ACaptureOverflowsTheTotalRedeemed) {
  Open(1);
  ASSERT_EQ(CodeOf(Award(1, 1, kMost)), kOk);
  ASSERT_EQ(CodeOf(Redeem(2, 1, kMost)), kOk);
  ASSERT_EQ(CodeOf(Adjust(3, 1, 5)), kOk);
  ASSERT_EQ(CodeOf(Hold(4, 1, 5, 4'000)), kOk);
  EXPECT_EQ(CodeOf(Capture(5, 1, 4, 6)), kExceedsRemaining);
  EXPECT_EQ(CodeOf(Capture(6, 1, 4, 1)), kOverflow);
  EXPECT_EQ(CodeOf(Capture(7, 1, 4, 0)), kOk);
}

TEST_F(HoldTest, HoldAndCaptureAreActivitiesWhereTheProgramSaysSo) {
  UsePolicy(InactiveAfter(2'000, SetOf(CommandKind::kHold)));
  Open(1);
  ASSERT_EQ(CodeOf(Award(1, 1, 10)), kOk);
  ASSERT_EQ(CodeOf(Hold(2, 1, 1, 9'000).At(2'500)), kOk);
  ASSERT_EQ(CodeOf(Capture(3, 1, 2).At(4'000)), kOk);
  SettleAt(1, 4'499);
  EXPECT_EQ(Net(1), 9);
  SettleAt(1, 4'500);
  EXPECT_EQ(Net(1), 0);
}

TEST_F(HoldTest, ManyHoldsTimeOutSoonestFirst) {
  Open(1);
  ASSERT_EQ(CodeOf(Award(1, 1, 1'000)), kOk);
  for (std::int64_t i = 0; i < 200; ++i) {
    const std::int64_t until = 2'000 + i * 7 % 200;
    ASSERT_EQ(CodeOf(Hold(next_id_++, 1, 1, until)), kOk);
  }
  for (std::int64_t i = 0; i < 200; i += 20) {
    SettleAt(1, 2'000 + i);
    EXPECT_EQ(Held(1), 199 - i);
  }
}

}  // namespace
}  // namespace kumbara
