#include <set>
#include <tuple>

#include "tests/engine/apply/apply_fixture.h"

namespace kumbara {
namespace {

using enum ResultCode;

class TransferTest : public ApplyFixture {
 protected:
  // Applies commands, ends the round, returns the transfers' answers.
  std::vector<Outcome> Round(const std::vector<TestCommand>& commands) {
    std::vector<Outcome> open;
    for (const TestCommand& command : commands) {
      const Outcome outcome = Do(command);
      if (outcome.reserved == kOutcomeOpen) open.push_back(outcome);
    }
    EndRound(&open);
    return open;
  }
};

TEST_F(TransferTest, RefusalsOfTheGiverInOrderOfPrecedence) {
  Open(1);
  EXPECT_EQ(CodeOf(Transfer(1, 9, 2, 1).In(kMiles)), kMemberUnknown);
  EXPECT_EQ(CodeOf(Transfer(2, 1, 2, 1).In(kMiles)), kUnitUnknown);
  EXPECT_EQ(CodeOf(Transfer(3, 1, 2, 1).In(kStars)), kUnitNotSpendable);
  EXPECT_EQ(CodeOf(Transfer(4, 1, 2, 1)), kInsufficient);
  EXPECT_TRUE(messages_.empty());
}

TEST_F(TransferTest, HoldsThenMovesWithoutTouchingTotals) {
  Open(1);
  Open(2);
  ASSERT_EQ(CodeOf(Award(1, 1, 100)), kOk);
  ASSERT_EQ(Do(Transfer(2, 1, 2, 40)).reserved, kOutcomeOpen);
  EXPECT_EQ(WalletOf(1).held, Amount(40));
  EXPECT_EQ(WalletOf(1).available, Amount(60));
  EXPECT_EQ(Net(2), 0);
  std::vector<Outcome> open(1);
  EndRound(&open);
  EXPECT_EQ(open[0].delta, -40);
  EXPECT_EQ(open[0].net, 60);
  EXPECT_EQ(Net(2), 40);
  EXPECT_EQ(WalletOf(2).earned, Amount(0));
  EXPECT_EQ(WalletOf(1).redeemed, Amount(0));
  EXPECT_TRUE(System(Account::kInTransit) == 0);
}

TEST_F(TransferTest, ReceiverMovesItsClockOnlyIfItAccepts) {
  Open(1);
  Open(2);
  ASSERT_EQ(CodeOf(Award(1, 1, kMost)), kOk);
  ASSERT_EQ(CodeOf(Award(2, 2, kMost)), kOk);
  const Instant before = shard_.members.Find(MemberOf(2))->clock;
  EXPECT_EQ(Round({Transfer(3, 1, 2, 1).At(70'000)})[0].code, kReceiverRefused);
  EXPECT_EQ(shard_.members.Find(MemberOf(2))->clock, before);
  ASSERT_EQ(CodeOf(Redeem(4, 2, 1)), kOk);
  EXPECT_EQ(Round({Transfer(5, 1, 2, 1).At(80'000)})[0].code, kOk);
  EXPECT_EQ(shard_.members.Find(MemberOf(2))->clock, Instant(80'000));
}

TEST_F(TransferTest, DeficitMadeMeanwhileAbsorbsWhatComesBack) {
  Open(1);
  ASSERT_EQ(CodeOf(Award(1, 1, 50)), kOk);
  const std::vector<Outcome> open =
      Round({Transfer(2, 1, 9, 50), Adjust(3, 1, -30)});
  EXPECT_EQ(open[0].code, kReceiverUnknown);
  EXPECT_EQ(open[0].delta, 0);
  EXPECT_EQ(open[0].net, 20);
  EXPECT_EQ(WalletOf(1).deficit, Amount(0));
  EXPECT_EQ(WalletOf(1).available, Amount(20));
}

TEST_F(TransferTest, RoomIsLeftForHeldPointsToComeBack) {
  Open(1);
  ASSERT_EQ(CodeOf(Award(1, 1, kMost)), kOk);
  std::vector<Outcome> open = {Do(Transfer(2, 1, 9, 1))};
  EXPECT_EQ(CodeOf(Adjust(3, 1, 1)), kOverflow);
  EndRound(&open);
  EXPECT_EQ(WalletOf(1).available, Amount(kMost));
}

TEST_F(TransferTest, OfZeroToANobodyIsRefusedAllTheSame) {
  Open(1);
  EXPECT_EQ(Round({Transfer(1, 1, 9, 0)})[0].code, kReceiverUnknown);
  EXPECT_TRUE(postings_.empty());
}

TEST_F(TransferTest, PostingsOfARoundHaveIdsOfTheirOwn) {
  for (std::uint64_t member = 1; member <= 3; ++member) {
    Open(member);
    ASSERT_EQ(CodeOf(Award(member, member, 100)), kOk);
  }
  // Member 3 receives twice with another's posting between, and gives last.
  Round({Transfer(11, 1, 3, 1), Transfer(12, 1, 2, 1), Transfer(13, 1, 3, 1),
         Transfer(14, 2, 1, 1), Transfer(15, 3, 1, 1)});
  std::set<std::tuple<Sequence, MemberId, std::uint32_t>> ids;
  for (const Posting& posting : postings_) {
    EXPECT_TRUE(
        ids.insert({posting.sequence, posting.member, posting.leg}).second)
        << ::testing::PrintToString(posting);
  }
}

TEST_F(TransferTest, LastSequenceNeverGoesBack) {
  Open(1);
  Open(2);
  ASSERT_EQ(CodeOf(Award(1, 1, 100)), kOk);
  std::vector<Outcome> open = {Do(Transfer(2, 1, 2, 10))};
  // The round ends in the middle of a batch whose last sequence is greater.
  const Sequence here = std::exchange(sequence_, sequence_ + 10);
  EndRound(&open);
  sequence_ = here;
  ASSERT_EQ(CodeOf(Redeem(3, 2, 1)), kOk);
  EXPECT_EQ(shard_.members.Find(MemberOf(2))->last_sequence, here + 10);
}

}  // namespace
}  // namespace kumbara
