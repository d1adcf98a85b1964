#include "engine/apply/referral.h"

#include <map>
#include <string>

#include "engine/apply/settled_state.h"
#include "tests/engine/apply/apply_fixture.h"

namespace kumbara {
namespace {

using enum ResultCode;
using State = ReferralLink::State;

class ReferralTest : public ApplyFixture {
 protected:
  ReferralTest() {
    latest_ = Instant(100 * kDay);
    ReferralRules& rules = program_.referral.emplace();
    rules.unit = kPoints;
    rules.referrer = Amount(500);
    rules.referee = Amount(300);
    rules.when = ReferralEvent::kFirstPurchase;
    rules.funding_class = kPromotion;
    Open(kAda);
    Open(kBob);
  }

  ReferralRules& Rules() { return *program_.referral; }

  // Applies a command of a round that goes on.
  Outcome Then(const TestCommand& command) {
    const Outcome outcome = Do(command);
    answers_[sequence_] = outcome;
    return outcome;
  }
  // Ends the round; gives the answer to its last command.
  Outcome End() {
    while (!messages_.empty()) {
      Messages wave = std::exchange(messages_, {});
      for (Message& message : wave.list()) {
        message.outcome = &answers_.at(message.origin);
        Deliver(SemanticVersion::kOne, message, wave.SlicesOf(message),
                program_, sequence_, shard_, messages_);
      }
    }
    return answers_.at(sequence_);
  }
  Outcome Alone(const TestCommand& command) {
    Then(command);
    return End();
  }
  MemberDealings DealingsOf(std::uint64_t member) const {
    return shard_.DealingsOf(shard_.members.FindSlot(MemberOf(member)));
  }
  Instant ClockOf(std::uint64_t member) {
    return shard_.members.Find(MemberOf(member))->clock;
  }
  // The facts so far: "capped of 1: 500; unpaid of 2: 0; ".
  std::string Told() const {
    std::string text;
    for (const Fact& fact : facts_) {
      text += std::string(Name(fact.kind)) + " of " +
              std::to_string(fact.member.low) + ": " +
              std::to_string(fact.amount) + "; ";
    }
    return text;
  }
  Digest DigestNow() {
    CodeTable codes;
    InternTestCodes(codes);
    TextHashes hashes(codes);
    const Shard* shards[] = {&shard_};
    return SettledDigest(shards, program_, Instant::Least(), hashes);
  }

