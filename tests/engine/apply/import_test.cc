// Import: lots, debts and running totals that come from elsewhere.

#include "tests/engine/apply/apply_fixture.h"

namespace kumbara {
namespace {

using enum ResultCode;

class ImportTest : public ApplyFixture {};

Detail Activation(std::int64_t micros) {
  return Detail::OfInstant(InstantKind::kActivation, Instant(micros));
}
Detail Expiry(std::int64_t micros) {
  return Detail::OfInstant(InstantKind::kExpiry, Instant(micros));
}

TEST_F(ImportTest, ALotHasWhatTheCommandSaysOfIt) {
  // The unit's own dates are for what is earned here.
  UsePolicy(WaitsFor(50, ExpiresAfter(5'000)));
  ASSERT_EQ(
      CodeOf(Import(1, 1, ImportWhat::kLot, 10)
                 .With(Detail::OfCode(CodeKind::kFundingClass, kPromotion))
                 .With(Activation(400))
                 .With(Expiry(7'000))
                 .With(Detail::OfNumber(NumberKind::kVintage, 24'001))),
      kOk);
  ASSERT_EQ(CodeOf(Import(2, 1, ImportWhat::kLot, 20)), kOk);
  EXPECT_EQ(Lots(1), "1:10 [400, 7000)  2:20 [1000, never)");
  const std::vector<LotView> lots =
      ViewOf(RefOf(shard_, shard_.members.FindSlot(MemberOf(1)))).lots;
  EXPECT_EQ(lots[0].terms, (LotTerms{kPromotion, 1, 24'001}));
  // January 1970.
  EXPECT_EQ(lots[1].terms, (LotTerms{0, 1, 1970 * 12}));
  EXPECT_EQ(System(Account::kImported), -30);
  EXPECT_EQ(WalletOf(1).earned, Amount());
}

TEST_F(ImportTest, ALotIsPlacedLikeAnyOther) {
  ASSERT_EQ(CodeOf(Import(1, 1, ImportWhat::kDeficit, 30)), kOk);
  const Outcome waits =
      Do(Import(2, 1, ImportWhat::kLot, 5).With(Activation(1'001)));
  EXPECT_EQ(waits.delta, 5);
  EXPECT_EQ(WalletOf(1).deficit, Amount(30));
  // A debt takes its part of what is too late as well.
  const Outcome late = Do(Import(3, 1, ImportWhat::kLot, 40)
                              .With(Activation(100))
                              .With(Expiry(900)));
  EXPECT_EQ(late.delta, 30);
  EXPECT_EQ(WalletOf(1).expired, Amount(10));
  EXPECT_EQ(Lots(1), "1:5 pending [1001, never)");
}

TEST_F(ImportTest, ADebtIsTakenOfWhatIsAvailableFirst) {
  ASSERT_EQ(CodeOf(Import(1, 1, ImportWhat::kLot, 20)), kOk);
  ASSERT_EQ(CodeOf(Import(2, 1, ImportWhat::kLot, 9).With(Activation(5'000))),
            kOk);
  EXPECT_EQ(Do(Import(3, 1, ImportWhat::kDeficit, 50)).delta, -50);
  EXPECT_EQ(WalletOf(1).available, Amount());
  EXPECT_EQ(WalletOf(1).deficit, Amount(30));
  EXPECT_EQ(WalletOf(1).pending, Amount(9));
  EXPECT_EQ(System(Account::kImported), 21);
}

TEST_F(ImportTest, ATotalRisesAndNothingIsPosted) {
  const ImportWhat totals[] = {ImportWhat::kEarned, ImportWhat::kClawedBack,
                               ImportWhat::kRedeemed, ImportWhat::kRestored,
                               ImportWhat::kExpired};
  std::int64_t amount = 0;
  for (const ImportWhat what : totals) {
    amount += 11;
    const Outcome outcome =
        Do(Import(static_cast<std::uint64_t>(amount), 1, what, amount));
    EXPECT_EQ(outcome.code, kOk);
    EXPECT_EQ(outcome.unit, kPoints);
    EXPECT_EQ(outcome.delta, 0);
  }
  const Wallet wallet = WalletOf(1);
  EXPECT_EQ(wallet.earned, Amount(11));
  EXPECT_EQ(wallet.clawed_back, Amount(22));
  EXPECT_EQ(wallet.redeemed, Amount(33));
  EXPECT_EQ(wallet.restored, Amount(44));
  EXPECT_EQ(wallet.expired, Amount(55));
  EXPECT_TRUE(postings_.empty());
}

TEST_F(ImportTest, OpensAMemberUnderEitherPolicyUnlessRefused) {
  EXPECT_EQ(CodeOf(Import(1, 1, ImportWhat::kLot, 1).In(kMiles)), kUnitUnknown);
  EXPECT_EQ(shard_.members.size(), 0u);
  EXPECT_EQ(CodeOf(Import(2, 1, ImportWhat::kEarned, 0)), kOk);
  program_.enrol = EnrolPolicy::kFirstSight;
  EXPECT_EQ(CodeOf(Import(3, 2, ImportWhat::kDeficit, 0).In(kStars)), kOk);
  EXPECT_EQ(shard_.members.size(), 2u);
}

TEST_F(ImportTest, WhatItMovesMustHaveRoom) {
  using enum ImportWhat;
  ASSERT_EQ(CodeOf(Import(1, 1, kLot, kMost - 5)), kOk);
  EXPECT_EQ(CodeOf(Import(2, 1, kLot, 6)), kOverflow);
  // All that the wallet holds may come to expire beside it.
  EXPECT_EQ(CodeOf(Import(3, 1, ImportWhat::kExpired, 6)), kOverflow);
  EXPECT_EQ(CodeOf(Import(4, 1, ImportWhat::kExpired, 5)), kOk);
  EXPECT_EQ(CodeOf(Import(5, 1, ImportWhat::kDeficit, kMost)), kOk);
  EXPECT_EQ(WalletOf(1).deficit, Amount(5));
  EXPECT_EQ(CodeOf(Import(6, 1, ImportWhat::kDeficit, kMost)), kOverflow);
  std::uint64_t id = 10;
  for (const ImportWhat total :
       {ImportWhat::kEarned, ImportWhat::kClawedBack, ImportWhat::kRedeemed,
        ImportWhat::kRestored}) {
    EXPECT_EQ(CodeOf(Import(++id, 1, total, kMost)), kOk);
    EXPECT_EQ(CodeOf(Import(++id, 1, total, 1)), kOverflow);
  }
}

TEST_F(ImportTest, IsNoActivityButBeginsOne) {
  UsePolicy(InactiveAfter(500, SetOf(CommandKind::kRedeem)));
  ASSERT_EQ(CodeOf(Import(1, 1, ImportWhat::kLot, 10).With(Activation(1'200))),
            kOk);
  ASSERT_EQ(CodeOf(Import(2, 1, ImportWhat::kLot, 10).At(1'650)), kOk);
  EXPECT_EQ(Net(1), 20);
  ASSERT_EQ(CodeOf(Import(3, 1, ImportWhat::kEarned, 0).At(1'700)), kOk);
  EXPECT_EQ(Net(1), 0);
}

}  // namespace
}  // namespace kumbara
