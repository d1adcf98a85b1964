// Programs written by hand, and the codes they and the tests' commands use.

#ifndef KUMBARA_TESTS_SUPPORT_TEST_PROGRAM_H_
#define KUMBARA_TESTS_SUPPORT_TEST_PROGRAM_H_

#include <cstdint>
#include <string>

#include "engine/base/check.h"
#include "engine/program/counter_id.h"
#include "engine/program/program.h"
#include "engine/record/code_table.h"

namespace kumbara {

inline constexpr std::uint8_t kPoints = 1;
inline constexpr std::uint8_t kStars = 2;  // Not spendable.
inline constexpr std::uint8_t kMiles = 3;  // Known, but not of the program.
inline constexpr std::uint8_t kGbp = 1;
inline constexpr std::uint8_t kEur = 2;
inline constexpr Code kSale = 1;
inline constexpr Code kGoodwill = 2;
inline constexpr Code kPromotion = 3;
inline constexpr Code kAuto = 1;  // Rewards.
inline constexpr Code kLifeboats = 2;
inline constexpr Code kTenderLabel = 3;
inline constexpr Code kCoffee = 4;
inline constexpr Code kTeapot = 5;
inline constexpr Code kGold = 1;    // A plan.
inline constexpr Code kSurvey = 1;  // An event.
inline constexpr Code kTiers = 12;  // From 1 on: "tier 1", ...
inline constexpr Code kApples = 1;  // Skus.
inline constexpr Code kPears = 2;
inline constexpr std::uint16_t kMistake = 1;  // A reason.

// Gives the codes above. A table that has them already stays as it is.
inline void InternTestCodes(CodeTable& codes) {
  const auto expect = [&](CodeSpace space, const char* text, Code code) {
    KUMBARA_CHECK(codes.Intern(space, text) == code);
  };
  expect(CodeSpace::kUnit, "points", kPoints);
  expect(CodeSpace::kUnit, "stars", kStars);
  expect(CodeSpace::kUnit, "miles", kMiles);
  expect(CodeSpace::kCurrency, "GBP", kGbp);
  expect(CodeSpace::kCurrency, "EUR", kEur);
  expect(CodeSpace::kFundingClass, "sale", kSale);
  expect(CodeSpace::kFundingClass, "goodwill", kGoodwill);
  expect(CodeSpace::kFundingClass, "promotion", kPromotion);
  expect(CodeSpace::kReason, "mistake", kMistake);
  expect(CodeSpace::kReward, "auto", kAuto);
  expect(CodeSpace::kReward, "lifeboats", kLifeboats);
  expect(CodeSpace::kReward, "tender", kTenderLabel);
  expect(CodeSpace::kReward, "coffee", kCoffee);
  expect(CodeSpace::kReward, "teapot", kTeapot);
  expect(CodeSpace::kEvent, "survey", kSurvey);
  expect(CodeSpace::kPlan, "gold", kGold);
  for (Code tier = 1; tier <= kTiers; ++tier) {
    const std::string name = "tier " + std::to_string(tier);
    expect(CodeSpace::kTier, name.c_str(), tier);
  }
  expect(CodeSpace::kSku, "apples", kApples);
  expect(CodeSpace::kSku, "pears", kPears);
}

// Rule A: a point for every 100 minor units, rounded down, of the ledger's
// first currency; stars beside it that nobody can spend.
inline Program RuleA() {
  Program program;
  program.name = "rule a";
  program.units = {{"points", kPoints, 0, true}, {"stars", kStars, 0, false}};
  program.unit_index.fill(Program::kNoUnit);
  program.unit_index[kPoints] = 0;
  program.unit_index[kStars] = 1;
  program.earn = EarnRule{.name = "a",
                          .unit = kPoints,
                          .rate = {1, 100},
                          .rounding = Rounding::kFloor,
                          .funding_class = kSale};
  program.award_class = kGoodwill;
  program.tender_label = kTenderLabel;
  return program;
}

// Adds a reward; rewards stand in the order of adding.
inline Reward& AddReward(Code code, std::int64_t cost, Program* program) {
  program->reward_index[code] =
      static_cast<std::uint32_t>(program->rewards.size());
  Reward& reward = program->rewards.emplace_back();
  reward.name = "reward " + std::to_string(code);
  reward.code = code;
  reward.unit = kPoints;
  reward.cost = Amount(cost);
  reward.counter = CounterIdOf(reward.name);
  return reward;
}

// An earn rule gives no more than this in a period.
inline Budget& AddBudget(std::int64_t amount, Program* program,
                         std::size_t place = 0,
                         const std::string& name = "all") {
  if (program->earn) {
    program->rules = {*program->earn};
    program->earn_units = {program->earn->unit};
    program->earn.reset();
  }
  EarnRule& rule = program->rules[place];
  rule.is_plain = false;
  rule.budget = static_cast<std::uint32_t>(program->budgets.size());
  program->budgets.push_back({name, rule.unit, Amount(amount),
                              Period::kLifetime,
                              CounterIdOf("budget/" + name)});
  return program->budgets.back();
}

// Dates of lots, in microseconds so that tests can count them.
inline LotPolicy ExpiresAfter(std::int64_t micros) {
  LotPolicy policy;
  policy.expiry = LotPolicy::Expiry::kAfter;
  policy.after.count = micros;
  return policy;
}
inline LotPolicy WaitsFor(std::int64_t micros, LotPolicy policy = {}) {
  policy.pending = LotPolicy::Pending::kFor;
  policy.pending_for.count = micros;
  return policy;
}
// All lots of a wallet expire so long after the last activity.
inline LotPolicy InactiveAfter(std::int64_t micros, KindSet activities,
                               LotPolicy policy = {}) {
  policy.activities = activities;
  policy.inactive_from = Instant::Least();
  policy.inactive.count = micros;
  return policy;
}

}  // namespace kumbara

#endif  // KUMBARA_TESTS_SUPPORT_TEST_PROGRAM_H_
