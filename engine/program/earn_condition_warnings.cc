#include <algorithm>
#include <array>
#include <optional>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "engine/program/period_limits.h"
#include "engine/program/program_warnings.h"

namespace kumbara {
namespace {

// --- Conditions ---------------------------------------------------------

bool AreApart(const std::vector<Code>& a, const std::vector<Code>& b) {
  return !a.empty() && !b.empty() &&
         std::none_of(a.begin(), a.end(),
                      [&](Code code) { return IsAnyOf(b, code); });
}

// What a command has one of, and a multiplier and its base ask for others of.
std::string WhatIsApart(const EarnRule& multiplier, const EarnRule& base) {
  if (AreApart(multiplier.events, base.events)) return "event";
  const EarnCondition& a = multiplier.when;
  const EarnCondition& b = base.when;
  if (AreApart(a.stores, b.stores)) return "store";
  if (AreApart(a.channels, b.channels)) return "channel";
  if (AreApart(a.plans, b.plans)) return "plans";
  const bool days = a.weekdays != 0 && b.weekdays != 0;
  if (days && (a.weekdays & b.weekdays) == 0) return "weekday";
  return {};
}

void AddConditionWarnings(const CheckedProgram& checked,
                          const std::vector<EarnRule>& rules,
                          FileErrors* warnings) {
  for (std::size_t i = 0; i < rules.size(); ++i) {
    const EarnCondition& when = rules[i].when;
    const FilePosition at = PositionOf(checked.root, {"earn", i, "when"});
    if (when.weekdays == 0x7F) {
      warnings->Add(at, "weekday has every day; valid: some of them");
    }
    if (when.bucket && when.bucket->least == 0 && when.bucket->greatest == 99) {
      warnings->Add(at,
                    "bucket has every member; valid: a part such as "
                    "[0, 49]");
    }
    if (when.first_purchase && rules[i].cooldown) {
      warnings->Add(PositionOf(checked.root, {"earn", i, "cooldown"}),
                    "what is given for a first purchase alone needs none; "
                    "valid: without cooldown");
    }
    if (!rules[i].multiplies()) continue;
    const EarnRule& base = rules[rules[i].base];
    const std::string apart = WhatIsApart(rules[i], base);
    if (apart.empty()) continue;
    const bool is_event = apart == "event";
    const char* key = is_event ? "event" : "when";
    warnings->Add(
        PositionOf(checked.root, {"earn", i, key}),
        absl::StrCat("the rule gives nothing: its base asks for another ",
                     apart, is_event ? "; valid: an " : "; valid: a ", apart,
                     " of ", Quoted(base.name)));
  }
}

// --- Groups -------------------------------------------------------------

bool Covers(const std::vector<Code>& all, const std::vector<Code>& some) {
  return all.empty() || (!some.empty() &&
                         std::all_of(some.begin(), some.end(), [&](Code code) {
                           return IsAnyOf(all, code);
                         }));
}

template <class Bits>
bool CoversBits(Bits all, Bits some) {
  return all == 0 || (some != 0 && (some & ~all) == 0);
}

bool CoversBucket(const std::optional<Bucket>& all,
                  const std::optional<Bucket>& some) {
  return !all || (some && all->salted == some->salted &&
                  all->least <= some->least && all->greatest >= some->greatest);
}

bool CoversTiers(const EarnCondition& all, const EarnCondition& some) {
  if (!all.asks_for_tiers) return true;
  bool covers = some.asks_for_tiers;
  for (std::size_t set = 0; set < all.tiers.size(); ++set) {
    covers &= (some.tiers[set] & ~all.tiers[set]) == 0;
  }
  return covers;
}

bool RatesTheSame(const EarnRule& a, const EarnRule& b) {
  return a.basis_lines == b.basis_lines &&
         a.exclude_tender == b.exclude_tender &&
         a.filters_basis == b.filters_basis && a.filter.skus == b.filter.skus &&
         a.filter.categories == b.filter.categories &&
         a.filter.brands == b.filter.brands;
}

// Whether one rule applies whenever the other one does, by the same basis.
bool AppliesWhenever(const EarnRule& rule, const EarnRule& other) {
  const EarnCondition& a = rule.when;
  const EarnCondition& b = other.when;
  const bool same_hours = !a.looks_at_time() ||
                          (a.from == b.from && a.until == b.until) ||
                          (a.from == 0 && a.until == 24 * 60);
  return rule.on == other.on && Covers(rule.events, other.events) &&
         RatesTheSame(rule, other) && a.total_min <= b.total_min &&
         Covers(a.stores, b.stores) && Covers(a.channels, b.channels) &&
         Covers(a.tenders, b.tenders) && Covers(a.plans, b.plans) &&
         CoversBits(a.weekdays, b.weekdays) &&
         CoversBits(a.segments, b.segments) && same_hours &&
         CoversBucket(a.bucket, b.bucket) && CoversTiers(a, b) &&
         (!a.first_purchase || b.first_purchase);
}

// The most that a rule gives if that is known.
std::optional<Amount> MostOfOne(const EarnRule& rule) {
  if (rule.kind == EarnRule::Kind::kFixed) return rule.fixed;
  if (rule.kind != EarnRule::Kind::kTable) return std::nullopt;
  Amount most;  // The last step need not give most.
  for (const EarnRule::Step& step : rule.steps) {
    most = std::max(most, step.give);
  }
  return most;
}

// Whether a rule gives something whenever another one of its group does.
bool CountsWhenever(const EarnRule& rule, const EarnRule& other) {
  return rule.cap.empty() && !rule.cooldown && !rule.multiplies() &&
         AppliesWhenever(rule, other);
}

// Then the greater one gives no less. Line by line it may, of a basket with
// discounts.
bool AreRatesRoundedAlike(const EarnRule& a, const EarnRule& b) {
  return a.kind == EarnRule::Kind::kRate && b.kind == EarnRule::Kind::kRate &&
         a.rounding == b.rounding && !a.rounds_lines && !b.rounds_lines;
}

// Whether `rule` leaves nothing to `other`, which stands behind it.
bool Shadows(const EarnRule& rule, const EarnRule& other) {
  if (!CountsWhenever(rule, other)) return false;
  const bool is_fixed = rule.kind == EarnRule::Kind::kFixed;
  if (rule.stacking == Stacking::kFirst) return is_fixed;
  const std::optional<Amount> most = MostOfOne(other);
  if (is_fixed) return most && *most <= rule.fixed;
  return AreRatesRoundedAlike(rule, other) && !IsGreater(other.rate, rule.rate);
}

// Whether `rule` gives more than `other`, which stands before it. Where both
// rates come to the same, the other one counts.
bool Outdoes(const EarnRule& rule, const EarnRule& other) {
  const bool is_by_most = rule.stacking == Stacking::kMax;
  if (!is_by_most || !CountsWhenever(rule, other)) return false;
  if (rule.kind == EarnRule::Kind::kFixed) {
    const std::optional<Amount> most = MostOfOne(other);
    return most && *most < rule.fixed;
  }
  return AreRatesRoundedAlike(rule, other) && IsGreater(rule.rate, other.rate);
}

void AddGroupWarnings(const CheckedProgram& checked,
                      const std::vector<EarnRule>& rules,
                      FileErrors* warnings) {
  for (std::size_t i = 0; i < rules.size(); ++i) {
    if (!rules[i].may_give_way()) continue;
    const FilePosition at = PositionOf(checked.root, {"earn", i, "group"});
    const auto of_group = std::count_if(
        rules.begin(), rules.end(),
        [&](const EarnRule& one) { return one.group == rules[i].group; });
    if (of_group == 1) {
      warnings->Add(at, "no other rule is of this group; valid: several");
    }
    for (std::size_t j = 0; j < rules.size(); ++j) {
      if (j == i || rules[j].group != rules[i].group) continue;
      if (j < i && Shadows(rules[j], rules[i])) {
        warnings->Add(at, absl::StrCat("the rule gives nothing: of this group ",
                                       Quoted(rules[j].name),
                                       " goes before it whenever it applies; "
                                       "valid: another order or condition"));
        break;
      }
      if (j > i && Outdoes(rules[j], rules[i])) {
        warnings->Add(
            at, absl::StrCat("the rule hardly gives anything: of this group ",
                             Quoted(rules[j].name),
                             " gives more whenever it applies; "
                             "valid: another condition, or to give more"));
        break;
      }
    }
  }
}

// --- Caps ---------------------------------------------------------------

struct NamedLimit {
  std::string name;
  PeriodLimit limit;
};

std::vector<NamedLimit> LimitsOf(const EarnCap& cap) {
  std::vector<NamedLimit> limits;
  if (cap.transaction) {
    limits.push_back({"transaction", {*cap.transaction, std::nullopt}});
  }
  for (std::size_t per = 0; per < cap.per.size(); ++per) {
    if (!cap.per[per]) continue;
    limits.push_back({std::string(kPeriodWords[per]),
                      {*cap.per[per], static_cast<Period>(per)}});
  }
  return limits;
}

void AddCapWarnings(const CheckedProgram& checked,
                    const std::vector<EarnRule>& rules, FileErrors* warnings) {
  for (std::size_t i = 0; i < rules.size(); ++i) {
    const EarnRule& rule = rules[i];
    const FilePosition at = PositionOf(checked.root, {"earn", i, "cap"});
    const std::vector<NamedLimit> limits = LimitsOf(rule.cap);
    for (const NamedLimit& one : limits) {
      for (const NamedLimit& other : limits) {
        const bool is_other = one.name != other.name;
        if (!is_other || !IsImpliedBy(one.limit, other.limit)) continue;
        warnings->Add(
            at, absl::StrCat(one.name, " of cap is never reached: ", other.name,
                             " is less; valid: without it"));
        break;
      }
      const bool is_fixed = rule.kind == EarnRule::Kind::kFixed;
      if (is_fixed && one.limit.amount < rule.fixed) {
        warnings->Add(at, absl::StrCat("give is always more than ", one.name,
                                       " of cap; valid: to give less"));
      }
    }
  }
}

}  // namespace

void AddEarnConditionWarnings(const CheckedProgram& checked,
                              FileErrors* warnings) {
  const std::vector<EarnRule> rules = RulesOf(checked.program);
  AddConditionWarnings(checked, rules, warnings);
  AddGroupWarnings(checked, rules, warnings);
  AddCapWarnings(checked, rules, warnings);
}

}  // namespace kumbara
