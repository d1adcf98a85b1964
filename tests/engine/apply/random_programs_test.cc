// What the checker accepts runs: under programs drawn from the tables of keys,
// random histories end no process and lose no point, their messages come to an
// end, and once the tables have grown apply takes no memory. What is told of a
// command adds up to what it did. A program of its own, for it counts what is
// allocated.

#include <algorithm>
#include <array>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "engine/apply/explanation.h"
#include "engine/program/compiler.h"
#include "engine/program/program_keys.h"
#include "engine/program/toml_document.h"
#include "engine/program/toml_reader.h"
#include "tests/engine/apply/apply_fixture.h"
#include "tests/support/allocation_count.h"
#include "tests/support/random_history.h"
#include "tests/support/random_program.h"
#include "tests/support/sim_ledger.h"

namespace kumbara {
namespace {

Program Compiled(const std::string& text) {
  const absl::StatusOr<ProgramSource> source = ReadProgram(text, "random.toml");
  EXPECT_TRUE(source.ok()) << source.status();
  CodeTable codes;
  InternTestCodes(codes);
  absl::StatusOr<Program> program =
      Compile(*source, ZoneBytesOfMachine(source->program.zone), codes);
  EXPECT_TRUE(program.ok()) << program.status();
  return *std::move(program);
}

class RandomProgramsTest : public ApplyFixture,
                           public ::testing::WithParamInterface<std::uint64_t> {
 protected:
  RandomProgramsTest()
      : random_(GetParam()), text_(RandomProgramText(random_, 50)) {
    program_ = Compiled(text_);
    shape_.scale = GetParam() % 3 == 0 ? kScaleOfYears : 1'000'000;
  }

  // What a history makes of an empty ledger, be the first command of each frame
  // explained or not.
  Digest StateAfter(const std::vector<ClientCommand>& history,
                    std::uint32_t workers, std::uint64_t frame_commands,
                    bool explains = false) {
    SimJournal journal;
    LedgerOptions options = TestOptions(workers, 16);
    options.program = program_;
    SimLedger sim(journal, options, GetParam());
    const std::unique_ptr<Producer> producer = sim.ledger().NewProducer();
    std::optional<Explanation> told;
    for (std::size_t next = 0; next < history.size();) {
      if (explains) {
        told.emplace(history[next].command.command.id);
        sim.ledger().Explain(&*told);
      }
      auto frame = std::make_unique<Frame>();
      for (std::uint64_t left = frame_commands; next < history.size();
           ++next, left -= left == 0 ? 0 : 1) {
        if (left == 0 && !(next > 0 && GoesOn(history[next - 1]))) break;
        const TestCommand coded =
            history[next].Coded([&](const std::string& store) {
              return sim.ledger().Intern(CodeSpace::kStore, store);
            });
        EXPECT_TRUE(frame->Add(coded.command, coded.details));
      }
      frame->Seal(next < history.size() ? kMoreFollows : 0);
      EXPECT_EQ(producer->Submit(&frame), SubmitResult::kAccepted)
          << producer->problem().text;
      sim.driver().RunUntilIdle();
    }
    for (const Unit& unit : program_.units) {
      EXPECT_TRUE(sim.InTransit(unit.code) == 0);
    }
    sim.CheckAllBooks();
    return sim.ledger().StateDigest();
  }

  // The commands that `wanted` wants, each with all that its messages do.
  template <class Wanted>
  void ApplyAll(const std::vector<ClientCommand>& history,
                const Wanted& wanted) {
    latest_ = Instant(Instant::kMax);
    for (std::size_t i = 0; i < history.size(); ++i) {
      const TestCommand& command = history[i].command;
      const bool is_fresh = !done_.contains(command.command.id);
      // Runs are the pipeline's, which takes them back.
      const bool alone = !GoesOn(history[i]) && IsCounted(command.command.kind);
      if (!is_fresh || !alone || !wanted(command.command)) continue;
      static_cast<void>(ApplyOne(command, i >= history.size() / 2));
    }
  }

  // Returns the answer to it.
  ResultCode ApplyOne(const TestCommand& command, bool tables_have_grown) {
    const Input input = NextInput(command, ReferenceOf(command));
    Outcome outcome;
    shard_.members.Reserve(2);
    postings_.clear();
    facts_.clear();
    if (explains_) shard_.explanation = &told_.emplace(command.command.id);
    const std::uint64_t before = AllocationCount();
    Apply(SemanticVersion::kOne, input, program_, shard_, messages_, &outcome);
    const bool counts = (SetOf(command.command.kind) & kCountedKinds) != 0;
    if (counts && tables_have_grown) {
      ++counted_;
      allocated_ += AllocationCount() - before;
    }
    // Who is merged is asked elsewhere.
    if (explains_ && told_->program != nullptr) ExpectTold(outcome);
    for (Message& message : messages_.list()) message.outcome = &outcome;
    DeliverAll();
    return outcome.code;
  }

  using ByUnit = std::array<std::int64_t, 256>;

  // What was posted to an account, of what has happened at once.
  ByUnit PostedTo(Account account) const {
    ByUnit sums{};
    for (const Posting& posting : postings_) {
      if (posting.account == account) sums[posting.unit] += posting.amount;
    }
    return sums;
  }

  // What is told of the last command is what it did.
  void ExpectTold(const Outcome& outcome) {
    ++explained_;
    const bool accepted = outcome.code == ResultCode::kOk;
    if (told_->basket) ExpectRules(*told_->basket, accepted);
    ExpectStanding(outcome);
    const bool is_elsewhere =
        std::any_of(messages_.list().begin(), messages_.list().end(),
                    [](const Message& message) {
                      return message.kind == MessageKind::kEarn ||
                             message.kind == MessageKind::kClawback ||
                             !message.pool.IsZero();  // Claimed for a pool.
                    });
    if (!accepted || is_elsewhere) return;
    const CommandKind kind = told_->command.kind;
    ByUnit told{};
    for (const DemandNote& demand : told_->demands) {
      const EarnRule& rule = EarnRulesOf(program_)[demand.rule];
      told[rule.unit] += demand.demanded.count();
    }
    for (std::size_t i = 0; told_->basket && i < told_->basket->rules.size();
         ++i) {
      told[EarnRulesOf(program_)[i].unit] +=
          told_->basket->rules[i].given.count();
    }
    if (kind == CommandKind::kPurchase || kind == CommandKind::kEnroll ||
        kind == CommandKind::kEvent) {
      ByUnit issued = PostedTo(Account::kIssued);
      for (std::int64_t& sum : issued) sum = -sum;
      EXPECT_EQ(told, issued);
    } else if (kind == CommandKind::kReturn) {
      ByUnit taken = PostedTo(Account::kClawedBack);
      for (const Fact& fact : facts_) {
        if (fact.kind == FactKind::kForgone) taken[fact.unit] += fact.amount;
      }
      EXPECT_EQ(told, taken);
    }
  }

  // What one rule gives after the other; what is refused gives nothing.
  void ExpectRules(const BasketNote& basket, bool accepted) {
    ASSERT_EQ(basket.rules.size(), EarnRulesOf(program_).size());
    for (std::size_t i = 0; i < basket.rules.size(); ++i) {
      const RuleNote& rule = basket.rules[i];
      EXPECT_LE(rule.given, rule.wanted);
      if (rule.unmet != Unmet::kNone || rule.gave_way) {
        EXPECT_EQ(rule.wanted, Amount());
      }
      const bool rejects = EarnRulesOf(program_)[i].cap.rejects;
      for (const Headroom& room : rule.headrooms) {
        EXPECT_TRUE(rejects || rule.given <= room.left);
      }
      const Amount uncapped = accepted ? rule.wanted : Amount();
      EXPECT_TRUE(!rule.headrooms.empty() || rule.given == uncapped);
      EXPECT_TRUE(!rule.lot || rule.lot->amount == rule.given);
    }
  }

  static Amount NetIn(const MemberView& view, std::uint8_t unit) {
    for (const Wallet& wallet : view.wallets) {
      if (wallet.unit == unit) return wallet.net();
    }
    return Amount();
  }

  // The member before and after, against the answer.
  void ExpectStanding(const Outcome& outcome) {
    const bool is_final = outcome.reserved == 0;
    if (!is_final || program_.FindUnit(outcome.unit) == nullptr) return;
    if (told_->before.profile.is_closed() || told_->after.profile.is_closed()) {
      return;
    }
    const Amount net = NetIn(told_->after, outcome.unit);
    EXPECT_EQ(net.count(), outcome.net);
    EXPECT_EQ((net - NetIn(told_->before, outcome.unit)).count(),
              outcome.delta);
  }

  void DeliverAll() {
    int waves = 0;
    for (; !messages_.empty(); ++waves) {
      std::swap(wave_, messages_);
      messages_.Clear();
      for (const Message& message : wave_.list()) {
        Deliver(SemanticVersion::kOne, message, wave_.SlicesOf(message),
                program_, sequence_, shard_, messages_);
      }
    }
    waves_ = std::max(waves, waves_);
  }

  // What a till sends all day.
  static constexpr KindSet kCountedKinds =
      SetOf(CommandKind::kPurchase) | SetOf(CommandKind::kReturn) |
      SetOf(CommandKind::kAward) | SetOf(CommandKind::kHold) |
      SetOf(CommandKind::kVoid) | SetOf(CommandKind::kEvent);

  std::mt19937_64 random_;
  std::string text_;
  HistoryShape shape_;
  Messages wave_;
  int waves_ = 0;  // The most behind one command.
  std::uint64_t counted_ = 0;
  std::uint64_t allocated_ = 0;
  bool explains_ = false;
  std::optional<Explanation> told_;  // Of the last command.
  std::uint64_t explained_ = 0;
};

TEST_P(RandomProgramsTest, RunsTheSameOnOneWorkerAndOnThree) {
  SCOPED_TRACE(text_);
  const std::vector<ClientCommand> history =
      RandomHistory(random_, 300, shape_);
  EXPECT_EQ(StateAfter(history, 1, 50), StateAfter(history, 3, 50));
}

// Waves of messages behind one command, with merges, which make the most.
TEST_P(RandomProgramsTest, EndsWithinEightWaves) {
  SCOPED_TRACE(text_);
  ApplyAll(RandomHistory(random_, 2'000, shape_),
           [](const Command&) { return true; });
  EXPECT_LE(waves_, kWavesMax);
  const bool any_lives = std::any_of(
      program_.units.begin(), program_.units.end(),
      [](const Unit& unit) { return unit.retires > Instant(kDay); });
  if (any_lives) {
    EXPECT_GE(waves_, 2);  // It does look.
  }
  // Where no unit has anything to send a merge does, of whom nobody knows.
  waves_ = 0;
  constexpr std::uint64_t kMerged = 1'000'001;
  constexpr std::uint64_t kKept = 1'000'002;
  for (const std::uint64_t member : {kMerged, kKept}) {
    const ResultCode code = ApplyOne(Enroll(member, member), true);
    if (code == ResultCode::kOk) continue;
    // Gifts of more than there can be let nobody in.
    EXPECT_EQ(code, ResultCode::kOverflow);
    return;
  }
  static_cast<void>(ApplyOne(Merge(kKept + 1, kMerged, kKept), true));
  EXPECT_GE(waves_, 2);
  EXPECT_LE(waves_, kWavesMax);
}

TEST_P(RandomProgramsTest, DoesTheSameWhenItIsExplained) {
  SCOPED_TRACE(text_);
  const std::vector<ClientCommand> history =
      RandomHistory(random_, 200, shape_);
  EXPECT_EQ(StateAfter(history, 1, 1), StateAfter(history, 1, 1, true));
}

TEST_P(RandomProgramsTest, ExplainsWhatItDoes) {
  SCOPED_TRACE(text_);
  // What gives what no rule gives, or no command brings.
  program_.referral.reset();
  program_.achievements.clear();
  program_.benefits.clear();
  program_.has_birthdays = false;
  program_.has_anniversaries = false;
  explains_ = true;
  ApplyAll(RandomHistory(random_, 1'000, shape_),
           [](const Command&) { return true; });
  EXPECT_GT(explained_, 300u);
}

// Messages of merged members are kept with what they carry, and standing in a
// tier set begins with a table of its own: all else has its place.
TEST_P(RandomProgramsTest, AllocatesNothingPerCommand) {
  if (!program_.tier_sets.empty()) return;
  SCOPED_TRACE(text_);
  ApplyAll(RandomHistory(random_, 6'000, shape_), [](const Command& command) {
    return command.kind != CommandKind::kMerge;
  });
  EXPECT_GT(counted_, 500u);
  // Tables still grow: two of a hundred commands would be many.
  EXPECT_LT(allocated_, counted_ / 50);
}

// Names of keys as "section.key", within tables too.
void NoteKeys(const std::string& section, const TomlNode& node,
              std::set<std::string>* keys) {
  for (const TomlNode& element : node.elements) {
    NoteKeys(section, element, keys);
  }
  for (const TomlEntry& entry : node.entries) {
    keys->insert(section + "." + entry.key);
    NoteKeys(section, entry.value, keys);
  }
}

template <class Section>
void ExpectKeys(const std::string& section, const SectionRule<Section>& rules,
                const std::set<std::string>& keys) {
  for (const KeyRule<Section>& rule : rules.keys) {
    const std::string name = section + "." + std::string(rule.key);
    EXPECT_TRUE(keys.contains(name)) << name;
    VisitField(rule, [&](auto, const auto&... inner) {
      (ExpectKeys(section, *inner.rules, keys), ...);
    });
  }
}

TEST(RandomProgramTextTest, SaysEveryKeySoonerOrLater) {
  std::mt19937_64 random(1);
  std::set<std::string> keys;
  for (int i = 0; i < 1000; ++i) {
    FileErrors errors;
    const auto root = ParseToml(RandomProgramText(random, 50), &errors);
    ASSERT_TRUE(root);
    for (const TomlEntry& entry : root->entries) {
      NoteKeys(entry.key, entry.value, &keys);
    }
  }
  VisitSections(
      [&](std::string_view word, SectionForm, std::size_t, const auto& rules) {
        ExpectKeys(std::string(word), rules, keys);
      });
}

INSTANTIATE_TEST_SUITE_P(Seeds, RandomProgramsTest,
                         ::testing::Range(std::uint64_t{1}, std::uint64_t{41}));

}  // namespace
}  // namespace kumbara
