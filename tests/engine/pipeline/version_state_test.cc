// Invariants 6 and 12 where a program has a second version: what the ledger is
// does not depend on workers, cuts and the order of the stages, and so not on
// how late members are settled to what fell due, the version's start included.

#include "gmock/gmock.h"
#include "tests/support/printers.h"
#include "tests/support/random_history.h"
#include "tests/support/random_version.h"
#include "tests/support/sim_ledger.h"

namespace kumbara {
namespace {

struct EndState {
  Digest state;
  Digest outcomes;
  std::vector<Event> events;
};

class VersionStateTest : public ::testing::TestWithParam<std::uint64_t> {
 protected:
  // Times of years, so that windows of tiers end, or of hours.
  VersionStateTest() : random_(GetParam()), first_(RuleA()) {
    HistoryShape shape;
    shape.scale = GetParam() % 3 == 0 ? 1'000'000 : kScaleOfYears;
    DrawLots(random_, 10'000 * shape.scale, &first_);
    DrawRules(random_, &first_);
    if (GetParam() % 2 == 0) AllowPools(3, &first_);
    DrawRewards(random_, &first_);
    DrawTiers(random_, &first_);
    DrawAchievements(random_, &first_);
    history_ = RandomHistory(random_, 600, shape);
    history_.push_back({Tick(1), ""});
    const auto at = [&](std::size_t command) {
      return Instant(static_cast<std::int64_t>(command * 100) * shape.scale);
    };
    middle_ = 250 + Draw(random_, 50);
    while (GoesOn(history_[middle_ - 1])) ++middle_;
    effective_ = at(320 + Draw(random_, 100));
    next_ = DrawNextVersion(random_, first_, at(450), at(600));
  }

  // Frames of up to so many commands; the stages run in an order by the seed.
  EndState Run(std::uint32_t workers, std::uint64_t frame_commands,
               std::uint64_t seed) {
    SimJournal journal;
    LedgerOptions options = TestOptions(workers, 16);
    options.program = first_;
    options.keep_events = true;
    SimLedger sim(journal, options, seed);
    const std::unique_ptr<Producer> producer = sim.ledger().NewProducer();
    Submit(0, middle_, frame_commands, sim, *producer);
    Activation activation;
    activation.version = 2;
    activation.behind = sim.ledger().end().sequence;
    activation.clock = sim.ledger().clock().micros();
    activation.effective = std::max(effective_.micros(), activation.clock);
    sim.ledger().AddVersion(next_, activation);
    Submit(middle_, history_.size(), frame_commands, sim, *producer);
    sim.CheckAllBooks();
    return {sim.ledger().StateDigest(),
            sim.ledger().acknowledger().outcome_digest(),
            sim.ledger().TakeEvents()};
  }

  void Submit(std::size_t first, std::size_t end, std::uint64_t frame_commands,
              SimLedger& sim, Producer& producer) {
    std::size_t next = first;
    while (next < end) {
      auto frame = std::make_unique<Frame>();
      const std::size_t begin = next;
      for (; next < end; ++next) {
        const bool goes_on = next > begin && GoesOn(history_[next - 1]);
        if (next - begin >= frame_commands && !goes_on) break;
        const TestCommand coded =
            history_[next].Coded([&](const std::string& store) {
              return sim.ledger().Intern(CodeSpace::kStore, store);
            });
        ASSERT_TRUE(frame->Add(coded.command, coded.details));
      }
      frame->Seal(next < end ? kMoreFollows : 0);
      ASSERT_EQ(producer.Submit(&frame), SubmitResult::kAccepted)
          << producer.problem().text;
      if (Draw(random_, 2) == 0) sim.driver().RunUntilIdle();
    }
    sim.driver().RunUntilIdle();
  }

  std::mt19937_64 random_;
  Program first_;
  Program next_;
  std::vector<ClientCommand> history_;
  std::size_t middle_ = 0;
  Instant effective_;
};

TEST_P(VersionStateTest, WhateverTheWorkersAndTheCuts) {
  const EndState once = Run(1, 1'000, 1);
  EXPECT_GT(once.events.size(), 100u);
  for (const std::uint32_t workers : {1u, 2u, 4u}) {
    for (const std::uint64_t frame_commands : {1u, 7u, 100u}) {
      SCOPED_TRACE(::testing::Message()
                   << workers << " workers, frames of " << frame_commands);
      const EndState result =
          Run(workers, frame_commands, GetParam() * 100 + workers);
      EXPECT_EQ(result.state, once.state);
      EXPECT_EQ(result.outcomes, once.outcomes);
      EXPECT_TRUE(result.events == once.events);
    }
  }
}

INSTANTIATE_TEST_SUITE_P(Seeds, VersionStateTest,
                         ::testing::Range(std::uint64_t{1}, std::uint64_t{31}));

}  // namespace
}  // namespace kumbara
