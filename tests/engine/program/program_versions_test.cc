#include "engine/program/program_versions.h"

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "gtest/gtest.h"

namespace kumbara {
namespace {

Unit BareUnit(std::uint8_t code) {
  Unit unit;
  unit.name = std::string(1, static_cast<char>('a' + code));
  unit.code = code;
  return unit;
}

Program BareProgram(const std::vector<std::uint8_t>& units,
                    const std::vector<std::string>& rules = {}) {
  Program program;
  program.unit_index.fill(Program::kNoUnit);
  for (const std::uint8_t code : units) {
    program.unit_index[code] = static_cast<std::uint8_t>(program.units.size());
    program.units.push_back(BareUnit(code));
  }
  for (const std::string& name : rules) {
    program.rules.emplace_back().name = name;
  }
  return program;
}

// With one more version, effective, made behind a sequence and at a clock.
void AddVersion(ProgramVersions* versions, std::int64_t effective,
                Sequence behind, std::int64_t clock,
                Program program = BareProgram({1})) {
  Activation activation;
  activation.version = static_cast<std::uint16_t>(versions->size() + 1);
  activation.effective = effective;
  activation.behind = behind;
  activation.clock = clock;
  versions->Add(std::move(program), activation);
}

TEST(ProgramVersionsTest, ACommandGoesByItsTimeAmongThoseBeforeIt) {
  ProgramVersions versions(BareProgram({1}));
  EXPECT_EQ(versions.For(9, Instant(9)).version, 1);
  AddVersion(&versions, 100, 10, 50);
  AddVersion(&versions, 200, 20, 150);
  AddVersion(&versions, 60, 30, 180);   // Retroactive, until that of 100.
  AddVersion(&versions, 200, 40, 190);  // Instead of the other one of 200.
  const struct {
    Sequence sequence;
    std::int64_t at;
    int version;
  } cases[] = {
      {11, 99, 1},  {11, 100, 2}, {10, 100, 1}, {11, 500, 2}, {20, 200, 2},
      {21, 199, 2}, {21, 200, 3}, {30, 60, 1},  {31, 60, 4},  {31, 59, 1},
      {31, 99, 4},  {31, 100, 2}, {40, 200, 3}, {41, 200, 5}, {99, 199, 2},
  };
  for (const auto& one : cases) {
    EXPECT_EQ(versions.For(one.sequence, Instant(one.at)).version, one.version)
        << "sequence " << one.sequence << " at " << one.at;
  }
}

TEST(ProgramVersionsTest, WhatFallsDueGoesByThoseMadeBeforeItWasReached) {
  ProgramVersions versions(BareProgram({1}));
  AddVersion(&versions, 100, 10, 100);
  AddVersion(&versions, 60, 20, 180);
  EXPECT_EQ(versions.DueAt(Instant(100)).version, 1);
  EXPECT_EQ(versions.DueAt(Instant(101)).version, 2);
  EXPECT_EQ(versions.DueAt(Instant(70)).version, 1);
  EXPECT_EQ(versions.DueAt(Instant(181)).version, 2);
}

TEST(ProgramVersionsTest, UnitsHaveOnePlaceInAllVersions) {
  ProgramVersions versions(BareProgram({7, 3}));
  AddVersion(&versions, 1, 1, 1, BareProgram({5, 3}));
  AddVersion(&versions, 2, 2, 2, BareProgram({5, 7, 2}));
  for (std::uint16_t number = 1; number <= 3; ++number) {
    const Program& program = versions.Numbered(number);
    ASSERT_EQ(program.units.size(), 4u);
    for (std::size_t i = 0; i < 4; ++i) {
      const std::uint8_t code = std::array<std::uint8_t, 4>{7, 3, 5, 2}[i];
      EXPECT_EQ(program.units[i].code, code);
      EXPECT_EQ(program.FindUnit(code), &program.units[i]);
    }
  }
  const auto standing = [&](std::uint16_t number, std::uint8_t code) {
    return versions.Numbered(number).FindUnit(code)->standing;
  };
  EXPECT_EQ(standing(1, 7), UnitStanding::kNamed);
  EXPECT_EQ(standing(1, 5), UnitStanding::kLater);
  EXPECT_EQ(standing(1, 2), UnitStanding::kLater);
  EXPECT_EQ(standing(2, 7), UnitStanding::kRemoved);
  EXPECT_EQ(standing(2, 3), UnitStanding::kNamed);
  EXPECT_EQ(standing(2, 2), UnitStanding::kLater);
  EXPECT_EQ(standing(3, 7), UnitStanding::kNamed);
  EXPECT_EQ(standing(3, 3), UnitStanding::kRemoved);
}

TEST(ProgramVersionsTest, ARuleHasItsNumberWhereverItStands) {
  ProgramVersions versions(BareProgram({1}));
  AddVersion(&versions, 1, 1, 1, BareProgram({1}, {"base", "twice"}));
  AddVersion(&versions, 2, 2, 2, BareProgram({1}, {"new", "twice"}));
  AddVersion(&versions, 3, 3, 3, BareProgram({1}, {"twice", "base", "new"}));
  const auto number = [&](std::uint16_t version, std::size_t place) {
    return versions.Numbered(version).rules[place].number;
  };
  EXPECT_EQ(number(2, 0), 0u);
  EXPECT_EQ(number(2, 1), 1u);
  EXPECT_EQ(number(3, 0), 2u);
  EXPECT_EQ(number(3, 1), 1u);
  EXPECT_EQ(number(4, 0), 1u);
  EXPECT_EQ(number(4, 1), 0u);
  EXPECT_EQ(number(4, 2), 2u);
}

TEST(ProgramVersionsTest, AllowancesCountOnByWhatTheyAreFor) {
  const auto program = [](const std::vector<Allowance>& allowances) {
    Program made = BareProgram({1});
    made.allowances = allowances;
    return made;
  };
  const Allowance day{1, 1, Amount(5), Period::kDay};
  const Allowance month{1, 1, Amount(50), Period::kMonth};
  ProgramVersions versions(BareProgram({1}));
  AddVersion(&versions, 1, 1, 1, program({day, month}));
  AddVersion(&versions, 2, 2, 2,
             program({{1, 1, Amount(9), std::nullopt}, month}));
  AddVersion(&versions, 3, 3, 3, program({month, month, day}));
  EXPECT_EQ(versions.Numbered(2).allowances[1].number, 1u);
  EXPECT_EQ(versions.Numbered(3).allowances[1].number, 1u);
  EXPECT_EQ(versions.Numbered(4).allowances[0].number, 1u);
  EXPECT_EQ(versions.Numbered(4).allowances[1].number, 2u);
  EXPECT_EQ(versions.Numbered(4).allowances[2].number, 0u);
}

TierSet SetOf(const std::string& name, const std::vector<Tier>& tiers) {
  TierSet set;
  set.name = name;
  set.tiers = tiers;
  return set;
}

Program ProgramOf(const std::vector<TierSet>& sets) {
  Program program = BareProgram({1});
  program.tier_sets = sets;
  return program;
}

// In a version, from the lowest on: what each of the numbers 1, 2... is there.
std::vector<int> TiersHere(const TierSet& set, std::uint8_t numbers) {
  std::vector<int> here;
  for (std::uint8_t tier = 1; tier <= numbers; ++tier) {
    here.push_back(set.Here(tier));
  }
  return here;
}

TEST(ProgramVersionsTest, ATierHasItsNumberInAllVersions) {
  using Numbers = std::vector<int>;
  ProgramVersions versions(
      ProgramOf({SetOf("status", {{"silver", 10}, {"gold", 20}})}));
  AddVersion(&versions, 1, 1, 1,
             ProgramOf({SetOf("status", {{"tin", 5},
                                         {"silver", 10},
                                         {"rose", 15},
                                         {"gold", 30},
                                         {"onyx", 40}})}));
  AddVersion(&versions, 2, 2, 2,
             ProgramOf({SetOf("other", {{"one", 1}}),
                        SetOf("status", {{"tin", 5}, {"gold", 30}})}));
  const TierSet& first = versions.Numbered(1).tier_sets[0];
  const TierSet& second = versions.Numbered(2).tier_sets[0];
  const TierSet& third = versions.Numbered(3).tier_sets[0];
  // silver 1, gold 2, tin 3, rose 4, onyx 5.
  EXPECT_EQ(TiersHere(first, 5), (Numbers{1, 2, 0, 1, 2}));
  EXPECT_EQ(TiersHere(second, 5), (Numbers{1, 2, 3, 4, 5}));
  EXPECT_EQ(TiersHere(third, 5), (Numbers{3, 2, 3, 3, 2}));
  EXPECT_EQ(second.NameOf(4), "rose");
  EXPECT_EQ(third.NameOf(4), "rose");
  EXPECT_EQ(second.TierFor(16), 4);
  EXPECT_TRUE(second.IsAbove(1, 3));
  EXPECT_EQ(second.Highest({3, 4, 1}), 4);
  const TierSet& absent = versions.Numbered(1).tier_sets[1];
  EXPECT_EQ(absent.name, "other");
  EXPECT_FALSE(absent.is_named);
  EXPECT_EQ(absent.TierFor(1), 0);
  EXPECT_EQ(absent.Here(1), 0);
}

TEST(ProgramVersionsTest, ARemovedTierIsTheNextLowerOneThatIsLeft) {
  ProgramVersions versions(
      ProgramOf({SetOf("status", {{"tin", 1}, {"silver", 2}, {"gold", 3}})}));
  AddVersion(&versions, 1, 1, 1,
             ProgramOf({SetOf("status", {{"tin", 1}, {"silver", 2}})}));
  AddVersion(&versions, 2, 2, 2, ProgramOf({SetOf("status", {{"tin", 1}})}));
  AddVersion(&versions, 3, 3, 3, ProgramOf({SetOf("status", {{"new", 1}})}));
  AddVersion(&versions, 4, 4, 4, ProgramOf({}));
  using Numbers = std::vector<int>;
  const auto here = [&](std::uint16_t version) {
    return TiersHere(versions.Numbered(version).tier_sets[0], 4);
  };
  EXPECT_EQ(here(2), (Numbers{1, 2, 2, 0}));
  EXPECT_EQ(here(3), (Numbers{1, 1, 1, 0}));
  EXPECT_EQ(here(4), (Numbers{0, 0, 0, 4}));
  EXPECT_EQ(here(5), (Numbers{0, 0, 0, 0}));
  EXPECT_EQ(versions.Numbered(5).tier_sets[0].NameOf(3), "gold");
}

TEST(ProgramVersionsTest, WhatAsksForTiersAsksForTheirNumbers) {
  ProgramVersions versions(
      ProgramOf({SetOf("status", {{"silver", 1}, {"gold", 2}})}));
  Program next = ProgramOf(
      {SetOf("new", {{"one", 1}}), SetOf("status", {{"tin", 1}, {"gold", 2}})});
  EarnRule& rule = next.rules.emplace_back();
  rule.when.asks_for_tiers = true;
  rule.when.tiers[1] = 1U << 2U | 1U << 1U;
  rule.tier_set = 1;
  rule.by_tier = {Rational{1, 1}, Rational{3, 1}, Rational{2, 1}};
  AddVersion(&versions, 1, 1, 1, std::move(next));
  const EarnRule& placed = versions.newest().rules.front();
  EXPECT_EQ(placed.when.tiers[0], 1U << 2U | 1U << 3U);
  EXPECT_EQ(placed.when.tiers[1], 0U);
  EXPECT_EQ(placed.RateFor({2, 0}), (Rational{2, 1}));
  EXPECT_EQ(placed.RateFor({3, 1}), (Rational{3, 1}));
}

TEST(ProgramVersionsTest, AchievementsAndBenefitsHaveOnePlace) {
  const auto program = [](const std::vector<std::string>& achievements,
                          const std::vector<std::string>& benefits) {
    Program made = BareProgram({1});
    for (const std::string& name : achievements) {
      made.achievements.emplace_back().name = name;
    }
    for (const std::string& name : benefits) {
      made.benefits.emplace_back().name = name;
    }
    if (!benefits.empty()) made.benefits.front().achievements = 1;
    return made;
  };
  ProgramVersions versions(program({"a", "b"}, {"x"}));
  AddVersion(&versions, 1, 1, 1, program({"c", "b"}, {"y"}));
  const Program& first = versions.first();
  const Program& second = versions.newest();
  ASSERT_EQ(first.achievements.size(), 3);
  ASSERT_EQ(second.achievements.size(), 3);
  EXPECT_EQ(second.achievements[2].name, "c");
  EXPECT_TRUE(second.achievements[1].is_named);
  EXPECT_FALSE(second.achievements[0].is_named);
  EXPECT_FALSE(first.achievements[2].is_named);
  EXPECT_FALSE(second.benefits[0].is_named);
  EXPECT_EQ(second.benefits[1].achievements, 1U << 2U);
}

TEST(ProgramVersionsTest, AVersionStartsWhereWhatFallsDueGoesByIt) {
  ProgramVersions versions(BareProgram({1}));
  AddVersion(&versions, 100, 1, 50);
  AddVersion(&versions, 60, 2, 80);  // Retroactive.
  EXPECT_EQ(versions.NextStart(Instant(50)), Instant(81));
  EXPECT_EQ(versions.NextStart(Instant(81)), Instant(100));
  EXPECT_EQ(versions.NextStart(Instant(100)), Instant::Greatest());
}

Program EndingAt(std::int64_t retire_at) {
  Program program = BareProgram({1});
  program.units[0].retire_at = Instant(retire_at);
  return program;
}

TEST(ProgramVersionsTest, AUnitRetiresByTheVersionOfThatTime) {
  ProgramVersions versions(EndingAt(100));
  const auto retires = [&] {
    EXPECT_EQ(versions.first().units[0].retires,
              versions.newest().units[0].retires);
    return versions.first().units[0].retires;
  };
  AddVersion(&versions, 50, 1, 10, EndingAt(200));
  EXPECT_EQ(retires(), Instant(200));
  AddVersion(&versions, 60, 1, 20, BareProgram({1}));
  EXPECT_EQ(retires(), Instant::Greatest());
  AddVersion(&versions, 70, 1, 30, EndingAt(80));
  EXPECT_EQ(retires(), Instant(80));
  AddVersion(&versions, 90, 1, 40, BareProgram({2}));
  EXPECT_EQ(retires(), Instant(80));
  EXPECT_EQ(versions.newest().units[1].retires, Instant::Greatest());
}

TEST(ProgramVersionsTest, KindsThatReachOthersInOneVersionStay) {
  Program first = BareProgram({1});
  first.message_kinds = SetOf(CommandKind::kTransfer);
  ProgramVersions versions(std::move(first));
  Program next = BareProgram({1});
  next.message_kinds = SetOf(CommandKind::kPurchase);
  AddVersion(&versions, 1, 1, 1, std::move(next));
  EXPECT_EQ(versions.message_kinds(),
            SetOf(CommandKind::kTransfer) | SetOf(CommandKind::kPurchase));
}

}  // namespace
}  // namespace kumbara
