// Tiers of members that messages come to.

#include "tests/engine/apply/tier_fixture.h"

namespace kumbara {
namespace {

using enum ResultCode;

class TierMessageTest : public TierFixture {
 protected:
  TierMessageTest() {
    for (const std::uint64_t member : {1U, 2U, 3U}) Open(member);
    ReferralRules& rules = program_.referral.emplace();
    rules.unit = kPoints;
    rules.when = ReferralEvent::kFirstPurchase;
  }
};

// What expires as the message moves the clock, or a tick did, is no change by
// the message.
TEST_F(TierMessageTest, WhatFellDueBeforeAMessageIsNotCountedWithIt) {
  LotPolicy policy;
  policy.expiry = LotPolicy::Expiry::kAfter;
  policy.after = Duration{Duration::Kind::kMicros, kDay};
  UsePolicy(policy);
  Set().basis = TierBasis::kUnit;
  Set().unit = kPoints;
  const auto counter = [&] {
    return shard_.TiersOf(shard_.members.FindSlot(MemberOf(1)))
        .sets.front()
        .counter();
  };
  ASSERT_EQ(Do(Award(1, 1, 100)).code, kOk);
  ASSERT_EQ(Alone(Refer(2, 2, 1).At(2 * kDay)).code, kOk);
  EXPECT_EQ(counter(), 100);
  ASSERT_EQ(Do(Award(3, 1, 100).At(3 * kDay)).code, kOk);
  ASSERT_EQ(TickTo(5 * kDay), kOk);
  ASSERT_EQ(Alone(Refer(4, 3, 1)).code, kOk);
  EXPECT_EQ(counter(), 200);
}

TEST_F(TierMessageTest, AnAnswerTellsTheTierAtTheMembersClock) {
  ASSERT_EQ(Do(Purchase(1, 1, 100)).tier, 1);
  program_.referral->when = ReferralEvent::kSpend;
  ASSERT_EQ(Do(Refer(2, 1, 9)).tier, 1);
  std::vector<Outcome> outcomes(1);
  ASSERT_EQ(TickTo(3 * kYear), kOk);
  EndRound(&outcomes);
  EXPECT_EQ(outcomes[0].code, kReceiverUnknown);
  EXPECT_EQ(outcomes[0].tier, 0);
}

}  // namespace
}  // namespace kumbara
