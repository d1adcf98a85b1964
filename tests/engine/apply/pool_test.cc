#include "engine/member/state_digest.h"
#include "tests/engine/apply/apply_fixture.h"

namespace kumbara {
namespace {

using enum ResultCode;

constexpr std::uint64_t kAnna = 1;
constexpr std::uint64_t kBen = 2;
constexpr std::uint64_t kPool = 9;

class PoolTest : public ApplyFixture {
 protected:
  PoolTest() {
    program_.pool_members_max = 2;
    program_.message_kinds |= kPoolMessageKinds;
    for (const std::uint64_t member : {kAnna, kBen, kPool}) Open(member);
  }
  MemberProfile ProfileOf(std::uint64_t member) const {
    return shard_.ProfileOf(shard_.members.FindSlot(MemberOf(member)));
  }
  Digest DigestOfMember(std::uint64_t member) {
    const CodeTable codes;
    TextHashes texts(codes);
    return DigestOf(RefOf(shard_, shard_.members.FindSlot(MemberOf(member))),
                    texts);
  }
};

TEST_F(PoolTest, BothKnowWhoIsJoinedAndTheDigestTells) {
  const Digest anna = DigestOfMember(kAnna);
  const Digest pool = DigestOfMember(kPool);
  EXPECT_EQ(Alone(Join(1, kAnna, kPool)).code, kOk);
  EXPECT_EQ(ProfileOf(kAnna).pool, MemberOf(kPool));
  EXPECT_FALSE(ProfileOf(kAnna).joining);
  EXPECT_EQ(ProfileOf(kPool).pool_members, std::vector{MemberOf(kAnna)});
  EXPECT_NE(DigestOfMember(kAnna), anna);
  EXPECT_NE(DigestOfMember(kPool), pool);
  EXPECT_EQ(Alone(Leave(2, kAnna)).code, kOk);
  EXPECT_EQ(DigestOfMember(kAnna), anna);
  EXPECT_EQ(DigestOfMember(kPool), pool);
}

TEST_F(PoolTest, ThePoolTakesNoMoreThanTheProgramAllows) {
  Open(3);
  ASSERT_EQ(Alone(Join(1, kAnna, kPool)).code, kOk);
  ASSERT_EQ(Alone(Join(2, kBen, kPool)).code, kOk);
  EXPECT_EQ(Alone(Join(3, 3, kPool)).code, kReceiverRefused);
  EXPECT_TRUE(ProfileOf(3).empty());
  ASSERT_EQ(Alone(Leave(4, kAnna)).code, kOk);
  EXPECT_EQ(Alone(Join(5, 3, kPool)).code, kOk);
}

// Once the answer told only what came back.
TEST_F(PoolTest, WhatComesBackIsInOneDeltaWithWhatWasPaid) {
  const Line tender = {
      .kind = LineKind::kTender, .unit = kPoints, .quantity = 7, .amount = 700};
  ASSERT_EQ(CodeOf(Award(1, kAnna, 20)), kOk);
  ASSERT_EQ(Alone(Join(2, kAnna, kPool)).code, kOk);
  // What a pool takes is the pool's alone.
  const Outcome taken = Alone(Purchase(3, kAnna, 1'100).With(tender));
  EXPECT_EQ(taken.delta, 11);
  EXPECT_EQ(taken.net, 11);
  ASSERT_EQ(Alone(Award(4, kPool, kMost - 11)).code, kOk);
  const Outcome back = Alone(Purchase(5, kAnna, 1'100).With(tender));
  EXPECT_EQ(back.delta, 11 - 7);
  EXPECT_EQ(back.net, 20 - 7 - 7 + 11);
}

TEST_F(PoolTest, RoomIsKeptUntilThePoolHasAnswered) {
  ASSERT_EQ(Alone(Join(1, kAnna, kPool)).code, kOk);
  ASSERT_EQ(Alone(Award(2, kPool, kMost)).code, kOk);
  // The pool will not take it, so there is no room for more beside it.
  std::vector<Outcome> outcomes = {Do(Award(3, kAnna, kMost))};
  EXPECT_EQ(outcomes[0].reserved, kOutcomeOpen);
  EXPECT_EQ(CodeOf(Award(4, kAnna, 1)), kOverflow);
  EXPECT_EQ(CodeOf(Adjust(5, kAnna, 1)), kOverflow);
  EndRound(&outcomes);
  EXPECT_EQ(outcomes[0].code, kOk);
  EXPECT_EQ(outcomes[0].delta, kMost);
  EXPECT_EQ(WalletOf(kAnna).earned, Amount(kMost));
  EXPECT_EQ(Net(kPool), kMost);
}

TEST_F(PoolTest, WhatThePoolGotIsTakenOutOfItsOwnLot) {
  UsePolicy(ExpiresAfter(5'000));
  ASSERT_EQ(Alone(Join(1, kAnna, kPool)).code, kOk);
  ASSERT_EQ(Alone(Award(2, kPool, 10).At(1'000)).code, kOk);
  ASSERT_EQ(Alone(Purchase(3, kAnna, 2'000).At(2'000)).code, kOk);
  EXPECT_EQ(Lots(kPool), "1:10 [1000, 6000)  2:20 [2000, 7000)");
  const Outcome returned = Alone(ReturnOf(4, kAnna, 3, 500).At(2'000));
  EXPECT_EQ(returned.code, kOk);
  EXPECT_EQ(returned.delta, -5);
  EXPECT_EQ(returned.net, 25);
  EXPECT_EQ(Lots(kPool), "1:10 [1000, 6000)  2:15 [2000, 7000)");
  // And when it has been moved.
  ASSERT_EQ(CodeOf(Extend(5, kPool, 9'000).At(2'000)), kOk);
  ASSERT_EQ(Alone(ReturnOf(6, kAnna, 3).At(2'000)).code, kOk);
  EXPECT_EQ(Lots(kPool), "1:10 [1000, 9000)");
  EXPECT_EQ(WalletOf(kAnna).lots_made, 0U);
}

TEST_F(PoolTest, APoolThatIsClosedTellsAllWhoAreJoined) {
  ASSERT_EQ(Alone(Join(1, kAnna, kPool)).code, kOk);
  ASSERT_EQ(Alone(Join(2, kBen, kPool)).code, kOk);
  EXPECT_EQ(Alone(Close(3, kPool)).code, kNotPermitted);
  EXPECT_EQ(Alone(Close(4, kPool, kForce)).code, kOk);
  EXPECT_TRUE(ProfileOf(kAnna).empty());
  EXPECT_TRUE(ProfileOf(kBen).empty());
  EXPECT_TRUE(ProfileOf(kPool).is_closed());
  EXPECT_TRUE(ProfileOf(kPool).pool_members.empty());
}

TEST_F(PoolTest, WhatAClosedPoolCannotGiveBackIsForgone) {
  ASSERT_EQ(Alone(Join(1, kAnna, kPool)).code, kOk);
  ASSERT_EQ(Alone(Purchase(2, kAnna, 2'000)).code, kOk);
  ASSERT_EQ(Alone(Close(3, kPool, kForce)).code, kOk);
  facts_.clear();
  const Outcome returned = Alone(ReturnOf(4, kAnna, 2));
  EXPECT_EQ(returned.code, kOk);
  EXPECT_EQ(returned.delta, 0);
  EXPECT_EQ(returned.net, 0);
  ASSERT_EQ(facts_.size(), 1U);
  EXPECT_EQ(facts_[0].kind, FactKind::kForgone);
  EXPECT_EQ(facts_[0].member, MemberOf(kPool));
  EXPECT_EQ(facts_[0].amount, 20);
  EXPECT_EQ(CodeOf(ReturnOf(5, kAnna, 2)), kAlreadyReversed);
}

}  // namespace
}  // namespace kumbara
