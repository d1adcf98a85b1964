// Invariant 6: what the ledger is depends on the counted commands, their order
// and where rounds end; not on workers, frames, batches, the order in which the
// stages run, crashes, or how many ids and records stay in memory. Nor do the
// events: their ids, their order, and that what was taken of them is never
// added to.

#include "gmock/gmock.h"
#include "tests/support/printers.h"
#include "tests/support/random_history.h"
#include "tests/support/sim_ledger.h"

namespace kumbara {
namespace {

constexpr std::uint32_t kRoundCommands = 16;

struct Result {
  Digest state;
  Digest outcomes;  // Of every command: code, sequence, unit, delta and net.
  Sequence sequence = 0;
  std::vector<Event> events;  // In the order in which they could be taken.
  std::uint32_t ids = 0;
  std::uint32_t hot_ids = 0;
  std::uint32_t ordered_ids = 0;
  std::uint64_t found_cold = 0;
  std::uint64_t fetched_chunks = 0;
};

struct Variant {
  std::uint32_t workers = 1;
  std::uint64_t frame_commands = 1'000'000;  // At most, drawn.
  std::uint64_t crashes = 0;
  std::uint64_t seed = 1;
  std::uint32_t hot_ids = 0;
  std::uint32_t hot_records = 0;
  std::uint64_t ordered_in =
      1;  // One id in so many, of those that are; 0 none.
};

void PrintTo(const Variant& variant, std::ostream* out) {
  *out << variant.workers << " workers, frames of up to "
       << variant.frame_commands << ", " << variant.crashes << " crashes, seed "
       << variant.seed << ", " << variant.hot_ids << " hot ids, "
       << variant.hot_records << " hot records, one ordered in "
       << variant.ordered_in;
}

class Runner {
 public:
  Runner(const std::vector<ClientCommand>& history, const Program& program,
         const Variant& variant)
      : history_(history),
        program_(program),
        variant_(variant),
        random_(variant.seed) {}

  Result Run() {
    for (std::uint64_t crash = 0; crash < variant_.crashes; ++crash) {
      Live(Draw(random_, 400));
    }
    Live(UINT64_MAX);
    return result_;
  }

 private:
  // Opens the ledger and sends what its journal does not have, for so many
  // steps. All frames but the last have followers, so rounds are full.
  void Live(std::uint64_t steps) {
    LedgerOptions options = TestOptions(variant_.workers, kRoundCommands);
    options.program = program_;
    options.keep_events = true;
    options.hot_ids = variant_.hot_ids;
    options.hot_records = variant_.hot_records;
    result_.events.clear();
    SimLedger sim(journal_, options, random_());
    EXPECT_TRUE(sim.mismatch().ok()) << sim.mismatch();
    // Codes are given in another order each time; no state may hold one.
    for (std::uint64_t i = 0; i < 9; ++i) {
      const std::uint64_t store = (i + variant_.seed) % 9;
      sim.ledger().Intern(CodeSpace::kStore, "store " + std::to_string(store));
    }
    const std::unique_ptr<Producer> producer = sim.ledger().NewProducer();
    std::size_t next = sim.ledger().end().sequence;
    for (; steps > 0 && next < history_.size(); --steps) {
      if (Draw(random_, 4) == 0) {
        next = SubmitFrom(next, sim, *producer);
      } else if (variant_.hot_ids != 0 && Draw(random_, 4) == 0) {
        // What is on its way stays in memory: let it arrive.
        sim.driver().RunUntilIdle();
      } else {
        sim.driver().Step();
        if (sim.ledger().IsIdle() && Draw(random_, 3) == 0) TakeEvents(sim);
      }
    }
    if (steps == 0) return;
    sim.driver().RunUntilIdle();
    while (std::optional<Answer> answer = producer->TakeAnswer()) {
      EXPECT_EQ(answer->status, AnswerStatus::kAnswered);
    }
    EXPECT_EQ(producer->under_way(), 0u);
    EXPECT_TRUE(sim.InTransit(kPoints) == 0);
    sim.CheckAllBooks();
    result_.state = sim.ledger().StateDigest();
    result_.outcomes = sim.ledger().acknowledger().outcome_digest();
    result_.sequence = sim.ledger().acknowledger().outcome_seq();
    result_.ids = sim.ledger().ids();
    result_.hot_ids = sim.ledger().hot_ids();
    result_.ordered_ids = sim.ledger().ordered_ids();
    result_.found_cold = sim.cold().found();
    result_.fetched_chunks = sim.cold().chunks()->fetched();
    TakeEvents(sim);
  }

  void TakeEvents(SimLedger& sim) {
    for (const Event& event : sim.ledger().TakeEvents()) {
      if (!result_.events.empty()) {
        EXPECT_LT(IdOf(result_.events.back()), IdOf(event));
      }
      result_.events.push_back(event);
    }
  }

