#include "tests/engine/apply/apply_fixture.h"

namespace kumbara {
namespace {

using enum ResultCode;

class RewardTest : public ApplyFixture {
 protected:
  // Member 1 has 100 points.
  RewardTest() {
    Open(1);
    EXPECT_EQ(CodeOf(Award(1, 1, 100)), kOk);
  }

  Reward& Add(Code code, std::int64_t cost) {
    return AddReward(code, cost, &program_);
  }
  std::int64_t HadOf(Code reward) {
    const Slot member = shard_.members.FindSlot(MemberOf(1));
    return shard_.rewards_had.Count({member, reward}, 0);
  }
  std::int64_t GrantedOf(Code reward) {
    return shard_.granted.Count(program_.FindReward(reward)->counter, 0);
  }
};

TEST_F(RewardTest, CostsWhatTheProgramSaysForEachOne) {
  Add(kCoffee, 7);
  const Outcome outcome = Do(RedeemRewards(2, 1, kCoffee, 3));
  EXPECT_EQ(outcome.code, kOk);
  EXPECT_EQ(outcome.unit, kPoints);
  EXPECT_EQ(outcome.delta, -21);
  EXPECT_EQ(System(Account::kRedeemed, kCoffee), 21);
  EXPECT_EQ(WalletOf(1).redeemed, Amount(21));
}

TEST_F(RewardTest, HasNoUnitWhileNobodyKnowsIt) {
  const Outcome outcome = Do(RedeemReward(2, 1, kCoffee));
  EXPECT_EQ(outcome.code, kRewardUnknown);
  EXPECT_EQ(outcome.unit, 0);
  EXPECT_EQ(CodeOf(RedeemReward(3, 2, kCoffee)), kMemberUnknown);
}

TEST_F(RewardTest, IsValidFromTheFirstInstantUpToTheLast) {
  Reward& reward = Add(kCoffee, 1);
  reward.from = Instant(5'000);
  reward.until = Instant(6'000);
  EXPECT_EQ(CodeOf(RedeemReward(2, 1, kCoffee).At(4'999)), kRewardNotValid);
  EXPECT_EQ(CodeOf(RedeemReward(3, 1, kCoffee).At(5'000)), kOk);
  EXPECT_EQ(CodeOf(RedeemReward(4, 1, kCoffee).At(5'999)), kOk);
  EXPECT_EQ(CodeOf(RedeemReward(5, 1, kCoffee).At(6'000)), kRewardNotValid);
}

TEST_F(RewardTest, WantsBothItsSegmentAndItsPlan) {
  Reward& reward = Add(kCoffee, 1);
  reward.when.segments = std::uint64_t{1} << 63;
  reward.when.plans = {kGold};
  const auto set = [&](std::uint64_t id, std::uint64_t segments, Code plan) {
    return CodeOf(Set(id, 1,
                      {AttributeChange::kSegmentSet | AttributeChange::kPlan,
                       {0, 0, segments, plan}}));
  };
  EXPECT_EQ(CodeOf(RedeemReward(2, 1, kCoffee)), kRewardNotValid);
  ASSERT_EQ(set(3, std::uint64_t{1} << 63, 0), kOk);
  EXPECT_EQ(CodeOf(RedeemReward(4, 1, kCoffee)), kRewardNotValid);
  ASSERT_EQ(set(5, std::uint64_t{1} << 62, kGold), kOk);
  EXPECT_EQ(CodeOf(RedeemReward(6, 1, kCoffee)), kRewardNotValid);
  ASSERT_EQ(set(7, std::uint64_t{1} << 63, kGold), kOk);
  EXPECT_EQ(CodeOf(RedeemReward(8, 1, kCoffee)), kOk);
}

TEST_F(RewardTest, RefusalsComeInTheirOrder) {
  Reward& reward = Add(kCoffee, kMost);
  reward.limit = 1;
  reward.until = Instant(2'000);
  EXPECT_EQ(CodeOf(RedeemRewards(2, 1, kCoffee, 2).At(2'000)), kRewardNotValid);
  EXPECT_EQ(CodeOf(RedeemRewards(3, 1, kCoffee, 2)), kLimitReached);
  reward.limit = 2;
  EXPECT_EQ(CodeOf(RedeemRewards(4, 1, kCoffee, 2)), kOverflow);
  EXPECT_EQ(CodeOf(RedeemReward(5, 1, kCoffee)), kInsufficient);
}

// A hundred ask for the last one: the first by sequence has it, and nothing of
// the others is left under way.
TEST_F(RewardTest, TheLastOneIsHadOnce) {
  Reward& reward = Add(kTeapot, 1);
  reward.stock = 1;
  reward.limit = 100;
  std::vector<Outcome> outcomes;
  for (std::uint64_t i = 0; i < 100; ++i) {
    outcomes.push_back(Do(RedeemReward(10 + i, 1, kTeapot)));
    EXPECT_EQ(outcomes.back().reserved, kOutcomeOpen);
  }
  EXPECT_EQ(WalletOf(1).held, Amount(100));
  EXPECT_EQ(WalletOf(1).redeemed, Amount(100));
  EndRound(&outcomes);
  EXPECT_EQ(outcomes[0].code, kOk);
  EXPECT_EQ(outcomes[0].delta, -1);
  for (std::size_t i = 1; i < outcomes.size(); ++i) {
    EXPECT_EQ(outcomes[i].code, kOutOfStock);
    EXPECT_EQ(outcomes[i].delta, 0);
    EXPECT_EQ(outcomes[i].reserved, 0u);
  }
  EXPECT_EQ(WalletOf(1).available, Amount(99));
  EXPECT_EQ(WalletOf(1).held, Amount());
  EXPECT_EQ(WalletOf(1).redeemed, Amount(1));
  EXPECT_EQ(GrantedOf(kTeapot), 1);
  EXPECT_EQ(HadOf(kTeapot), 1);
}

// Some is left, though less than what is asked for.
TEST_F(RewardTest, StockIsGrantedWholeOrNotAtAll) {
  Add(kTeapot, 1).stock = 5;
  std::vector<Outcome> outcomes = {Do(RedeemRewards(2, 1, kTeapot, 3)),
                                   Do(RedeemRewards(3, 1, kTeapot, 3)),
                                   Do(RedeemRewards(4, 1, kTeapot, 2))};
  EndRound(&outcomes);
  EXPECT_EQ(outcomes[0].code, kOk);
  EXPECT_EQ(outcomes[1].code, kOutOfStock);
  EXPECT_EQ(outcomes[2].code, kOk);
  EXPECT_EQ(GrantedOf(kTeapot), 5);
}

TEST_F(RewardTest, ReversalInPartsGivesBackWholeOnes) {
  Reward& reward = Add(kTeapot, 10);
  reward.stock = 3;
  reward.limit = 3;
  std::vector<Outcome> outcomes = {Do(RedeemRewards(2, 1, kTeapot, 3))};
  EndRound(&outcomes);
  ASSERT_EQ(outcomes[0].code, kOk);
  const std::int64_t parts[] = {9, 1, 11, 9};
  const std::int64_t granted[] = {3, 2, 1, 0};
  for (int i = 0; i < 4; ++i) {
    outcomes = {
        Do(Reverse(static_cast<std::uint64_t>(10 + i), 1, 2, parts[i]))};
    EXPECT_EQ(outcomes[0].code, kOk);
    EndRound(&outcomes);
    EXPECT_EQ(GrantedOf(kTeapot), granted[i]);
    EXPECT_EQ(HadOf(kTeapot), granted[i]);
  }
  EXPECT_EQ(CodeOf(Reverse(20, 1, 2)), kAlreadyReversed);
}

TEST_F(RewardTest, WhatItGivesHasTheDatesOfItsUnit) {
  program_.units[1].lots = WaitsFor(500, ExpiresAfter(2'000));
  Add(kCoffee, 10).gives = RewardGift{kStars, Amount(4), kPromotion};
  ASSERT_EQ(CodeOf(RedeemRewards(2, 1, kCoffee, 2)), kOk);
  EXPECT_EQ(Lots(1, kStars), "1:8 pending [1500, 3500)");
  EXPECT_EQ(System(Account::kIssued, kPromotion, kStars), -8);
  EXPECT_EQ(WalletOf(1, kStars).earned, Amount());
  ASSERT_EQ(CodeOf(Reverse(3, 1, 2)), kOk);
  EXPECT_EQ(Lots(1, kStars), "");
  EXPECT_EQ(Net(1), 100);
}

TEST_F(RewardTest, WhatItGaveMustBeThereWholeToBeReversed) {
  Add(kCoffee, 10).gives = RewardGift{kStars, Amount(4), kPromotion};
  ASSERT_EQ(CodeOf(RedeemReward(2, 1, kCoffee)), kOk);
  ASSERT_EQ(CodeOf(Adjust(3, 1, -1).In(kStars)), kOk);
  EXPECT_EQ(CodeOf(Reverse(4, 1, 2)), kNotReversible);
  EXPECT_EQ(CodeOf(Reverse(5, 1, 2, 10)), kNotReversible);
  EXPECT_EQ(Net(1), 90);
}

TEST_F(RewardTest, ACloseForgetsWhatItsMemberHasHad) {
  Add(kCoffee, 1).limit = 9;
  Open(2);
  ASSERT_EQ(CodeOf(Award(2, 2, 5)), kOk);
  ASSERT_EQ(CodeOf(RedeemReward(3, 1, kCoffee)), kOk);
  ASSERT_EQ(CodeOf(RedeemReward(4, 2, kCoffee)), kOk);
  ASSERT_EQ(HadOf(kCoffee), 1);
  ASSERT_EQ(CodeOf(Close(5, 1)), kOk);
  EXPECT_EQ(HadOf(kCoffee), 0);
  EXPECT_FALSE(
      RewardsHadBy(shard_, shard_.members.FindSlot(MemberOf(2))).empty());
}

class BudgetTest : public ApplyFixture {
 protected:
  // A point for each minor unit.
  BudgetTest() {
    program_.earn->rate = {1, 1};
    AddBudget(100, &program_);
    Open(1);
  }

  std::int64_t Granted(std::int64_t period = 0, std::size_t budget = 0) {
    return shard_.granted.Count(program_.budgets[budget].counter, period);
  }
  void UseRule(const LotPolicy& policy) {
    program_.units[0].lots = program_.rules[0].lots = policy;
  }
};

TEST_F(BudgetTest, PointsArePendingInNoLotUntilTheyAreGranted) {
  std::vector<Outcome> outcomes = {Do(Purchase(1, 1, 60)),
                                   Do(Purchase(2, 1, 50))};
  EXPECT_EQ(WalletOf(1).pending, Amount(110));
  EXPECT_EQ(WalletOf(1).earned, Amount(110));
  EXPECT_EQ(Lots(1), "");
  EndRound(&outcomes);
  EXPECT_EQ(outcomes[0].delta, 60);
  EXPECT_EQ(outcomes[1].delta, 0);
  EXPECT_EQ(outcomes[1].code, kOk);
  EXPECT_EQ(Lots(1), "1:60 [1000, never)");
  EXPECT_EQ(WalletOf(1).earned, Amount(60));
  EXPECT_EQ(Granted(), 60);
  ASSERT_EQ(facts_.size(), 1u);
  EXPECT_EQ(facts_[0].kind, FactKind::kLimitHit);
  EXPECT_EQ(facts_[0].amount, 50);
}

TEST_F(BudgetTest, GrantsAPartWhereTheRuleSaysSo) {
  program_.rules[0].partial = true;
  std::vector<Outcome> outcomes = {
      Do(Purchase(1, 1, 60)), Do(Purchase(2, 1, 50)), Do(Purchase(3, 1, 1))};
  EndRound(&outcomes);
  EXPECT_EQ(outcomes[1].delta, 40);
  EXPECT_EQ(outcomes[2].delta, 0);
  EXPECT_EQ(Granted(), 100);
}

TEST_F(BudgetTest, AReturnTakesBackWhatWasGrantedAndGivesItBack) {
  program_.rules[0].partial = true;
  std::vector<Outcome> outcomes = {Do(Purchase(1, 1, 70)),
                                   Do(Purchase(2, 1, 70))};
  EndRound(&outcomes);
  ASSERT_EQ(outcomes[1].delta, 30);
  outcomes = {Do(ReturnOf(3, 1, 2, 40))};
  EXPECT_EQ(outcomes[0].delta, 0);
  EXPECT_TRUE(messages_.empty());
  outcomes = {Do(ReturnOf(4, 1, 2, 10))};
  EXPECT_EQ(outcomes[0].delta, -10);
  EXPECT_EQ(outcomes[0].reserved, 0u);
  EXPECT_EQ(Granted(), 100);
  EndRound(&outcomes);
  EXPECT_EQ(Granted(), 90);
  outcomes = {Do(Reverse(5, 1, 2))};
  EXPECT_EQ(outcomes[0].delta, -20);
  EndRound(&outcomes);
  EXPECT_EQ(Granted(), 70);
}

TEST_F(BudgetTest, RulesClaimEachForItself) {
  EarnRule bonus = program_.rules[0];
  bonus.kind = EarnRule::Kind::kFixed;
  bonus.fixed = Amount(30);
  program_.rules.push_back(bonus);  // Of the same budget,
  bonus.fixed = Amount(7);
  program_.rules.push_back(bonus);  // of another one,
  AddBudget(5, &program_, 2, "other");
  program_.rules[2].partial = true;
  bonus.budget.reset();
  bonus.fixed = Amount(2);
  program_.rules.push_back(bonus);  // and of none.
  std::vector<Outcome> outcomes = {Do(Purchase(1, 1, 80))};
  EXPECT_EQ(messages_.size(), 3u);
  EXPECT_EQ(WalletOf(1).pending, Amount(117));
  EXPECT_EQ(Lots(1), "1:2 [1000, never)");
  EndRound(&outcomes);
  EXPECT_EQ(outcomes[0].delta, 80 + 5 + 2);
  EXPECT_EQ(outcomes[0].reserved, 0u);
  EXPECT_EQ(WalletOf(1).earned, Amount(87));
  EXPECT_EQ(Granted(), 80);
  EXPECT_EQ(Granted(0, 1), 5);
  outcomes = {Do(ReturnOf(2, 1, 1, 80))};
  EXPECT_EQ(outcomes[0].delta, -87);
  EndRound(&outcomes);
  EXPECT_EQ(Granted(), 0);
  EXPECT_EQ(Granted(0, 1), 0);
}

TEST_F(BudgetTest, ACapCountsWhatIsGranted) {
  program_.rules[0].cap.per[static_cast<std::size_t>(Period::kLifetime)] =
      Amount(150);
  program_.rules[0].partial = true;
  std::vector<Outcome> outcomes = {Do(Purchase(1, 1, 120)),
                                   Do(Purchase(2, 1, 120))};
  EXPECT_EQ(WalletOf(1).pending, Amount(150));
  EndRound(&outcomes);
  EXPECT_EQ(outcomes[0].delta, 100);
  EXPECT_EQ(outcomes[1].delta, 0);
  program_.budgets[0].amount = Amount(1'000);
  outcomes = {Do(Purchase(3, 1, 120))};
  EndRound(&outcomes);
  EXPECT_EQ(outcomes[0].delta, 50);
}

TEST_F(BudgetTest, AnAwardDoesNothingBeforeItIsGranted) {
  program_.enrol = EnrolPolicy::kFirstSight;
  program_.budgets[0].funding_class = kGoodwill;
  std::vector<Outcome> outcomes = {Do(Award(1, 2, 80)), Do(Award(2, 3, 30)),
                                   Do(Award(3, 2, 20))};
  EXPECT_TRUE(postings_.empty());
  EXPECT_EQ(shard_.records.size(), 0u);
  EXPECT_EQ(shard_.members.Find(MemberOf(2)), nullptr);
  EndRound(&outcomes);
  EXPECT_EQ(outcomes[0].code, kOk);
  EXPECT_EQ(outcomes[0].delta, 80);
  EXPECT_EQ(outcomes[1].code, ResultCode::kLimitReached);
  EXPECT_EQ(outcomes[1].net, 0);
  EXPECT_EQ(outcomes[2].delta, 20);
  EXPECT_EQ(outcomes[2].net, 100);
  EXPECT_EQ(postings_.size(), 4u);
  EXPECT_EQ(shard_.members.Find(MemberOf(3)), nullptr);
  EXPECT_EQ(shard_.records.size(), 2u);
  EXPECT_TRUE(facts_.empty());
}

TEST_F(BudgetTest, AReversedAwardGivesBackWhatIsTaken) {
  program_.budgets[0].funding_class = kGoodwill;
  program_.returns.deficit = DeficitPolicy::kClamp;
  std::vector<Outcome> outcomes = {Do(Award(1, 1, 80))};
  EndRound(&outcomes);
  ASSERT_EQ(CodeOf(Redeem(2, 1, 50)), kOk);
  outcomes = {Do(Reverse(3, 1, 1))};
  EXPECT_EQ(outcomes[0].delta, -30);
  EndRound(&outcomes);
  EXPECT_EQ(Granted(), 50);
}

TEST_F(BudgetTest, WhatHasNoRoomIsGivenBack) {
  program_.budgets[0].funding_class = kGoodwill;
  std::vector<Outcome> outcomes = {Do(Award(1, 1, 80))};
  ASSERT_EQ(CodeOf(Adjust(2, 1, kMost)), kOk);
  EndRound(&outcomes);
  EXPECT_EQ(outcomes[0].code, ResultCode::kOverflow);
  EXPECT_EQ(outcomes[0].delta, 0);
  EXPECT_EQ(Granted(), 0);
}

// It has arrived once, late or not.
TEST_F(BudgetTest, AnAwardIsLateOnce) {
  program_.budgets[0].funding_class = kGoodwill;
  ASSERT_EQ(CodeOf(Happening(9, 1).At(5'000)), kOk);
  std::vector<Outcome> outcomes = {Do(Award(1, 1, 80).At(2'000))};
  EndRound(&outcomes);
  EXPECT_EQ(shard_.counters.late, 1u);
}

TEST_F(BudgetTest, OtherAwardsAskNobody) {
  program_.budgets[0].funding_class = kGoodwill;
  EXPECT_EQ(Do(Award(1, 1, 0)).reserved, 0u);
  EXPECT_EQ(Do(Award(2, 1, 200).In(kStars)).delta, 200);
  program_.budgets[0].funding_class = kSale;
  EXPECT_EQ(Do(Award(3, 1, 200)).delta, 200);
}

// What others do until the answer comes is no part of it.
TEST_F(BudgetTest, TheDeltaHasWhatWasTenderedToo) {
  ASSERT_EQ(CodeOf(Award(9, 1, 50)), kOk);
  program_.rules[0].partial = true;
  std::vector<Outcome> outcomes = {
      Do(Purchase(1, 1, 130).With(Line{.kind = LineKind::kTender,
                                       .unit = kPoints,
                                       .quantity = 20,
                                       .amount = 40}))};
  ASSERT_EQ(CodeOf(Award(8, 1, 3)), kOk);
  EXPECT_EQ(WalletOf(1).available, Amount(33));
  EndRound(&outcomes);
  EXPECT_EQ(outcomes[0].delta, 80);
  EXPECT_EQ(outcomes[0].net, 133);
}

TEST_F(BudgetTest, AutomaticRedemptionWaitsForWhatIsGranted) {
  ASSERT_EQ(CodeOf(Award(9, 1, 10)), kOk);
  program_.auto_redeem = {{kPoints, false, Amount(5), Amount(5), true, kAuto}};
  std::vector<Outcome> outcomes = {Do(Purchase(1, 1, 7))};
  EXPECT_EQ(WalletOf(1).available, Amount(10));
  EndRound(&outcomes);
  EXPECT_EQ(WalletOf(1).available, Amount(2));
  EXPECT_EQ(outcomes[0].delta, -8);
}

TEST_F(BudgetTest, OnlyPendingPointsOfLotsCanBeTaken) {
  UseRule(WaitsFor(5'000));
  program_.returns.deficit = DeficitPolicy::kOnlyPending;
  std::vector<Outcome> outcomes = {Do(Purchase(1, 1, 60))};
  EXPECT_EQ(Do(Return(2, 1, 50)).delta, 0);
  EXPECT_EQ(WalletOf(1).clawed_back, Amount());
  EndRound(&outcomes);
  EXPECT_EQ(Do(Return(3, 1, 50)).delta, -50);
}

TEST_F(BudgetTest, WhatIsClaimedNeitherExpiresNorActivates) {
  UseRule(InactiveAfter(1'000, SetOf(CommandKind::kPurchase)));
  std::vector<Outcome> outcomes = {Do(Purchase(1, 1, 60))};
  EXPECT_EQ(CodeOf(Happening(2, 1).At(9'000)), kOk);
  EXPECT_EQ(WalletOf(1).pending, Amount(60));
  EndRound(&outcomes);
  EXPECT_EQ(outcomes[0].delta, 0);
  EXPECT_EQ(WalletOf(1).expired, Amount(60));
}

// Of facts about vouchers: which numbers, and whether they are void.
struct Told {
  FactKind kind;
  Sequence redemption;
  std::uint32_t number;

  friend bool operator==(const Told&, const Told&) = default;
};

class VoucherTest : public RewardTest {
 protected:
  VoucherTest() { Add(kCoffee, 10).voucher = LotPolicy(); }

  std::vector<Told> TakeTold() {
    std::vector<Told> told;
    for (const Fact& fact : facts_) {
      if (!fact.is_of_voucher()) continue;
      EXPECT_EQ(fact.unit, kPoints);
      EXPECT_EQ(fact.amount, 10);
      EXPECT_EQ(fact.voucher.reward, kCoffee);
      told.push_back({fact.kind, fact.voucher.redemption, fact.voucher.number});
    }
    facts_.clear();
    return told;
  }
};

TEST_F(VoucherTest, EachPieceIsOneUnderTheRedemptionsSequence) {
  const Sequence sequence = Do(RedeemRewards(2, 1, kCoffee, 3)).sequence;
  EXPECT_EQ(TakeTold(),
            (std::vector<Told>{{FactKind::kVoucherIssued, sequence, 1},
                               {FactKind::kVoucherIssued, sequence, 2},
                               {FactKind::kVoucherIssued, sequence, 3}}));
}

TEST_F(VoucherTest, WholePiecesThatComeBackAreVoidFromTheLastOn) {
  const Sequence sequence = Do(RedeemRewards(2, 1, kCoffee, 3)).sequence;
  TakeTold();
  EXPECT_EQ(CodeOf(Reverse(3, 1, 2, 9)), kOk);
  EXPECT_TRUE(TakeTold().empty());
  EXPECT_EQ(CodeOf(Reverse(4, 1, 2, 1)), kOk);
  EXPECT_EQ(TakeTold(),
            (std::vector<Told>{{FactKind::kVoucherVoid, sequence, 3}}));
  EXPECT_EQ(CodeOf(Reverse(5, 1, 2)), kOk);
  EXPECT_EQ(TakeTold(),
            (std::vector<Told>{{FactKind::kVoucherVoid, sequence, 1},
                               {FactKind::kVoucherVoid, sequence, 2}}));
}

TEST_F(VoucherTest, AThousandAtOnceAndNotOneMore) {
  program_.rewards.back().cost = Amount(0);
  EXPECT_EQ(CodeOf(RedeemRewards(2, 1, kCoffee, 1'001)), kLimitReached);
  EXPECT_TRUE(facts_.empty());
}

}  // namespace
}  // namespace kumbara
