// RandomHistory: commands of all kinds drawn from a seed, among few members so
// that they meet: repeats, conflicts, late ones, ticks, returns by reference,
// commands of the future, transfers to members not yet enrolled, holds and what
// becomes of them, reversals, pools, merges, events, birthdays that come soon,
// linked runs of each.

#ifndef KUMBARA_TESTS_SUPPORT_RANDOM_HISTORY_H_
#define KUMBARA_TESTS_SUPPORT_RANDOM_HISTORY_H_

#include <cstdint>
#include <random>
#include <string>
#include <vector>

#include "tests/support/command_builder.h"

namespace kumbara {

// A command as a client knows it: its store by name, for the code may be
// another one after a crash.
struct ClientCommand {
  TestCommand command;
  std::string store;

  // The command as a ledger writes it; `intern` gives the code of a store.
  template <class Intern>
  TestCommand Coded(const Intern& intern) const {
    TestCommand coded = command;
    if (!store.empty()) coded.command.store = intern(store);
    return coded;
  }
  // All that makes it this command, its id included.
  std::string Content() const;
};

struct HistoryShape {
  std::uint64_t members = 12;
  // Ids begin behind this; clients of one ledger must not share any, except
  // that they may: then they repeat and contradict each other.
  std::uint64_t first_id = 1;
  // Business times beyond it are in the future of a TestClock as made.
  std::int64_t latest = 1'000'000;
  // All times times this: what falls due is listed in pieces of 17 seconds, so
  // a history of milliseconds and one of hours take other ways.
  std::int64_t scale = 1;
};

std::vector<ClientCommand> RandomHistory(std::mt19937_64& random,
                                         std::size_t commands,
                                         const HistoryShape& shape = {});

// Whether the next command must be in the same frame for the history to mean
// the same.
bool GoesOn(const ClientCommand& command);

// Gives all commands ordered ids, of three sources that count up.
void OrderIds(std::vector<ClientCommand>* history);

// Gives a program lots that wait, expire and redeem themselves, by durations
// of up to `longest` microseconds.
void DrawLots(std::mt19937_64& random, std::int64_t longest, Program* program);

// Gives a program several earn rules in place of its one, in half of all cases,
// and conditions to these in half of those.
void DrawRules(std::mt19937_64& random, Program* program);

// Gives a program rules of who may give and receive, and how much.
void DrawGifts(std::mt19937_64& random, Program* program);
// Gives a program pools of so many members.
void AllowPools(std::uint32_t members_max, Program* program);

// Gives a program a referral, in two of three cases.
void DrawReferral(std::mt19937_64& random, Program* program);

// Gives it rewards, with or without stock, limit and gate, and perhaps
// budgets, one of them of awards too. Comes behind DrawRules.
void DrawRewards(std::mt19937_64& random, Program* program);

// Gives a program up to four tier sets, and its rules what they say of tiers.
// Comes behind DrawRules.
void DrawTiers(std::mt19937_64& random, Program* program);

// Gives a program achievements, streaks and benefits. Comes behind DrawTiers.
void DrawAchievements(std::mt19937_64& random, Program* program);

// Times that span some years, so that windows of tiers end.
inline constexpr std::int64_t kScaleOfYears = 100'000'000;

// A number in [0, bound).
inline std::uint64_t Draw(std::mt19937_64& random, std::uint64_t bound) {
  return random() % bound;
}

}  // namespace kumbara

#endif  // KUMBARA_TESTS_SUPPORT_RANDOM_HISTORY_H_
