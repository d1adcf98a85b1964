#include "engine/apply/linked_run.h"

#include "engine/apply/remembered_lots.h"
#include "engine/apply/settled_state.h"
#include "engine/member/state_digest.h"
#include "tests/engine/apply/apply_fixture.h"
#include "tests/support/random_history.h"

namespace kumbara {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using enum ResultCode;

class LinkedRunTest : public ApplyFixture {
 public:
  std::vector<Outcome> Run(const std::vector<TestCommand>& commands,
                           bool must_fail = false) {
    std::vector<Outcome> outcomes(commands.size());
    std::vector<LinkedCommand> run;
    for (std::size_t i = 0; i < commands.size(); ++i) {
      run.push_back({NextInput(commands[i], ReferenceOf(commands[i])), kOk,
                     false, &outcomes[i]});
    }
    runs_.Apply(SemanticVersion::kOne, run, must_fail, shard_);
    return outcomes;
  }
  std::vector<ResultCode> Codes(const std::vector<TestCommand>& commands,
                                bool must_fail = false) {
    std::vector<ResultCode> codes;
    for (const Outcome& outcome : Run(commands, must_fail)) {
      codes.push_back(outcome.code);
    }
    return codes;
  }
  // Of all there is, records included.
  Digest State() {
    TextHashes hashes(codes_);
    const Shard* shard = &shard_;
    return SettledDigest({&shard, 1}, program_, Instant(1'000'000), hashes);
  }
  LinkedRuns runs_{program_};
};

// The same without runs.
class OneByOne : public LinkedRunTest {
 public:
  using ApplyFixture::Do;
  using ApplyFixture::Open;
  using ApplyFixture::postings_;
  using ApplyFixture::UsePolicy;

