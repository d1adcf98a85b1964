#include "engine/pipeline/outcome_log.h"

#include <vector>

#include "gmock/gmock.h"
#include "tests/support/memory_state.h"
#include "tests/support/printers.h"
#include "tests/support/test_program.h"

namespace kumbara {
namespace {

Outcome Final(Sequence sequence, std::int64_t delta) {
  return {.unit = kPoints, .sequence = sequence, .delta = delta};
}
Outcome Open() { return {.reserved = 1}; }

class OutcomeLogTest : public ::testing::Test {
 protected:
  OutcomeLogTest() { InternTestCodes(codes_); }

  void Add(OutcomeLog& log, Sequence first, std::vector<Outcome> outcomes) {
    log.Add(first, outcomes);
  }
  void SaveAndLoad(OutcomeLog& saved, OutcomeLog& loaded) {
    std::vector<std::byte> bytes;
    MemorySink sink(&bytes);
    StateWriter writer(sink);
    saved.Save(writer);
    MemorySource source(bytes);
    StateReader reader(source);
    loaded.Load(reader);
  }
  // The digest of n final outcomes of delta 1.
  Digest DigestOfFirst(Sequence n) {
    OutcomeLog log(codes_);
    for (Sequence s = 1; s <= n; ++s) Add(log, s, {Final(s, 1)});
    return log.digest();
  }

  CodeTable codes_;
  OutcomeLog log_{codes_};
};

TEST_F(OutcomeLogTest, OpenOutcomeHoldsTheDigestBackUntilItIsClosed) {
  Add(log_, 1, {Final(1, 1), Open(), Final(3, 1)});
  EXPECT_EQ(log_.sequence(), 1u);
  EXPECT_EQ(log_.digest(), DigestOfFirst(1));
  Add(log_, 4, {Final(4, 1), Open()});
  log_.Close(2, Final(2, 1));
  EXPECT_EQ(log_.sequence(), 4u);
  EXPECT_EQ(log_.digest(), DigestOfFirst(4));
  log_.Close(5, Final(5, 1));
  EXPECT_EQ(log_.digest(), DigestOfFirst(5));
}

TEST_F(OutcomeLogTest, OpenOnesMayCloseInAnyOrder) {
  Add(log_, 1, {Open(), Open(), Open()});
  log_.Close(3, Final(3, 1));
  log_.Close(2, Final(2, 1));
  EXPECT_EQ(log_.sequence(), 0u);
  log_.Close(1, Final(1, 1));
  EXPECT_EQ(log_.sequence(), 3u);
  EXPECT_EQ(log_.digest(), DigestOfFirst(3));
}

TEST_F(OutcomeLogTest, EveryFieldOfAnOutcomeCounts) {
  const Outcome same = Final(1, 1);
  std::vector<Outcome> others(6, same);
  others[0].code = ResultCode::kOverflow;
  others[1].first_code = ResultCode::kOverflow;
  others[2].unit = kStars;
  others[3].sequence = 7;
  others[4].delta = 2;
  others[5].net = 1;
  for (const Outcome& other : others) {
    OutcomeLog log(codes_);
    Add(log, 1, {other});
    EXPECT_NE(log.digest(), DigestOfFirst(1))
        << ::testing::PrintToString(other);
  }
}

TEST_F(OutcomeLogTest, ExpectationsThatHoldLeaveNoMismatch) {
  log_.Expect(0, Digest{});
  log_.Expect(0, Digest{});
  Add(log_, 1, {Final(1, 1), Final(2, 1)});
  EXPECT_EQ(log_.sequence(), 0u);  // No further than told.
  log_.Expect(1, DigestOfFirst(1));
  EXPECT_EQ(log_.sequence(), 1u);
  log_.Expect(3, DigestOfFirst(3));
  Add(log_, 3, {Final(3, 1), Final(4, 1)});
  EXPECT_EQ(log_.sequence(), 3u);
  log_.StopExpecting();
  EXPECT_TRUE(log_.mismatch().ok()) << log_.mismatch();
  EXPECT_EQ(log_.sequence(), 4u);
}

TEST_F(OutcomeLogTest, AnotherOutcomeIsAMismatchAtThatVerySequence) {
  log_.Expect(0, Digest{});
  log_.Expect(2, DigestOfFirst(2));
  Add(log_, 1, {Final(1, 1), Final(2, 5)});
  EXPECT_FALSE(log_.mismatch().ok());
  EXPECT_THAT(std::string(log_.mismatch().message()),
              ::testing::HasSubstr("sequence 2 differ"));
}

TEST_F(OutcomeLogTest, FinalOnceAndOpenNowIsAMismatch) {
  log_.Expect(2, DigestOfFirst(2));
  Add(log_, 1, {Final(1, 1), Open()});
  EXPECT_TRUE(log_.mismatch().ok());
  log_.StopExpecting();
  EXPECT_FALSE(log_.mismatch().ok());
}

TEST_F(OutcomeLogTest, ExpectationsThatFallAreAMismatch) {
  log_.Expect(3, DigestOfFirst(3));
  log_.Expect(2, DigestOfFirst(2));
  EXPECT_FALSE(log_.mismatch().ok());
}

TEST_F(OutcomeLogTest, BehindALoadedLogOneBeforeItHoldsItBackForTheNext) {
  Add(log_, 1, {Final(1, 1), Final(2, 1)});
  OutcomeLog loaded(codes_);
  SaveAndLoad(log_, loaded);
  // The writer was behind with answers when it began this batch, and the next.
  loaded.Expect(1, DigestOfFirst(1));
  Add(loaded, 3, {Final(3, 1), Final(4, 1)});
  EXPECT_EQ(loaded.sequence(), 2u);
  loaded.Expect(2, DigestOfFirst(2));
  Add(loaded, 5, {Final(5, 1)});
  EXPECT_EQ(loaded.sequence(), 2u);
  loaded.Expect(5, DigestOfFirst(5));
  loaded.StopExpecting();
  EXPECT_TRUE(loaded.mismatch().ok()) << loaded.mismatch();
  EXPECT_EQ(loaded.digest(), DigestOfFirst(5));
}

TEST_F(OutcomeLogTest, BehindALoadedLogAnotherOutcomeIsAMismatchToo) {
  Add(log_, 1, {Final(1, 1), Final(2, 1)});
  OutcomeLog loaded(codes_);
  SaveAndLoad(log_, loaded);
  loaded.Expect(1, DigestOfFirst(1));
  Add(loaded, 3, {Final(3, 7)});
  loaded.Expect(3, DigestOfFirst(3));
  EXPECT_FALSE(loaded.mismatch().ok());
}

TEST_F(OutcomeLogTest, GapsAndSecondAnswersEndTheProcess) {
  Add(log_, 1, {Final(1, 1), Open()});
  EXPECT_DEATH(Add(log_, 4, {Final(4, 1)}), "CHECK failed");
  EXPECT_DEATH(log_.Close(1, Final(1, 1)), "CHECK failed");
  EXPECT_DEATH(log_.Close(2, Open()), "CHECK failed");
}

}  // namespace
}  // namespace kumbara