  static constexpr std::uint64_t kAda = 1;
  static constexpr std::uint64_t kBob = 2;
  std::map<Sequence, Outcome> answers_;
};

TEST_F(ReferralTest, AnswerIsTheReferrersAndHasNoUnit) {
  EXPECT_EQ(Then(Refer(1, kBob, kAda)).reserved, kOutcomeOpen);
  EXPECT_EQ(DealingsOf(kBob).link.state, State::kAsked);
  const Outcome answer = End();
  EXPECT_EQ(answer.code, kOk);
  EXPECT_EQ(answer.reserved, 0u);
  EXPECT_EQ(answer.unit, 0);
  EXPECT_EQ(DealingsOf(kBob).link.state, State::kStands);
  EXPECT_EQ(DealingsOf(kBob).link.referrer, MemberOf(kAda));
  EXPECT_EQ(DealingsOf(kAda).referees, 1u);
}

TEST_F(ReferralTest, RefusalsInOrder) {
  EXPECT_EQ(CodeOf(Refer(1, 9, kAda)), kMemberUnknown);
  EXPECT_EQ(Alone(Refer(2, kBob, 9)).code, kReceiverUnknown);
  EXPECT_EQ(DealingsOf(kBob), MemberDealings{});
  ASSERT_EQ(Alone(Refer(3, kBob, kAda)).code, kOk);
  EXPECT_EQ(CodeOf(Refer(4, kBob, kAda)), kLimitReached);
  EXPECT_EQ(Alone(Refer(5, kAda, kBob)).code, kReceiverRefused);
  Rules().when = ReferralEvent::kEnrolment;
  EXPECT_EQ(CodeOf(Refer(6, kBob, kAda)), kNotPermitted);
  program_.referral.reset();
  EXPECT_EQ(CodeOf(Refer(7, kBob, kAda)), kNotPermitted);
  EXPECT_EQ(CodeOf(Enroll(8, 3, kAda)), kNotPermitted);
  EXPECT_EQ(CodeOf(Enroll(9, kBob, kAda)), kMemberExists);
}

TEST_F(ReferralTest, ReferrerMovesItsClockOnlyIfItAccepts) {
  ASSERT_EQ(Alone(Refer(1, kBob, kAda).At(3 * kDay)).code, kOk);
  EXPECT_EQ(ClockOf(kAda), Instant(3 * kDay));
  EXPECT_EQ(Alone(Refer(2, kAda, kBob).At(4 * kDay)).code, kReceiverRefused);
  EXPECT_EQ(ClockOf(kBob), Instant(3 * kDay));
}

TEST_F(ReferralTest, OfTwoWhoSayItOfEachOtherInARoundTheFirstIsBelieved) {
  Then(Refer(1, kBob, kAda));
  Then(Refer(2, kAda, kBob));
  End();
  EXPECT_EQ(answers_.at(sequence_ - 1).code, kOk);
  EXPECT_EQ(answers_.at(sequence_).code, kReceiverRefused);
  EXPECT_EQ(DealingsOf(kAda).link, ReferralLink{});
}

TEST_F(ReferralTest, WhoHasBoughtCannotBeReferredAnyMore) {
  ASSERT_EQ(CodeOf(Purchase(1, kBob, 0)), kOk);
  ASSERT_EQ(Alone(Refer(2, kBob, 9)).code, kReceiverUnknown);
  ASSERT_EQ(CodeOf(Purchase(3, kBob, 1)), kOk);
  ASSERT_EQ(CodeOf(ReturnOf(4, kBob, 3)), kOk);
  EXPECT_EQ(CodeOf(Refer(5, kBob, kAda)), kNotPermitted);
  // What a member spent before says nothing of what it will.
  Rules().when = ReferralEvent::kSpend;
  Rules().at = Money(1);
  Open(3);
  ASSERT_EQ(CodeOf(Purchase(6, 3, 1'000)), kOk);
  EXPECT_EQ(Alone(Refer(7, 3, kAda)).code, kOk);
  EXPECT_EQ(DealingsOf(3).link.state, State::kStands);
}

TEST_F(ReferralTest, FirstPurchasePaysBothWithTheUnitsDates) {
  ASSERT_EQ(Alone(Refer(1, kBob, kAda)).code, kOk);
  program_.units[0].lots = ExpiresAfter(10 * kDay);
  const Outcome bought = Then(Purchase(2, kBob, 2'000).At(2 * kDay));
  EXPECT_EQ(bought.reserved, 0u);
  EXPECT_EQ(bought.delta, 320);
  EXPECT_EQ(WalletOf(kBob).earned, Amount(320));
  EXPECT_EQ(Net(kAda), 0);
  End();
  EXPECT_EQ(Net(kAda), 500);
  EXPECT_EQ(WalletOf(kAda).earned, Amount(500));
  EXPECT_EQ(ClockOf(kAda), Instant(2 * kDay));
  EXPECT_EQ(Lots(kAda), "1:500 [172800000000, 1036800000000)");
  EXPECT_EQ(Lots(kBob),
            "1:20 [172800000000, never)  "
            "2:300 [172800000000, 1036800000000)");
  EXPECT_TRUE(System(Account::kIssued, kPromotion) == -800);
  EXPECT_EQ(DealingsOf(kAda).paid.In(0), 1);
  // Once is all.
  EXPECT_EQ(Alone(Purchase(3, kBob, 2'000).At(2 * kDay)).delta, 20);
  EXPECT_EQ(Net(kAda), 500);
}

TEST_F(ReferralTest, MessagesArePostedUnderTheSequenceThatEndedTheRound) {
  ASSERT_EQ(Alone(Refer(1, kBob, kAda)).code, kOk);
  Then(Purchase(2, kBob, 2'000));
  const Sequence bought = sequence_;
  ASSERT_EQ(Then(Award(3, kBob, 1)).code, kOk);
  postings_.clear();
  End();
  ASSERT_EQ(postings_.size(), 2u);
  EXPECT_EQ(postings_[0].sequence, bought + 1);
  EXPECT_EQ(postings_[0].cause, bought);
  EXPECT_EQ(postings_[0].member, MemberOf(kAda));
}

TEST_F(ReferralTest, PurchaseBeforeTheReferrersAnswerPaysAtTheRoundsEnd) {
  Then(Refer(1, kBob, kAda).At(2 * kDay));
  EXPECT_EQ(Then(Purchase(2, kBob, 2'000).At(3 * kDay)).delta, 20);
  EXPECT_EQ(DealingsOf(kBob).link.event, CommandIdOf(2));
  End();
  EXPECT_EQ(Net(kBob), 320);
  EXPECT_EQ(Net(kAda), 500);
  // With the time of what asked.
  EXPECT_EQ(Lots(kAda), "1:500 [172800000000, never)");
  EXPECT_EQ(ClockOf(kAda), Instant(2 * kDay));
  EXPECT_EQ(Alone(ReturnOf(3, kBob, 2).At(3 * kDay)).delta, -320);
  EXPECT_EQ(Net(kAda), 0);
}

TEST_F(ReferralTest, RefusedLinkPaysNothingAndLeavesNothing) {
  Then(Refer(1, kBob, 9));
  Then(Purchase(2, kBob, 2'000));
  End();
  EXPECT_EQ(Net(kBob), 20);
  EXPECT_EQ(DealingsOf(kBob), MemberDealings{});
}

TEST_F(ReferralTest, EnrolmentIsOkWhateverTheReferrerSays) {
  Rules().when = ReferralEvent::kEnrolment;
  EXPECT_EQ(Then(Enroll(1, 3, kAda).At(2 * kDay)).reserved, 0u);
  Then(Enroll(2, 4, 9));
  End();
  EXPECT_EQ(Net(3), 300);
  EXPECT_EQ(Net(kAda), 500);
  EXPECT_EQ(Net(4), 0);
  EXPECT_EQ(DealingsOf(4), MemberDealings{});
  EXPECT_EQ(Told(), "unpaid of 4: 0; ");
  // It cannot be taken back.
  EXPECT_TRUE(shard_.referral_payments.empty());
}

TEST_F(ReferralTest, SpendIsWhatWasNotReturned) {
  Rules().when = ReferralEvent::kSpend;
  Rules().at = Money(5'000);
  ASSERT_EQ(CodeOf(Purchase(1, kBob, 900)), kOk);
  ASSERT_EQ(Alone(Refer(2, kBob, kAda)).code, kOk);
  ASSERT_EQ(CodeOf(Purchase(3, kBob, 4'999)), kOk);
  ASSERT_EQ(CodeOf(ReturnOf(4, kBob, 3, 1'000)), kOk);
  ASSERT_EQ(CodeOf(ReturnOf(5, kBob, 1)), kOk);
  ASSERT_EQ(CodeOf(Return(6, kBob, 99)), kOk);
  EXPECT_EQ(DealingsOf(kBob).link.spent, 3'000);
  ASSERT_EQ(CodeOf(Purchase(7, kBob, 1'999)), kOk);
  EXPECT_TRUE(messages_.empty());
  EXPECT_EQ(Alone(Purchase(8, kBob, 1)).delta, 300);
  EXPECT_EQ(Net(kAda), 500);
  // It is the crossing one that takes it back, not another one, nor a part.
  EXPECT_EQ(Alone(Reverse(9, kBob, 7)).delta, -19);
  EXPECT_EQ(Alone(Reverse(10, kBob, 8)).delta, -300);
  EXPECT_EQ(Net(kAda), 0);
}

TEST_F(ReferralTest, WholeReturnTakesBothBackForGood) {
  ASSERT_EQ(Alone(Refer(1, kBob, kAda)).code, kOk);
  Alone(Purchase(2, kBob, 2'000));
  ASSERT_EQ(CodeOf(Redeem(3, kAda, 100)), kOk);
  EXPECT_EQ(Alone(ReturnOf(4, kBob, 2, 1'999)).delta, -20);
  EXPECT_EQ(Net(kAda), 400);
  EXPECT_EQ(Alone(ReturnOf(5, kBob, 2, 1).At(3 * kDay)).delta, -300);
  EXPECT_EQ(Net(kAda), -100);
  EXPECT_EQ(WalletOf(kAda).clawed_back, Amount(500));
  EXPECT_EQ(ClockOf(kAda), Instant(3 * kDay));
  EXPECT_EQ(DealingsOf(kAda).paid.In(0), 0);
  EXPECT_EQ(Alone(Purchase(6, kBob, 2'000).At(3 * kDay)).delta, 20);
  EXPECT_TRUE(shard_.referral_payments.empty());
}

TEST_F(ReferralTest, WhatWasForgoneIsTold) {
  program_.returns.deficit = DeficitPolicy::kClamp;
  ASSERT_EQ(Alone(Refer(1, kBob, kAda)).code, kOk);
  Alone(Purchase(2, kBob, 2'000));
  ASSERT_EQ(CodeOf(Redeem(3, kAda, 100)), kOk);
  Alone(ReturnOf(4, kBob, 2));
  EXPECT_EQ(Net(kAda), 0);
  EXPECT_EQ(Told(), "forgone of 1: 100; ");
}

TEST_F(ReferralTest, KeptIsWhatAProgramKeeps) {
  Rules().keep = true;
  ASSERT_EQ(Alone(Refer(1, kBob, kAda)).code, kOk);
  Alone(Purchase(2, kBob, 2'000));
  EXPECT_EQ(Alone(ReturnOf(3, kBob, 2)).delta, -20);
  EXPECT_EQ(Net(kAda), 500);
  EXPECT_TRUE(shard_.referral_payments.empty());
}

TEST_F(ReferralTest, CapIsPerPeriodAndTheRefereeIsPaidAllTheSame) {
  Rules().cap = 1;
  Rules().per = Period::kDay;
  for (std::uint64_t referee = 3; referee <= 6; ++referee) {
    Open(referee);
    ASSERT_EQ(Alone(Refer(referee, referee, kAda)).code, kOk);
  }
  Alone(Purchase(13, 3, 100).At(2 * kDay));
  const Instant clock = ClockOf(kAda);
  EXPECT_EQ(Alone(Purchase(14, 4, 100).At(3 * kDay - 1)).delta, 301);
  EXPECT_EQ(Told(), "capped of 1: 500; ");
  EXPECT_EQ(ClockOf(kAda), clock);
  Alone(Purchase(15, 5, 100).At(3 * kDay));
  EXPECT_EQ(Net(kAda), 1'000);
  // What is taken back counts no more; what was not paid is not taken back.
  Alone(ReturnOf(16, 3, 13).At(3 * kDay));
  Alone(ReturnOf(17, 4, 14).At(3 * kDay));
  EXPECT_EQ(Net(kAda), 500);
  Alone(Purchase(18, 6, 100).At(2 * kDay));
  EXPECT_EQ(Net(kAda), 1'000);
}

TEST_F(ReferralTest, WhoIsClosedOrFullIsNotPaid) {
  Open(3);
  ASSERT_EQ(Alone(Refer(1, kBob, kAda)).code, kOk);
  ASSERT_EQ(Alone(Refer(2, 3, kAda)).code, kOk);
  ASSERT_EQ(CodeOf(Award(3, kAda, kMost - 499)), kOk);
  ASSERT_EQ(CodeOf(Award(4, kBob, kMost - 320)), kOk);
  EXPECT_EQ(Alone(Purchase(5, kBob, 2'100)).code, kOk);
  EXPECT_EQ(Net(kBob), kMost - 299);
  EXPECT_EQ(Told(), "unpaid of 2: 300; unpaid of 1: 500; ");
  ASSERT_EQ(CodeOf(Close(6, kAda)), kOk);
  facts_.clear();
  EXPECT_EQ(Alone(Purchase(7, 3, 100)).delta, 301);
  EXPECT_EQ(Told(), "unpaid of 1: 500; ");
  EXPECT_EQ(Alone(ReturnOf(8, 3, 7)).delta, -301);
}

TEST_F(ReferralTest, OneSideMayHaveNothing) {
  Rules().referrer = Amount();
  ASSERT_EQ(Alone(Refer(1, kBob, kAda)).code, kOk);
  Then(Purchase(2, kBob, 2'000));
  EXPECT_TRUE(messages_.empty());
  Rules().unit = kStars;
  Rules().referrer = Amount(7);
  Rules().referee = Amount();
  Open(3);
  ASSERT_EQ(Alone(Refer(3, 3, kAda)).code, kOk);
  Alone(Purchase(4, 3, 2'000));
  EXPECT_EQ(WalletOf(kAda, kStars).available, Amount(7));
  EXPECT_EQ(WalletOf(3, kStars).earned, Amount());
}

TEST_F(ReferralTest, RedeemsItselfInTheUnitOfTheReferral) {
  program_.units[1].spendable = true;
  Rules().unit = kStars;
  program_.auto_redeem.push_back(
      {kStars, true, Amount(300), Amount(300), false, kAuto});
  ASSERT_EQ(Alone(Refer(1, kBob, kAda)).code, kOk);
  Alone(Purchase(2, kBob, 100));
  EXPECT_EQ(WalletOf(kBob, kStars).redeemed, Amount(300));
  EXPECT_EQ(WalletOf(kAda, kStars).available, Amount(200));
}

TEST_F(ReferralTest, AllOfItIsState) {
  Digest before = DigestNow();
  const auto changed = [&] {
    const Digest now = DigestNow();
    const bool differs = !(now == before);
    before = now;
    return differs;
  };
  ASSERT_EQ(Alone(Refer(1, kBob, kAda)).code, kOk);
  EXPECT_TRUE(changed());
  const Slot bob = shard_.members.FindSlot(MemberOf(kBob));
  MemberDealings dealings = DealingsOf(kBob);
  dealings.link.spent = 1;
  shard_.KeepDealings(bob, dealings);
  EXPECT_TRUE(changed());
  shard_.members.At(bob).has_bought = 1;
  EXPECT_TRUE(changed());
  dealings.paid.Add(3, 1);
  shard_.KeepDealings(bob, dealings);
  EXPECT_TRUE(changed());
  shard_.referral_payments[{CommandIdOf(7), ReferralSide::kReferee}].member =
      bob;
  EXPECT_TRUE(changed());
  // Only to tell who came first in a round.
  dealings.link.asked_under = 77;
  shard_.KeepDealings(bob, dealings);
  EXPECT_FALSE(changed());
}

}  // namespace
}  // namespace kumbara
