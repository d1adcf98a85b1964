#include "engine/apply/settled_state.h"
#include "tests/engine/apply/apply_fixture.h"

namespace kumbara {
namespace {

using enum ResultCode;

constexpr std::uint64_t kA = 1;
constexpr std::uint64_t kB = 2;
constexpr std::uint64_t kC = 3;

class MergeTest : public ApplyFixture {
 protected:
  MergeTest() {
    for (const std::uint64_t member : {kA, kB, kC}) Open(member);
  }
  MemberProfile ProfileOf(std::uint64_t member) const {
    return shard_.ProfileOf(shard_.members.FindSlot(MemberOf(member)));
  }
  Digest StateDigest() {
    CodeTable codes;
    InternTestCodes(codes);
    TextHashes texts(codes);
    const Shard* shards[] = {&shard_};
    return SettledDigest(shards, program_, Instant(1'000), texts);
  }
};

TEST_F(MergeTest, LotsAndRecordsGetTheNumbersBehindThoseThere) {
  UsePolicy(ExpiresAfter(5'000));
  ASSERT_EQ(CodeOf(Award(1, kA, 10)), kOk);
  ASSERT_EQ(CodeOf(Award(2, kB, 20)), kOk);
  ASSERT_EQ(CodeOf(Award(3, kB, 30).At(2'000)), kOk);
  ASSERT_EQ(CodeOf(Redeem(4, kA, 4)), kOk);
  EXPECT_EQ(Alone(Merge(5, kA, kB).At(2'000)).code, kOk);
  EXPECT_EQ(Lots(kB), "1:20 [1000, 6000)  2:30 [2000, 7000)  3:6 [1000, 6000)");
  EXPECT_EQ(Lots(kA), "");
  EXPECT_EQ(WalletOf(kA).earned, Amount());
  EXPECT_EQ(WalletOf(kB).earned, Amount(60));
  EXPECT_EQ(ProfileOf(kA).merged_into, MemberOf(kB));
  EXPECT_EQ(ProfileOf(kA).ShiftOf(kPoints), 2U);
  // What was redeemed goes back to the lot it was of, for B.
  EXPECT_EQ(CodeOf(Reverse(6, kB, 4).At(2'000)), kOk);
  EXPECT_EQ(Lots(kB),
            "1:20 [1000, 6000)  2:30 [2000, 7000)  3:10 [1000, 6000)");
  EXPECT_EQ(CodeOf(Reverse(7, kB, 1).At(2'000)), kOk);
  EXPECT_EQ(Lots(kB), "1:20 [1000, 6000)  2:30 [2000, 7000)");
}

TEST_F(MergeTest, ARefusedMergeLeavesAllAsItWas) {
  ASSERT_EQ(CodeOf(Award(1, kA, kMost)), kOk);
  ASSERT_EQ(CodeOf(Award(2, kB, 1)), kOk);
  const Digest before = StateDigest();
  EXPECT_EQ(Alone(Merge(3, kA, kB)).code, kReceiverRefused);
  EXPECT_EQ(Alone(Merge(4, kB, kA)).code, kReceiverRefused);
  EXPECT_EQ(Alone(Merge(5, kA, 99)).code, kReceiverUnknown);
  EXPECT_EQ(StateDigest(), before);
}

TEST_F(MergeTest, WhatIsMergedIsMergedInOneStepHoweverOften) {
  ASSERT_EQ(CodeOf(Award(1, kA, 1)), kOk);
  ASSERT_EQ(CodeOf(Award(2, kB, 2)), kOk);
  ASSERT_EQ(CodeOf(Award(3, kC, 3)), kOk);
  ASSERT_EQ(Alone(Merge(4, kA, kB)).code, kOk);
  ASSERT_EQ(Alone(Merge(5, kB, kC)).code, kOk);
  EXPECT_EQ(ProfileOf(kA).merged_into, MemberOf(kC));
  EXPECT_EQ(ProfileOf(kA).ShiftOf(kPoints), 2U);
  EXPECT_EQ(ProfileOf(kB).merged_into, MemberOf(kC));
  EXPECT_EQ(ProfileOf(kC).merged_here,
            (std::vector{MemberOf(kB), MemberOf(kA)}));
  EXPECT_EQ(Net(kC), 6);
  EXPECT_EQ(Alone(Redeem(6, kA, 6)).delta, -6);
}

TEST_F(MergeTest, TheDigestTellsWhereSomebodyWent) {
  const Digest before = StateDigest();
  ASSERT_EQ(Alone(Merge(1, kA, kB)).code, kOk);
  const Digest into_b = StateDigest();
  EXPECT_NE(into_b, before);
  ASSERT_EQ(Alone(Merge(2, kB, kC)).code, kOk);
  EXPECT_NE(StateDigest(), into_b);
}

TEST_F(MergeTest, AnAwardOfABlockToAPoolTakesTheMostWaves) {
  AddBudget(100, &program_);
  program_.budgets[0].funding_class = kGoodwill;
  program_.pool_members_max = 2;
  program_.message_kinds |= kPoolMessageKinds;
  ASSERT_EQ(Alone(Join(1, kB, kC)).code, kOk);
  EXPECT_EQ(Alone(Award(2, kB, 10)).code, kOk);
  EXPECT_EQ(waves_, kWavesMax - 1);
  ASSERT_EQ(Alone(Merge(3, kA, kB)).code, kOk);
  EXPECT_EQ(Alone(Award(4, kA, 20)).code, kOk);
  EXPECT_EQ(waves_, kWavesMax);
  EXPECT_EQ(Net(kC), 30);
}

}  // namespace
}  // namespace kumbara
