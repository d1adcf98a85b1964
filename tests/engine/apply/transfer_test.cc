#include <set>
#include <tuple>

#include "engine/base/limits.h"
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

TEST_F(TransferTest, MessagesArePostedUnderTheSequenceThatEndedTheRound) {
  Open(1);
  Open(2);
  ASSERT_EQ(CodeOf(Award(1, 1, 100)), kOk);
  std::vector<Outcome> open = {Do(Transfer(2, 1, 2, 10))};
  const Sequence transfer = sequence_;
  ASSERT_EQ(CodeOf(Award(3, 2, 1)), kOk);
  postings_.clear();
  EndRound(&open);
  ASSERT_EQ(postings_.size(), 4u);
  for (const Posting& posting : postings_) {
    EXPECT_EQ(posting.sequence, transfer + 1);
    EXPECT_EQ(posting.cause, transfer);
  }
  // Member 2 has two legs of its own there.
  EXPECT_EQ(postings_.front().member, MemberOf(2));
  EXPECT_EQ(postings_.front().leg, 2u);
  EXPECT_EQ(postings_.back().member, MemberOf(1));
  EXPECT_EQ(postings_.back().leg, 1u);
  EXPECT_EQ(shard_.members.Find(MemberOf(2))->last_sequence, transfer + 1);
}

