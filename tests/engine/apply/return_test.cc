#include "tests/engine/apply/apply_fixture.h"

namespace kumbara {
namespace {

using enum ResultCode;

class ReturnTest : public ApplyFixture {
 protected:
  Outcome Back(std::uint64_t id, std::uint64_t purchase,
               std::optional<std::int64_t> amount = {}) {
    return Do(ReturnOf(id, 1, purchase, amount));
  }
};

TEST_F(ReturnTest, RefusalsInOrderOfPrecedence) {
  Open(1);
  Open(2);
  ASSERT_EQ(CodeOf(Purchase(1, 1, 1'000)), kOk);
  ASSERT_EQ(CodeOf(Purchase(2, 2, 1'000)), kOk);
  ASSERT_EQ(CodeOf(Purchase(3, 1, 1'000).In(kEur)), kWrongCurrency);
  ASSERT_EQ(CodeOf(Award(7, 1, 1)), kOk);
  ASSERT_EQ(CodeOf(Award(8, 2, 1)), kOk);
  struct Case {
    const char* name;
    TestCommand command;
    ResultCode code;
  };
  const Case cases[] = {
      {"member before currency", ReturnOf(10, 9, 7).In(kEur), kMemberUnknown},
      {"currency before reference", ReturnOf(11, 1, 7).In(kEur),
       kWrongCurrency},
      {"wrong kind", ReturnOf(12, 1, 7), kReferenceWrongKind},
      {"wrong kind, other member", ReturnOf(13, 1, 8), kReferenceWrongKind},
      {"other member", ReturnOf(14, 1, 2), kReferenceOfOtherMember},
      {"refused purchase", ReturnOf(15, 1, 3), kReferenceNotFound},
      {"unknown", ReturnOf(16, 1, 99, 100), kReferenceNotFound},
      {"too much", ReturnOf(17, 1, 1, 1'001), kExceedsRemaining},
      {"all", ReturnOf(18, 1, 1), kOk},
      {"nothing left", ReturnOf(19, 1, 1, 1'001), kAlreadyReversed},
      {"nothing left, 0 asked", ReturnOf(20, 1, 1, 0), kAlreadyReversed},
  };
  for (const Case& c : cases) {
    EXPECT_EQ(CodeOf(c.command), c.code) << c.name;
  }
}

TEST_F(ReturnTest, OfAPurchaseOfAnotherMemberOfTheSameTag) {
  Open(1);
  Open(2);
  ASSERT_EQ(CodeOf(Purchase(2, 2, 1'000)), kOk);
  Reference as_if_own = ReferenceOf(ReturnOf(3, 1, 2));
  as_if_own.whose = Reference::Whose::kOwn;
  EXPECT_EQ(Do(ReturnOf(3, 1, 2), as_if_own).code, kReferenceOfOtherMember);
}

TEST_F(ReturnTest, AfterTheHorizonAPurchaseIsTooOld) {
  Open(1);
  Open(2);
  program_.returns.reversal_horizon = Duration{.count = 500};
  ASSERT_EQ(CodeOf(Purchase(1, 1, 1'000)), kOk);
  ASSERT_EQ(CodeOf(Purchase(2, 2, 1'000)), kOk);
  EXPECT_EQ(CodeOf(ReturnOf(3, 1, 1, 500).At(1'500)), kOk);
  EXPECT_EQ(CodeOf(ReturnOf(4, 1, 1).At(1'501)), kReferenceTooOld);
  EXPECT_EQ(CodeOf(ReturnOf(5, 1, 1, 9'999).At(1'501)), kReferenceTooOld);
  EXPECT_EQ(CodeOf(ReturnOf(6, 1, 2).At(1'501)), kReferenceOfOtherMember);
  EXPECT_EQ(CodeOf(Return(7, 1, 500).At(9'000)), kOk);  // It names none.
}

TEST_F(ReturnTest, PoliciesForReturnsThatNameNothingKnown) {
  using enum UnmatchedReturn;
  struct Case {
    UnmatchedReturn unmatched;
    UnknownReference unknown;
    bool names_one;
    std::optional<std::int64_t> amount;
    ResultCode code;
  };
  const Case cases[] = {
      {kRate, UnknownReference::kRefuse, false, 500, kOk},
      {kRefuse, UnknownReference::kAsNone, false, 500, kReferenceNotFound},
      {kRate, UnknownReference::kRefuse, true, 500, kReferenceNotFound},
      {kRate, UnknownReference::kAsNone, true, 500, kOk},
      {kRate, UnknownReference::kAsNone, true, std::nullopt,
       kReferenceNotFound},
      {kRefuse, UnknownReference::kAsNone, true, 500, kReferenceNotFound},
  };
  Open(1);
  std::uint64_t id = 10;
  for (const Case& c : cases) {
    SCOPED_TRACE(id);
    program_.returns.unmatched = c.unmatched;
    program_.returns.unknown_reference = c.unknown;
    const TestCommand command =
        c.names_one ? ReturnOf(id, 1, 7, c.amount) : Return(id, 1, *c.amount);
    const Outcome outcome = Do(command);
    EXPECT_EQ(outcome.code, c.code);
    EXPECT_EQ(outcome.delta, c.code == kOk ? -5 : 0);
    ++id;
  }
}

TEST_F(ReturnTest, EarnFiftyRedeemFiftyReturnUnderEachPolicy) {
  struct Case {
    DeficitPolicy policy;
    std::int64_t deficit, clawed_back;
  };
  const Case cases[] = {{DeficitPolicy::kNegative, 50, 50},
                        {DeficitPolicy::kClamp, 0, 0},
                        {DeficitPolicy::kOnlyPending, 0, 0}};
  for (std::uint64_t member = 1; member <= 3; ++member) {
    const Case& c = cases[member - 1];
    program_.returns.deficit = c.policy;
    Open(member);
    const std::uint64_t id = member * 10;
    ASSERT_EQ(CodeOf(Purchase(id, member, 5'000)), kOk);
    ASSERT_EQ(CodeOf(Redeem(id + 1, member, 50)), kOk);
    const Outcome outcome = Do(ReturnOf(id + 2, member, id));
    EXPECT_EQ(outcome.code, kOk);
    EXPECT_EQ(outcome.delta, -c.clawed_back);
    EXPECT_EQ(WalletOf(member).deficit, Amount(c.deficit));
    EXPECT_EQ(WalletOf(member).clawed_back, Amount(c.clawed_back));
  }
}

TEST_F(ReturnTest, ClampTakesWhatThereIsAndForgoesTheRest) {
  program_.returns.deficit = DeficitPolicy::kClamp;
  Open(1);
  ASSERT_EQ(CodeOf(Purchase(1, 1, 5'000)), kOk);
  ASSERT_EQ(CodeOf(Redeem(2, 1, 20)), kOk);
  EXPECT_TRUE(facts_.empty());
  EXPECT_EQ(Back(3, 1, 4'000).delta, -30);
  // A fact, behind the legs of what was taken.
  Fact forgone;
  forgone.sequence = forgone.cause = sequence_;
  forgone.member = MemberOf(1);
  forgone.leg = 2;
  forgone.kind = FactKind::kForgone;
  forgone.unit = kPoints;
  forgone.version = program_.version;
  forgone.at = Instant(1'000);
  forgone.amount = 10;
  EXPECT_THAT(facts_, ::testing::ElementsAre(forgone));
  ASSERT_EQ(CodeOf(Award(4, 1, 100)), kOk);
  EXPECT_EQ(Back(5, 1).delta, -10);  // What was forgone is not asked again.
}

TEST_F(ReturnTest, OnlyPendingTakesNothingOfWhatIsAvailable) {
  program_.returns.deficit = DeficitPolicy::kOnlyPending;
  Open(1);
  ASSERT_EQ(CodeOf(Purchase(1, 1, 5'000)), kOk);
  EXPECT_EQ(Back(2, 1).delta, 0);
  EXPECT_EQ(Net(1), 50);
  ASSERT_EQ(facts_.size(), 1u);
  EXPECT_EQ(facts_[0].amount, 50);
  EXPECT_EQ(facts_[0].leg, 0u);
  EXPECT_EQ(Back(3, 1).code, kAlreadyReversed);
  EXPECT_EQ(facts_.size(), 1u);
}

TEST_F(ReturnTest, PublishedVectors) {
  Open(1);
  EXPECT_EQ(Do(Purchase(1, 1, 4'995)).delta, 49);
  EXPECT_EQ(Back(2, 1).delta, -49);
  ASSERT_EQ(CodeOf(Purchase(3, 1, 10'000)), kOk);
  EXPECT_EQ(Back(4, 3, 7'500).net, 25);
}

TEST_F(ReturnTest, TenReturnsOfATenthTakeBackWhatOneOfAllDoes) {
  program_.earn->rate = {1, 1'000};
  Open(1);
  ASSERT_EQ(Do(Purchase(1, 1, 1'000)).delta, 1);
  for (std::uint64_t i = 0; i < 10; ++i) {
    EXPECT_EQ(Back(10 + i, 1, 100).delta, i == 0 ? -1 : 0) << i;
  }
  EXPECT_EQ(Back(20, 1, 100).code, kAlreadyReversed);
}

TEST_F(ReturnTest, PurchaseOfZeroHasNothingToReturnAndNeverHad) {
  Open(1);
  ASSERT_EQ(CodeOf(Purchase(1, 1, 0)), kOk);
  EXPECT_EQ(Back(2, 1).code, kOk);
  EXPECT_EQ(Back(3, 1, 0).code, kOk);
  EXPECT_EQ(Back(4, 1, 1).code, kExceedsRemaining);
}

TEST_F(ReturnTest, OverflowLeavesTheRecordAsItWas) {
  Open(1);
  program_.earn->rate = {1, 1};
  ASSERT_EQ(CodeOf(Purchase(1, 1, 10)), kOk);
  ASSERT_EQ(CodeOf(Return(2, 1, kMost)), kOk);  // Clawed back: all there is.
  EXPECT_EQ(Back(3, 1).code, kOverflow);
  EXPECT_EQ(RecordOf(1).taken_back, 0);
}

TEST_F(ReturnTest, OfAnUnknownMemberOpensItAtFirstSight) {
  program_.enrol = EnrolPolicy::kFirstSight;
  const Outcome outcome = Do(Return(1, 7, 500));
  EXPECT_EQ(outcome.code, kOk);
  EXPECT_EQ(outcome.net, -5);
  EXPECT_EQ(CodeOf(ReturnOf(2, 8, 1)), kReferenceWrongKind);
  EXPECT_EQ(shard_.members.size(), 1u);
}

}  // namespace
}  // namespace kumbara