 private:
  void TestBody() override {}
};

TEST_F(LinkedRunTest, OneThatSucceedsIsItsCommandsOneByOne) {
  UsePolicy(ExpiresAfter(5'000));
  const std::vector<TestCommand> commands = {
      Award(1, 1, 30),
      Hold(2, 1, 20, 4'000),
      Capture(3, 1, 2, 5),
      Purchase(4, 1, 900),
      ReturnOf(5, 1, 4, 300),
      Adjust(6, 1, -40),
      Import(7, 1, ImportWhat::kLot, 4),
      Close(8, 1),
  };
  Open(1);
  const std::vector<Outcome> together = Run(commands);
  EXPECT_THAT(postings_, ::testing::SizeIs(::testing::Gt(20u)));

  OneByOne other;
  other.UsePolicy(ExpiresAfter(5'000));
  other.Open(1);
  for (std::size_t i = 0; i < commands.size(); ++i) {
    const Outcome outcome = other.Do(commands[i]);
    EXPECT_EQ(outcome.code, kOk);
    EXPECT_EQ(together[i], outcome);
  }
  EXPECT_EQ(State(), other.State());
  EXPECT_TRUE(postings_ == other.postings_);
}

TEST_F(LinkedRunTest, NothingIsLeftOfOneThatFails) {
  Open(1);
  ASSERT_EQ(CodeOf(Award(1, 1, 30)), kOk);
  ASSERT_EQ(CodeOf(Hold(2, 1, 10, 90'000)), kOk);
  ASSERT_EQ(CodeOf(Purchase(3, 1, 900)), kOk);
  const Digest before = State();
  const std::uint32_t records = shard_.records.size();
  postings_.clear();
  EXPECT_THAT(
      Codes({Redeem(4, 1, 5), Capture(5, 1, 2, 4), ReturnOf(6, 1, 3),
             Set(7, 1, {AttributeChange::kSegmentSet, {0, 0, 9, 0}}),
             Hold(8, 1, 3, 5'000), Close(9, 1, kForce), Award(10, 1, 1)}),
      ElementsAre(kLinkedFailed, kLinkedFailed, kLinkedFailed, kLinkedFailed,
                  kLinkedFailed, kLinkedFailed, kMemberClosed));
  EXPECT_EQ(State(), before);
  EXPECT_EQ(shard_.records.size(), records);
  EXPECT_THAT(postings_, IsEmpty());
  EXPECT_EQ(CodeOf(Capture(11, 1, 2, 4)), kOk);
}

TEST_F(LinkedRunTest, OneThatIsKnownToFailTellsOfAnEarlierFailure) {
  Open(1);
  EXPECT_THAT(Codes({Award(1, 1, 3), Redeem(2, 1, 4)}, true),
              ElementsAre(kLinkedFailed, kInsufficient));
  EXPECT_THAT(Codes({Award(3, 1, 3), Redeem(4, 1, 3)}, true),
              ElementsAre(kLinkedFailed, kLinkedFailed));
  EXPECT_EQ(Net(1), 0);
}

TEST_F(LinkedRunTest, EachOfOneThatFailsMovesTheClock) {
  UsePolicy(ExpiresAfter(1'000));
  Open(1);
  ASSERT_EQ(CodeOf(Award(1, 1, 30)), kOk);
  const std::vector<Outcome> outcomes =
      Run({Award(2, 1, 1).At(1'500), Redeem(3, 1, 40).At(1'600),
           Award(4, 1, 1).At(2'500)});
  EXPECT_EQ(outcomes[0].net, 30);
  EXPECT_EQ(outcomes[1].net, 30);
  EXPECT_EQ(outcomes[2].net, 0);
  EXPECT_EQ(shard_.members.Find(MemberOf(1))->clock, Instant(2'500));
  EXPECT_EQ(postings_.back().sequence, outcomes[2].sequence);
  EXPECT_EQ(WalletOf(1).expired, Amount(30));
}

TEST_F(LinkedRunTest, OneInTheFutureFailsAndMovesNoClock) {
  Open(1);
  const std::int64_t future = latest_.micros() + 1;
  EXPECT_THAT(Codes({Award(1, 1, 1), Award(2, 1, 1).At(future),
                     Award(3, 1, 1).At(future)}),
              ElementsAre(kLinkedFailed, kTimeInFuture, kTimeInFuture));
  EXPECT_EQ(shard_.members.Find(MemberOf(1))->clock, Instant(1'000));
}

TEST_F(LinkedRunTest, OneThatIsTooLateKeepsItsCode) {
  program_.oldest = Duration{.count = 500};
  Open(1);
  EXPECT_THAT(Codes({Award(1, 1, 1).At(2'000), Award(2, 1, 1).At(1'499),
                     Award(3, 1, 1).At(2'100), Award(4, 1, 1).At(1'600),
                     Award(5, 1, 1).At(1'599)}),
              ElementsAre(kLinkedFailed, kTooLate, kLinkedFailed, kLinkedFailed,
                          kTooLate));
  EXPECT_EQ(shard_.members.Find(MemberOf(1))->clock, Instant(2'100));
}

TEST_F(LinkedRunTest, AMemberIsOpenedByOneThatSucceeds) {
  program_.enrol = EnrolPolicy::kFirstSight;
  EXPECT_THAT(Codes({Award(1, 1, 3), Redeem(2, 1, 4)}),
              ElementsAre(kLinkedFailed, kInsufficient));
  EXPECT_EQ(shard_.members.size(), 0u);
  EXPECT_THAT(Codes({Award(3, 1, 3), Redeem(4, 1, 3)}), ElementsAre(kOk, kOk));
  EXPECT_EQ(shard_.members.size(), 1u);
}

TEST_F(LinkedRunTest, OfARecordOfSomebodyElseNothingIsTaken) {
  Open(1);
  Open(2);
  ASSERT_EQ(CodeOf(Purchase(1, 2, 900)), kOk);
  EXPECT_THAT(Codes({Award(2, 1, 3), ReturnOf(3, 1, 1)}),
              ElementsAre(kLinkedFailed, kReferenceOfOtherMember));
}

// A copy that forgot anything would try a run on another member than it is.
class MemberCopyTest : public LinkedRunTest {
 public:
  // How often a member that was copied had these.
  struct Seen {
    std::size_t holds = 0;
    std::size_t rewards = 0;
  };
  // Copies the member of each command of a history behind it.
  void CopyAfterEach(std::uint64_t seed, Seen* seen);

 private:
  // A round for each command.
  void Settle() {
    std::vector<Outcome> outcomes(messages_.size());
    EndRound(&outcomes);
  }
  void TestBody() override {}
};

void MemberCopyTest::CopyAfterEach(std::uint64_t seed, Seen* seen) {
  std::mt19937_64 random(seed);
  DrawLots(random, 10'000, &program_);
  DrawRules(random, &program_);
  DrawGifts(random, &program_);
  DrawRewards(random, &program_);
  DrawTiers(random, &program_);
  MemberCopy copy(program_);
  TextHashes hashes(codes_);
  for (const ClientCommand& one : RandomHistory(random, 900)) {
    const TestCommand& command = one.command;
    const CommandKind kind = command.command.kind;
    if (!IsCounted(kind)) {
      static_cast<void>(TickTo(command.command.occurred_at));
      continue;
    }
    if (done_.contains(command.command.id) ||
        (kMessageKinds & SetOf(kind)) != 0) {
      continue;
    }
    static_cast<void>(Do(command));
    Settle();
    const Slot slot = shard_.members.FindSlot(command.command.member);
    if (slot == kNoSlot) continue;
    const MemberRef original = RefOf(shard_, slot);
    copy.Take(shard_, slot);
    const MemberRef copied = RefOf(copy.shard(), MemberCopy::kSlot);
    const Instant clock = original.member.clock;
    EXPECT_EQ(DigestOf(copied, hashes), DigestOf(original, hashes)) << kind;
    EXPECT_EQ(DigestOfRemembered(clock, copied, program_, hashes),
              DigestOfRemembered(clock, original, program_, hashes));
    EXPECT_TRUE(ViewOf(copied).holds == ViewOf(original).holds);
    const auto had = RewardsHadBy(shard_, slot);
    EXPECT_TRUE(RewardsHadBy(copy.shard(), MemberCopy::kSlot) == had);
    seen->holds += ViewOf(copied).holds.empty() ? 0 : 1;
    seen->rewards += had.empty() ? 0 : 1;
  }
  // And of records there is a copy of each.
  copy.Take(shard_, 0);
  for (Slot slot = 0; slot < shard_.records.size(); ++slot) {
    const CommandId id = shard_.records.At(slot).id;
    const Slot copied = copy.TakeRecord(shard_, id, id_slots_.at(id));
    EXPECT_EQ(copy.shard().records.Find(id, copied), copied);
  }
  EXPECT_EQ(copy.shard().records.size(), shard_.records.size());
  EXPECT_EQ(DigestOf(copy.shard().records, hashes),
            DigestOf(shard_.records, hashes));
}

TEST(MemberCopiesTest, AreTheMembersWithTheirRecords) {
  MemberCopyTest::Seen seen;
  for (std::uint64_t seed = 1; seed <= 12; ++seed) {
    SCOPED_TRACE(seed);
    MemberCopyTest().CopyAfterEach(seed, &seen);
  }
  EXPECT_GT(seen.holds, 30u);
  EXPECT_GT(seen.rewards, 30u);
}

}  // namespace
}  // namespace kumbara
