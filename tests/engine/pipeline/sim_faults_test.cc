// Ledgers under faults, by seed: clients that send until answered, appends that
// fail, crashes between any two steps, closing in the middle of a round.
//
//   KUMBARA_SIM_SEEDS=n        how many seeds
//   KUMBARA_SIM_FIRST_SEED=n   from which one on: 1 seed from n repeats a run

#include <deque>
#include <map>
#include <string>

#include "gmock/gmock.h"
#include "tests/support/from_environment.h"
#include "tests/support/printers.h"
#include "tests/support/random_history.h"
#include "tests/support/sim_ledger.h"

namespace kumbara {
namespace {

// The one answer to a content, as its client knows it (invariant 5).
struct OneAnswer {
  bool conflict = false;
  ResultCode code = ResultCode::kOk;
  std::uint8_t unit = 0;
  Sequence sequence = 0;
  std::int64_t delta = 0;

  friend bool operator==(const OneAnswer&, const OneAnswer&) = default;
  friend void PrintTo(const OneAnswer& answer, std::ostream* out) {
    *out << (answer.conflict ? "conflict" : "answer") << " " << answer.code
         << " sequence " << answer.sequence << " delta " << answer.delta;
  }
};

OneAnswer OneAnswerOf(const Outcome& outcome) {
  if (outcome.code == ResultCode::kExistsWithDifferentContent) return {true};
  const bool repeat = outcome.code == ResultCode::kExists;
  return {false, repeat ? outcome.first_code : outcome.code, outcome.unit,
          outcome.sequence, outcome.delta};
}

// What readers were shown of a member, at most.
struct Shown {
  Sequence last_sequence = 0;
  Instant clock = Instant::Least();
  std::map<std::uint8_t, std::int64_t> totals;  // Running, by unit.
};

// What never falls, also for readers: at the ledger's clock they are shown as
// expired or redeemed what a late command may still take. What is pending in no
// lot is claimed, and counts once it is granted.
std::int64_t Totals(const MemberView& view, const Wallet& wallet) {
  std::int64_t claimed = wallet.pending.count();
  for (const LotView& lot : view.lots) {
    const bool is_its = lot.unit == wallet.unit && lot.pending;
    if (is_its) claimed -= lot.remaining.count();
  }
  return wallet.earned.count() - claimed + wallet.clawed_back.count();
}

struct Client {
  std::vector<ClientCommand> history;
  std::deque<std::size_t> to_send;  // Indexes into history.
  std::unique_ptr<Producer> producer;
  std::map<const Frame*, std::vector<std::size_t>> under_way;

  void SendAgain(const std::vector<std::size_t>& commands) {
    to_send.insert(to_send.begin(), commands.begin(), commands.end());
  }
};

class World {
 public:
  explicit World(std::uint64_t seed);

  // Opens the ledger, lets a fault happen to it, closes it.
  void LiveThroughAFault();
  // Opens it, has everything answered, and holds it against the past.
  void LiveToTheEnd();

 private:
  enum class Fault { kFailedAppend, kCrash, kClose };

  void Open();
  void CheckWhatReadersSaw();
  void Act();
  void Submit(Client& client);
  void StepOn();
  void Read();
  void TakeAnswers();
  void TakeReads();
  void RunUntilIdle();
  void GiveUp();
  void Crash();
  void Note(const ClientCommand& command, const Outcome& outcome);
  void SendEverythingAgain();
  std::vector<Event> Events(SimLedger& sim);