  std::size_t SubmitFrom(std::size_t next, SimLedger& sim, Producer& producer) {
    auto frame = std::make_unique<Frame>();
    std::uint64_t left = 1 + Draw(random_, variant_.frame_commands);
    for (; next < history_.size(); ++next) {
      const bool goes_on = next > 0 && GoesOn(history_[next - 1]);
      if (left == 0 && !goes_on) break;
      left -= left == 0 ? 0 : 1;
      TestCommand coded = history_[next].Coded([&](const std::string& store) {
        return sim.ledger().Intern(CodeSpace::kStore, store);
      });
      if (!StaysOrdered()) coded.command.flags &= ~kOrdered;
      EXPECT_TRUE(frame->Add(coded.command, coded.details));
    }
    frame->Seal(next < history_.size() ? kMoreFollows : 0);
    EXPECT_EQ(producer.Submit(&frame), SubmitResult::kAccepted)
        << producer.problem().text;
    return next;
  }

  bool StaysOrdered() {
    if (variant_.ordered_in < 2) return variant_.ordered_in == 1;
    return Draw(random_, variant_.ordered_in) == 0;
  }

  const std::vector<ClientCommand>& history_;
  const Program& program_;
  const Variant variant_;
  std::mt19937_64 random_;
  SimJournal journal_;
  Result result_;
};

class SameStateTest : public ::testing::TestWithParam<std::uint64_t> {
 protected:
  // Every third seed has points that never expire, the others lots and times
  // of milliseconds, of hours or of years.
  SameStateTest() : random_(GetParam()), program_(RuleA()) {
    HistoryShape shape;
    if (GetParam() % 3 == 0) shape.scale = 1'000'000;
    if (GetParam() % 4 == 0) shape.scale = kScaleOfYears;
    if (GetParam() % 3 != 1) {
      DrawLots(random_, 10'000 * shape.scale, &program_);
      DrawRules(random_, &program_);
      DrawGifts(random_, &program_);
      DrawReferral(random_, &program_);
    }
    if (GetParam() % 2 == 0) AllowPools(3, &program_);
    if (GetParam() % 3 != 2) DrawRewards(random_, &program_);
    if (GetParam() % 4 != 1) {
      std::mt19937_64 of_tiers(GetParam());
      DrawTiers(of_tiers, &program_);
      DrawAchievements(of_tiers, &program_);
    }
    history_ = RandomHistory(random_, 900, shape);
    // A last one that any cut ends the round with.
    history_.push_back({Tick(1), ""});
  }

  Result Run(const Variant& variant) {
    return Runner(history_, program_, variant).Run();
  }
  // Wherever it lies, and whoever did it.
  static void ExpectSame(const Result& result, const Result& once) {
    EXPECT_EQ(result.state, once.state);
    EXPECT_EQ(result.outcomes, once.outcomes);
    EXPECT_EQ(result.sequence, once.sequence);
    EXPECT_EQ(result.ids, once.ids);
    EXPECT_TRUE(result.events == once.events);
  }

  std::mt19937_64 random_;
  Program program_;
  std::vector<ClientCommand> history_;
};

TEST_P(SameStateTest, WhateverTheWorkersTheCutsAndTheCrashes) {
  const Result once = Run({});
  EXPECT_EQ(once.sequence, history_.size());
  EXPECT_GT(once.events.size(), 401u);
  for (const std::uint32_t workers : {1u, 2u, 4u}) {
    for (const std::uint64_t frame_commands : {1u, 7u, 100u}) {
      for (const std::uint64_t crashes : {0u, 3u}) {
        const Variant variant{workers, frame_commands, crashes,
                              GetParam() * 1'000 + workers + crashes};
        SCOPED_TRACE(::testing::PrintToString(variant));
        const Result result = Run(variant);
        ExpectSame(result, once);
      }
    }
  }
}

// Repeats, conflicts and references come to ids young and old alike.
TEST_P(SameStateTest, WhereverIdsAndEntriesLie) {
  const Result once = Run({});
  EXPECT_EQ(once.hot_ids, once.ids);
  std::uint64_t found_cold = 0;
  for (const std::uint32_t hot_ids : {1u, 30u, 300u}) {
    for (const std::uint32_t workers : {1u, 2u}) {
      for (const std::uint64_t crashes : {0u, 3u}) {
        const Variant variant{workers, 7, crashes,
                              GetParam() * 1'000 + hot_ids + crashes, hot_ids};
        SCOPED_TRACE(::testing::PrintToString(variant));
        const Result result = Run(variant);
        ExpectSame(result, once);
        found_cold += result.found_cold;
      }
    }
  }
  EXPECT_GT(found_cold, 200u);
}

// All of a shard's chunks go behind each batch, or all but one or a few.
TEST_P(SameStateTest, WhereverRecordsLie) {
  const Result once = Run({});
  EXPECT_EQ(once.fetched_chunks, 0u);
  std::uint64_t fetched = 0;
  for (const std::uint32_t hot_records : {1u, 2'048u, 6'144u}) {
    for (const std::uint32_t workers : {1u, 4u}) {
      for (const std::uint64_t crashes : {0u, 3u}) {
        const Variant variant{workers,
                              7,
                              crashes,
                              GetParam() * 1'000 + hot_records + crashes,
                              hot_records == 2'048 ? 30u : 0u,
                              hot_records};
        SCOPED_TRACE(::testing::PrintToString(variant));
        const Result result = Run(variant);
        ExpectSame(result, once);
        fetched += result.fetched_chunks;
      }
    }
  }
  EXPECT_GT(fetched, 500u);
}

// A repeat and a reference come with the flag or without it.
TEST_P(SameStateTest, WhicheverIdsAreSaidToBeOrdered) {
  OrderIds(&history_);
  const Result once = Run({.ordered_in = 0});
  EXPECT_EQ(once.ordered_ids, 0u);
  const std::uint32_t ordered = Run({}).ordered_ids;
  for (const std::uint32_t workers : {1u, 2u}) {
    for (const std::uint64_t crashes : {0u, 3u}) {
      for (const std::uint32_t hot_ids : {0u, 30u}) {
        for (const std::uint64_t ordered_in : {1u, 2u}) {
          const Variant variant{.workers = workers,
                                .frame_commands = 7,
                                .crashes = crashes,
                                .seed = GetParam() * 1'000 + hot_ids + crashes,
                                .hot_ids = hot_ids,
                                .ordered_in = ordered_in};
          SCOPED_TRACE(::testing::PrintToString(variant));
          const Result result = Run(variant);
          ExpectSame(result, once);
          EXPECT_GT(result.ordered_ids, once.ids / 10);
          if (ordered_in == 1) {
            EXPECT_EQ(result.ordered_ids, ordered);
          }
        }
      }
    }
  }
}

TEST_P(SameStateTest, WhateverRepeatsAndTicksStandBetween) {
  std::vector<ClientCommand> longer;
  for (const ClientCommand& command : history_) {
    longer.push_back(command);
    if (GoesOn(command)) continue;
    const std::uint64_t what = Draw(random_, 6);
    if (what == 0)
      longer.push_back({Tick(static_cast<int>(longer.size())), ""});
    if (what != 1) continue;
    // Without what it is linked to a repeat would link the next.
    const ClientCommand& again = longer[Draw(random_, longer.size())];
    if (!GoesOn(again)) longer.push_back(again);
  }
  longer.push_back({Tick(1), ""});
  ASSERT_GT(longer.size(), history_.size() + 20);
  const Variant variant{2, 7, 1, GetParam()};
  EXPECT_EQ(Runner(longer, program_, variant).Run().state, Run({}).state);
}

TEST(EventsTest, CarriedCommandsPostUnderTheSequenceThatEndedTheRound) {
  LedgerOptions options = TestOptions();
  options.keep_events = true;
  options.program.units[kPoints - 1].lots = ExpiresAfter(5'000);
  options.program.enrol = EnrolPolicy::kFirstSight;
  SimJournal journal;
  SimLedger sim(journal, options, 1);
  const std::unique_ptr<Producer> producer = sim.ledger().NewProducer();
  RunFrame(sim, *producer, FrameOf({Award(1, 1, 10), Award(2, 2, 20)}));
  sim.ledger().ForgetEvents();
  // The return waits for the transfer; then what member 2 has expires by it.
  RunFrame(sim, *producer,
           FrameOf({Transfer(3, 1, 2, 4), ReturnOf(4, 2, 3, 100).At(9'000),
                    Award(5, 3, 1)}));
  std::vector<std::int64_t> amounts;
  for (const Event& event : sim.ledger().TakeEvents()) {
    const auto& posting = std::get<Posting>(event);
    if (posting.cause != 4) continue;
    EXPECT_EQ(posting.sequence, 5u);
    EXPECT_EQ(posting.leg, 2 + amounts.size());  // Behind the transfer's.
    amounts.push_back(posting.amount);
  }
  EXPECT_THAT(amounts, ::testing::ElementsAre(-20, 20, -4, 4));
}

INSTANTIATE_TEST_SUITE_P(Seeds, SameStateTest,
                         ::testing::Range(std::uint64_t{1}, std::uint64_t{16}));

}  // namespace
}  // namespace kumbara
