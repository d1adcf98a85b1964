// The end of a member, and attributes, which go with it.

#include "engine/apply/settle.h"
#include "tests/engine/apply/apply_fixture.h"

namespace kumbara {
namespace {

using enum ResultCode;

class CloseTest : public ApplyFixture {
 protected:
  AttributeChange Everything() const {
    return {AttributeChange::kFieldsAll, {2, 29, 0x8000'0000'0000'0009, kGold}};
  }
  MemberProfile ProfileOf(std::uint64_t member) {
    return ViewOf(RefOf(shard_, shard_.members.FindSlot(MemberOf(member))))
        .profile;
  }
};

TEST_F(CloseTest, EmptiesEveryWalletAndKeepsItsTotals) {
  Open(1);
  UsePolicy(WaitsFor(5'000));
  ASSERT_EQ(CodeOf(Award(1, 1, 10)), kOk);
  UsePolicy({});
  ASSERT_EQ(CodeOf(Award(2, 1, 20)), kOk);
  ASSERT_EQ(CodeOf(Redeem(3, 1, 5)), kOk);
  ASSERT_EQ(CodeOf(Award(4, 1, 7).In(kStars)), kOk);
  const Outcome outcome = Do(Close(5, 1).At(2'000));
  EXPECT_EQ(outcome.code, kOk);
  EXPECT_EQ(outcome.unit, 0);
  EXPECT_EQ(outcome.delta, 0);
  EXPECT_EQ(Lots(1), "");
  EXPECT_EQ(Net(1), 0);
  EXPECT_EQ(WalletOf(1).earned, Amount(30));
  EXPECT_EQ(WalletOf(1).redeemed, Amount(5));
  EXPECT_TRUE(System(Account::kForfeited) == 25);
  EXPECT_TRUE(System(Account::kForfeited, 0, kStars) == 7);
  EXPECT_EQ(ProfileOf(1).closed_at, Instant(2'000));
}

TEST_F(CloseTest, AnOpenHoldIsVoidedByForceAlone) {
  Open(1);
  UsePolicy(ExpiresAfter(5'000));
  ASSERT_EQ(CodeOf(Award(1, 1, 10)), kOk);
  UsePolicy({});
  ASSERT_EQ(CodeOf(Award(2, 1, 20)), kOk);
  ASSERT_EQ(CodeOf(Hold(3, 1, 25, 90'000)), kOk);
  EXPECT_EQ(CodeOf(Close(4, 1).At(8'000)), kNotPermitted);
  EXPECT_EQ(WalletOf(1).held, Amount(25));
  ASSERT_EQ(CodeOf(Close(5, 1, kForce | kPayOut).At(8'000)), kOk);
  EXPECT_EQ(WalletOf(1).held, Amount(0));
  // Ten of the points held have expired meanwhile.
  EXPECT_EQ(WalletOf(1).expired, Amount(10));
  EXPECT_TRUE(System(Account::kPaidOut) == 20);
  EXPECT_TRUE(System(Account::kForfeited) == 0);
}

TEST_F(CloseTest, PaysOutWhatIsAvailableAndSpendable) {
  Open(1);
  UsePolicy(WaitsFor(5'000));
  ASSERT_EQ(CodeOf(Award(1, 1, 10)), kOk);
  UsePolicy({});
  ASSERT_EQ(CodeOf(Award(2, 1, 20)), kOk);
  ASSERT_EQ(CodeOf(Award(3, 1, 7).In(kStars)), kOk);
  ASSERT_EQ(CodeOf(Close(4, 1, kPayOut)), kOk);
  EXPECT_TRUE(System(Account::kPaidOut) == 20);
  EXPECT_TRUE(System(Account::kForfeited) == 10);
  EXPECT_TRUE(System(Account::kPaidOut, 0, kStars) == 0);
  EXPECT_TRUE(System(Account::kForfeited, 0, kStars) == 7);
}

TEST_F(CloseTest, WritesOffWhatIsOwed) {
  Open(1);
  ASSERT_EQ(CodeOf(Adjust(1, 1, -9)), kOk);
  ASSERT_EQ(CodeOf(Close(2, 1)), kOk);
  EXPECT_EQ(WalletOf(1).deficit, Amount());
  EXPECT_TRUE(System(Account::kWrittenOff) == -9);
}

TEST_F(CloseTest, EverythingAfterwardsIsRefusedAndTellsNothing) {
  EXPECT_EQ(CodeOf(Close(1, 1)), kMemberUnknown);
  Open(1);
  Open(2);
  ASSERT_EQ(CodeOf(Award(2, 2, 10)), kOk);
  ASSERT_EQ(CodeOf(Close(3, 1)), kOk);
  const TestCommand commands[] = {
      Enroll(10, 1),         Purchase(11, 1, 500),
      Return(12, 1, 500),    Award(13, 1, 5),
      Redeem(14, 1, 5),      Adjust(15, 1, 5),
      Donate(16, 1, 5),      Happening(17, 1),
      Transfer(18, 1, 2, 0), Set(19, 1, Everything()),
      Close(20, 1),          Award(21, 1, 5).In(kMiles)};
  for (const TestCommand& command : commands) {
    const Outcome outcome = Do(command.At(3'000));
    EXPECT_EQ(outcome.code, kMemberClosed) << command.command.kind;
    EXPECT_EQ(outcome.unit, 0) << command.command.kind;
  }
  EXPECT_EQ(shard_.members.Find(MemberOf(1))->clock, Instant(3'000));
  EXPECT_EQ(CodeOf(Award(22, 1, 5).At(2'000'000)), kTimeInFuture);
}

TEST_F(CloseTest, AGiftToAClosedMemberIsRefused) {
  Open(1);
  Open(2);
  ASSERT_EQ(CodeOf(Award(1, 1, 10)), kOk);
  std::vector<Outcome> outcomes = {Do(Transfer(2, 1, 2, 4).At(5'000))};
  ASSERT_EQ(CodeOf(Close(3, 2)), kOk);
  EndRound(&outcomes);
  EXPECT_EQ(outcomes[0].code, kReceiverClosed);
  EXPECT_EQ(outcomes[0].net, 10);
  EXPECT_EQ(shard_.members.Find(MemberOf(2))->clock, Instant(1'000));
}

TEST_F(CloseTest, NothingFallsDueAnyMore) {
  Open(1);
  UsePolicy(ExpiresAfter(5'000));
  ASSERT_EQ(CodeOf(Award(1, 1, 10)), kOk);
  ASSERT_EQ(CodeOf(Close(2, 1)), kOk);
  ASSERT_EQ(TickTo(100'000'000), kOk);
  SettleDue(program_, shard_, 10);
  EXPECT_EQ(WalletOf(1).expired, Amount());
}

TEST_F(CloseTest, AttributesAreReplacedFieldByFieldAndCleared) {
  ASSERT_EQ(CodeOf(Set(1, 1, Everything())), kMemberUnknown);
  ASSERT_EQ(CodeOf(Enroll(2, 1).With(Everything().ToDetail())), kOk);
  EXPECT_EQ(ProfileOf(1).attributes, Everything().values);
  ASSERT_EQ(CodeOf(Set(3, 1, {AttributeChange::kSegmentSet, {0, 0, 4, 0}})),
            kOk);
  EXPECT_EQ(ProfileOf(1).attributes, (Attributes{2, 29, 4, kGold}));
  ASSERT_EQ(CodeOf(Set(4, 1, {AttributeChange::kFieldsAll, {}})), kOk);
  EXPECT_EQ(ProfileOf(1).attributes, Attributes{});
  latest_ = Instant::Greatest();
  // Who has none, and had none of late, costs nothing.
  ASSERT_EQ(
      CodeOf(Set(5, 1, {AttributeChange::kFieldsAll, {}}).At(2 * 366 * kDay)),
      kOk);
  EXPECT_TRUE(ProfileOf(1).empty());
  EXPECT_TRUE(shard_.profiles.empty());
}

TEST_F(CloseTest, TheDigestHoldsAttributesByTextAndTheEnd) {
  Open(1);
  const Digest plain = DigestAt(5'000);
  ASSERT_EQ(CodeOf(Set(1, 1, Everything())), kOk);
  const Digest gold = DigestAt(5'000);
  EXPECT_NE(gold, plain);
  AttributeChange other = Everything();
  other.values.plan = codes_.Intern(CodeSpace::kPlan, "silver");
  ASSERT_EQ(CodeOf(Set(2, 1, other)), kOk);
  EXPECT_NE(DigestAt(5'000), gold);
  ASSERT_EQ(CodeOf(Set(3, 1, {AttributeChange::kFieldsAll, {}})), kOk);
  EXPECT_EQ(DigestAt(5'000), plain);
  ASSERT_EQ(CodeOf(Set(4, 1, Everything())), kOk);
  ASSERT_EQ(CodeOf(Close(5, 1)), kOk);
  const Digest closed = DigestAt(5'000);
  EXPECT_NE(closed, plain);
  EXPECT_EQ(ProfileOf(1).attributes, Attributes{});
}

// A copy that is settled for a reader shows them like the member itself.
TEST_F(CloseTest, ACopyHasTheProfileToo) {
  Open(1);
  UsePolicy(ExpiresAfter(5'000));
  ASSERT_EQ(CodeOf(Award(1, 1, 10)), kOk);
  ASSERT_EQ(CodeOf(Set(2, 1, Everything())), kOk);
  SettledCopy copy(program_);
  const MemberRef ref = copy.At(Instant(100'000'000), shard_, 0);
  EXPECT_NE(&ref.member, &shard_.members.At(0));
  EXPECT_EQ(ref.profile.attributes, Everything().values);
}

TEST_F(CloseTest, SequencesHave56Bits) {
  Member member;
  member.is_closed = 1;
  member.NoteSequence(kSequenceMax);
  EXPECT_EQ(member.last_sequence, kSequenceMax);
  EXPECT_EQ(member.is_closed, 1u);
  EXPECT_EQ(member.has_profile, 0u);
}

}  // namespace
}  // namespace kumbara
