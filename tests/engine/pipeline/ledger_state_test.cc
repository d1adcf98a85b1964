// A ledger made from the saved state of another one is that ledger: the same
// state, the same answers and events to whatever comes, with any number of
// workers and wherever ids lie; live, and re-applied from the journal behind.

#include "gtest/gtest.h"
#include "tests/support/memory_state.h"
#include "tests/support/printers.h"
#include "tests/support/random_history.h"
#include "tests/support/sim_ledger.h"

namespace kumbara {
namespace {

constexpr std::uint32_t kShortRound = 16;

// Some commands of the history, and whether they leave the round open.
struct Piece {
  std::size_t begin = 0;
  std::size_t end = 0;
  std::uint16_t flags = 0;
};

// The first ledger at a place where its state could be saved.
struct Saved {
  SavedState state;
  Digest digest;
  std::size_t pieces = 0;   // That came before.
  std::size_t batches = 0;  // Likewise.
  Sequence sequence = 0;
};

class LedgerStateTest : public ::testing::TestWithParam<std::uint64_t> {
 protected:
  // As in same_state_test.cc.
  LedgerStateTest() : random_(GetParam()), options_(Options(1)) {
    HistoryShape shape;
    if (GetParam() % 3 == 0) shape.scale = 1'000'000;
    if (GetParam() % 4 == 0) shape.scale = kScaleOfYears;
    if (GetParam() % 3 != 1) {
      DrawLots(random_, 10'000 * shape.scale, &options_.program);
      DrawRules(random_, &options_.program);
      DrawGifts(random_, &options_.program);
      DrawReferral(random_, &options_.program);
    }
    if (GetParam() % 2 == 0) AllowPools(3, &options_.program);
    if (GetParam() % 3 != 2) DrawRewards(random_, &options_.program);
    if (GetParam() % 4 != 1) {
      std::mt19937_64 of_tiers(GetParam());
      DrawTiers(of_tiers, &options_.program);
      DrawAchievements(of_tiers, &options_.program);
    }
    history_ = RandomHistory(random_, 700, shape);
    history_.push_back({Tick(1), ""});
    if (GetParam() % 2 == 1) OrderIds(&history_);
    CutIntoPieces();
  }

  static LedgerOptions Options(std::uint32_t workers) {
    LedgerOptions options = TestOptions(workers, kShortRound);
    options.keep_events = true;
    return options;
  }

  void CutIntoPieces() {
    for (std::size_t begin = 0; begin < history_.size();) {
      std::size_t end =
          std::min<std::size_t>(history_.size(), begin + 1 + Draw(random_, 40));
      while (end < history_.size() && GoesOn(history_[end - 1])) ++end;
      const bool open = end < history_.size() && Draw(random_, 2) == 0;
      pieces_.push_back(
          {begin, end, static_cast<std::uint16_t>(open ? kMoreFollows : 0)});
      begin = end;
    }
  }

  void Submit(const Piece& piece, SimLedger& sim, Producer& producer) {
    auto frame = std::make_unique<Frame>();
    for (std::size_t i = piece.begin; i < piece.end; ++i) {
      const TestCommand coded =
          history_[i].Coded([&](const std::string& store) {
            return sim.ledger().Intern(CodeSpace::kStore, store);
          });
      ASSERT_TRUE(frame->Add(coded.command, coded.details));
    }
    frame->Seal(piece.flags);
    ASSERT_EQ(producer.Submit(&frame), SubmitResult::kAccepted)
        << producer.problem().text;
    sim.driver().RunUntilIdle();
    while (producer.TakeAnswer()) {
    }
  }

  // Runs all pieces, saving where that can be done, but not everywhere.
  void RunFirst() {
    first_ = std::make_unique<SimLedger>(journal_, options_, random_());
    const auto producer = first_->ledger().NewProducer();
    for (std::size_t i = 0; i < pieces_.size(); ++i) {
      Submit(pieces_[i], *first_, *producer);
      if (!first_->ledger().NothingIsOpen()) continue;
      const bool is_last = i + 1 == pieces_.size();
      if (!saved_.empty() && !is_last && Draw(random_, 4) != 0) continue;
      saved_.push_back({first_->Save(), first_->ledger().StateDigest(), i + 1,
                        journal_.values().size(),
                        first_->ledger().end().sequence});
    }
    events_ = first_->ledger().TakeEvents();
  }

  // The events of a ledger that began with a saved state are those of the first
  // one, but for those that were made before.
  void CompareEvents(SimLedger& other, Sequence saved) {
    const std::vector<Event> events = other.ledger().TakeEvents();
    std::size_t at = 0;
    for (const Event& event : events_) {
      if (at < events.size() && events[at] == event) {
        ++at;
      } else {
        EXPECT_LE(IdOf(event).sequence, saved);
      }
    }
    EXPECT_EQ(at, events.size());
  }

  void CompareLedgers(SimLedger& other, const Saved& saved) {
    OutcomeLog& log = first_->ledger().acknowledger().log();
    OutcomeLog& other_log = other.ledger().acknowledger().log();
    EXPECT_EQ(other_log.sequence(), log.sequence());
    EXPECT_EQ(other_log.digest(), log.digest());
    EXPECT_EQ(other.ledger().StateDigest(), first_->ledger().StateDigest());
    EXPECT_EQ(other.ledger().ids(), first_->ledger().ids());
    EXPECT_EQ(other.ledger().clock(), first_->ledger().clock());
    for (std::size_t i = 0; i < other.ledger().shards().size(); ++i) {
      EXPECT_EQ(other.ledger().shards()[i]->counters.late,
                first_->ledger().shards()[i]->counters.late);
    }
    other.CheckAllBooks();
    CompareEvents(other, saved.sequence);
  }

  std::mt19937_64 random_;
  LedgerOptions options_;
  std::vector<ClientCommand> history_;
  std::vector<Piece> pieces_;
  SimJournal journal_;
  std::unique_ptr<SimLedger> first_;
  std::vector<Event> events_;
  std::vector<Saved> saved_;
};

TEST_P(LedgerStateTest, IsTheSameLive) {
  RunFirst();
  ASSERT_GE(saved_.size(), 1u);
  for (const Saved& saved : saved_) {
    for (const std::uint32_t workers : {1u, 2u, 4u}) {
      for (const std::uint32_t hot_ids : {0u, 100u}) {
        SCOPED_TRACE(testing::Message()
                     << "behind sequence " << saved.sequence << ", " << workers
                     << " workers, " << hot_ids << " hot ids");
        LedgerOptions options = options_;
        options.workers = workers;
        options.hot_ids = hot_ids;
        options.hot_records = hot_ids != 0 ? 1 : 0;
        SimLedger other(saved.state, {}, options, random_());
        EXPECT_TRUE(other.ledger().StateDigest() == saved.digest);
        if (hot_ids != 0) {
          EXPECT_LE(other.ledger().hot_ids(), 200u);
        }
        const auto producer = other.ledger().NewProducer();
        for (std::size_t i = saved.pieces; i < pieces_.size(); ++i) {
          Submit(pieces_[i], other, *producer);
        }
        CompareLedgers(other, saved);
      }
    }
  }
}

TEST_P(LedgerStateTest, IsTheSameReApplied) {
  RunFirst();
  for (const Saved& saved : saved_) {
    LedgerOptions options = options_;
    options.workers = 2;
    SimLedger other(saved.state, journal_.values().subspan(saved.batches),
                    options, random_());
    EXPECT_TRUE(other.mismatch().ok()) << other.mismatch();
    CompareLedgers(other, saved);
  }
}

// A state loaded can be saved again, and is what it was.
TEST_P(LedgerStateTest, CanBeSavedAgain) {
  RunFirst();
  for (const Saved& saved : saved_) {
    SimLedger other(saved.state, {}, options_, 1);
    SimLedger third(other.Save(), {}, options_, 1);
    EXPECT_TRUE(third.ledger().StateDigest() == saved.digest);
  }
}

// Whatever is cut off or stands behind is noticed, part by part.
TEST_P(LedgerStateTest, IsNotLoadedFromFewerOrMoreBytes) {
  RunFirst();
  const SavedState& state = saved_.back().state;
  for (std::uint32_t part = 0; part < state.parts.size(); ++part) {
    for (const int more : {-1, 1}) {
      std::vector<std::byte> bytes = state.parts[part];
      bytes.resize(bytes.size() + static_cast<std::size_t>(more));
      CodeTable codes;
      TestClock clock;
      EmptyColdStore cold;
      Ledger ledger(options_, codes, clock, cold);
      MemorySource source(bytes);
      EXPECT_FALSE(ledger.LoadPart(part, source)) << part << " " << more;
    }
  }
}

INSTANTIATE_TEST_SUITE_P(Seeds, LedgerStateTest,
                         ::testing::Range(std::uint64_t{1}, std::uint64_t{16}));

}  // namespace
}  // namespace kumbara
