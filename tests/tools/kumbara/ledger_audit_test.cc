// Each invariant that can be broken in memory is broken in several ways, and
// named by its number; random histories of everything break none.

#include "tools/kumbara/ledger_audit.h"

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "engine/program/compiler.h"
#include "gmock/gmock.h"
#include "tests/support/printers.h"
#include "tests/support/random_history.h"
#include "tests/support/test_program.h"
#include "tests/tools/kumbara/audited_ledger.h"

namespace kumbara::tools {
namespace {

using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

std::vector<std::string> TextsOf(const LedgerAudit& audit) {
  std::vector<std::string> texts;
  for (const Violation& violation : audit.violations()) {
    texts.push_back(std::to_string(violation.invariant) + ": " +
                    violation.what);
  }
  return texts;
}

constexpr std::int64_t kLong = 5'000'000;

// What is awarded lasts a while, what is earned waits before it does.
LedgerOptions Options() {
  LedgerOptions options = TestOptions();
  options.program.enrol = EnrolPolicy::kFirstSight;
  options.program.units[kPoints - 1].lots = ExpiresAfter(kLong);
  options.program.earn->lots = WaitsFor(kLong / 2, ExpiresAfter(kLong));
  return options;
}

constexpr std::uint64_t kAnna = 1;  // Has a lot of 70, and holds 30 of it.
constexpr std::uint64_t kBen = 2;   // Owes 40.
constexpr std::uint64_t kCleo = 3;  // Waits for 20.
constexpr std::uint64_t kRefused = 6;

class LedgerAuditTest : public ::testing::Test {
 protected:
  LedgerAuditTest() : audited_(Options()) {
    audited_.Run({Award(1, kAnna, 100), Award(2, kBen, 40), Redeem(3, kBen, 40),
                  Return(4, kBen, 4'000), Hold(5, kAnna, 30, kLong),
                  Redeem(kRefused, kAnna, 1'000), Purchase(7, kCleo, 2'000)});
  }

  std::vector<std::string> Texts() { return TextsOf(audited_.audit()); }

  // What the audit finds once a state has been spoilt.
  std::vector<std::string> AtTheEnd() {
    audited_.audit().CheckEnd();
    return Texts();
  }
  // And what in the events of a frame that has been.
  std::vector<std::string> AfterFrame(std::initializer_list<TestCommand> frame,
                                      const AuditedLedger::Plant& plant) {
    audited_.Run(frame, plant);
    return Texts();
  }
  static AuditedLedger::Plant InPosting(
      Account account, const std::function<void(Posting&)>& change) {
    return [account, change](std::vector<Event>* events) {
      for (Event& event : *events) {
        auto* posting = std::get_if<Posting>(&event);
        if (posting == nullptr || posting->account != account) continue;
        return change(*posting);
      }
      FAIL() << "no posting of that account";
    };
  }

  AuditedLedger audited_;
};

TEST_F(LedgerAuditTest, FindsNothingWhereNothingIsWrong) {
  audited_.Run(FrameOf({Transfer(8, kAnna, kCleo, 10)}, kMoreFollows));
  EXPECT_THAT(AtTheEnd(), IsEmpty());
  EXPECT_EQ(audited_.audit().commands(), 8u);
  EXPECT_EQ(audited_.audit().members(), 3u);
  EXPECT_EQ(audited_.WalletAt(kAnna).held, Amount(40));  // An open round.
  EXPECT_EQ(audited_.WalletAt(kBen).deficit, Amount(40));
  EXPECT_EQ(audited_.WalletAt(kCleo).pending, Amount(20));
}

TEST_F(LedgerAuditTest, NamesMemberUnitAndSequence) {
  audited_.WalletAt(kAnna).available = Amount(71);
  audited_.audit().CheckEnd();
  const std::vector<Violation>& found = audited_.audit().violations();
  ASSERT_FALSE(found.empty());
  EXPECT_EQ(found[0].invariant, 2);
  EXPECT_EQ(found[0].member, MemberOf(kAnna));
  EXPECT_EQ(found[0].unit, kPoints);
  EXPECT_EQ(found[0].sequence, kRefused);
  ASSERT_TRUE(found[0].amounts);
  EXPECT_TRUE(found[0].amounts->found == 71);
  EXPECT_TRUE(found[0].amounts->expected == 70);
}

TEST_F(LedgerAuditTest, KeepsTheFirstOfEachInvariantMemberAndUnit) {
  audited_.WalletAt(kAnna).available = Amount(71);
  AtTheEnd();
  const std::size_t once = Texts().size();
  AtTheEnd();
  EXPECT_EQ(Texts().size(), once);
}

// --- 1: everything sums to zero ---

TEST_F(LedgerAuditTest, Finds1PointsFromNowhere) {
  audited_.WalletAt(kAnna).available += Amount(1);
  audited_.LotAt(kAnna).remaining += Amount(1);
  EXPECT_THAT(AtTheEnd(), Contains("1: the sum over all accounts is not zero"));
}

TEST_F(LedgerAuditTest, Finds1BalanceThatWasNotPosted) {
  // Shifted from the member to the account that it faces: the sum is right.
  audited_.WalletAt(kAnna).available -= Amount(1);
  audited_.LotAt(kAnna).remaining -= Amount(1);
  audited_.ShardOfMember(kAnna)
      .accounts[{Account::kIssued, kPoints, kGoodwill}] += 1;
  EXPECT_THAT(AtTheEnd(), Contains("1: available is not what was posted"));
}

TEST_F(LedgerAuditTest, Finds1LegThatIsMissing) {
  EXPECT_THAT(
      AfterFrame({Award(8, kAnna, 5)},
                 [](std::vector<Event>* events) { events->pop_back(); }),
      Contains("1: the postings do not sum to zero"));
}

TEST_F(LedgerAuditTest, Finds1LegOfAnotherAmount) {
  EXPECT_THAT(AfterFrame({Award(8, kAnna, 5)},
                         InPosting(Account::kIssued,
                                   [](Posting& leg) { leg.amount -= 1; })),
              Contains("1: the postings do not sum to zero"));
}

TEST_F(LedgerAuditTest, Finds1PostingOfAMemberThatDoesNotExist) {
  EXPECT_THAT(AfterFrame({Award(8, kAnna, 5)},
                         [](std::vector<Event>* events) {
                           for (Event& event : *events) {
                             std::get<Posting>(event).member = MemberOf(77);
                           }
                         }),
              Contains("1: postings of a member that does not exist"));
}

// --- 2: accounts are what lots and holds hold ---

TEST_F(LedgerAuditTest, Finds2LotThatLost) {
  audited_.LotAt(kAnna).remaining -= Amount(1);
  EXPECT_THAT(AtTheEnd(), Contains("2: available is not what its lots hold"));
}

TEST_F(LedgerAuditTest, Finds2PendingWithoutLots) {
  audited_.SideAt(kCleo).pending = LotList{};
  EXPECT_THAT(AtTheEnd(), Contains("2: pending is not what its lots hold"));
}

TEST_F(LedgerAuditTest, Finds2HoldThatIsNotListed) {
  audited_.SideAt(kAnna).holds = LotList{};
  EXPECT_THAT(AtTheEnd(),
              Contains("2: held is not what holds and messages under way "
                       "hold"));
}

TEST_F(LedgerAuditTest, Finds2HoldThatHasEnded) {
  CommandRecords& records = audited_.ShardOfMember(kAnna).records;
  for (Slot slot = 0; slot < records.size(); ++slot) {
    CommandRecord& record = records.At(slot);
    if (record.kind != CommandKind::kHold) continue;
    record.label = static_cast<std::uint32_t>(HoldState::kVoided);
  }
  EXPECT_THAT(AtTheEnd(), Contains("2: a hold that has ended is listed"));
}

TEST_F(LedgerAuditTest, Finds2TransferThatHoldsNothing) {
  audited_.Run(FrameOf({Transfer(8, kAnna, kCleo, 10)}, kMoreFollows));
  audited_.WalletAt(kAnna).held = Amount(30);
  audited_.WalletAt(kAnna).available += Amount(10);
  audited_.LotAt(kAnna).remaining += Amount(10);
  EXPECT_THAT(AtTheEnd(),
              Contains("2: held is not what holds and messages under way "
                       "hold"));
}

// --- 3: nothing is negative ---

TEST_F(LedgerAuditTest, Finds3NegativeBalanceInTheState) {
  audited_.WalletAt(kCleo).held = Amount(-1);
  EXPECT_THAT(AtTheEnd(), Contains("3: a balance is negative"));
}

TEST_F(LedgerAuditTest, Finds3NegativePending) {
  audited_.WalletAt(kCleo).pending = Amount(-20);
  EXPECT_THAT(AtTheEnd(), Contains("3: a balance is negative"));
}

TEST_F(LedgerAuditTest, Finds3DeficitBesideAvailable) {
  audited_.WalletAt(kAnna).deficit = Amount(1);
  EXPECT_THAT(AtTheEnd(), Contains("3: a deficit stands beside available"));
}

TEST_F(LedgerAuditTest, Finds3BalanceThatIsNegativeForOneSequence) {
  EXPECT_THAT(AfterFrame({Redeem(8, kAnna, 70), Award(9, kAnna, 10)},
                         InPosting(Account::kAvailable,
                                   [](Posting& leg) { leg.amount = -71; })),
              Contains("3: a balance is negative"));
}

TEST_F(LedgerAuditTest, Finds3CreditThatPassesADeficitBy) {
  EXPECT_THAT(AfterFrame({Award(8, kBen, 10)},
                         InPosting(Account::kDeficit,
                                   [](Posting& leg) {
                                     leg.account = Account::kAvailable;
                                   })),
              Contains("3: a deficit stands beside available"));
}

// --- 4: the equation, and nothing in transit ---

TEST_F(LedgerAuditTest, Finds4PointsInTransitInTheState) {
  audited_.ShardOfMember(kAnna).accounts[{Account::kInTransit, kPoints, 0}] =
      10;
  EXPECT_THAT(AtTheEnd(), Contains("4: units are in transit"));
}

TEST_F(LedgerAuditTest, Finds4PointsInTransitBehindASequence) {
  // The receiver's leg is missing.
  EXPECT_THAT(AfterFrame({Transfer(8, kAnna, kCleo, 10)},
                         [](std::vector<Event>* events) {
                           std::erase_if(*events, [](const Event& event) {
                             const auto& leg = std::get<Posting>(event);
                             return leg.account == Account::kInTransit &&
                                    leg.member == MemberOf(kCleo);
                           });
                         }),
              Contains("4: units are in transit"));
}

TEST_F(LedgerAuditTest, Finds4AccountThatIsNotWhatWasPosted) {
  // From one class to another: the sums are right.
  SystemBalances& accounts = audited_.ShardOfMember(kAnna).accounts;
  accounts[{Account::kIssued, kPoints, kGoodwill}] -= 7;
  accounts[{Account::kExpired, kPoints, 0}] += 7;
  EXPECT_THAT(AtTheEnd(), Contains("4: issued is not what was posted"));
}

TEST_F(LedgerAuditTest, Finds4MonthThatDoesNotClose) {
  // The issuer's leg stands in a later month than the member's: all else is
  // right.
  constexpr std::int64_t kSixWeeks = 42 * 86'400'000'000;
  audited_.Run({Award(8, kAnna, 5)},
               InPosting(Account::kIssued, [](Posting& leg) {
                 leg.at = Instant(leg.at.micros() + kSixWeeks);
               }));
  EXPECT_THAT(
      AtTheEnd(),
      ElementsAre("4: a month does not close with what its movements give"));
}

TEST_F(LedgerAuditTest, Finds4MembersThatHaveMoreThanTheMonthsGave) {
  audited_.WalletAt(kAnna).available += Amount(1);
  audited_.LotAt(kAnna).remaining += Amount(1);
  EXPECT_THAT(AtTheEnd(),
              Contains("4: the members do not have what the movements give"));
}

// --- 5: one answer per id ---

TEST_F(LedgerAuditTest, Finds5AnswerThatChanged) {
  audited_.AnswerAt(3).delta = -39;
  EXPECT_THAT(AtTheEnd(), Contains("5: an id has another answer than before"));
}

TEST_F(LedgerAuditTest, Finds5RefusalThatBecameAnAcceptance) {
  audited_.AnswerAt(kRefused).code = ResultCode::kOk;
  audited_.Run({Redeem(kRefused, kAnna, 1'000)});
  EXPECT_THAT(Texts(), Contains("5: an id has another answer than before"));
}

TEST_F(LedgerAuditTest, Finds5AnswerOfALaterCommand) {
  audited_.AnswerAt(3).first_sequence = 4;
  EXPECT_THAT(AtTheEnd(), Contains("5: an id has the answer of a command that "
                                   "is not its first"));
}

TEST_F(LedgerAuditTest, Finds5AnswerThatIsOpenAgain) {
  audited_.AnswerAt(1).state = IdState::kOpen;
  EXPECT_THAT(AtTheEnd(),
              Contains("5: an answer that was final is open again"));
}

TEST_F(LedgerAuditTest, Finds5IdThatIsLost) {
  audited_.audit().NoteCommand(8, Award(88, kAnna, 1).command);
  audited_.audit().CheckBatch({});
  EXPECT_THAT(Texts(), Contains("5: the ledger has lost an id"));
}

// --- 6: the same from the same ---

TEST_F(LedgerAuditTest, Finds6AnotherState) {
  LedgerDigests other = LedgerDigests::Of(audited_.ledger());
  other.state.low ^= 1;
  audited_.audit().CompareWith(other);
  EXPECT_THAT(Texts(), Contains("6: two derivations give different states"));
}

TEST_F(LedgerAuditTest, Finds6OtherAnswers) {
  LedgerDigests other = LedgerDigests::Of(audited_.ledger());
  other.outcomes.high ^= 1;
  audited_.audit().CompareWith(other);
  EXPECT_THAT(Texts(), Contains("6: two derivations give different answers"));
}

TEST_F(LedgerAuditTest, Finds6FewerAnswers) {
  LedgerDigests other = LedgerDigests::Of(audited_.ledger());
  --other.outcome_seq;
  audited_.audit().CompareWith(other);
  EXPECT_THAT(Texts(), Contains("6: two derivations give different answers"));
}

TEST_F(LedgerAuditTest, Finds6AnswersThatTheJournalDoesNotVouchFor) {
  Ledger& ledger = audited_.ledger();
  ledger.acknowledger().log().Expect(ledger.acknowledger().outcome_seq(),
                                     Digest{1, 2});
  audited_.audit().CheckOutcomes();
  ASSERT_EQ(audited_.audit().violations().size(), 1u);
  EXPECT_EQ(audited_.audit().violations()[0].invariant, 6);
  EXPECT_THAT(
      audited_.audit().violations()[0].what,
      ::testing::HasSubstr("differ from those the journal vouches for"));
}

TEST_F(LedgerAuditTest, AgreesWithItself) {
  audited_.audit().CheckOutcomes();
  audited_.audit().CompareWith(LedgerDigests::Of(audited_.ledger()));
  EXPECT_THAT(Texts(), IsEmpty());
}

// --- 9: of a lot no more than there is ---

TEST_F(LedgerAuditTest, Finds9LotOfWhichNothingRemains) {
  audited_.LotAt(kAnna).remaining = Amount();
  EXPECT_THAT(AtTheEnd(), Contains("9: a lot stands of which nothing remains"));
}

TEST_F(LedgerAuditTest, Finds9LotThatIsOverdrawn) {
  audited_.Run({Award(8, kAnna, 5)});
  EXPECT_THAT(AfterFrame({Redeem(9, kAnna, 60)},
                         InPosting(Account::kAvailable,
                                   [](Posting& leg) { leg.lot = 2; })),
              Contains("9: more was used of a lot than there was"));
}

TEST_F(LedgerAuditTest, Finds9LotThatGetsMoreBackThanItGave) {
  EXPECT_THAT(AfterFrame({Void(8, kAnna, 5)},
                         InPosting(Account::kAvailable,
                                   [](Posting& leg) { leg.amount = 31; })),
              Contains("9: more was given back to a lot than was used"));
}

TEST_F(LedgerAuditTest, KnowsALotUnderTheNamesItHasByMerges) {
  audited_.Run({Hold(8, kAnna, 20, kLong), Redeem(9, kAnna, 50),
                Award(10, kCleo, 1), Merge(11, kAnna, kCleo)});
  audited_.Run({Void(12, kCleo, 8), Merge(13, kCleo, kBen)});
  EXPECT_THAT(Texts(), IsEmpty());
  audited_.Run({Void(14, kBen, 5), Reverse(15, kAnna, 9)});
  EXPECT_THAT(AtTheEnd(), IsEmpty());
}

TEST_F(LedgerAuditTest, Finds9LotThatGetsMoreBackBehindAMerge) {
  audited_.Run({Hold(8, kAnna, 20, kLong), Merge(9, kAnna, kCleo)});
  audited_.Run({Void(10, kCleo, 5)});
  EXPECT_THAT(AfterFrame({Void(11, kCleo, 8)},
                         InPosting(Account::kAvailable,
                                   [](Posting& leg) { leg.amount = 21; })),
              Contains("9: more was given back to a lot than was used"));
}

// --- 10: nothing is usable at or after its expiry ---

TEST_F(LedgerAuditTest, Finds10LotThatStandsAtItsExpiry) {
  audited_.LotAt(kAnna).expiry = audited_.MemberAt(kAnna).clock;
  EXPECT_THAT(AtTheEnd(), Contains("10: a lot stands after its expiry"));
}

TEST_F(LedgerAuditTest, Finds10LotThatATickShouldHaveEnded) {
  // The due index is told a time that is too late.
  Wallet& wallet = audited_.WalletAt(kAnna);
  audited_.LotAt(kAnna).expiry = Instant(kLong / 4);
  wallet.due_listed = kNeverDue;
  audited_.ShardOfMember(kAnna).tick_clock = Instant(kLong / 3);
  EXPECT_THAT(AtTheEnd(), Contains("10: a lot stands after its expiry"));
}

TEST_F(LedgerAuditTest, Finds10PendingLotThatHasExpired) {
  Shard& shard = audited_.ShardOfMember(kCleo);
  LotLists(shard.lots, LotOrder::kByActivation)
      .Front(audited_.SideAt(kCleo).pending)
      .expiry = audited_.MemberAt(kCleo).clock;
  EXPECT_THAT(AtTheEnd(), Contains("10: a lot stands after its expiry"));
}

TEST_F(LedgerAuditTest, Finds10LotsThatOutliveInactivity) {
  audited_.SideAt(kAnna).inactive_at = audited_.MemberAt(kAnna).clock;
  EXPECT_THAT(AtTheEnd(),
              Contains("10: lots stand after an end by inactivity"));
}

// --- 11: a refusal has no effect ---

TEST_F(LedgerAuditTest, Finds11RefusalWithADelta) {
  AuditedLedger fresh(Options());
  fresh.Run({Award(1, kAnna, 5)});
  const IdAnswer refused{.delta = 1,
                         .first_sequence = 2,
                         .code = ResultCode::kInsufficient,
                         .state = IdState::kFinal};
  AnswerBook answers([&](const CommandId&) { return &refused; },
                     [](const Posting&) { return false; });
  std::vector<Violation> found;
  answers.NoteCommand(2, Redeem(9, kAnna, 1).command);
  answers.CheckBatch({}, [&](const Violation& one) { found.push_back(one); });
  ASSERT_EQ(found.size(), 1u);
  EXPECT_EQ(found[0].invariant, 11);
  EXPECT_EQ(found[0].member, MemberOf(kAnna));
  EXPECT_EQ(found[0].sequence, 2u);
}

TEST_F(LedgerAuditTest, Finds11RefusalThatIssued) {
  EXPECT_THAT(AfterFrame({Award(8, kAnna, 5), Redeem(9, kAnna, 1'000)},
                         InPosting(Account::kIssued,
                                   [](Posting& leg) { leg.cause = 9; })),
              Contains("11: a refused command posted"));
}

TEST_F(LedgerAuditTest, Finds11RefusalThatRedeemed) {
  EXPECT_THAT(AfterFrame({Redeem(8, kAnna, 5), Redeem(9, kAnna, 1'000)},
                         InPosting(Account::kRedeemed,
                                   [](Posting& leg) { leg.cause = 9; })),
              Contains("11: a refused command posted"));
}

// --- 13: no more is granted than there is ---

class CounterAuditTest : public ::testing::Test {
 protected:
  // A teapot of five is had, and 20 of a budget of 100 are granted.
  CounterAuditTest() : audited_(WithCounters()) {
    audited_.Run({Award(1, kAnna, 100), RedeemReward(2, kAnna, kTeapot),
                  Purchase(3, kAnna, 2'000)});
  }

  static LedgerOptions WithCounters() {
    LedgerOptions options = Options();
    AddReward(kTeapot, 10, &options.program).stock = 5;
    AddBudget(100, &options.program);
    options.program.message_kinds = MessageKindsOf(options.program);
    return options;
  }
  // What a counter has granted beside what it was asked.
  void Grant(const MemberId& counter, std::int64_t more) {
    const Ledger& ledger = audited_.ledger();
    const std::uint32_t shard = ShardOf(counter, ledger.settings().shards);
    const_cast<Shard&>(*ledger.shards()[shard]).granted.Add(counter, 0, more);
  }
  std::vector<std::string> AtTheEnd() {
    audited_.audit().CheckEnd();
    return TextsOf(audited_.audit());
  }

  AuditedLedger audited_;
};

TEST_F(CounterAuditTest, Leaves13WhereAllIsGranted) {
  const Program& program = audited_.ledger().program();
  Grant(program.rewards[0].counter, 4);
  Grant(program.budgets[0].counter, 80);
  EXPECT_THAT(AtTheEnd(), IsEmpty());
}

TEST_F(CounterAuditTest, Finds13StockThatIsOversold) {
  Grant(audited_.ledger().program().rewards[0].counter, 5);
  EXPECT_THAT(AtTheEnd(), Contains("13: more is granted of " +
                                   audited_.ledger().program().rewards[0].name +
                                   " than there is"));
}

TEST_F(CounterAuditTest, Finds13BudgetThatIsOverspent) {
  Grant(audited_.ledger().program().budgets[0].counter, 81);
  EXPECT_THAT(AtTheEnd(), Contains("13: more is granted of " +
                                   audited_.ledger().program().budgets[0].name +
                                   " than there is"));
}

TEST_F(CounterAuditTest, Finds2ClaimOfNoPurchase) {
  audited_.Run(FrameOf({Purchase(4, kAnna, 1'000)}, kMoreFollows));
  audited_.SideAt(kAnna).claimed = Amount();
  audited_.WalletAt(kAnna).pending -= Amount(10);
  EXPECT_THAT(AtTheEnd(), Contains("2: what is claimed is not what messages "
                                   "under way claim"));
}

// --- Nothing where nothing is planted ---

class RandomAuditTest : public ::testing::TestWithParam<std::uint64_t> {};

TEST_P(RandomAuditTest, HistoriesOfEverythingBreakNothing) {
  std::mt19937_64 random(GetParam());
  LedgerOptions options = TestOptions(1 + GetParam() % 2, 16);
  HistoryShape shape;
  if (GetParam() % 3 == 0) shape.scale = 1'000'000;
  if (GetParam() % 4 == 0) {
    shape.scale = kScaleOfYears;
    DrawTiers(random, &options.program);
  }
  if (GetParam() % 3 != 1) {
    DrawLots(random, 10'000 * shape.scale, &options.program);
    DrawRules(random, &options.program);
    DrawGifts(random, &options.program);
    DrawReferral(random, &options.program);
  }
  if (GetParam() % 2 == 0) AllowPools(3, &options.program);
  if (GetParam() % 5 != 0) DrawRewards(random, &options.program);
  const std::vector<ClientCommand> history = RandomHistory(random, 900, shape);
  AuditedLedger audited(options);
  auto frame = std::make_unique<Frame>();
  for (std::size_t i = 0; i < history.size(); ++i) {
    const TestCommand coded = history[i].Coded([&](const std::string& store) {
      return audited.ledger().Intern(CodeSpace::kStore, store);
    });
    ASSERT_TRUE(frame->Add(coded.command, coded.details));
    if (GoesOn(history[i]) && i + 1 < history.size()) continue;
    if (Draw(random, 8) != 0 && i + 1 < history.size()) continue;
    frame->Seal(0);
    audited.Run(std::move(frame));
    frame = std::make_unique<Frame>();
  }
  audited.audit().CheckEnd();
  audited.audit().CheckOutcomes();
  EXPECT_THAT(TextsOf(audited.audit()), IsEmpty());
  EXPECT_GT(audited.audit().members(), 5u);
}

INSTANTIATE_TEST_SUITE_P(Seeds, RandomAuditTest,
                         ::testing::Range(std::uint64_t{1}, std::uint64_t{31}));

}  // namespace
}  // namespace kumbara::tools
