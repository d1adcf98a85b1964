// Events: activities without a unit.

#include "tests/engine/apply/apply_fixture.h"

namespace kumbara {
namespace {

using enum ResultCode;

class EventTest : public ApplyFixture {};

TEST_F(EventTest, NamesNoUnitAndPostsNothing) {
  Open(1);
  ASSERT_EQ(CodeOf(Award(1, 1, 10)), kOk);
  postings_.clear();
  const Outcome outcome = Do(Happening(2, 1).At(7'000));
  EXPECT_EQ(outcome.code, kOk);
  EXPECT_EQ(outcome.unit, 0);
  EXPECT_EQ(outcome.delta, 0);
  EXPECT_EQ(outcome.net, 0);
  EXPECT_TRUE(postings_.empty());
  EXPECT_EQ(shard_.members.Find(MemberOf(1))->clock, Instant(7'000));
}

TEST_F(EventTest, OpensAMemberAtFirstSightOnly) {
  EXPECT_EQ(CodeOf(Happening(1, 1)), kMemberUnknown);
  EXPECT_EQ(shard_.members.size(), 0u);
  program_.enrol = EnrolPolicy::kFirstSight;
  EXPECT_EQ(CodeOf(Happening(2, 1)), kOk);
  EXPECT_EQ(CodeOf(Enroll(3, 1)), kMemberExists);
}

TEST_F(EventTest, IsAnActivityOfEveryUnitThatCountsEvents) {
  program_.units[0].lots = InactiveAfter(5'000, SetOf(CommandKind::kEvent));
  program_.units[1].lots = InactiveAfter(5'000, SetOf(CommandKind::kAward));
  Open(1);
  ASSERT_EQ(CodeOf(Award(1, 1, 10).At(1'000)), kOk);
  ASSERT_EQ(CodeOf(Award(2, 1, 20).In(kStars).At(1'000)), kOk);
  ASSERT_EQ(CodeOf(Happening(3, 1).At(4'000)), kOk);
  ASSERT_EQ(CodeOf(Happening(4, 1).At(6'000)), kOk);  // The stars are gone.
  EXPECT_EQ(WalletOf(1).available, Amount(10));
  EXPECT_EQ(WalletOf(1, kStars).expired, Amount(20));
  ASSERT_EQ(TickTo(10'999), kOk);
  EXPECT_EQ(Do(Redeem(5, 1, 0).At(10'999)).net, 10);
  EXPECT_EQ(Do(Redeem(6, 1, 0).At(11'000)).net, 0);
}

// So that it counts even before there is anything to lose.
TEST_F(EventTest, ComesBeforeTheFirstLot) {
  program_.units[0].lots = InactiveAfter(5'000, SetOf(CommandKind::kEvent));
  Open(1);
  ASSERT_EQ(CodeOf(Happening(1, 1).At(3'000)), kOk);
  ASSERT_EQ(CodeOf(Award(2, 1, 10).At(7'000)), kOk);
  EXPECT_EQ(Do(Redeem(3, 1, 0).At(7'999)).net, 10);
  EXPECT_EQ(Do(Redeem(4, 1, 0).At(8'000)).net, 0);
}

}  // namespace
}  // namespace kumbara
