// Reinstate: what has expired is remembered, comes back, and is forgotten.

#include "engine/apply/remembered_lots.h"
#include "tests/engine/apply/apply_fixture.h"

namespace kumbara {
namespace {

using enum ResultCode;

class ReinstateTest : public ApplyFixture {
 protected:
  // Points live for 1,000 microseconds and are remembered for 500 more.
  ReinstateTest() {
    UsePolicy(ExpiresAfter(1'000));
    program_.units[0].reinstate_within = Duration{Duration::Kind::kMicros, 500};
  }

  // What a member remembers at a clock: "1:70 gone 5000 last 5500  ...".
  std::string Remembered(std::uint64_t member, std::int64_t clock) {
    const Slot slot = shard_.members.FindSlot(MemberOf(member));
    SettledCopy copy(program_);
    const MemberRef ref = copy.At(Instant(clock), shard_, slot);
    std::string text;
    for (const RememberedView& one :
         ViewAt(Instant(clock), ref, program_).remembered) {
      text += text.empty() ? "" : "  ";
      text += std::to_string(one.lot.number) + ":" +
              std::to_string(one.lot.remaining.count()) + " gone " +
              std::to_string(one.lot.expiry.micros()) + " last " +
              std::to_string(one.last_chance.micros());
    }
    return text;
  }
  // Remembered as parts of the pool's blocks.
  std::size_t LotsInMemory(std::uint64_t member) {
    const Wallet wallet = WalletOf(member);
    std::size_t lots = 0;
    if (const SideRecord* side = shard_.FindSide(wallet)) {
      WalkLots(shard_.lots, side->expired, [&](const Lot&) {
        ++lots;
        return true;
      });
    }
    return lots;
  }
};

TEST_F(ReinstateTest, ComesBackWithItsNumberAndTermsAndANewExpiry) {
  Open(1);
  ASSERT_EQ(CodeOf(Purchase(1, 1, 7'000).At(1'000)), kOk);
  ASSERT_EQ(CodeOf(Award(2, 1, 5).At(1'100)), kOk);
  ASSERT_EQ(CodeOf(Redeem(3, 1, 30).At(1'200)), kOk);
  EXPECT_EQ(Remembered(1, 2'000), "1:40 gone 2000 last 2500");
  const Outcome back = Do(Reinstate(4, 1, 9'000).At(2'200));
  EXPECT_EQ(back.code, kOk);
  EXPECT_EQ(back.delta, 45);
  EXPECT_EQ(back.net, 45);
  EXPECT_EQ(Lots(1), "1:40 [1000, 9000)  2:5 [1100, 9000)");
  const std::vector<LotView> lots =
      ViewOf(RefOf(shard_, shard_.members.FindSlot(MemberOf(1)))).lots;
  EXPECT_EQ(lots[0].terms.funding_class, kSale);
  EXPECT_EQ(lots[1].terms.funding_class, kGoodwill);
  EXPECT_EQ(WalletOf(1).expired, Amount());
  EXPECT_EQ(System(Account::kExpired), 0);
  EXPECT_EQ(Remembered(1, 2'200), "");
  // The next lot has the next number.
  ASSERT_EQ(CodeOf(Award(5, 1, 1).At(2'200)), kOk);
  EXPECT_EQ(WalletOf(1).lots_made, 3u);
}

TEST_F(ReinstateTest, TheLastChanceIsExclusive) {
  for (const bool in_time : {true, false}) {
    const std::uint64_t member = in_time ? 1 : 2;
    Open(member);
    ASSERT_EQ(CodeOf(Award(member * 10, member, 70)), kOk);
    const std::int64_t at = in_time ? 2'499 : 2'500;
    EXPECT_EQ(Do(Reinstate(member * 10 + 1, member, 9'000).At(at)).delta,
              in_time ? 70 : 0);
  }
}

TEST_F(ReinstateTest, OneOfThemByItsNumber) {
  Open(1);
  for (std::uint64_t lot = 1; lot <= 60; ++lot) {
    ASSERT_EQ(CodeOf(Award(lot, 1, 1).At(1'000 + std::int64_t(lot))), kOk);
  }
  EXPECT_EQ(Do(ReinstateLot(61, 1, 9'000, 33).At(2'200)).delta, 1);
  EXPECT_EQ(Lots(1), "33:1 [1033, 9000)");
  EXPECT_EQ(CodeOf(ReinstateLot(62, 1, 9'000, 33).At(2'200)),
            kReferenceNotFound);
  EXPECT_EQ(CodeOf(ReinstateLot(63, 1, 9'000, 61).At(2'200)),
            kReferenceNotFound);
  EXPECT_EQ(Do(Reinstate(64, 1, 9'000).At(2'200)).delta, 59);
  EXPECT_EQ(LotsInMemory(1), 0u);
}

TEST_F(ReinstateTest, RefusalsInOrderOfPrecedence) {
  Open(1);
  ASSERT_EQ(CodeOf(Award(1, 1, 5).In(kStars)), kOk);
  struct Case {
    const char* name;
    TestCommand command;
    ResultCode code;
  };
  // Each row removes the reason of the one above it.
  const Case cases[] = {
      {"future", ReinstateLot(10, 9, 2'000'000, 3).In(kMiles).At(1'000'001),
       kTimeInFuture},
      {"member", ReinstateLot(11, 9, 2'000'000, 3).In(kMiles), kMemberUnknown},
      {"unit", ReinstateLot(12, 1, 2'000'000, 3).In(kMiles), kUnitUnknown},
      {"lot", ReinstateLot(13, 1, 2'000'000, 3).In(kStars), kReferenceNotFound},
      {"not permitted", Reinstate(14, 1, 2'000'000).In(kStars), kNotPermitted},
      {"nothing to do", Reinstate(15, 1, 2'000'000), kOk},
  };
  for (const Case& c : cases) EXPECT_EQ(CodeOf(c.command), c.code) << c.name;
}

TEST_F(ReinstateTest, ADeficitAbsorbsFirst) {
  Open(1);
  ASSERT_EQ(CodeOf(Award(1, 1, 10)), kOk);
  ASSERT_EQ(CodeOf(Award(2, 1, 30)), kOk);
  ASSERT_EQ(CodeOf(Adjust(3, 1, -25).At(2'100)), kOk);
  EXPECT_EQ(Do(Reinstate(4, 1, 9'000).At(2'100)).delta, 40);
  EXPECT_EQ(Lots(1), "2:15 [1000, 9000)");
  EXPECT_EQ(WalletOf(1).deficit, Amount());
  EXPECT_EQ(WalletOf(1).expired, Amount());
}

TEST_F(ReinstateTest, WhatComesBackPastExpiresAndIsRememberedAnew) {
  Open(1);
  ASSERT_EQ(CodeOf(Award(1, 1, 70)), kOk);
  ASSERT_EQ(CodeOf(Redeem(2, 1, 0).At(2'300)), kOk);
  // Its business time is before `until`, the clock is behind it.
  EXPECT_EQ(Do(Reinstate(3, 1, 2'200).At(2'150)).delta, 0);
  EXPECT_EQ(WalletOf(1).expired, Amount(70));
  EXPECT_EQ(Remembered(1, 2'300), "1:70 gone 2200 last 2700");
  EXPECT_EQ(postings_.back().at, Instant(2'200));
}

TEST_F(ReinstateTest, APendingLotComesBackPending) {
  LotPolicy policy = WaitsFor(5'000, ExpiresAfter(100));
  policy.from = CountFrom::kEarn;
  UsePolicy(policy);
  Open(1);
  ASSERT_EQ(CodeOf(Award(1, 1, 70)), kOk);
  EXPECT_EQ(Do(Reinstate(2, 1, 9'000).At(1'200)).delta, 70);
  EXPECT_EQ(Lots(1), "1:70 pending [6000, 9000)");
  ASSERT_EQ(CodeOf(Redeem(3, 1, 70).At(6'000)), kOk);
}

TEST_F(ReinstateTest, InactivityExpiresAtItsInstant) {
  UsePolicy(InactiveAfter(500, SetOf(CommandKind::kAward)));
  Open(1);
  ASSERT_EQ(CodeOf(Award(1, 1, 70)), kOk);
  EXPECT_EQ(Remembered(1, 1'600), "1:70 gone 1500 last 2000");
  // It is no activity here, so what came back is gone at once.
  EXPECT_EQ(Do(Reinstate(2, 1, 9'000).At(1'700)).delta, 0);
  EXPECT_EQ(Remembered(1, 1'700), "1:70 gone 1500 last 2000");
  UsePolicy(InactiveAfter(500, SetOf(CommandKind::kReinstate)));
  EXPECT_EQ(Do(Reinstate(3, 1, 9'000).At(1'700)).delta, 70);
  ASSERT_EQ(CodeOf(Redeem(4, 1, 0).At(2'199)), kOk);
  EXPECT_EQ(Net(1), 70);
  ASSERT_EQ(CodeOf(Redeem(5, 1, 0).At(2'200)), kOk);
  EXPECT_EQ(Net(1), 0);
}

TEST_F(ReinstateTest, JoinsWhatIsThereOfItsLot) {
  UsePolicy(
      InactiveAfter(500, SetOf(CommandKind::kAward), ExpiresAfter(20'000)));
  Open(1);
  ASSERT_EQ(CodeOf(Award(1, 1, 100)), kOk);
  std::vector<Outcome> open = {Do(Transfer(2, 1, 9, 30).At(1'100))};
  // 70 expire by inactivity; another activity lets the 30 come back to stay.
  ASSERT_EQ(CodeOf(Award(3, 1, 5).At(1'600)), kOk);
  EndRound(&open);
  EXPECT_EQ(Lots(1), "1:30 [1000, 21000)  2:5 [1600, 21600)");
  postings_.clear();
  EXPECT_EQ(Do(Reinstate(4, 1, 9'000).At(1'600)).delta, 70);
  // The later of both expiries.
  EXPECT_EQ(Lots(1), "1:100 [1000, 21000)  2:5 [1600, 21600)");
  ASSERT_EQ(postings_.size(), 2u);
  EXPECT_EQ(postings_[1].amount, 70);
  EXPECT_EQ(postings_[1].lot, 1u);
  ASSERT_EQ(CodeOf(Redeem(5, 1, 105).At(1'600)), kOk);
}

TEST_F(ReinstateTest, PartsThatExpiredAtOneInstantAreOne) {
  Open(1);
  ASSERT_EQ(CodeOf(Award(1, 1, 100)), kOk);
  std::vector<Outcome> open = {Do(Transfer(2, 1, 9, 30))};
  ASSERT_EQ(CodeOf(Redeem(3, 1, 0).At(2'100)), kOk);
  EndRound(&open);
  EXPECT_EQ(Remembered(1, 2'100), "1:100 gone 2000 last 2500");
  EXPECT_EQ(Do(Reinstate(4, 1, 9'000).At(2'100)).delta, 100);
  EXPECT_EQ(Lots(1), "1:100 [1000, 9000)");
}

TEST_F(ReinstateTest, PartsThatExpiredApartAreRememberedApartAndComeBackAsOne) {
  program_.units[0].reinstate_within = Duration{Duration::Kind::kMicros, 900};
  UsePolicy(InactiveAfter(500, SetOf(CommandKind::kAward)));
  Open(1);
  ASSERT_EQ(CodeOf(Award(1, 1, 100)), kOk);
  std::vector<Outcome> open = {Do(Transfer(2, 1, 9, 30))};
  ASSERT_EQ(CodeOf(Award(3, 1, 0).At(1'600)), kOk);
  EndRound(&open);
  EXPECT_EQ(Remembered(1, 2'100),
            "1:70 gone 1500 last 2400  1:30 gone 2100 last 3000");
  UsePolicy(InactiveAfter(500, SetOf(CommandKind::kReinstate)));
  EXPECT_EQ(Do(Reinstate(4, 1, 9'000).At(2'100)).delta, 100);
  EXPECT_EQ(Lots(1), "1:100 [1000, 9000)");
}

TEST_F(ReinstateTest, ASliceComesBackToItsLotWhateverItsDates) {
  Open(1);
  ASSERT_EQ(CodeOf(Award(1, 1, 100)), kOk);
  std::vector<Outcome> open = {Do(Transfer(2, 1, 9, 30))};
  EXPECT_EQ(Do(Reinstate(3, 1, 9'000).At(2'100)).delta, 70);
  EndRound(&open);
  EXPECT_EQ(Lots(1), "1:100 [1000, 9000)");
}

TEST_F(ReinstateTest, AReturnFindsTheOwnLotByItsNumber) {
  Open(1);
  ASSERT_EQ(CodeOf(Purchase(1, 1, 7'000)), kOk);
  ASSERT_EQ(CodeOf(Reinstate(2, 1, 9'000).At(2'100)), kOk);
  ASSERT_EQ(CodeOf(Award(3, 1, 5).At(2'100)), kOk);
  ASSERT_EQ(CodeOf(ReturnOf(4, 1, 1).At(2'100)), kOk);
  EXPECT_EQ(Lots(1), "2:5 [2100, 3100)");
}

TEST_F(ReinstateTest, WhatIsOverIsForgottenWhenSomethingIsAdded) {
  Open(1);
  std::uint64_t id = 0;
  for (std::int64_t at = 1'000; at < 20'000; at += 100) {
    ASSERT_EQ(CodeOf(Award(++id, 1, 1).At(at)), kOk);
  }
  EXPECT_LE(LotsInMemory(1), 6u);
  EXPECT_EQ(Do(Reinstate(++id, 1, 90'000).At(19'950)).delta, 5);
}

TEST_F(ReinstateTest, WhatExpiresTooLateIsNotRemembered) {
  Open(1);
  ASSERT_EQ(CodeOf(Award(1, 1, 1)), kOk);
  ASSERT_EQ(CodeOf(Redeem(2, 1, 0).At(2'500)), kOk);
  EXPECT_EQ(LotsInMemory(1), 0u);
  EXPECT_EQ(WalletOf(1).side, kNoSlot);
}

TEST_F(ReinstateTest, AUnitThatDoesNotRememberCostsNothing) {
  program_.units[0].reinstate_within.reset();
  Open(1);
  ASSERT_EQ(CodeOf(Award(1, 1, 1)), kOk);
  ASSERT_EQ(CodeOf(Redeem(2, 1, 0).At(2'100)), kOk);
  EXPECT_EQ(WalletOf(1).expired, Amount(1));
  EXPECT_EQ(WalletOf(1).side, kNoSlot);
}

TEST_F(ReinstateTest, TheDigestHoldsWhatIsRememberedAndNotWhatIsOver) {
  Open(1);
  ASSERT_EQ(CodeOf(Award(1, 1, 70)), kOk);
  const Digest settled_later = DigestAt(2'100);
  // A refusal settles the member and leaves nothing else.
  ASSERT_EQ(CodeOf(Enroll(2, 1).At(2'100)), kMemberExists);
  ASSERT_EQ(LotsInMemory(1), 1u);
  EXPECT_EQ(DigestAt(2'100), settled_later);
  EXPECT_EQ(DigestAt(2'499), settled_later);
  const Digest over = DigestAt(2'500);
  EXPECT_NE(over, settled_later);
  EXPECT_EQ(Remembered(1, 2'500), "");
  // Whether it is really forgotten makes no difference.
  ASSERT_EQ(CodeOf(Enroll(3, 1).At(2'500)), kMemberExists);
  ASSERT_EQ(LotsInMemory(1), 1u);
  EXPECT_EQ(DigestAt(2'500), over);
  ASSERT_EQ(CodeOf(Reinstate(4, 1, 9'000).At(2'500)), kOk);
  EXPECT_EQ(DigestAt(2'500), over);
}

}  // namespace
}  // namespace kumbara
