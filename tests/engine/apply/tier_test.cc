// Tiers of members: what commands, messages and time do to them, however late
// the shard gets to what is due.

#include "engine/apply/settle.h"
#include "engine/apply/tier_ladder.h"
#include "engine/apply/tier_outlook.h"
#include "tests/engine/apply/tier_fixture.h"

namespace kumbara {
namespace {

using enum ResultCode;

class TierTest : public TierFixture {
 protected:
  TierTest() { Open(1); }

  // "sequence at kind tier" of every fact.
  std::vector<std::string> Told() {
    std::vector<std::string> told;
    for (const Fact& fact : std::exchange(facts_, {})) {
      told.push_back(std::to_string(fact.sequence) + " " +
                     std::to_string(fact.at.micros() / kDay) + " " +
                     std::string(Name(fact.kind)) + " " +
                     std::to_string(fact.tier));
    }
    return told;
  }
};

TEST_F(TierTest, AnswersTellTheTierAndFactsStandLast) {
  EXPECT_EQ(Do(Purchase(1, 1, 99)).tier, 0);
  EXPECT_EQ(Do(Purchase(2, 1, 101)).tier, 2);
  EXPECT_EQ(Do(Redeem(3, 1, 1'000)).tier, 2);  // Refused.
  EXPECT_EQ(Do(Redeem(4, 2, 1)).tier, 0);      // Of nobody.
  EXPECT_THAT(Told(), ::testing::ElementsAre("3 0 tier_qualified 2",
                                             "3 0 tier_changed 2"));
}

// A ledger has no clock until its first batch has ended; whoever is read before
// is seen at its own.
TEST_F(TierTest, AReadAmidTheFirstBatchFindsNoClock) {
  const Slot slot = shard_.members.FindSlot(MemberOf(1));
  const std::vector<TierView> views =
      TierViewsOf(Instant::Least(), RefOf(shard_, slot), program_);
  ASSERT_EQ(views.size(), 1u);
  EXPECT_EQ(views[0].from, Instant(0));
  EXPECT_EQ(views[0].until, Instant(kYear));
}

// The window of the year 9999 has no end that anything could come behind.
TEST_F(TierTest, TheLastWindowProjectsTheTierInForce) {
  Set().grace = Duration{Duration::Kind::kMonths, 3};
  constexpr std::int64_t kYear9998 = 253'349'640'000'000'000;
  ASSERT_EQ(Do(Purchase(1, 1, 100).At(kYear9998)).tier, 1);
  ASSERT_EQ(Do(Purchase(2, 1, 1).At(kYear9998 + kYear)).tier, 1);
  const Slot slot = shard_.members.FindSlot(MemberOf(1));
  const std::vector<TierView> views =
      TierViewsOf(Instant(kYear9998 + kYear), RefOf(shard_, slot), program_);
  ASSERT_EQ(views.size(), 1u);
  EXPECT_EQ(views[0].until, Instant::Greatest());
  EXPECT_EQ(views[0].tier, 1);
  EXPECT_EQ(views[0].projected, 1);
}

// The state does not keep what a balance is below its first tier.
TEST_F(TierTest, ABalanceBelowTheFirstTierIsShownAsItIs) {
  Set().basis = TierBasis::kBalance;
  Set().unit = kPoints;
  ASSERT_EQ(Do(Award(1, 1, 60)).tier, 0);
  const Slot slot = shard_.members.FindSlot(MemberOf(1));
  const std::vector<TierView> views =
      TierViewsOf(Instant(0), RefOf(shard_, slot), program_);
  ASSERT_EQ(views.size(), 1u);
  EXPECT_EQ(views[0].counter, 60);
  EXPECT_EQ(views[0].missing_to_rise, Int128{40});
}

// Nothing of it is seen by when the shard comes to it.
TEST_F(TierTest, WindowsEndHoweverLateTheyAreSettled) {
  ASSERT_EQ(Do(Purchase(1, 1, 200)).tier, 2);
  facts_.clear();
  ASSERT_EQ(TickTo(kYear), kOk);
  ASSERT_EQ(TickTo(2 * kYear), kOk);  // Sequence 4
  EXPECT_EQ(TierOf(1), 2);            // Not settled yet.
  const Digest before = DigestAt(2 * kYear);
  EXPECT_EQ(TierOf(1), 2);
  ASSERT_EQ(TickTo(2 * kYear + kDay), kOk);
  const Digest later = DigestAt(2 * kYear + kDay);
  SettleDue(program_, shard_, 10);
  EXPECT_EQ(TierOf(1), 0);
  EXPECT_EQ(DigestAt(2 * kYear + kDay), later);
  EXPECT_EQ(before, later);
  EXPECT_THAT(Told(), ::testing::ElementsAre("4 730 tier_changed 0"));
}

// Its first wallet is in use by nothing; then by something that is due too.
TEST_F(TierTest, MembersAreListedWithoutAWallet) {
  program_.earn.reset();
  ASSERT_EQ(Do(Purchase(1, 1, 200)).tier, 2);
  ASSERT_EQ(WalletOf(1).unit, 0);
  program_.units[0].lots = ExpiresAfter(3 * kYear);
  ASSERT_EQ(CodeOf(Award(2, 1, 5).At(kDay)), kOk);
  ASSERT_EQ(TickTo(kYear + kDay), kOk);
  SettleDue(program_, shard_, 10);
  ASSERT_EQ(TickTo(2 * kYear + kDay), kOk);
  SettleDue(program_, shard_, 10);
  EXPECT_EQ(TierOf(1), 0);
  ASSERT_EQ(TickTo(3 * kYear + 3 * kDay), kOk);
  SettleDue(program_, shard_, 10);
  EXPECT_EQ(Net(1), 0);
}

// Once nothing is counted or kept a member is as good as new.
TEST_F(TierTest, LeaveNothingBehind) {
  const Digest before = DigestAt(4 * kYear);
  ASSERT_EQ(CodeOf(Purchase(1, 1, 200)), kOk);
  EXPECT_NE(DigestAt(4 * kYear), before);  // The points.
  ASSERT_EQ(CodeOf(Enroll(2, 2).At(4 * kYear)), kOk);
  ASSERT_EQ(CodeOf(Enroll(3, 3).At(4 * kYear)), kOk);
  const Digest both = DigestAt(4 * kYear);
  ASSERT_EQ(CodeOf(Return(4, 2, 0).At(4 * kYear)), kOk);
  EXPECT_EQ(DigestAt(4 * kYear), both);
  const MemberTiers* tiers =
      shard_.FindTiers(shard_.members.FindSlot(MemberOf(1)));
  ASSERT_NE(tiers, nullptr);
  ASSERT_EQ(TickTo(4 * kYear), kOk);
  SettleAllDue(program_, shard_);
  EXPECT_EQ(tiers->sets.front(), TierState{});
  EXPECT_EQ(tiers->due, Instant::Greatest());
}

TEST_F(TierTest, CountsAreWiderThanAmounts) {
  Set().tiers = {{"silver", Money::kMax}};
  program_.earn.reset();
  for (std::uint64_t i = 1; i <= 20; ++i) {
    ASSERT_EQ(CodeOf(Return(i, 1, Money::kMax)), kOk);
  }
  for (std::uint64_t i = 21; i <= 40; ++i) {
    ASSERT_EQ(Do(Purchase(i, 1, Money::kMax)).tier, 0) << i;
  }
  EXPECT_EQ(Do(Purchase(41, 1, Money::kMax)).tier, 1);
}

// The ladder itself: the tier of a basket.
class TierLadderTest : public ::testing::Test {
 protected:
  TierLadderTest() { set_.tiers = {{"silver", 100}, {"gold", 200}}; }

  int ForBasket(std::int64_t at, std::int64_t by) {
    return kumbara::ForBasket(set_, state_, zone_, Instant(at), Instant(clock_),
                              Money(by));
  }
  void Count(std::int64_t at, std::int64_t by) {
    clock_ = std::max(clock_, at);
    TierLadder ladder = Ladder();
    ladder.Count(Instant(at), Instant(clock_), by);
    ladder.Conclude(Instant(clock_));
  }
  TierLadder Ladder() { return TierLadder(set_, zone_, Instant(0), state_); }

  TierSet set_;
  Zone zone_;
  TierState state_;
  std::int64_t clock_ = 0;
};

TEST_F(TierLadderTest, TheBasketThatReachesATierIsRatedWithout) {
  EXPECT_EQ(ForBasket(0, 100), 0);
  Count(5 * kDay, 100);
  EXPECT_EQ(ForBasket(5 * kDay, 100), 1);
  EXPECT_EQ(ForBasket(5 * kDay - 1, 100), 0);  // Late.
  Count(6 * kDay, 100);
  EXPECT_EQ(ForBasket(6 * kDay, 0), 2);
  EXPECT_EQ(ForBasket(6 * kDay - 1, 0), 1);
  EXPECT_EQ(ForBasket(-kYear, 0), 0);
}

TEST_F(TierLadderTest, OrWithItByTheRuleOfItsSet) {
  set_.same_basket = true;
  EXPECT_EQ(ForBasket(0, 99), 0);
  EXPECT_EQ(ForBasket(0, 100), 1);
  Count(5 * kDay, 150);
  EXPECT_EQ(ForBasket(5 * kDay, 50), 2);
  EXPECT_EQ(kumbara::ForBasket(set_, state_, zone_, Instant(5 * kDay),
                               Instant(5 * kDay), std::nullopt),
            1);
  EXPECT_EQ(ForBasket(4 * kDay, 50), 0);  // Late.
}

TEST_F(TierLadderTest, KnowsTheTiersOfTwoWindows) {
  Count(5 * kDay, 100);
  Count(kYear - 1, 100);
  TierLadder ladder = Ladder();
  for (const std::int64_t due : {kYear, 2 * kYear}) {
    ASSERT_EQ(ladder.Due(), Instant(due));
    ladder.PassDue(Instant(due), Amount());
    ladder.Conclude(Instant(due));
  }
  clock_ = 2 * kYear;
  EXPECT_EQ(ForBasket(2 * kYear, 0), 0);
  EXPECT_EQ(ForBasket(2 * kYear - 1, 0), 2);
  EXPECT_EQ(ForBasket(kYear, 0), 2);
  // What is older is rated like the beginning of the window before.
  EXPECT_EQ(ForBasket(6 * kDay, 0), 2);
}

}  // namespace
}  // namespace kumbara
