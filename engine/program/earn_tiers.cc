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

std::optional<std::string> UnknownTier(std::span<const TierSetSection> sets,
                                       std::span<const std::string> names,
                                       std::string_view key) {
  for (const std::string& name : names) {
    if (FindTier(sets, name)) continue;
    return absl::StrCat(std::string(key), " names \"", name,
                        "\", which is no tier; valid: ", TiersAmong(sets));
  }
  return std::nullopt;
}

std::optional<EarnConflict> TierConflictWith(
    std::span<const TierSetSection> sets, const EarnSection& rule) {
  if (const auto unknown = UnknownTier(sets, rule.tier)) {
    return EarnConflict{"tier", *unknown};
  }
  std::optional<std::size_t> set;
  for (const NamedText& one : rule.by_tier) {
    if (const auto unknown = UnknownTier(sets, {&one.name, 1}, "by_tier")) {
      return EarnConflict{"by_tier", *unknown};
    }
    const std::optional<TierPlace> tier = FindTier(sets, one.name);
    if (set && *set != tier->set) {
      return EarnConflict{"by_tier",
                          "by_tier names tiers of several sets; valid: those "
                          "of one"};
    }
    set = tier->set;
  }
  return std::nullopt;
}

void CompileTierCondition(std::span<const std::string> names,
                          const std::vector<TierSet>& sets,
                          EarnCondition* when) {
  for (const std::string& name : names) {
    const std::optional<TierPlace> tier = FindTier(sets, name);
    KUMBARA_CHECK(tier);
    when->asks_for_tiers = true;
    when->tiers[tier->set] |= static_cast<std::uint16_t>(1U << tier->number);
  }
}

void CompileTiersOf(const EarnSection& source, const std::vector<TierSet>& sets,
                    EarnRule* rule) {
  CompileTierCondition(source.tier, sets, &rule->when);
  for (const NamedText& one : source.by_tier) {
    const std::optional<TierPlace> tier = FindTier(sets, one.name);
    KUMBARA_CHECK(tier);
    rule->tier_set = tier->set;
    rule->by_tier.resize(sets[tier->set].tiers.size() + 1, Rational{1, 1});
    rule->by_tier[tier->number] = *ParseFraction(one.text);
  }
}

}  // namespace kumbara
