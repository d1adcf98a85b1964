#include "engine/program/earn_tiers.h"

#include <string>
#include <string_view>

#include "absl/strings/str_cat.h"
#include "engine/base/check.h"
#include "engine/program/fraction.h"

namespace kumbara {
namespace {

// A tier by its name: the places of its set and itself, from 1 on.
struct TierPlace {
  std::size_t set = 0;
  std::size_t number = 0;
};

template <class Sets>
std::optional<TierPlace> FindTier(const Sets& sets, std::string_view name) {
  for (std::size_t set = 0; set < sets.size(); ++set) {
    for (std::size_t i = 0; i < sets[set].tiers.size(); ++i) {
      if (sets[set].tiers[i].name == name) return TierPlace{set, i + 1};
    }
  }
  return std::nullopt;
}

std::string TiersAmong(std::span<const TierSetSection> sets) {
  std::string names;
  for (const TierSetSection& set : sets) {
    for (const TierSection& tier : set.tiers) {
      absl::StrAppend(&names, names.empty() ? "" : ", ", "\"", tier.name, "\"");
    }
  }
  return names.empty() ? "a tier of a [[tier_set]]" : names;
}

}  // namespace

std::optional<EarnConflict> TierConflictWith(
    std::span<const TierSetSection> sets, const EarnSection& rule) {
  const auto unknown = [&](const char* key, const std::string& name) {
    return EarnConflict{
        key, absl::StrCat(key, " names \"", name,
                          "\", which is no tier; valid: ", TiersAmong(sets))};
  };
  for (const std::string& name : rule.tier) {
    if (!FindTier(sets, name)) return unknown("tier", name);
  }
  std::optional<std::size_t> set;
  for (const NamedText& one : rule.by_tier) {
    const std::optional<TierPlace> tier = FindTier(sets, one.name);
    if (!tier) return unknown("by_tier", one.name);
    if (set && *set != tier->set) {
      return EarnConflict{"by_tier",
                          "by_tier names tiers of several sets; valid: those "
                          "of one"};
    }
    set = tier->set;
  }
  return std::nullopt;
}

void CompileTiersOf(const EarnSection& source, const std::vector<TierSet>& sets,
                    EarnRule* rule) {
  for (const std::string& name : source.tier) {
    const std::optional<TierPlace> tier = FindTier(sets, name);
    KUMBARA_CHECK(tier);
    rule->when.asks_for_tiers = true;
    rule->when.tiers[tier->set] |=
        static_cast<std::uint16_t>(1U << tier->number);
  }
  for (const NamedText& one : source.by_tier) {
    const std::optional<TierPlace> tier = FindTier(sets, one.name);
    KUMBARA_CHECK(tier);
    rule->tier_set = tier->set;
    rule->by_tier.resize(sets[tier->set].tiers.size() + 1, Rational{1, 1});
    rule->by_tier[tier->number] = *ParseFraction(one.text);
  }
}

}  // namespace kumbara