  std::mt19937_64 random_;
  // Of all times; see HistoryShape.
  std::int64_t scale_ = 1;
  LedgerOptions options_;
  SimJournal journal_;
  std::unique_ptr<SimLedger> sim_;
  std::vector<Client> clients_;
  std::map<std::string, OneAnswer> answers_;  // By content; outside the ledger.
  std::map<std::uint64_t, Shown> shown_;      // By member.
  std::vector<std::unique_ptr<ReadRequest>> reads_;
  bool was_poisoned_ = false;  // Before the last step.
};

World::World(std::uint64_t seed) : random_(seed), options_(TestOptions()) {
  constexpr std::uint32_t kRounds[] = {1, 4, 16, 60};
  options_.keep_events = true;
  options_.settings.round_commands = kRounds[Draw(random_, 4)];
  if (seed % 2 == 0) scale_ = 1'000'000;
  if (seed % 8 == 2) scale_ = kScaleOfYears;
  options_.settings.max_ahead_micros = 3'000 * scale_;
  if (seed % 4 != 1) {
    DrawLots(random_, 8'000 * scale_, &options_.program);
    DrawRules(random_, &options_.program);
    DrawGifts(random_, &options_.program);
    DrawReferral(random_, &options_.program);
  }
  if (seed % 3 != 1) AllowPools(3, &options_.program);
  if (seed % 5 != 1) DrawRewards(random_, &options_.program);
  if (seed % 4 == 2) {
    std::mt19937_64 of_tiers(seed);
    DrawTiers(of_tiers, &options_.program);
    DrawAchievements(of_tiers, &options_.program);
  }
  options_.program.enrol = static_cast<EnrolPolicy>(Draw(random_, 2));
  options_.program.returns.deficit =
      static_cast<DeficitPolicy>(Draw(random_, 3));
  clients_.resize(1 + Draw(random_, 3));
  for (Client& client : clients_) {
    // Clients share ids: they repeat and contradict each other.
    client.history =
        RandomHistory(random_, 20 + Draw(random_, 60),
                      {.first_id = 1 + Draw(random_, 30), .scale = scale_});
    for (std::size_t i = 0; i < client.history.size(); ++i) {
      client.to_send.push_back(i);
    }
  }
}

void World::Open() {
  options_.workers = std::uint32_t{1} << Draw(random_, 3);
  // All records in memory, some, or none behind a batch.
  constexpr std::uint32_t kHotRecords[] = {0, 1, 4'096};
  options_.hot_records = kHotRecords[journal_.values().size() % 3];
  sim_ = std::make_unique<SimLedger>(journal_, options_, random_());
  ASSERT_TRUE(sim_->mismatch().ok()) << sim_->mismatch();
  sim_->CheckAllBooks();
  EXPECT_TRUE(sim_->InTransit(kPoints) == 0);
  CheckWhatReadersSaw();
  was_poisoned_ = false;
  for (Client& client : clients_) {
    client.producer = sim_->ledger().NewProducer();
  }
}

void World::CheckWhatReadersSaw() {
  for (const auto& [number, shown] : shown_) {
    const MemberView view = sim_->Look(MemberOf(number));
    EXPECT_GE(view.last_sequence, shown.last_sequence);
    EXPECT_GE(view.clock, shown.clock);
    for (const auto& [unit, totals] : shown.totals) {
      std::int64_t now = 0;
      for (const Wallet& wallet : view.wallets) {
        if (wallet.unit == unit) now = Totals(view, wallet);
      }
      EXPECT_GE(now, totals) << "of unit " << int{unit};
    }
  }
}

void World::Act() {
  const std::uint64_t what = Draw(random_, 100);
  if (what < 12) {
    Submit(clients_[Draw(random_, clients_.size())]);
  } else if (what < 16) {
    Read();
  } else if (what < 18) {
    // Also backwards: batch times must not follow.
    sim_->clock().Set(static_cast<std::int64_t>(Draw(random_, 20) * 500) *
                      scale_);
  } else {
    StepOn();
  }
}

void World::Submit(Client& client) {
  if (client.to_send.empty()) return;
  auto frame = std::make_unique<Frame>();
  std::vector<std::size_t> taken;
  for (std::uint64_t i = Draw(random_, 12); i-- > 0;) {
    if (client.to_send.empty()) break;
    const std::size_t index = client.to_send.front();
    client.to_send.pop_front();
    taken.push_back(index);
    const TestCommand coded =
        client.history[index].Coded([&](const std::string& store) {
          return sim_->ledger().Intern(CodeSpace::kStore, store);
        });
    ASSERT_TRUE(frame->Add(coded.command, coded.details));
  }
  frame->Seal(Draw(random_, 4) != 0 ? kMoreFollows : 0);
  const Frame* name = frame.get();
  const SubmitResult result = client.producer->Submit(&frame);
  if (result != SubmitResult::kAccepted) {
    ASSERT_EQ(result, SubmitResult::kPoisoned)
        << client.producer->problem().text;
    return client.SendAgain(taken);
  }
  client.under_way[name] = taken;
}

void World::StepOn() {
  was_poisoned_ = sim_->ledger().poisoned();
  sim_->driver().Step();
  TakeAnswers();
  TakeReads();
}

void World::RunUntilIdle() {
  was_poisoned_ = sim_->ledger().poisoned();
  sim_->driver().RunUntilIdle();
  TakeAnswers();
  TakeReads();
}

void World::Read() {
  reads_.push_back(std::make_unique<ReadRequest>());
  reads_.back()->member = MemberOf(1 + Draw(random_, 12));
  sim_->ledger().Read(reads_.back().get());
}

void World::TakeReads() {
  std::erase_if(reads_, [&](const std::unique_ptr<ReadRequest>& read) {
    if (read->state.load() == ReadRequest::kPending) return false;
    if (read->state.load() == ReadRequest::kFailed) return true;
    const MemberView& view = read->view;
    if (!view.found) return true;
    // Invariant 8, and that time goes on for readers.
    EXPECT_LE(view.last_sequence, journal_.synced_sequence());
    Shown& shown = shown_[view.id.low];
    shown.last_sequence = std::max(shown.last_sequence, view.last_sequence);
    shown.clock = std::max(shown.clock, view.clock);
    for (const Wallet& wallet : view.wallets) {
      std::int64_t& totals = shown.totals[wallet.unit];
      totals = std::max(totals, Totals(view, wallet));
    }
    return true;
  });
}

void World::TakeAnswers() {
  for (Client& client : clients_) {
    while (std::optional<Answer> answer = client.producer->TakeAnswer()) {
      // Every accepted frame is answered exactly once.
      const auto found = client.under_way.find(answer->frame.get());
      ASSERT_TRUE(found != client.under_way.end());
      const std::vector<std::size_t> commands = std::move(found->second);
      client.under_way.erase(found);
      if (answer->status == AnswerStatus::kUnknown) {
        client.SendAgain(commands);
        continue;
      }
      // Nothing is acknowledged after the first failed append.
      EXPECT_FALSE(was_poisoned_);
      const auto outcomes = std::as_const(*answer->frame).outcomes();
      ASSERT_EQ(outcomes.size(), commands.size());
      for (std::size_t i = 0; i < commands.size(); ++i) {
        Note(client.history[commands[i]], outcomes[i]);
      }
    }
  }
}

void World::Note(const ClientCommand& command, const Outcome& outcome) {
  EXPECT_EQ(outcome.reserved, 0u);
  EXPECT_LE(outcome.sequence, journal_.synced_sequence());
  if (!IsCounted(command.command.command.kind)) return;
  const auto [known, first] =
      answers_.emplace(command.Content(), OneAnswerOf(outcome));
  if (!first) {
    EXPECT_EQ(OneAnswerOf(outcome), known->second)
        << command.command.command.kind << " "
        << command.command.command.id.low;
  }
}

void World::GiveUp() {
  sim_->ledger().StopIntake();
  EXPECT_TRUE(sim_->ledger().GiveUp());
  TakeAnswers();
  for (const Client& client : clients_) {
    EXPECT_EQ(client.producer->under_way(), 0u);
    EXPECT_TRUE(client.under_way.empty());
  }
}

void World::Crash() {
  for (Client& client : clients_) {
    client.producer.reset();
    for (const auto& [frame, commands] : client.under_way) {
      client.SendAgain(commands);
    }
    client.under_way.clear();
  }
  sim_.reset();
  reads_.clear();
  journal_.Crash(Draw(random_, 2) == 0 ? SimJournal::InDoubt::kKept
                                       : SimJournal::InDoubt::kLost);
}

void World::LiveThroughAFault() {
  Open();
  if (::testing::Test::HasFailure()) return;
  const auto fault = static_cast<Fault>(Draw(random_, 3));
  if (fault == Fault::kFailedAppend) {
    journal_.FailAfter(1 + Draw(random_, 6));
  }
  for (std::uint64_t steps = Draw(random_, 300); steps-- > 0;) Act();
  if (fault == Fault::kClose) {
    RunUntilIdle();
    sim_->ledger().AppendRecords({});
    RunUntilIdle();
    EXPECT_TRUE(sim_->InTransit(kPoints) == 0);
    GiveUp();
  } else if (sim_->ledger().poisoned()) {
    RunUntilIdle();
    GiveUp();
  }
  Crash();
}

void World::LiveToTheEnd() {
  Open();
  if (::testing::Test::HasFailure()) return;
  SendEverythingAgain();
  // Repeats: whatever was answered is answered so again (invariants 5 and 7).
  for (Client& client : clients_) {
    for (std::size_t i = 0; i < client.history.size(); ++i) {
      client.to_send.push_back(i);
    }
  }
  SendEverythingAgain();
  sim_->CheckAllBooks();
  EXPECT_TRUE(sim_->InTransit(kPoints) == 0);
  // The journal alone gives the same ledger (invariant 6).
  options_.workers = 3;
  SimLedger again(journal_, options_, random_());
  ASSERT_TRUE(again.mismatch().ok()) << again.mismatch();
  EXPECT_EQ(again.ledger().StateDigest(), sim_->ledger().StateDigest());
  const Acknowledger& before = sim_->ledger().acknowledger();
  const Acknowledger& after = again.ledger().acknowledger();
  EXPECT_EQ(after.outcome_seq(), before.outcome_seq());
  EXPECT_EQ(after.outcome_digest(), before.outcome_digest());
  EXPECT_TRUE(Events(again) == Events(*sim_));
}

// All of a ledger's. Their ids are unique, and the legs of one member and
// sequence are counted from 0.
std::vector<Event> World::Events(SimLedger& sim) {
  const std::vector<Event> events = sim.ledger().TakeEvents();
  EventId last;
  for (const Event& event : events) {
    const EventId id = IdOf(event);
    const bool goes_on =
        id.sequence == last.sequence && id.member == last.member;
    EXPECT_EQ(id.leg, goes_on ? last.leg + 1 : 0u);
    last = id;
  }
  return events;
}

// Until every frame is answered; the last one ends the round.
void World::SendEverythingAgain() {
  for (Client& client : clients_) {
    while (!client.to_send.empty()) {
      Submit(client);
      RunUntilIdle();
    }
  }
  std::unique_ptr<Frame> last = FrameOf({Tick(1)});
  const Frame* name = last.get();
  ASSERT_EQ(clients_[0].producer->Submit(&last), SubmitResult::kAccepted);
  clients_[0].history.push_back({Tick(1), ""});
  clients_[0].under_way[name] = {clients_[0].history.size() - 1};
  RunUntilIdle();
  for (const Client& client : clients_) {
    EXPECT_TRUE(client.under_way.empty());
  }
}

TEST(SimFaultsTest, Seeds) {
#ifdef NDEBUG
  constexpr std::uint64_t kSeeds = 1'000;
#else
  constexpr std::uint64_t kSeeds = 60;
#endif
  const std::uint64_t first = FromEnvironment("KUMBARA_SIM_FIRST_SEED", 1);
  const std::uint64_t count = FromEnvironment("KUMBARA_SIM_SEEDS", kSeeds);
  for (std::uint64_t seed = first; seed < first + count; ++seed) {
    SCOPED_TRACE("KUMBARA_SIM_SEEDS=1 KUMBARA_SIM_FIRST_SEED=" +
                 std::to_string(seed));
    World world(seed);
    for (std::uint64_t faults = seed % 5; faults-- > 0;) {
      world.LiveThroughAFault();
      if (HasFailure()) return;
    }
    world.LiveToTheEnd();
    if (HasFailure()) return;
  }
}

}  // namespace
}  // namespace kumbara
