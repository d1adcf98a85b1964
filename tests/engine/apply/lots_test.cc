// What commands make of lots: their dates, their order, what a deficit absorbs.

#include "tests/engine/apply/apply_fixture.h"

namespace kumbara {
namespace {

using enum ResultCode;

class LotsTest : public ApplyFixture {};

TEST_F(LotsTest, EveryCreditMakesALotWithItsDatesAndTerms) {
  UsePolicy(ExpiresAfter(5'000));
  Open(1);
  ASSERT_EQ(CodeOf(Purchase(1, 1, 7'000).At(2'000)), kOk);
  ASSERT_EQ(CodeOf(Award(2, 1, 5).At(3'000)), kOk);
  ASSERT_EQ(CodeOf(Adjust(3, 1, 9).At(3'500)), kOk);
  EXPECT_EQ(Lots(1), "1:70 [2000, 7000)  2:5 [3000, 8000)  3:9 [3500, 8500)");
  const MemberView view =
      ViewOf(RefOf(shard_, shard_.members.FindSlot(MemberOf(1))));
  const std::uint16_t january_1970 = 1970 * 12;
  EXPECT_EQ(view.lots[0].terms, (LotTerms{kSale, 1, january_1970}));
  EXPECT_EQ(view.lots[1].terms, (LotTerms{kGoodwill, 1, january_1970}));
  EXPECT_EQ(view.lots[2].terms, (LotTerms{0, 1, january_1970}));
}

TEST_F(LotsTest, RuleOfTheEarnGoesBeforeThatOfTheUnit) {
  UsePolicy(ExpiresAfter(5'000));
  program_.earn->lots = ExpiresAfter(1'000'000);
  Open(1);
  ASSERT_EQ(CodeOf(Purchase(1, 1, 100).At(2'000)), kOk);
  ASSERT_EQ(CodeOf(Award(2, 1, 1).At(2'000)), kOk);
  EXPECT_EQ(Lots(1), "1:1 [2000, 1002000)  2:1 [2000, 7000)");
}

TEST_F(LotsTest, DebitsTakeWhatExpiresFirst) {
  // Jan 100, Mar 150; redeem 120 in Apr.
  Open(1);
  UsePolicy(ExpiresAfter(900'000));
  ASSERT_EQ(CodeOf(Award(1, 1, 150).At(2'000)), kOk);
  UsePolicy(ExpiresAfter(500'000));
  ASSERT_EQ(CodeOf(Award(2, 1, 100).At(3'000)), kOk);
  UsePolicy(LotPolicy{});
  ASSERT_EQ(CodeOf(Award(3, 1, 10).At(1'500)), kOk);
  ASSERT_EQ(CodeOf(Redeem(4, 1, 120).At(4'000)), kOk);
  EXPECT_EQ(Lots(1), "1:130 [2000, 902000)  3:10 [1500, never)");
  ASSERT_EQ(CodeOf(Adjust(5, 1, -135).At(4'000)), kOk);
  EXPECT_EQ(Lots(1), "3:5 [1500, never)");
}

TEST_F(LotsTest, FirstInFirstOutLooksAtActivationAlone) {
  program_.units[0].consume = ConsumeOrder::kFifo;
  Open(1);
  UsePolicy(ExpiresAfter(900'000));
  ASSERT_EQ(CodeOf(Award(1, 1, 150).At(3'000)), kOk);
  UsePolicy(ExpiresAfter(500'000));
  ASSERT_EQ(CodeOf(Award(2, 1, 100).At(3'000)), kOk);
  UsePolicy(LotPolicy{});
  ASSERT_EQ(CodeOf(Award(3, 1, 10).At(1'500)), kOk);
  ASSERT_EQ(CodeOf(Redeem(4, 1, 120)), kOk);
  EXPECT_EQ(Lots(1), "1:40 [3000, 903000)  2:100 [3000, 503000)");
}

TEST_F(LotsTest, DeficitAbsorbsBeforeALotIsMade) {
  UsePolicy(ExpiresAfter(5'000));
  Open(1);
  ASSERT_EQ(CodeOf(Adjust(1, 1, -30)), kOk);
  ASSERT_EQ(CodeOf(Award(2, 1, 20)), kOk);  // No lot, no number.
  EXPECT_EQ(Lots(1), "");
  ASSERT_EQ(CodeOf(Award(3, 1, 25)), kOk);
  EXPECT_EQ(Lots(1), "1:15 [1000, 6000)");
}

TEST_F(LotsTest, ExpiredPointsAreGoneAtTheirInstantAndNoLater) {
  UsePolicy(ExpiresAfter(5'000));
  Open(1);
  ASSERT_EQ(CodeOf(Award(1, 1, 100)), kOk);
  EXPECT_EQ(Do(Redeem(2, 1, 80).At(5'999)).net, 20);
  const Outcome refused = Do(Redeem(3, 1, 20).At(6'000));
  EXPECT_EQ(refused.code, kInsufficient);
  EXPECT_EQ(refused.net, 0);
  EXPECT_EQ(WalletOf(1).expired, Amount(20));
  EXPECT_TRUE(System(Account::kExpired) == 20);
  // credit 100 (expires), debit 80, expiry passes, credit 50
  EXPECT_EQ(Do(Award(4, 1, 50).At(6'001)).net, 50);
}

TEST_F(LotsTest, PendingPointsWaitWholeAndPayADeficitWhenTheyActivate) {
  UsePolicy(WaitsFor(2'000, ExpiresAfter(5'000)));
  Open(1);
  ASSERT_EQ(CodeOf(Adjust(1, 1, -30)), kOk);
  const Outcome earned = Do(Purchase(2, 1, 5'000));
  EXPECT_EQ(earned.delta, 50);
  EXPECT_EQ(earned.net, 20);
  EXPECT_EQ(Lots(1), "1:50 pending [3000, 8000)");
  EXPECT_EQ(WalletOf(1).deficit, Amount(30));
  EXPECT_EQ(CodeOf(Redeem(3, 1, 1).At(2'999)), kInsufficient);
  EXPECT_EQ(CodeOf(Redeem(4, 1, 5).At(3'000)), kOk);
  EXPECT_EQ(Lots(1), "1:15 [3000, 8000)");
  EXPECT_EQ(WalletOf(1).pending, Amount(0));
  EXPECT_EQ(WalletOf(1).deficit, Amount(0));
  // An adjustment is never pending.
  ASSERT_EQ(CodeOf(Adjust(5, 1, 3).At(3'000)), kOk);
  EXPECT_EQ(Lots(1), "1:15 [3000, 8000)  2:3 [3000, 8000)");
}

TEST_F(LotsTest, LotThatExpiresBeforeItActivatesNeverPays) {
  LotPolicy policy = WaitsFor(5'000, ExpiresAfter(2'000));
  policy.from = CountFrom::kEarn;
  UsePolicy(policy);
  Open(1);
  ASSERT_EQ(CodeOf(Adjust(1, 1, -30)), kOk);
  ASSERT_EQ(CodeOf(Award(2, 1, 50)), kOk);
  EXPECT_EQ(Lots(1), "1:50 pending [6000, 3000)");
  EXPECT_EQ(Do(Redeem(3, 1, 1).At(9'000)).net, -30);
  EXPECT_EQ(WalletOf(1).expired, Amount(50));
  // At one instant it activates, pays, and what is left expires.
  policy.after.count = 5'000;
  UsePolicy(policy);
  ASSERT_EQ(CodeOf(Award(4, 1, 50).At(9'000)), kOk);
  EXPECT_EQ(Do(Redeem(5, 1, 1).At(14'000)).net, 0);
  EXPECT_EQ(WalletOf(1).expired, Amount(70));
  EXPECT_EQ(WalletOf(1).deficit, Amount(0));
}

TEST_F(LotsTest, LateEarnsGetTheirOwnDatesAndMayExpireAtOnce) {
  UsePolicy(WaitsFor(1'000, ExpiresAfter(5'000)));
  Open(1);
  ASSERT_EQ(TickTo(50'000), kOk);
  const Outcome gone = Do(Purchase(1, 1, 5'000).At(20'000));
  EXPECT_EQ(gone.code, kOk);
  EXPECT_EQ(gone.delta, 0);
  EXPECT_EQ(gone.net, 0);
  EXPECT_EQ(WalletOf(1).earned, Amount(50));
  EXPECT_EQ(WalletOf(1).expired, Amount(50));
  EXPECT_EQ(postings_.back().at, Instant(26'000));
  EXPECT_EQ(postings_.back().sequence, sequence_);
  // A deficit is paid all the same.
  ASSERT_EQ(CodeOf(Adjust(2, 1, -10)), kOk);
  EXPECT_EQ(Do(Purchase(3, 1, 3'000).At(20'000)).delta, 10);
  // This one has activated and lives for a while.
  ASSERT_EQ(CodeOf(Purchase(4, 1, 400).At(48'000)), kOk);
  EXPECT_EQ(Lots(1), "3:4 [49000, 54000)");
}

TEST_F(LotsTest, CreditThatCouldNotExpireIsRefused) {
  UsePolicy(ExpiresAfter(5'000));
  Open(1);
  ASSERT_EQ(CodeOf(Adjust(1, 1, kMost)), kOk);
  ASSERT_EQ(CodeOf(Redeem(2, 1, 7)), kOk);
  ASSERT_EQ(TickTo(6'000), kOk);
  EXPECT_EQ(CodeOf(Adjust(3, 1, 8).At(6'000)), kOverflow);
  EXPECT_EQ(WalletOf(1).expired, Amount(kMost - 7));
  EXPECT_EQ(CodeOf(Adjust(4, 1, 7).At(6'000)), kOk);
  ASSERT_EQ(TickTo(11'000), kOk);
  EXPECT_EQ(CodeOf(Redeem(5, 1, 0)), kOk);
  EXPECT_EQ(WalletOf(1).expired, Amount(kMost));
}

// --- Returns ---

TEST_F(LotsTest, ReturnTakesFromThePurchasesOwnLotFirst) {
  UsePolicy(ExpiresAfter(500'000));
  Open(1);
  for (std::uint64_t i = 1; i <= 3; ++i) {
    const auto at = static_cast<std::int64_t>(i) * 1'000;
    ASSERT_EQ(CodeOf(Purchase(i, 1, 10'000).At(at)), kOk);
  }
  ASSERT_EQ(CodeOf(ReturnOf(10, 1, 2, 4'000)), kOk);
  EXPECT_EQ(Lots(1),
            "1:100 [1000, 501000)  2:60 [2000, 502000)  3:100 [3000, 503000)");
  ASSERT_EQ(CodeOf(Redeem(11, 1, 110)), kOk);  // Lot 1 and 10 of lot 2.
  ASSERT_EQ(CodeOf(ReturnOf(12, 1, 2)), kOk);
  EXPECT_EQ(Lots(1), "3:90 [3000, 503000)");
  EXPECT_EQ(WalletOf(1).clawed_back, Amount(100));
}

TEST_F(LotsTest, ReturnOfAPendingPurchaseTakesItsPendingLotUnderEachPolicy) {
  constexpr DeficitPolicy kPolicies[] = {DeficitPolicy::kNegative,
                                         DeficitPolicy::kClamp,
                                         DeficitPolicy::kOnlyPending};
  for (std::uint64_t member = 1; member <= 3; ++member) {
    program_.returns.deficit = kPolicies[member - 1];
    Open(member);
    const std::uint64_t id = member * 10;
    UsePolicy(LotPolicy{});
    ASSERT_EQ(CodeOf(Award(id, member, 7)), kOk);
    UsePolicy(WaitsFor(900'000));
    ASSERT_EQ(CodeOf(Purchase(id + 1, member, 5'000)), kOk);
    ASSERT_EQ(CodeOf(ReturnOf(id + 2, member, id + 1, 3'000)), kOk);
    EXPECT_EQ(Lots(member), "1:7 [1000, never)  2:20 pending [901000, never)");
    ASSERT_EQ(CodeOf(ReturnOf(id + 3, member, id + 1)), kOk);
    EXPECT_EQ(Lots(member), "1:7 [1000, never)");
    EXPECT_EQ(WalletOf(member).clawed_back, Amount(50));
  }
}

TEST_F(LotsTest, OtherPendingLotsPayForAReturnUnderOnlyPendingAlone) {
  struct Case {
    DeficitPolicy policy;
    std::int64_t deficit, clawed_back;
    const char* lots;
  };
  const Case cases[] = {
      {DeficitPolicy::kNegative, 30, 50, "1:40 pending [901000, never)"},
      {DeficitPolicy::kClamp, 0, 20, "1:40 pending [901000, never)"},
      {DeficitPolicy::kOnlyPending, 0, 40, "2:20 [1000, never)"},
  };
  for (std::uint64_t member = 1; member <= 3; ++member) {
    const Case& c = cases[member - 1];
    program_.returns.deficit = c.policy;
    Open(member);
    const std::uint64_t id = member * 10;
    UsePolicy(WaitsFor(900'000));
    ASSERT_EQ(CodeOf(Purchase(id, member, 4'000)), kOk);
    UsePolicy(LotPolicy{});
    ASSERT_EQ(CodeOf(Award(id + 1, member, 20)), kOk);
    ASSERT_EQ(CodeOf(Return(id + 2, member, 5'000)), kOk);
    EXPECT_EQ(Lots(member), c.lots);
    EXPECT_EQ(WalletOf(member).deficit, Amount(c.deficit));
    EXPECT_EQ(WalletOf(member).clawed_back, Amount(c.clawed_back));
  }
}

// --- Inactivity ---

TEST_F(LotsTest, ActivityKeepsAllLotsAlive) {
  // min(last activity + 18 months, earn + 4 years)
  UsePolicy(
      InactiveAfter(18'000, SetOf(CommandKind::kRedeem), ExpiresAfter(48'000)));
  Open(1);
  ASSERT_EQ(CodeOf(Award(1, 1, 100).At(1'000)), kOk);
  ASSERT_EQ(CodeOf(Award(2, 1, 100).At(2'000)), kOk);  // No activity.
  ASSERT_EQ(CodeOf(Redeem(3, 1, 0).At(18'999)), kOk);
  EXPECT_EQ(Do(Redeem(4, 1, 1).At(36'998)).net, 199);
  EXPECT_EQ(Do(Redeem(5, 1, 0).At(49'000)).net, 100);  // Too old at last.
  EXPECT_EQ(Lots(1), "2:100 [2000, 50000)");
  UsePolicy(InactiveAfter(18'000, SetOf(CommandKind::kRedeem)));
  ASSERT_EQ(CodeOf(Award(6, 1, 7).At(49'000)), kOk);
  EXPECT_EQ(Do(Redeem(7, 1, 1).At(67'000)).code, kInsufficient);
  EXPECT_EQ(postings_.back().at, Instant(67'000));
  EXPECT_EQ(WalletOf(1).expired, Amount(206));
}

TEST_F(LotsTest, FirstLotIsAFirstActivityAndLateOnesReviveNothing) {
  UsePolicy(InactiveAfter(10'000, SetOf(CommandKind::kPurchase)));
  Open(1);
  ASSERT_EQ(CodeOf(Award(1, 1, 5).At(2'000)), kOk);
  ASSERT_EQ(CodeOf(Award(2, 1, 5).At(5'000)), kOk);
  ASSERT_EQ(TickTo(12'000), kOk);
  // Gone at 12,000. The late purchase is an activity of 4,000.
  EXPECT_EQ(Do(Purchase(3, 1, 300).At(4'000)).net, 3);
  EXPECT_EQ(WalletOf(1).expired, Amount(10));
  EXPECT_EQ(Do(Redeem(4, 1, 0).At(13'999)).net, 3);
  EXPECT_EQ(Do(Redeem(5, 1, 0).At(14'000)).net, 0);
}

// It expired with what had been lost before, at an instant before it was given.
TEST_F(LotsTest, WhatComesWhenAllIsLostBeginsInactivityAnew) {
  UsePolicy(InactiveAfter(10'000, SetOf(CommandKind::kPurchase)));
  Open(1);
  ASSERT_EQ(CodeOf(Award(1, 1, 5).At(2'000)), kOk);
  EXPECT_EQ(Do(Adjust(2, 1, 7).At(12'000)).net, 7);  // Then the 5 are lost.
  EXPECT_EQ(Do(Award(3, 1, 1).At(21'999)).net, 8);
  EXPECT_EQ(Do(Redeem(4, 1, 0).At(22'000)).net, 0);
  EXPECT_EQ(postings_.back().at, Instant(22'000));
}

TEST_F(LotsTest, WhatComesLateIsLostWithTheOthers) {
  UsePolicy(
      WaitsFor(9'000, InactiveAfter(10'000, SetOf(CommandKind::kPurchase))));
  Open(1);
  ASSERT_EQ(CodeOf(Award(1, 1, 5).At(2'000)), kOk);  // Gone at 21,000.
  ASSERT_EQ(TickTo(25'000), kOk);
  // Usable from 29,999, but given while the others were there.
  EXPECT_EQ(Do(Award(2, 1, 6).At(20'999)).net, 0);
  EXPECT_EQ(postings_.back().at, Instant(21'000));
  EXPECT_EQ(Do(Award(3, 1, 7).At(21'000)).net, 7);
}

TEST_F(LotsTest, InactivityTakesPendingLotsToo) {
  UsePolicy(
      WaitsFor(50'000, InactiveAfter(10'000, SetOf(CommandKind::kAward))));
  Open(1);
  ASSERT_EQ(CodeOf(Award(1, 1, 5).At(2'000)), kOk);
  EXPECT_EQ(Do(Redeem(2, 1, 0).At(11'999)).net, 5);
  EXPECT_EQ(Do(Redeem(3, 1, 0).At(12'000)).net, 0);
  EXPECT_EQ(WalletOf(1).expired, Amount(5));
  EXPECT_EQ(WalletOf(1).pending, Amount(0));
}

}  // namespace
}  // namespace kumbara
