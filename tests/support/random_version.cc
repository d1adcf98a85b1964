#include "tests/support/random_version.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <vector>

#include "engine/base/limits.h"
#include "tests/support/random_history.h"
#include "tests/support/test_program.h"

namespace kumbara {
namespace {

void DrawNextTiers(std::mt19937_64& random, TierSet* set) {
  const auto any = [&](const std::vector<Tier>& tiers) {
    return static_cast<std::ptrdiff_t>(Draw(random, tiers.size()));
  };
  if (Draw(random, 2) == 0) {
    for (Tier& tier : set->tiers) tier.at *= 2;
  }
  if (set->tiers.size() > 1 && Draw(random, 2) == 0) {
    set->tiers.erase(set->tiers.begin() + any(set->tiers));
  }
  if (set->tiers.front().at > 1 && Draw(random, 2) == 0) {
    set->tiers.insert(set->tiers.begin(),
                      {set->name + ".new", set->tiers.front().at / 2});
  }
  set->qualify = static_cast<TierQualify>(Draw(random, 3));
  set->keep_next = Draw(random, 2) == 0;
  set->downgrade = static_cast<TierDowngrade>(Draw(random, 3));
}

// The last one goes, and rules ask for it no more.
void LeaveOutSet(Program* program) {
  program->tier_sets.pop_back();
  const std::size_t place = program->tier_sets.size();
  for (EarnRule& rule : program->rules) {
    rule.when.tiers[place] = 0;
    if (rule.tier_set != place) continue;
    rule.tier_set = 0;
    rule.by_tier.clear();
    if (rule.kind == EarnRule::Kind::kMultiplier) rule.rate = {2, 1};
  }
}

}  // namespace

Program DrawNextVersion(std::mt19937_64& random, const Program& before,
                        Instant start, Instant end) {
  Program next = before;
  std::vector<TierSet>& sets = next.tier_sets;
  for (TierSet& set : sets) DrawNextTiers(random, &set);
  if (sets.size() > 1 && Draw(random, 2) == 0) {
    LeaveOutSet(&next);
  } else if (sets.size() < kTierSetsMax && Draw(random, 2) == 0) {
    TierSet& added = sets.emplace_back();
    added.name = "added";
    added.basis =
        Draw(random, 2) == 0 ? TierBasis::kSpend : TierBasis::kBalance;
    if (added.basis == TierBasis::kBalance) added.unit = kPoints;
    added.tiers = {{"added.one", 20}, {"added.two", 300}};
    std::rotate(sets.begin(), sets.end() - 1, sets.end());
    for (EarnRule& rule : next.rules) {  // They ask for the first set now.
      std::rotate(rule.when.tiers.begin(), rule.when.tiers.end() - 1,
                  rule.when.tiers.end());
      if (!rule.by_tier.empty()) ++rule.tier_set;
    }
  }
  for (Achievement& achievement : next.achievements) {
    achievement.at += static_cast<std::int64_t>(Draw(random, 3));
    if (achievement.unit != 0) achievement.give += Amount(1);
  }
  if (!next.achievements.empty() && Draw(random, 3) == 0) {
    next.achievements.front().name = "another";
  }
  if (!next.benefits.empty() && Draw(random, 3) == 0) next.benefits.pop_back();
  if (Draw(random, 3) == 0) {
    const auto span = static_cast<std::uint64_t>(end.micros() - start.micros());
    next.units[kPoints - 1].retire_at =
        Instant(start.micros() + static_cast<std::int64_t>(Draw(random, span)));
  }
  return next;
}

}  // namespace kumbara
