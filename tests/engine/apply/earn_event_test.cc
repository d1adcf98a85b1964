// What earn rules give for events: engine/apply/apply_event.cc, earn_event.cc.

#include "tests/engine/apply/rule_fixture.h"

namespace kumbara {
namespace {

using enum ResultCode;

constexpr Code kReview = kSurvey + 1;

// A survey gives 10 points, a purchase a point for every 100 minor units.
class EarnEventTest : public RuleFixture {
 protected:
  EarnEventTest() {
    program_.rules.reserve(kEarnRulesMax);  // They stay in place.
    AddFixed(10).on = EarnOn::kEvent;
    Of().events = {kSurvey};
  }

  EarnRule& Of() { return program_.rules[1]; }
  std::optional<Amount>& CapPer(Period per) {
    return Of().cap.per[static_cast<std::size_t>(per)];
  }
  // An event of that name.
  TestCommand Named(Code name, std::uint64_t id, std::uint64_t member) const {
    return MakeCommand(CommandKind::kEvent, id, member, std::nullopt, 0)
        .With(Detail::OfCode(CodeKind::kEvent, name));
  }
  void CountEvents(std::int64_t at, std::int64_t give) {
    Achievement& achievement = program_.achievements.emplace_back();
    achievement.basis = AchievementBasis::kEvents;
    achievement.at = at;
    achievement.give = Amount(give);
    achievement.unit = kPoints;
    achievement.funding_class = kGoodwill;
  }
  std::size_t Told(FactKind kind) const {
    return static_cast<std::size_t>(
        std::count_if(facts_.begin(), facts_.end(),
                      [&](const Fact& fact) { return fact.kind == kind; }));
  }
};

TEST_F(EarnEventTest, GivesToEventsOfItsNamesAlone) {
  const Outcome outcome = Do(Happening(1, 1));
  EXPECT_EQ(outcome.code, kOk);
  EXPECT_EQ(outcome.unit, kPoints);
  EXPECT_EQ(outcome.delta, 10);
  EXPECT_EQ(outcome.net, 10);
  EXPECT_EQ(WalletOf(1).earned, Amount(10));
  EXPECT_EQ(System(Account::kIssued, kPromotion), -10);
  EXPECT_EQ(Delta(Named(kReview, 2, 1)), 0);
  EXPECT_EQ(Delta(Purchase(3, 1, 500)), 5);
  EXPECT_EQ(CodeOf(Enroll(4, 2)), kOk);
  EXPECT_EQ(Net(2), 0);
  Of().events.clear();  // Any.
  EXPECT_EQ(Delta(Named(kReview, 5, 1)), 10);
}

TEST_F(EarnEventTest, MayBeMultipliedAndStandInGroups) {
  AddMultiplier(3, 1).on = EarnOn::kEvent;
  EXPECT_EQ(Delta(Happening(1, 1)), 30);
  EarnRule& other = AddFixed(25);
  other.on = EarnOn::kEvent;
  other.group = Of().group = 1;
  other.stacking = Of().stacking = Stacking::kMax;
  EXPECT_EQ(Delta(Happening(2, 1)), 25);
  EXPECT_EQ(Delta(Reverse(3, 1, 1)), -30);
  EXPECT_EQ(Delta(Reverse(4, 1, 2)), -25);
}

TEST_F(EarnEventTest, LooksAtTheMemberTheTimeAndTheStore) {
  Of().when.stores = {7};
  Of().when.segments = 1;
  Of().when.until = 60;
  const auto event = [](std::uint64_t id, std::int64_t at) {
    TestCommand command = Happening(id, 1).At(at);
    command.command.store = 7;
    return command;
  };
  constexpr std::int64_t kAnHour = 3'600'000'000;
  EXPECT_EQ(Delta(event(1, 0)), 0);
  EXPECT_EQ(
      CodeOf(Set(2, 1, {AttributeChange::kSegmentSet, {.segments = 1}}).At(0)),
      kOk);
  EXPECT_EQ(Delta(Happening(3, 1).At(0)), 0);
  EXPECT_EQ(Delta(event(4, kAnHour - 1)), 10);
  EXPECT_EQ(Delta(event(5, kAnHour)), 0);
}

TEST_F(EarnEventTest, IsLateByItsOwnTime) {
  Of().lots = ExpiresAfter(2'000);
  EXPECT_EQ(Delta(Purchase(1, 1, 100).At(9'000)), 1);
  EXPECT_EQ(Delta(Happening(2, 1).At(7'500)), 10);
  EXPECT_EQ(Lots(1), "1:1 [9000, never)  2:10 [7500, 9500)");
  EXPECT_EQ(Delta(Happening(3, 1).At(6'000)), 0);  // It has expired.
  EXPECT_EQ(WalletOf(1).expired, Amount(10));
}

TEST_F(EarnEventTest, CapsCountAndAreUncounted) {
  CapPer(Period::kDay) = Amount(25);
  EXPECT_EQ(Delta(Happening(1, 1)), 10);
  EXPECT_EQ(Delta(Happening(2, 1)), 10);
  EXPECT_EQ(Delta(Happening(3, 1)), 5);
  EXPECT_EQ(Told(FactKind::kLimitHit), 1u);
  EXPECT_EQ(Delta(Happening(4, 1)), 0);
  EXPECT_EQ(Delta(Reverse(5, 1, 3)), -5);
  EXPECT_EQ(Delta(Reverse(6, 1, 1)), -10);
  EXPECT_EQ(Delta(Happening(7, 1)), 10);
  EXPECT_EQ(Delta(Happening(8, 1)), 5);
  EXPECT_EQ(Delta(Happening(9, 2)), 10);
}

TEST_F(EarnEventTest, WhatACapRefusesHasNoEffect) {
  CapPer(Period::kLifetime) = Amount(10);
  Of().cap.rejects = true;
  CountEvents(2, 100);
  EXPECT_EQ(Delta(Happening(1, 1)), 10);
  const std::size_t postings = postings_.size();
  EXPECT_EQ(CodeOf(Happening(2, 1)), kLimitReached);
  EXPECT_EQ(CodeOf(Happening(3, 2).At(-1)), kOk);
  EXPECT_EQ(postings_.size(), postings + 2);
  EXPECT_EQ(Delta(Named(kReview, 4, 1)), 100);  // The second that counts.
}

TEST_F(EarnEventTest, RestsUntilItsCooldownIsOver) {
  Of().cooldown = Duration{.count = 5'000};
  EXPECT_EQ(Delta(Happening(1, 1).At(1'000)), 10);
  EXPECT_EQ(Delta(Happening(2, 1).At(5'999)), 0);
  EXPECT_EQ(Delta(Happening(3, 1).At(6'000)), 10);
}

TEST_F(EarnEventTest, WhatHasNoRoomIsRefused) {
  EXPECT_EQ(CodeOf(Award(1, 1, kMost - 9)), kOk);
  EXPECT_EQ(CodeOf(Happening(2, 1)), kOverflow);
  EXPECT_EQ(Net(1), kMost - 9);
  EXPECT_EQ(CodeOf(Redeem(3, 1, 1)), kOk);
  EXPECT_EQ(CodeOf(Named(kReview, 4, 1)), kOk);
}

TEST_F(EarnEventTest, IsReversedFromItsOwnLotFirst) {
  EXPECT_EQ(CodeOf(Award(1, 1, 7)), kOk);
  EXPECT_EQ(Delta(Happening(2, 1)), 10);
  EXPECT_EQ(CodeOf(Reverse(3, 1, 2, 2)), kExceedsRemaining);
  EXPECT_EQ(CodeOf(Reverse(4, 1, 2, 1)), kNotReversible);
  const Outcome back = Do(Reverse(5, 1, 2));
  EXPECT_EQ(back.code, kOk);
  EXPECT_EQ(back.unit, kPoints);
  EXPECT_EQ(back.delta, -10);
  EXPECT_EQ(Lots(1), "1:7 [1000, never)");
  EXPECT_EQ(WalletOf(1).clawed_back, Amount(10));
  EXPECT_EQ(System(Account::kClawedBack, kPromotion), 10);
  EXPECT_EQ(CodeOf(Reverse(6, 1, 2)), kAlreadyReversed);
  EXPECT_EQ(CodeOf(Reverse(7, 1, 5)), kNotReversible);
  EXPECT_EQ(CodeOf(ReturnOf(8, 1, 2)), kReferenceWrongKind);
}

TEST_F(EarnEventTest, WhatIsSpentIsOwedOrForgone) {
  EXPECT_EQ(Delta(Happening(1, 1)), 10);
  EXPECT_EQ(CodeOf(Redeem(2, 1, 4)), kOk);
  EXPECT_EQ(Delta(Reverse(3, 1, 1)), -10);
  EXPECT_EQ(WalletOf(1).deficit, Amount(4));
  program_.returns.deficit = DeficitPolicy::kClamp;
  EXPECT_EQ(Delta(Happening(4, 2)), 10);
  EXPECT_EQ(CodeOf(Redeem(5, 2, 4)), kOk);
  EXPECT_EQ(Delta(Reverse(6, 2, 4)), -6);
  EXPECT_EQ(Told(FactKind::kForgone), 1u);
}

TEST_F(EarnEventTest, OneThatGaveNothingIsReversedOnce) {
  EXPECT_EQ(Delta(Named(kReview, 1, 1)), 0);
  postings_.clear();
  EXPECT_EQ(Delta(Reverse(2, 1, 1)), 0);
  EXPECT_EQ(CodeOf(Reverse(3, 1, 1)), kAlreadyReversed);
  EXPECT_TRUE(postings_.empty());
}

// Where nothing comes of events they leave no records.
TEST_F(EarnEventTest, NothingIsReversedWhereEventsGiveNothing) {
  Of().on = EarnOn::kEnrolment;
  EXPECT_EQ(Do(Happening(1, 1)).unit, 0);
  EXPECT_EQ(shard_.records.size(), 0u);
  EXPECT_EQ(CodeOf(Reverse(2, 1, 1)), kNotReversible);
  EXPECT_EQ(CodeOf(Reverse(3, 2, 1)), kMemberUnknown);
}

TEST_F(EarnEventTest, CountsForAchievementsBehindItsRules) {
  CountEvents(2, 100);
  EXPECT_EQ(Delta(Happening(1, 1)), 10);
  EXPECT_EQ(Delta(Happening(2, 1)), 110);
  EXPECT_EQ(Lots(1),
            "1:10 [1000, never)  2:10 [1000, never)  "
            "3:100 [1000, never)");
  EXPECT_EQ(Delta(Reverse(3, 1, 1)), -110);
  EXPECT_EQ(Told(FactKind::kAchievementUndone), 1u);
  EXPECT_EQ(Delta(Happening(4, 1)), 110);
}

// But without a rule for events it is not reversed.
TEST_F(EarnEventTest, CountsForAchievementsWithoutARuleForGood) {
  program_.rules.pop_back();
  program_.earn = program_.rules[0];
  program_.rules.clear();
  CountEvents(1, 100);
  EXPECT_EQ(CodeOf(Happening(1, 1)), kOk);
  EXPECT_EQ(Net(1), 100);
  EXPECT_EQ(CodeOf(Reverse(2, 1, 1)), kNotReversible);
  EXPECT_EQ(Net(1), 100);
}

TEST_F(EarnEventTest, IsReversedAtWhomItsMemberWasMergedInto) {
  CountEvents(2, 100);
  EXPECT_EQ(Delta(Happening(1, 1)), 10);
  EXPECT_EQ(Delta(Happening(2, 2)), 10);
  MergeAll(3, 1, 2);
  EXPECT_EQ(Net(2), 20);
  EXPECT_EQ(Delta(Reverse(4, 2, 1)), -10);
  EXPECT_EQ(Lots(2), "1:10 [1000, never)");
  EXPECT_EQ(CodeOf(Reverse(5, 2, 1)), kAlreadyReversed);
}

class EarnEventInPoolTest : public EarnEventTest {
 protected:
  EarnEventInPoolTest() {
    program_.pool_members_max = 2;
    program_.message_kinds |= kPoolMessageKinds | SetOf(CommandKind::kEvent);
    Open(1);
    Open(9);
    EXPECT_EQ(Alone(Join(1, 1, 9)).code, kOk);
  }
};

TEST_F(EarnEventInPoolTest, GivesToThePoolAndTakesBackThere) {
  const Outcome earned = Alone(Happening(2, 1));
  EXPECT_EQ(earned.code, kOk);
  EXPECT_EQ(earned.delta, 10);
  EXPECT_EQ(Net(1), 0);
  EXPECT_EQ(Net(9), 10);
  EXPECT_EQ(Alone(Named(kReview, 3, 1)).delta, 0);
  EXPECT_EQ(Alone(Reverse(4, 1, 2)).delta, -10);
  EXPECT_EQ(Alone(Reverse(5, 1, 3)).delta, 0);
  EXPECT_EQ(Net(9), 0);
  EXPECT_EQ(Alone(Reverse(6, 1, 2)).code, kAlreadyReversed);
}

}  // namespace
}  // namespace kumbara
