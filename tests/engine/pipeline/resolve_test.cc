#include "engine/pipeline/resolve.h"

#include "gmock/gmock.h"
#include "tests/support/command_builder.h"
#include "tests/support/printers.h"
#include "tests/support/sim_ledger.h"

namespace kumbara {
namespace {

using ::testing::ElementsAre;
using enum ResultCode;

// Runs one frame through a new ledger.
std::vector<Outcome> Outcomes(const std::vector<TestCommand>& commands,
                              LedgerOptions options = TestOptions()) {
  SimJournal journal;
  SimLedger sim(journal, options, 1);
  const std::unique_ptr<Producer> producer = sim.ledger().NewProducer();
  return RunFrame(sim, *producer, FrameOf(commands));
}

TEST(ResolveTest, RepeatGetsTheFirstAnswerAndNetZero) {
  const std::vector<Outcome> outcomes = Outcomes(
      {Enroll(1, 1), Award(2, 1, 50), Redeem(3, 1, 20), Award(2, 1, 50),
       Redeem(4, 1, 99), Award(5, 1, 100), Redeem(4, 1, 99)});
  EXPECT_EQ(
      outcomes[3],
      (Outcome{.code = kExists, .unit = kPoints, .sequence = 2, .delta = 50}));
  // A late duplicate of a refused command stays refused.
  EXPECT_EQ(outcomes[6], (Outcome{.code = kExists,
                                  .first_code = kInsufficient,
                                  .unit = kPoints,
                                  .sequence = 5}));
}

TEST(ResolveTest, OtherContentUnderTheSameIdIsAConflict) {
  const TestCommand award = Award(2, 1, 50);
  TestCommand reason = award;
  reason.command.reason = kMistake;
  const std::vector<TestCommand> others = {
      Award(2, 1, 51),
      Award(2, 3, 50),  // Ids are compared over the whole ledger.
      award.At(1'001),
      award.In(kStars),
      reason,
      Redeem(2, 1, 50),
      Enroll(2, 1),
      award.With(Detail::OfCode(CodeKind::kFundingClass, kGoodwill)),
  };
  for (const TestCommand& other : others) {
    const std::vector<Outcome> outcomes =
        Outcomes({Enroll(1, 1), award, other, award});
    EXPECT_EQ(outcomes[2],
              (Outcome{.code = kExistsWithDifferentContent, .sequence = 3}));
    EXPECT_EQ(outcomes[3].code, kExists);
  }
}

TEST(ResolveTest, ContentHasTheLinesInTheirOrder) {
  const Line apples{.kind = LineKind::kItem, .sku = kApples, .amount = 60};
  const Line pears{.kind = LineKind::kItem, .sku = kPears, .amount = 40};
  const Line points{
      .kind = LineKind::kTender, .unit = kPoints, .quantity = 0, .amount = 5};
  const TestCommand purchase = Purchase(2, 1, 100);
  const TestCommand first = purchase.With(apples).With(pears).With(points);
  const auto pears_with = [&](const auto& change) {
    Line line = pears;
    change(&line);
    return purchase.With(apples).With(line).With(points);
  };
  Line miles = points;
  miles.unit = kMiles;
  const std::vector<TestCommand> others = {
      purchase,
      purchase.With(pears).With(apples).With(points),
      purchase.With(apples).With(pears),
      purchase.With(apples).With(pears).With(miles),
      pears_with([](Line* line) { line->sku = 0; }),
      pears_with([](Line* line) { line->kind = LineKind::kTax; }),
      pears_with([](Line* line) { line->quantity = 1; }),
  };
  for (const TestCommand& other : others) {
    const std::vector<Outcome> outcomes =
        Outcomes({Enroll(1, 1), first, other, first});
    EXPECT_EQ(outcomes[1].code, kOk);
    EXPECT_EQ(outcomes[2].code, kExistsWithDifferentContent);
    EXPECT_EQ(outcomes[3].code, kExists);
  }
}

TEST(ResolveTest, BesideAnAmountAQuantityOfZeroIsNoOtherContentThanNone) {
  Line apples{.kind = LineKind::kItem, .sku = kApples, .amount = 100};
  const TestCommand first = Purchase(2, 1, 100).With(apples);
  apples.quantity = 0;
  const TestCommand again = Purchase(2, 1, 100).With(apples);
  EXPECT_EQ(Outcomes({Enroll(1, 1), first, again})[2].code, kExists);
}

TEST(ResolveTest, NoAmountAndAnAmountOfZeroDiffer) {
  EXPECT_THAT(CodesOf(Outcomes({Enroll(1, 1), Purchase(2, 1, 0),
                                ReturnOf(3, 1, 2), ReturnOf(3, 1, 2, 0)})),
              ElementsAre(kOk, kOk, kOk, kExistsWithDifferentContent));
}

TEST(ResolveTest, StatesOfAReference) {
  EXPECT_THAT(CodesOf(Outcomes({
                  Enroll(1, 1),
                  Enroll(2, 2),
                  Purchase(3, 2, 500),
                  Award(4, 2, 5),
                  Purchase(5, 1, 500),
                  Purchase(6, 1, 500).In(kEur),
                  ReturnOf(10, 1, 77),  // Nobody's.
                  ReturnOf(11, 1, 4),   // Another kind, of another member.
                  ReturnOf(12, 1, 3),   // Another member's purchase.
                  ReturnOf(13, 1, 6),   // The member's own, but refused.
                  ReturnOf(14, 1, 15),  // Comes only later.
                  Purchase(15, 1, 100),
                  ReturnOf(16, 1, 5),
                  ReturnOf(17, 1, 5),
              })),
              ElementsAre(kOk, kOk, kOk, kOk, kOk, kWrongCurrency,
                          kReferenceNotFound, kReferenceWrongKind,
                          kReferenceOfOtherMember, kReferenceNotFound,
                          kReferenceNotFound, kOk, kOk, kAlreadyReversed));
}

TEST(ResolveTest, ReturnThatNamesAnOpenTransferIsCarriedToTheRoundsEnd) {
  const std::vector<Outcome> outcomes = Outcomes({
      Enroll(1, 1),
      Award(2, 1, 50),
      Enroll(3, 2),
      Transfer(4, 1, 2, 20),
      ReturnOf(5, 1, 4),  // The net behind the transfer, not that of now.
      ReturnOf(6, 3, 4),  // Not a member yet, but one at the round's end.
      Enroll(7, 3),
  });
  EXPECT_EQ(outcomes[4].code, kReferenceWrongKind);
  EXPECT_EQ(outcomes[4].net, 30);
  EXPECT_EQ(outcomes[5].code, kReferenceWrongKind);
}

TEST(ResolveTest, ACloseWaitsForTheTransfersOfItsMemberInItsRound) {
  SimJournal journal;
  SimLedger sim(journal, TestOptions(), 1);
  const std::unique_ptr<Producer> producer = sim.ledger().NewProducer();
  // What comes behind the close is answered as if it had not been.
  EXPECT_THAT(
      CodesOf(RunFrame(sim, *producer,
                       FrameOf({Enroll(1, 1), Enroll(2, 2), Award(3, 1, 50),
                                Transfer(4, 1, 9, 20), Close(5, 1),
                                Award(6, 1, 5), Close(7, 2), Award(8, 2, 5)}))),
      ElementsAre(kOk, kOk, kOk, kReceiverUnknown, kOk, kOk, kOk,
                  kMemberClosed));
  EXPECT_THAT(CodesOf(RunFrame(sim, *producer,
                               FrameOf({Enroll(11, 3), Award(12, 3, 5),
                                        Transfer(13, 3, 9, 6), Close(14, 3),
                                        Award(15, 3, 5)}))),
              ElementsAre(kOk, kOk, kInsufficient, kOk, kOk));
  // A transfer of the round before holds up nothing.
  EXPECT_THAT(
      CodesOf(RunFrame(sim, *producer,
                       FrameOf({Enroll(21, 4), Transfer(22, 4, 9, 0)}))),
      ElementsAre(kOk, kReceiverUnknown));
  EXPECT_THAT(CodesOf(RunFrame(sim, *producer,
                               FrameOf({Close(23, 4), Award(24, 4, 5)}))),
              ElementsAre(kOk, kMemberClosed));
}

TEST(ResolveTest, EveryFieldOfTheNewerKindsIsContent) {
  TestCommand other_cause = Donate(2, 1, 0);
  other_cause.details[0].code32 = kAuto;
  const std::pair<TestCommand, TestCommand> pairs[] = {
      {Donate(2, 1, 0), other_cause},
      {Happening(2, 1), Happening(2, 2)},
      {Extend(2, 1, 5'000), Extend(2, 1, 5'001)},
      {Extend(2, 1, 5'000),
       Extend(2, 1, 5'000).With(Detail::OfNumber(NumberKind::kLot, 1))},
      {Extend(2, 1, 5'000).With(Detail::OfNumber(NumberKind::kLot, 1)),
       Extend(2, 1, 5'000).With(Detail::OfNumber(NumberKind::kLot, 2))},
      {Close(2, 1), Close(2, 1, kForce)},
      {Close(2, 1), Close(2, 1, kPayOut)},
      {Set(2, 1, {AttributeChange::kPlan, {0, 0, 0, kGold}}),
       Set(2, 1, {AttributeChange::kPlan, {}})},
      {Set(2, 1, {AttributeChange::kSegmentSet, {}}),
       Set(2, 1, {AttributeChange::kPlan, {}})},
  };
  for (const auto& [first, other] : pairs) {
    EXPECT_EQ(Outcomes({Enroll(1, 1), first, other})[2].code,
              kExistsWithDifferentContent)
        << first.command.kind;
  }
}

TEST(ResolveTest, RepeatOfACarriedReturnGetsItsOneAnswer) {
  const std::vector<Outcome> outcomes = Outcomes({
      Enroll(1, 1),
      Award(2, 1, 50),
      Enroll(3, 2),
      Transfer(4, 1, 2, 20),
      ReturnOf(5, 1, 4),
      ReturnOf(5, 1, 4),
  });
  EXPECT_EQ(outcomes[5].code, kExists);
  EXPECT_EQ(outcomes[5].first_code, kReferenceWrongKind);
  EXPECT_EQ(outcomes[5].sequence, 5u);
}

TEST(ResolveTest, FirstCurrencyIsThatOfTheFirstBasketNotRefusedForItsTime) {
  LedgerOptions options = TestOptions();
  options.settings.max_ahead_micros = 0;
  EXPECT_THAT(
      CodesOf(Outcomes({Enroll(1, 1), Purchase(2, 1, 100).At(1'000'001),
                        Purchase(3, 9, 100).In(kEur), Purchase(4, 1, 100),
                        Purchase(5, 1, 100).In(kEur)},
                       options)),
      ElementsAre(kOk, kTimeInFuture, kMemberUnknown, kWrongCurrency, kOk));
}

TEST(ResolveTest, CommandAtTheLastAcceptedInstantIsNotInTheFuture) {
  LedgerOptions options = TestOptions();
  options.settings.max_ahead_micros = 500;
  EXPECT_THAT(
      CodesOf(Outcomes({Enroll(1, 1).At(1'000'500), Enroll(2, 2).At(1'000'501),
                        Tick(1'000'500), Tick(1'000'501)},
                       options)),
      ElementsAre(kOk, kTimeInFuture, kOk, kTimeInFuture));
}

TEST(ResolveTest, OnlyWhatIsCarriedOutMovesTheClockOfTheLedger) {
  LedgerOptions options = TestOptions();
  options.settings.max_ahead_micros = 0;
  SimJournal journal;
  SimLedger sim(journal, options, 1);
  const std::unique_ptr<Producer> producer = sim.ledger().NewProducer();
  const TestCommand too_early = Award(3, 1, 5).At(1'000'500);
  EXPECT_THAT(
      CodesOf(RunFrame(
          sim, *producer,
          FrameOf({Enroll(1, 1).At(1'000), Award(2, 1, 5).At(2'000),
                   Award(2, 1, 5).At(3'000), too_early, Tick(1'000'500)}))),
      ElementsAre(kOk, kOk, kExistsWithDifferentContent, kTimeInFuture,
                  kTimeInFuture));
  EXPECT_EQ(sim.ledger().clock(), Instant(2'000));
  // Its instant has come, but its answer is given.
  sim.clock().Set(2'000'000);
  const std::vector<Outcome> again =
      RunFrame(sim, *producer, FrameOf({too_early}));
  EXPECT_EQ(again[0].code, kExists);
  EXPECT_EQ(again[0].first_code, kTimeInFuture);
  EXPECT_EQ(sim.ledger().clock(), Instant(2'000));
  EXPECT_EQ(sim.Look(MemberOf(1)).clock, Instant(2'000));
}

// --- Where rounds end: a redemption of points just received shows it ---

struct RoundCase {
  const char* name;
  std::uint32_t round_commands;
  std::uint64_t round_bytes;
  std::vector<TestCommand> between;
  ResultCode spent;  // Of a redemption behind them.
};

class RoundTest : public ::testing::TestWithParam<RoundCase> {};

TEST_P(RoundTest, EndsWhereItShould) {
  LedgerOptions options = TestOptions(1, GetParam().round_commands);
  options.settings.round_bytes = GetParam().round_bytes;
  std::vector<TestCommand> commands = {Enroll(1, 1), Enroll(2, 2),
                                       Award(3, 1, 50), Transfer(4, 1, 2, 20)};
  commands.insert(commands.end(), GetParam().between.begin(),
                  GetParam().between.end());
  commands.push_back(Redeem(99, 2, 20));
  EXPECT_EQ(Outcomes(commands, options).back().code, GetParam().spent);
}

INSTANTIATE_TEST_SUITE_P(
    Rounds, RoundTest,
    ::testing::Values(
        RoundCase{"the_transfer_fills_it", 4, kRoundBytesMax, {}, kOk},
        RoundCase{"one_command_short", 5, kRoundBytesMax, {}, kInsufficient},
        RoundCase{"refused_ones_count", 5, kRoundBytesMax, {Enroll(5, 1)}, kOk},
        RoundCase{"repeats_do_not_count",
                  5,
                  kRoundBytesMax,
                  {Enroll(1, 1), Enroll(1, 1)},
                  kInsufficient},
        RoundCase{"conflicts_do_not_count",
                  5,
                  kRoundBytesMax,
                  {Enroll(1, 7)},
                  kInsufficient},
        RoundCase{
            "ticks_do_not_count", 5, kRoundBytesMax, {Tick(5)}, kInsufficient},
        RoundCase{"its_bytes_are_reached", 99, 4 * 64 + 32, {}, kOk},
        RoundCase{"one_byte_short", 99, 4 * 64 + 33, {}, kInsufficient},
        RoundCase{"of_one_command", 1, kRoundBytesMax, {}, kOk}),
    [](const auto& param) { return std::string(param.param.name); });

TEST(ResolveTest, RoundEndsWithAFrameThatLeavesNothingWaiting) {
  SimJournal journal;
  SimLedger sim(journal, TestOptions(), 1);
  const std::unique_ptr<Producer> producer = sim.ledger().NewProducer();
  RunFrame(sim, *producer,
           FrameOf({Enroll(1, 1), Enroll(2, 2), Award(3, 1, 9),
                    Transfer(4, 1, 2, 9)}));
  EXPECT_THAT(CodesOf(RunFrame(sim, *producer, FrameOf({Redeem(5, 2, 9)}))),
              ElementsAre(kOk));
}

}  // namespace
}  // namespace kumbara
