#include "engine/program/section_places.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "engine/base/check.h"
#include "engine/base/limits.h"

namespace kumbara {
namespace {

// By place in the file the place in all versions.
using Places = std::vector<std::size_t>;

void LeaveOut(TierSet* set) {
  set->tiers.clear();
  set->numbers.clear();
  set->ranks.clear();
}
template <class Section>
void LeaveOut(Section* /*section*/) {}

template <class Section>
Section Unnamed(Section section) {
  section.is_named = false;
  LeaveOut(&section);
  return section;
}

template <class Section>
Places Place(const std::vector<Section>& before, std::vector<Section>* next) {
  std::vector<Section> all;
  for (const Section& known : before) all.push_back(Unnamed(known));
  Places places;
  for (Section& section : *next) {
    const auto known = std::find_if(
        all.begin(), all.end(),
        [&](const Section& one) { return one.name == section.name; });
    places.push_back(static_cast<std::size_t>(known - all.begin()));
    if (known == all.end()) {
      all.push_back(std::move(section));
    } else {
      *known = std::move(section);
    }
  }
  *next = std::move(all);
  return places;
}

template <class Section>
void AddLater(const std::vector<Section>& next, std::vector<Section>* earlier) {
  for (std::size_t i = earlier->size(); i < next.size(); ++i) {
    earlier->push_back(Unnamed(next[i]));
  }
}

std::vector<std::string> NamesIn(const TierSet& set) {
  if (!set.names.empty()) return set.names;
  std::vector<std::string> names;
  for (const Tier& tier : set.tiers) names.push_back(tier.name);
  return names;
}

// Gives the tiers of a set those numbers that the version before knows, and new
// ones to new names.
void NumberTiers(const TierSet& before, TierSet* set) {
  set->names = NamesIn(before);
  set->numbers.clear();
  for (const Tier& tier : set->tiers) {
    auto known = std::find(set->names.begin(), set->names.end(), tier.name);
    if (known == set->names.end()) {
      known = set->names.insert(known, tier.name);
    }
    set->numbers.push_back(
        static_cast<std::uint8_t>(known - set->names.begin() + 1));
  }
  KUMBARA_CHECK(set->names.size() <= kTiersMax);
}

// Ranks of the tiers of `set` by all numbers that `other`, the version next to
// it, knows: a tier that it has not itself has the rank of the next lower one
// of `other` that has any.
void RankTiers(const TierSet& other, std::size_t numbers, TierSet* set) {
  const std::vector<std::uint8_t> known = std::move(set->ranks);
  set->ranks.assign(numbers + 1, 0);
  std::copy(known.begin(), known.end(), set->ranks.begin());
  std::vector<bool> has(numbers + 1);
  for (std::size_t rank = 1; rank <= set->tiers.size(); ++rank) {
    const std::uint8_t number = set->OfRank(rank);
    set->ranks[number] = static_cast<std::uint8_t>(rank);
    has[number] = true;
  }
  std::uint8_t below = 0;
  for (std::size_t rank = 1; rank <= other.tiers.size(); ++rank) {
    const std::uint8_t number = other.OfRank(rank);
    const bool is_open = number >= known.size() && !has[number];
    if (is_open) set->ranks[number] = below;
    below = set->ranks[number];
  }
  for (std::size_t number = std::max<std::size_t>(known.size(), 1);
       number <= numbers; ++number) {
    const auto tier = static_cast<std::uint8_t>(number);
    const bool is_known = number < other.ranks.size();
    if (!has[number] && is_known && other.Here(tier) != tier) {
      set->ranks[number] = set->ranks[other.Here(tier)];
    }
  }
}

// What a rule, reward or benefit asks of tiers by their places in the file.
void PlaceTiersOf(const std::vector<TierSet>& sets, const Places& places,
                  EarnCondition* when) {
  const auto by_file = std::exchange(when->tiers, {});
  for (std::size_t i = 0; i < places.size(); ++i) {
    const TierSet& set = sets[places[i]];
    for (std::size_t rank = 1; rank <= set.tiers.size(); ++rank) {
      if ((by_file[i] >> rank & 1U) == 0) continue;
      when->tiers[places[i]] |=
          static_cast<std::uint16_t>(1U << set.OfRank(rank));
    }
  }
}

void PlaceTiersOf(const std::vector<TierSet>& sets, const Places& places,
                  EarnRule* rule) {
  PlaceTiersOf(sets, places, &rule->when);
  if (rule->by_tier.empty()) return;
  rule->tier_set = places[rule->tier_set];
  const TierSet& set = sets[rule->tier_set];
  const std::vector<Rational> by_rank = std::move(rule->by_tier);
  rule->by_tier.assign(set.names.size() + 1, Rational{1, 1});
  for (std::size_t rank = 1; rank <= set.tiers.size(); ++rank) {
    if (rank == by_rank.size()) break;
    rule->by_tier[set.OfRank(rank)] = by_rank[rank];
  }
}

void PlaceTierSets(const Program& before, Program* next) {
  std::vector<TierSet>& sets = next->tier_sets;
  const Places places = Place(before.tier_sets, &sets);
  KUMBARA_CHECK(sets.size() <= kTierSetsMax);
  for (std::size_t i = 0; i < sets.size(); ++i) {
    const TierSet known =
        i < before.tier_sets.size() ? before.tier_sets[i] : TierSet();
    NumberTiers(known, &sets[i]);
    RankTiers(known, sets[i].names.size(), &sets[i]);
  }
  if (next->earn) PlaceTiersOf(sets, places, &*next->earn);
  for (EarnRule& rule : next->rules) PlaceTiersOf(sets, places, &rule);
  for (Reward& reward : next->rewards) {
    PlaceTiersOf(sets, places, &reward.when);
  }
  for (Benefit& benefit : next->benefits) {
    PlaceTiersOf(sets, places, &benefit.when);
  }
}

void PlaceAchievements(const Program& before, Program* next) {
  const Places places = Place(before.achievements, &next->achievements);
  KUMBARA_CHECK(next->achievements.size() <= kAchievementsMax);
  for (Benefit& benefit : next->benefits) {
    const std::uint16_t by_file = std::exchange(benefit.achievements, 0);
    for (std::size_t i = 0; i < places.size(); ++i) {
      if ((by_file >> i & 1U) == 0) continue;
      benefit.achievements |= static_cast<std::uint16_t>(1U << places[i]);
    }
  }
}

}  // namespace

void PlaceSections(const Program& before, Program* next) {
  PlaceTierSets(before, next);
  PlaceAchievements(before, next);
  Place(before.benefits, &next->benefits);
  KUMBARA_CHECK(next->benefits.size() <= kBenefitsMax);
}

void AddLaterSections(const Program& next, Program* earlier) {
  AddLater(next.tier_sets, &earlier->tier_sets);
  AddLater(next.achievements, &earlier->achievements);
  AddLater(next.benefits, &earlier->benefits);
  for (std::size_t i = 0; i < earlier->tier_sets.size(); ++i) {
    const TierSet& later = next.tier_sets[i];
    TierSet& set = earlier->tier_sets[i];
    if (set.numbers.empty() && set.is_named) NumberTiers(TierSet(), &set);
    RankTiers(later, later.names.size(), &set);
    set.names = later.names;
  }
}

}  // namespace kumbara