TEST_F(TransferTest, WhatATickMadeDueStandsBeforeTheMessagesItLetsThrough) {
  Open(1);
  Open(2);
  ASSERT_EQ(CodeOf(Award(1, 1, 100)), kOk);
  UsePolicy(ExpiresAfter(5'000));
  ASSERT_EQ(CodeOf(Award(2, 2, 7)), kOk);
  std::vector<Outcome> open = {Do(Transfer(3, 1, 2, 10))};
  ASSERT_EQ(TickTo(9'000), kOk);
  postings_.clear();
  EndRound(&open);
  std::vector<std::int64_t> amounts;
  for (const Posting& posting : postings_) {
    if (posting.member != MemberOf(2)) continue;
    EXPECT_EQ(posting.sequence, sequence_);
    EXPECT_EQ(posting.leg, amounts.size());
    amounts.push_back(posting.amount);
  }
  EXPECT_THAT(amounts, ::testing::ElementsAre(-7, 7, -10, 10));
}

// --- Lots ---

TEST_F(TransferTest, LotsKeepTheirDatesAndTermsAndGetNewNumbers) {
  Open(1);
  Open(2);
  ASSERT_EQ(CodeOf(Award(1, 2, 5)), kOk);
  UsePolicy(ExpiresAfter(500'000));
  ASSERT_EQ(CodeOf(Purchase(2, 1, 3'000)), kOk);
  UsePolicy(ExpiresAfter(400'000));
  ASSERT_EQ(CodeOf(Award(3, 1, 20)), kOk);
  EXPECT_EQ(Round({Transfer(4, 1, 2, 45)})[0].code, kOk);
  EXPECT_EQ(Lots(1), "1:5 [1000, 501000)");
  EXPECT_EQ(Lots(2),
            "1:5 [1000, never)  2:20 [1000, 401000)  3:25 [1000, 501000)");
  const MemberView view =
      ViewOf(RefOf(shard_, shard_.members.FindSlot(MemberOf(2))));
  EXPECT_EQ(view.lots[1].terms.funding_class, kGoodwill);
  EXPECT_EQ(view.lots[2].terms.funding_class, kSale);
}

TEST_F(TransferTest, ReceiversDeficitAbsorbsTheSoonestFirst) {
  Open(1);
  Open(2);
  ASSERT_EQ(CodeOf(Adjust(1, 2, -25)), kOk);
  UsePolicy(ExpiresAfter(500'000));
  ASSERT_EQ(CodeOf(Award(2, 1, 30)), kOk);
  UsePolicy(ExpiresAfter(400'000));
  ASSERT_EQ(CodeOf(Award(3, 1, 20)), kOk);
  Round({Transfer(4, 1, 2, 50)});
  EXPECT_EQ(Lots(2), "1:25 [1000, 501000)");
}

TEST_F(TransferTest, RefusedPointsGoBackToTheLotsTheyCameFrom) {
  Open(1);
  for (std::uint64_t i = 1; i <= 3; ++i) {
    const auto micros = static_cast<std::int64_t>(i) * 100'000;
    UsePolicy(ExpiresAfter(micros));
    ASSERT_EQ(CodeOf(Award(i, 1, 10)), kOk);
  }
  const std::string before = Lots(1);
  EXPECT_EQ(Round({Transfer(4, 1, 9, 25)})[0].code, kReceiverUnknown);
  EXPECT_EQ(Lots(1), before);
  // A debt made meanwhile is paid by what was taken last.
  Round({Transfer(5, 1, 9, 25), Adjust(6, 1, -12)});
  EXPECT_EQ(Lots(1), "1:10 [1000, 101000)  2:8 [1000, 201000)");
  EXPECT_EQ(Net(1), 18);
}

TEST_F(TransferTest, HeldPointsExpireWhenTheyComeBackTooLate) {
  UsePolicy(ExpiresAfter(5'000));
  Open(1);
  ASSERT_EQ(CodeOf(Award(1, 1, 10)), kOk);
  std::vector<Outcome> open = {Do(Transfer(2, 1, 9, 10))};
  ASSERT_EQ(TickTo(6'000), kOk);
  ASSERT_EQ(Do(Redeem(3, 1, 0).At(6'000)).net, 10);  // Held: not yet.
  EndRound(&open);
  EXPECT_EQ(open[0].delta, 0);
  EXPECT_EQ(open[0].net, 0);
  EXPECT_EQ(WalletOf(1).expired, Amount(10));
  EXPECT_EQ(postings_.back().at, Instant(6'000));
}

TEST_F(TransferTest, ReceiverIsSettledBeforeAndAfterItIsCredited) {
  UsePolicy(ExpiresAfter(5'000));
  Open(1);
  Open(2);
  ASSERT_EQ(CodeOf(Award(1, 2, 7)), kOk);
  ASSERT_EQ(CodeOf(Award(2, 1, 10).At(5'000)), kOk);
  Round({Transfer(3, 1, 2, 4).At(6'000)});
  EXPECT_EQ(WalletOf(2).expired, Amount(7));
  EXPECT_EQ(Net(2), 4);
  // Gone for whoever has a later clock.
  ASSERT_EQ(CodeOf(Redeem(4, 2, 0).At(10'000)), kOk);
  EXPECT_EQ(Round({Transfer(5, 1, 2, 6).At(7'000)})[0].delta, -6);
  EXPECT_EQ(Net(2), 0);
  EXPECT_EQ(WalletOf(2).expired, Amount(17));
}

TEST_F(TransferTest, LotNotYetActiveForTheReceiverIsPendingThere) {
  Open(1);
  Open(2);
  ASSERT_EQ(CodeOf(Award(1, 1, 10).At(9'000)), kOk);
  Round({Transfer(2, 1, 2, 10).At(2'000)});
  EXPECT_EQ(Lots(2), "1:10 pending [9000, never)");
}

TEST_F(TransferTest, AtMostSoManyLotsAtATime) {
  Open(1);
  Open(2);
  const auto lots = static_cast<std::int64_t>(kSlicesMax) + 1;
  for (std::int64_t i = 0; i < lots; ++i) {
    ASSERT_EQ(CodeOf(Award(100 + static_cast<std::uint64_t>(i), 1, 2)), kOk);
  }
  EXPECT_EQ(CodeOf(Transfer(1, 1, 2, 2 * lots + 1)), kInsufficient);
  EXPECT_EQ(CodeOf(Transfer(2, 1, 2, 2 * lots - 1)), kLimitReached);
  EXPECT_EQ(Round({Transfer(3, 1, 2, 2 * lots - 2)})[0].code, kOk);
  EXPECT_EQ(Net(1), 2);
  EXPECT_EQ(Net(2), 2 * lots - 2);
}

TEST_F(TransferTest, OfNothingIsAnActivityThatMovesNoLot) {
  UsePolicy(InactiveAfter(5'000, SetOf(CommandKind::kTransfer)));
  Open(1);
  ASSERT_EQ(CodeOf(Award(1, 1, 10)), kOk);
  Round({Transfer(2, 1, 9, 0).At(4'000)});
  EXPECT_EQ(Do(Redeem(3, 1, 0).At(8'999)).net, 10);
  EXPECT_EQ(Do(Redeem(4, 1, 0).At(9'000)).net, 0);
}

}  // namespace
}  // namespace kumbara
