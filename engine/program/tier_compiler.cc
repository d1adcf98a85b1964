#include "engine/program/tier_compiler.h"

#include <algorithm>
#include <set>
#include <string_view>

#include "absl/strings/str_cat.h"
#include "engine/program/compiled_names.h"
#include "engine/program/program_keys.h"
#include "engine/program/unit_amount.h"

namespace kumbara {
namespace {

TierWindow WindowOf(const TierWindowSection& section) {
  return section.months != 0
             ? TierWindow::kMonths
             : FromWord<TierWindow>(kTierWindowWords, section.word);
}

TierSet Compiled(const TierSetSection& source) {
  TierSet set;
  set.name = source.name;
  set.basis = FromWord<TierBasis>(kTierBasisWords, source.basis);
  if (source.per_day != 0) set.per_day = source.per_day;
  set.window = WindowOf(*source.window);
  if (set.window == TierWindow::kMonths) {
    set.periods = static_cast<std::uint32_t>(source.window->months);
  }
  set.qualify = FromWord<TierQualify>(kTierQualifyWords, source.qualify);
  set.keep_next = source.keep == "end_of_next_window";
  set.downgrade =
      FromWord<TierDowngrade>(kTierDowngradeWords, source.downgrade);
  set.grace = ParseDuration(source.grace);
  set.same_basket = source.tier_applies == "same_basket";
  return set;
}

absl::Status CompileTierSet(const TierSetSection& source,
                            const UnitSection* unit, CodeTable& codes,
                            Program* program) {
  const std::string what = absl::StrCat("tier_set ", source.name, ": ");
  for (const KeyConflict& conflict : TierSetConflicts(source)) {
    return absl::InvalidArgumentError(what + conflict.text);
  }
  TierSet set = Compiled(source);
  if (CountsUnit(source)) {
    const absl::StatusOr<const Unit*> found =
        UnitNamed("tier_set " + source.name, source.unit, codes, *program);
    if (!found.ok()) return found.status();
    const std::string error = TierUnitError(source, *unit);
    if (!error.empty()) return absl::InvalidArgumentError(what + error);
    set.unit = (*found)->code;
  }
  absl::StatusOr<std::vector<Tier>> tiers =
      TiersOf(source, unit != nullptr ? unit->decimals : 0);
  if (!tiers.ok()) {
    return absl::InvalidArgumentError(what +
                                      std::string(tiers.status().message()));
  }
  set.tiers = *std::move(tiers);
  for (Tier& tier : set.tiers) {
    const absl::Status status =
        InternInto(codes, CodeSpace::kTier, tier.name, &tier.code);
    if (!status.ok()) return status;
  }
  program->tier_sets.push_back(std::move(set));
  return absl::OkStatus();
}

}  // namespace

bool CountsUnit(const TierSetSection& section) {
  return section.basis == "unit" || section.basis == "balance";
}

std::vector<KeyConflict> TierSetConflicts(const TierSetSection& section) {
  std::vector<KeyConflict> conflicts;
  const auto blame = [&](std::string_view key, const std::string& text) {
    conflicts.push_back({key, text});
  };
  if (section.per_day != 0 && section.basis != "visits") {
    blame("per_day",
          "per_day stands beside another basis than visits; valid: with basis "
          "= \"visits\"");
  }
  if (!section.unit.empty() && !CountsUnit(section)) {
    blame("unit",
          "unit stands beside a basis that counts none; valid: with basis = "
          "\"unit\" or \"balance\"");
  }
  if (section.window->months != 0 && section.basis == "balance") {
    blame("window",
          "months are counted of a balance, which adds up to nothing; valid: "
          "\"calendar_year\" or \"membership_year\" beside basis = "
          "\"balance\"");
  }
  if (!section.grace.empty() && section.downgrade == "none") {
    blame("grace",
          "grace stands beside downgrade = \"none\"; valid: without it");
  }
  if (section.tier_applies == "same_basket" && CountsUnit(section)) {
    blame("tier_applies",
          "same_basket stands beside what a basket gives only when it is "
          "rated; valid: with basis = \"spend\" or \"visits\"");
  }
  return conflicts;
}

std::string TierUnitError(const TierSetSection& section,
                          const UnitSection& unit) {
  const bool counts_only = !unit.spendable && unit.expiry == ExpirySection();
  if (section.basis != "unit" || counts_only) return {};
  return absl::StrCat("unit = \"", unit.name,
                      "\" does more than count; valid: a unit with spendable "
                      "= false and expiry = \"never\"");
}

absl::StatusOr<std::vector<Tier>> TiersOf(const TierSetSection& section,
                                          std::int64_t decimals) {
  std::vector<Tier> tiers;
  for (const TierSection& source : section.tiers) {
    const absl::StatusOr<Amount> at = UnitAmount("at", source.at, decimals);
    if (!at.ok()) return at.status();
    if (!tiers.empty() && at->count() <= tiers.back().at) {
      return absl::InvalidArgumentError(
          absl::StrCat("tier ", source.name, " is not above ",
                       tiers.back().name, "; valid: tiers in ascending order"));
    }
    tiers.push_back({.name = source.name, .at = at->count()});
  }
  return tiers;
}

std::string TierNamedTwice(const std::vector<TierSetSection>& sets) {
  std::set<std::string_view> names;
  for (const TierSetSection& set : sets) {
    for (const TierSection& tier : set.tiers) {
      if (!names.insert(tier.name).second) return tier.name;
    }
  }
  return {};
}

absl::Status CompileTierSets(const ProgramSource& source, CodeTable& codes,
                             Program* program) {
  const std::string twice = TierNamedTwice(source.tier_sets);
  if (!twice.empty()) {
    return absl::InvalidArgumentError(
        absl::StrCat("tier ", twice, " is defined twice"));
  }
  for (const TierSetSection& set : source.tier_sets) {
    for (const TierSet& other : program->tier_sets) {
      if (other.name != set.name) continue;
      return absl::InvalidArgumentError(
          absl::StrCat("tier_set ", set.name, " is defined twice"));
    }
    const UnitSection* unit = nullptr;
    for (const UnitSection& one : source.units) {
      if (CountsUnit(set) && one.name == set.unit) unit = &one;
    }
    const absl::Status status = CompileTierSet(set, unit, codes, program);
    if (!status.ok()) return status;
  }
  return absl::OkStatus();
}

}  // namespace kumbara
