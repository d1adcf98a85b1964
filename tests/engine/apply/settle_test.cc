// What falls due: its order, its instant, its sequence, however late the shard
// gets to it.

#include "engine/apply/settle.h"

#include "tests/engine/apply/apply_fixture.h"

namespace kumbara {
namespace {

using enum ResultCode;

constexpr std::int64_t kMinute = 60'000'000;

class SettleTest : public ApplyFixture {
 protected:
  SettleTest() { latest_ = Instant::Greatest(); }

  // "sequence at account amount lot" of every posting of a member account.
  std::vector<std::string> Told() {
    std::vector<std::string> told;
    for (const Posting& posting : postings_) {
      if (!IsMemberAccount(posting.account)) continue;
      told.push_back(std::to_string(posting.sequence) + " " +
                     std::to_string(posting.at.micros()) + " " +
                     std::string(Name(posting.account)) + " " +
                     std::to_string(posting.amount) + " of " +
                     std::to_string(posting.lot));
    }
    postings_.clear();
    return told;
  }
  std::size_t SettleSome(std::size_t members) {
    return SettleDue(program_, shard_, members);
  }
};

TEST_F(SettleTest, ItemsComeByInstantThenActivationsThenByNumber) {
  Open(1);
  UsePolicy(ExpiresAfter(5'000));
  ASSERT_EQ(CodeOf(Award(1, 1, 10).At(4'000)), kOk);  // Gone at 9,000.
  UsePolicy(WaitsFor(6'000, ExpiresAfter(1'000)));
  ASSERT_EQ(CodeOf(Award(2, 1, 20).At(3'000)), kOk);  // 9,000 to 10,000.
  LotPolicy from_earn = ExpiresAfter(8'000);
  from_earn.from = CountFrom::kEarn;
  UsePolicy(from_earn);
  ASSERT_EQ(CodeOf(Award(3, 1, 30).At(1'000)), kOk);  // Gone at 9,000 too.
  UsePolicy(WaitsFor(8'000, from_earn));
  ASSERT_EQ(CodeOf(Award(4, 1, 40).At(1'000)), kOk);  // 9,000 to 9,000.
  postings_.clear();
  ASSERT_EQ(CodeOf(Redeem(5, 1, 0).At(20'000)), kOk);
  EXPECT_THAT(Told(), ::testing::ElementsAre("6 9000 pending -20 of 2",    //
                                             "6 9000 available 20 of 2",   //
                                             "6 9000 pending -40 of 4",    //
                                             "6 9000 available 40 of 4",   //
                                             "6 9000 available -10 of 1",  //
                                             "6 9000 available -30 of 3",  //
                                             "6 9000 available -40 of 4",  //
                                             "6 10000 available -20 of 2"));
}

TEST_F(SettleTest, PostedUnderTheTickThatPassedItHoweverLate) {
  UsePolicy(ExpiresAfter(5'000));
  Open(1);
  for (std::uint64_t i = 1; i <= 4; ++i) {
    const auto at = static_cast<std::int64_t>(i) * 1'000;
    ASSERT_EQ(CodeOf(Award(i, 1, 10).At(at)), kOk);
  }
  postings_.clear();
  ASSERT_EQ(TickTo(6'500), kOk);  // Sequence 6
  ASSERT_EQ(TickTo(8'000), kOk);  // Sequence 7: lots 2 and 3.
  ASSERT_EQ(TickTo(7'000), kOk);  // No news.
  ASSERT_EQ(CodeOf(Redeem(9, 1, 0).At(9'000)), kOk);  // Lot 4, sequence 9.
  EXPECT_THAT(Told(), ::testing::ElementsAre("6 6000 available -10 of 1",
                                             "7 7000 available -10 of 2",
                                             "7 8000 available -10 of 3",
                                             "9 9000 available -10 of 4"));
}

TEST_F(SettleTest, DueMembersAreSettledSomeAtATime) {
  UsePolicy(ExpiresAfter(10 * kMinute));
  for (std::uint64_t member = 1; member <= 100; ++member) {
    Open(member);
    ASSERT_EQ(CodeOf(Award(member, member, 10)), kOk);
  }
  EXPECT_EQ(shard_.due.size(), 100u);
  EXPECT_EQ(SettleSome(1'000), 0u);
  ASSERT_EQ(TickTo(5 * kMinute), kOk);
  EXPECT_EQ(SettleSome(1'000), 0u);
  EXPECT_TRUE(shard_.ticks.empty());  // Nothing was due: nobody needs it.
  ASSERT_EQ(TickTo(12 * kMinute), kOk);
  const Digest digest = DigestAt(12 * kMinute);
  postings_.clear();
  EXPECT_EQ(SettleSome(40), 64u);  // Whole blocks.
  EXPECT_FALSE(shard_.ticks.empty());
  EXPECT_EQ(DigestAt(12 * kMinute), digest);
  ASSERT_EQ(TickTo(13 * kMinute), kOk);
  EXPECT_EQ(SettleSome(1'000), 36u);
  EXPECT_TRUE(shard_.ticks.empty());
  EXPECT_EQ(shard_.due.size(), 0u);
  EXPECT_EQ(Told().size(), 100u);
  EXPECT_TRUE(System(Account::kExpired) == 1'000);
  EXPECT_EQ(DigestAt(13 * kMinute), digest);
}

TEST_F(SettleTest, MemberIsListedAnewForWhatComesNext) {
  UsePolicy(ExpiresAfter(10 * kMinute));
  Open(1);
  for (std::int64_t i = 0; i < 5; ++i) {
    ASSERT_EQ(
        CodeOf(Award(static_cast<std::uint64_t>(i) + 1, 1, 10).At(i * kMinute)),
        kOk);
  }
  EXPECT_EQ(shard_.due.size(), 1u);
  for (std::int64_t i = 0; i < 5; ++i) {
    ASSERT_EQ(TickTo((10 + i) * kMinute + kMinute / 2), kOk);
    EXPECT_EQ(SettleSome(10), 1u);
    EXPECT_EQ(Net(1), 40 - i * 10);
  }
  EXPECT_EQ(shard_.due.size(), 0u);
}

TEST_F(SettleTest, SoonerLotListsTheMemberAgainAndTheOldEntryIsStale) {
  Open(1);
  UsePolicy(ExpiresAfter(20 * kMinute));
  ASSERT_EQ(CodeOf(Award(1, 1, 10)), kOk);
  UsePolicy(ExpiresAfter(10 * kMinute));
  ASSERT_EQ(CodeOf(Award(2, 1, 5)), kOk);
  EXPECT_EQ(shard_.due.size(), 2u);
  ASSERT_EQ(TickTo(15 * kMinute), kOk);
  EXPECT_EQ(SettleSome(10), 1u);
  EXPECT_EQ(Net(1), 10);
  ASSERT_EQ(TickTo(25 * kMinute), kOk);
  SettleSome(10);
  EXPECT_EQ(Net(1), 0);
  EXPECT_EQ(shard_.due.size(), 0u);
}

TEST_F(SettleTest, WhatIsOverBeforeOrAfterTheBucketsIsSettledWhenTouched) {
  UsePolicy(ExpiresAfter(5'000));
  Open(1);
  const std::int64_t ancient = -1'000'000'000'000;
  const std::int64_t remote = 200'000'000'000'000'000;  // The year 8307.
  shard_.members.Find(MemberOf(1))->clock = Instant(ancient);
  ASSERT_EQ(CodeOf(Award(1, 1, 10).At(ancient)), kOk);
  ASSERT_EQ(CodeOf(Redeem(2, 1, 10).At(ancient + 5'000)), kInsufficient);
  ASSERT_EQ(TickTo(0), kOk);
  SettleSome(10);
  EXPECT_EQ(shard_.due.size(), 1u);  // The first bucket is not over.
  ASSERT_EQ(TickTo(kMinute), kOk);
  SettleSome(10);
  EXPECT_EQ(shard_.due.size(), 0u);
  ASSERT_EQ(CodeOf(Award(3, 1, 10).At(remote)), kOk);
  EXPECT_EQ(shard_.due.size(), 0u);
  ASSERT_EQ(TickTo(remote + 5'000), kOk);
  const Sequence tick = sequence_;
  EXPECT_EQ(SettleSome(10), 0u);
  postings_.clear();
  ASSERT_EQ(CodeOf(Redeem(4, 1, 10).At(remote + 6'000)), kInsufficient);
  ASSERT_FALSE(postings_.empty());
  EXPECT_EQ(postings_.front().sequence, tick);
}

TEST_F(SettleTest, CopyShowsWhatTheMemberBecomesAndChangesNothing) {
  UsePolicy(WaitsFor(2'000, ExpiresAfter(5'000)));
  Open(1);
  Open(2);
  ASSERT_EQ(CodeOf(Award(1, 1, 10)), kOk);
  ASSERT_EQ(CodeOf(Award(2, 2, 10).In(kStars)), kOk);
  SettledCopy copy(program_);
  const Slot slot = shard_.members.FindSlot(MemberOf(1));
  const auto lots_at = [&](std::int64_t micros) {
    std::string text;
    for (const LotView& lot :
         ViewOf(copy.At(Instant(micros), shard_, slot)).lots) {
      text += std::to_string(lot.number) + (lot.pending ? "p" : "a") +
              std::to_string(lot.remaining.count()) + " ";
    }
    return text;
  };
  EXPECT_EQ(lots_at(0), "1p10 ");
  EXPECT_EQ(lots_at(2'999), "1p10 ");
  EXPECT_EQ(lots_at(3'000), "1a10 ");
  EXPECT_EQ(lots_at(8'000), "");
  EXPECT_EQ(lots_at(3'000), "1a10 ");
  const Slot other = shard_.members.FindSlot(MemberOf(2));
  EXPECT_EQ(ViewOf(copy.At(Instant(8'000), shard_, other)).wallets.size(), 1u);
  EXPECT_EQ(Lots(1), "1:10 pending [3000, 8000)");
  const auto expired = copy.moved().find({Account::kExpired, kPoints, 0});
  ASSERT_NE(expired, copy.moved().end());
  EXPECT_TRUE(expired->second == 10);
}

TEST_F(SettleTest, TwoUnitsAreSettledInTheOrderOfTheProgram) {
  Open(1);
  program_.units[0].lots = ExpiresAfter(5'000);
  program_.units[1].lots = ExpiresAfter(5'000);
  ASSERT_EQ(CodeOf(Award(1, 1, 7).In(kStars)), kOk);
  ASSERT_EQ(CodeOf(Award(2, 1, 5)), kOk);
  postings_.clear();
  ASSERT_EQ(CodeOf(Redeem(3, 1, 0).At(6'000)), kOk);
  EXPECT_THAT(Told(), ::testing::ElementsAre("4 6000 available -5 of 1",
                                             "4 6000 available -7 of 1"));
}

TEST_F(SettleTest, AllOfAShardUpToTheInstantOfTheTick) {
  UsePolicy(ExpiresAfter(5'000));
  for (std::uint64_t member = 1; member <= 3; ++member) {
    Open(member);
    const auto at = static_cast<std::int64_t>(1'000 * member);
    ASSERT_EQ(CodeOf(Award(member, member, 10).At(at)), kOk);
  }
  // Instants so near each other are in one bucket of the index.
  const std::uint32_t listed = shard_.due.size();
  for (const std::int64_t instant : {5'999, 7'000, 7'001, 8'000}) {
    ASSERT_EQ(TickTo(instant), kOk);
    SettleAllDue(program_, shard_);
    EXPECT_LE(shard_.due.size(), listed);
  }
  std::vector<std::string> told = Told();
  told.erase(told.begin(), told.begin() + 3);  // The awards.
  EXPECT_THAT(told,
              ::testing::ElementsAre("8 6000 available -10 of 1",  //
                                     "8 7000 available -10 of 1",
                                     "10 8000 available -10 of 1"));
}

TEST_F(SettleTest, AllOfAShardBeyondTheLastBucket) {
  constexpr std::int64_t kYear4500 = 79'839'129'600'000'000;
  Open(1);
  UsePolicy(ExpiresAfter(1'000));
  ASSERT_EQ(CodeOf(Award(1, 1, 10).At(kYear4500)), kOk);
  ASSERT_EQ(TickTo(kYear4500 + 1'000), kOk);
  postings_.clear();
  SettleAllDue(program_, shard_);
  EXPECT_EQ(Told().size(), 1u);
}

// --- Automatic redemption ---

class AutoRedeemTest : public SettleTest {
 protected:
  void Use(const AutoRedeem& rule) { program_.auto_redeem.push_back(rule); }
  static AutoRedeem Rule(bool on_credit, std::int64_t at, std::int64_t take,
                         bool repeat) {
    return {kPoints, on_credit, Amount(at), Amount(take), repeat, kAuto};
  }
};

TEST_F(AutoRedeemTest, AfterAPurchaseOnceOrAsOftenAsThereIsEnough) {
  struct Case {
    bool repeat;
    std::int64_t first, second;
  };
  for (const Case& c : {Case{false, 600, 100}, Case{true, 100, 100}}) {
    program_.auto_redeem = {Rule(false, 500, 500, c.repeat)};
    const std::uint64_t member = c.repeat ? 2 : 1;
    Open(member);
    const Outcome first = Do(Purchase(member * 10, member, 110'000));
    EXPECT_EQ(first.net, c.first);
    EXPECT_EQ(first.delta, c.first);
    EXPECT_EQ(Do(Purchase(member * 10 + 1, member, 50)).net, c.second);
    EXPECT_EQ(Do(Award(member * 10 + 2, member, 600)).net, c.second + 600);
    EXPECT_EQ(Do(Return(member * 10 + 3, member, 100)).net, c.second + 599);
  }
  EXPECT_TRUE(System(Account::kRedeemed, kAuto) == 2'000);
}

TEST_F(AutoRedeemTest, OnCreditWheneverAvailableRises) {
  Use(Rule(true, 100, 60, false));
  Open(1);
  Open(2);
  EXPECT_EQ(Do(Award(1, 1, 99)).net, 99);
  EXPECT_EQ(Do(Adjust(2, 1, 1)).net, 40);
  EXPECT_EQ(Do(Purchase(3, 1, 6'000)).net, 40);
  // When points activate, at that instant.
  UsePolicy(WaitsFor(1'000));
  EXPECT_EQ(Do(Award(4, 1, 60)).net, 100);
  postings_.clear();
  ASSERT_EQ(TickTo(5'000), kOk);
  EXPECT_EQ(Do(Redeem(5, 1, 0).At(5'000)).net, 40);
  EXPECT_EQ(postings_.back().at, Instant(2'000));
  EXPECT_EQ(postings_.back().account, Account::kRedeemed);
  UsePolicy(LotPolicy{});
  // By a message that was accepted, not by points that come back.
  ASSERT_EQ(Do(Award(6, 2, 90)).net, 90);
  std::vector<Outcome> open = {Do(Transfer(7, 2, 1, 70)),
                               Do(Transfer(8, 2, 9, 20))};
  ASSERT_EQ(Do(Award(9, 2, 99)).net, 189);
  EndRound(&open);
  EXPECT_EQ(Net(1), 50);
  EXPECT_EQ(Net(2), 119);
  EXPECT_EQ(WalletOf(2).available, Amount(119));
}

TEST_F(AutoRedeemTest, NothingIsRedeemedAtItsExpiry) {
  Use(Rule(true, 10, 10, true));
  LotPolicy policy = WaitsFor(1'000, ExpiresAfter(1'000));
  policy.from = CountFrom::kEarn;
  UsePolicy(policy);
  Open(1);
  ASSERT_EQ(CodeOf(Award(1, 1, 50)), kOk);
  EXPECT_EQ(Do(Redeem(2, 1, 0).At(9'000)).net, 0);
  EXPECT_EQ(WalletOf(1).expired, Amount(50));
  EXPECT_EQ(WalletOf(1).redeemed, Amount(0));
}

TEST_F(AutoRedeemTest, TakesWhatTheTotalHasRoomFor) {
  Use(Rule(true, 10, 10, true));
  Open(1);
  ASSERT_EQ(CodeOf(Award(1, 1, kMost - 9)), kOk);
  EXPECT_EQ(WalletOf(1).redeemed, Amount(kMost - 10));
  EXPECT_EQ(Do(Adjust(2, 1, 50)).net, 41);
  EXPECT_EQ(WalletOf(1).redeemed, Amount(kMost));
  EXPECT_EQ(Do(Adjust(3, 1, 50)).net, 91);
}

TEST_F(AutoRedeemTest, RulesOfOneUnitGoInTheirOrder) {
  Use(Rule(true, 100, 50, false));
  Use(Rule(false, 40, 40, false));
  Use(Rule(true, 40, 5, true));
  Open(1);
  // 130 -> 80 -> 40 -> 35.
  EXPECT_EQ(Do(Purchase(1, 1, 13'000)).net, 35);
  // It raised nothing: only the second looks, and 35 is not enough.
  EXPECT_EQ(Do(Purchase(2, 1, 50)).net, 35);
}

}  // namespace
}  // namespace kumbara
