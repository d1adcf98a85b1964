#include "engine/program/succession.h"

#include <algorithm>
#include <cstddef>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "engine/base/check.h"
#include "engine/base/limits.h"
#include "engine/base/time_text.h"
#include "engine/program/earn_check.h"
#include "engine/program/program_warnings.h"
#include "engine/program/toml_reader.h"

namespace kumbara {
namespace {

// The next program beside one of those before it.
struct Pair {
  const ProgramSource& before;
  const ProgramSource& next;
  const TomlNode& root;
  FileErrors* errors;
};

// What a section says for a key that may not change, as a file would say it.
struct Kept {
  const char* key;
  std::string before;
  std::string next;
};

void CompareKept(const Pair& pair, ProgramPlace place, const std::string& whose,
                 const std::vector<Kept>& all) {
  for (const Kept& kept : all) {
    if (kept.before == kept.next) continue;
    place.key = kept.key;
    pair.errors->Add(
        PositionOf(pair.root, place),
        absl::StrCat(whose, kept.key, " = ", kept.next,
                     " is another one than before; valid: ", kept.before));
  }
}

std::string Truth(bool value) { return value ? "true" : "false"; }

// "never" where a duration is not given.
std::string OrNever(const std::string& duration) {
  return Quoted(duration.empty() ? "never" : duration);
}

bool HasInactivity(const UnitSection& unit) {
  return unit.expiry && !unit.expiry->inactive.empty();
}

// By what a unit's points expire when nothing is done, which holds for all of
// them: those of earlier versions too.
std::string InactivityOf(const UnitSection& unit) {
  if (!HasInactivity(unit)) return "{ without inactive }";
  const ExpirySection& expiry = *unit.expiry;
  return absl::StrCat("{ inactive = ", Quoted(expiry.inactive),
                      ", round = ", Quoted(expiry.round), ", activities = [\"",
                      absl::StrJoin(expiry.activities, "\", \""), "\"] }");
}

std::string PlaceOfUnit(const UnitSection& unit) {
  return absl::StrCat("unit ", unit.name, ": ");
}

void CompareUnits(const Pair& pair) {
  for (std::size_t i = 0; i < pair.next.units.size(); ++i) {
    const UnitSection& next = pair.next.units[i];
    for (const UnitSection& before : pair.before.units) {
      if (before.name != next.name) continue;
      CompareKept(
          pair, {"unit", i}, PlaceOfUnit(next),
          {{"decimals", std::to_string(before.decimals),
            std::to_string(next.decimals)},
           {"spendable", Truth(before.spendable), Truth(next.spendable)},
           {"consume", Quoted(before.consume), Quoted(next.consume)},
           {"reinstate_within", OrNever(before.reinstate_within),
            OrNever(next.reinstate_within)}});
      if (!HasInactivity(before)) continue;  // It may be brought.
      CompareKept(pair, {"unit", i}, PlaceOfUnit(next),
                  {{"expiry", InactivityOf(before), InactivityOf(next)}});
    }
  }
}

void CompareRules(const Pair& pair) {
  for (std::size_t i = 0; i < pair.next.earn.size(); ++i) {
    const EarnSection& next = pair.next.earn[i];
    for (const EarnSection& before : pair.before.earn) {
      if (before.name != next.name) continue;
      CompareKept(pair, {"earn", i}, absl::StrCat("earn ", next.name, ": "),
                  {{"unit", Quoted(UnitNameOf(pair.before.earn, before)),
                    Quoted(UnitNameOf(pair.next.earn, next))}});
    }
  }
}

void CompareCounters(const Pair& pair) {
  for (std::size_t i = 0; i < pair.next.budgets.size(); ++i) {
    const BudgetSection& next = pair.next.budgets[i];
    for (const BudgetSection& before : pair.before.budgets) {
      if (before.name != next.name) continue;
      CompareKept(pair, {"budget", i}, absl::StrCat("budget ", next.name, ": "),
                  {{"unit", Quoted(before.unit), Quoted(next.unit)},
                   {"per", Quoted(before.per), Quoted(next.per)}});
    }
  }
  for (std::size_t i = 0; i < pair.next.rewards.size(); ++i) {
    const RewardSection& next = pair.next.rewards[i];
    for (const RewardSection& before : pair.before.rewards) {
      const bool counts = before.limit != RewardSection::kNone &&
                          next.limit != RewardSection::kNone;
      if (before.name != next.name || !counts) continue;
      CompareKept(pair, {"reward", i}, absl::StrCat("reward ", next.name, ": "),
                  {{"per", Quoted(before.per), Quoted(next.per)}});
    }
  }
  if (!pair.before.referral || !pair.next.referral) return;
  CompareKept(pair, {"referral"}, "referral: ",
              {{"per", Quoted(pair.before.referral->per),
                Quoted(pair.next.referral->per)}});
}

std::string WindowOf(const TierSetSection& set) {
  if (set.window->months == 0) return Quoted(set.window->word);
  return absl::StrCat("{ months = ", set.window->months, " }");
}

// Thresholds may be others, and so may what becomes of a tier; not what is
// counted, and of which time.
void CompareTierSets(const Pair& pair) {
  for (std::size_t i = 0; i < pair.next.tier_sets.size(); ++i) {
    const TierSetSection& next = pair.next.tier_sets[i];
    for (const TierSetSection& before : pair.before.tier_sets) {
      if (before.name != next.name) continue;
      CompareKept(pair, {"tier_set", i},
                  absl::StrCat("tier_set ", next.name, ": "),
                  {{"basis", Quoted(before.basis), Quoted(next.basis)},
                   {"unit", Quoted(before.unit), Quoted(next.unit)},
                   {"window", WindowOf(before), WindowOf(next)}});
    }
  }
}

std::string StreakOf(const AchievementSection& achievement) {
  const StreakSection streak = achievement.streak.value_or(StreakSection());
  if (streak.periods == 0) return "{ none }";
  return absl::StrCat("{ period = ", Quoted(streak.period), " }");
}

void CompareAchievements(const Pair& pair) {
  for (std::size_t i = 0; i < pair.next.achievements.size(); ++i) {
    const AchievementSection& next = pair.next.achievements[i];
    for (const AchievementSection& before : pair.before.achievements) {
      if (before.name != next.name) continue;
      CompareKept(pair, {"achievement", i},
                  absl::StrCat("achievement ", next.name, ": "),
                  {{"basis", Quoted(before.basis), Quoted(next.basis)},
                   {"window", Quoted(before.window), Quoted(next.window)},
                   {"streak", StreakOf(before), StreakOf(next)}});
    }
  }
}

bool HasMembershipYears(const TierSetSection& set) {
  return set.window->months == 0 && set.window->word == "membership_year";
}

// When members were opened is only noted while a version asks for it.
void CompareMembershipYears(const Pair& pair) {
  const std::vector<TierSetSection>& before = pair.before.tier_sets;
  const std::vector<TierSetSection>& next = pair.next.tier_sets;
  if (std::any_of(before.begin(), before.end(), HasMembershipYears)) return;
  const auto set = std::find_if(next.begin(), next.end(), HasMembershipYears);
  if (set == next.end()) return;
  const auto place = static_cast<std::size_t>(set - next.begin());
  pair.errors->Add(
      PositionOf(pair.root, {"tier_set", place, "window"}),
      absl::StrCat("tier_set ", set->name,
                   ": membership years need to know when members were opened, "
                   "which is not known of the time of a version that did not "
                   "ask; valid: versions that all have a tier_set of "
                   "membership years"));
}

bool IsForAnniversaries(const EarnSection& rule) {
  return rule.on == "anniversary";
}

// When members were opened is noted from the first version on that asks.
void CheckAnniversaries(const ProgramSource& first, const TomlNode& root,
                        const ProgramSource& next, FileErrors* errors) {
  if (std::any_of(first.earn.begin(), first.earn.end(), IsForAnniversaries)) {
    return;
  }
  const auto rule =
      std::find_if(next.earn.begin(), next.earn.end(), IsForAnniversaries);
  if (rule == next.earn.end()) return;
  const auto place = static_cast<std::size_t>(rule - next.earn.begin());
  errors->Add(
      PositionOf(root, {"earn", place, "on"}),
      absl::StrCat("earn ", rule->name,
                   ": an anniversary needs to know when members were opened, "
                   "which is not known of the time before a version that asks; "
                   "valid: where the first version has a rule on = "
                   "\"anniversary\""));
}

template <class Section>
bool HasNamed(const std::vector<Section>& sections, const std::string& name) {
  return std::any_of(sections.begin(), sections.end(),
                     [&](const Section& one) { return one.name == name; });
}

// A tier set that a version left out was over for all members.
void CheckNoReturn(std::span<const ProgramSource> versions,
                   const TomlNode& root, const ProgramSource& next,
                   FileErrors* errors) {
  for (std::size_t i = 0; i < next.tier_sets.size(); ++i) {
    const std::string& name = next.tier_sets[i].name;
    bool was_there = false;
    bool was_left_out = false;
    for (const ProgramSource& version : versions) {
      const bool is_there = HasNamed(version.tier_sets, name);
      was_left_out |= was_there && !is_there;
      was_there |= is_there;
    }
    if (!was_left_out) continue;
    errors->Add(PositionOf(root, {"tier_set", i}),
                absl::StrCat("tier_set ", name,
                             " was left out by a version before, and what "
                             "members had of it is gone; valid: another name"));
  }
}

bool AsksForFirst(const EarnSection& rule) {
  return rule.when && rule.when->first_purchase;
}

bool NotesFirst(const ProgramSource& source) {
  return std::any_of(source.earn.begin(), source.earn.end(), AsksForFirst) ||
         (source.referral && source.referral->when == "first_purchase");
}

// Who has bought is only noted while a version asks for it.
void CompareFirstPurchase(const Pair& pair) {
  if (NotesFirst(pair.before) || !NotesFirst(pair.next)) return;
  const std::vector<EarnSection>& earn = pair.next.earn;
  const auto rule = std::find_if(earn.begin(), earn.end(), AsksForFirst);
  const bool is_rule = rule != earn.end();
  const ProgramPlace place =
      is_rule
          ? ProgramPlace{"earn", static_cast<std::size_t>(rule - earn.begin())}
          : ProgramPlace{"referral"};
  pair.errors->Add(
      PositionOf(pair.root, place),
      absl::StrCat(is_rule ? absl::StrCat("earn ", rule->name) : "referral",
                   ": first_purchase needs to know who has bought before, "
                   "which is not known of the time of a version that did not "
                   "ask; valid: versions that all have a first_purchase"));
}

// Who has joined a pool could not leave it.
void ComparePools(const Pair& pair) {
  if (!pair.before.pool || pair.next.pool) return;
  pair.errors->Add({},
                   "pool is missing: members may be joined to one; valid: "
                   "a pool, with the members_max of one's choice");
}

// What is told of the ledger as a whole.
void CompareProgram(const Pair& pair) {
  CompareKept(pair, {"program"}, "",
              {{"zone", Quoted(pair.before.program.zone),
                Quoted(pair.next.program.zone)},
               {"currency", Quoted(pair.before.program.currency),
                Quoted(pair.next.program.currency)}});
}

// How many of them there may be, by name.
template <class Section>
void CheckCount(std::span<const ProgramSource> versions,
                const ProgramSource& next,
                std::vector<Section> ProgramSource::*sections,
                std::string_view what, std::size_t most, FileErrors* errors) {
  std::set<std::string> names;
  for (const Section& one : next.*sections) names.insert(one.name);
  for (const ProgramSource& version : versions) {
    for (const Section& one : version.*sections) names.insert(one.name);
  }
  if (names.size() <= most) return;
  errors->Add({}, absl::StrCat(names.size(), " ", std::string(what),
                               " in all versions; valid: at most ", most));
}

// Members have a tier by a number that goes with its name.
void CheckTierCount(std::span<const ProgramSource> versions,
                    const ProgramSource& next, FileErrors* errors) {
  for (const TierSetSection& set : next.tier_sets) {
    std::set<std::string> names;
    const auto add = [&](const ProgramSource& version) {
      for (const TierSetSection& one : version.tier_sets) {
        if (one.name != set.name) continue;
        for (const TierSection& tier : one.tiers) names.insert(tier.name);
      }
    };
    for (const ProgramSource& version : versions) add(version);
    add(next);
    if (names.size() <= kTiersMax) continue;
    errors->Add({},
                absl::StrCat(names.size(), " tiers of tier_set ", set.name,
                             " in all versions; valid: at most ", kTiersMax));
  }
}

// Those that count in a period, by what they count, each as often as a version
// has it at most.
void CheckAllowanceCount(std::span<const ProgramSource> versions,
                         const ProgramSource& next, FileErrors* errors) {
  std::map<std::string, std::size_t> most;
  const auto add = [&](const ProgramSource& version) {
    std::map<std::string, std::size_t> here;
    for (const AllowanceSection& one : version.allowances) {
      if (one.per == "command") continue;
      std::vector<std::string> on = one.on;
      std::sort(on.begin(), on.end());
      ++here[absl::StrCat(absl::StrJoin(on, " "), "/", one.unit, "/", one.per)];
    }
    for (const auto& [key, count] : here) {
      most[key] = std::max(most[key], count);
    }
  };
  for (const ProgramSource& version : versions) add(version);
  add(next);
  std::size_t sum = 0;
  for (const auto& [key, count] : most) sum += count;
  if (sum <= kAllowancesMax) return;
  errors->Add({}, absl::StrCat(sum,
                               " allowances of a period in all versions; "
                               "valid: at most ",
                               kAllowancesMax));
}

}  // namespace

void CheckSuccession(std::span<const ProgramSource> versions,
                     const TomlNode& root, const ProgramSource& next,
                     FileErrors* errors) {
  CheckCount(versions, next, &ProgramSource::units, "units", kUnitsMax, errors);
  CheckCount(versions, next, &ProgramSource::tier_sets, "tier sets",
             kTierSetsMax, errors);
  CheckCount(versions, next, &ProgramSource::achievements, "achievements",
             kAchievementsMax, errors);
  CheckCount(versions, next, &ProgramSource::benefits, "benefits", kBenefitsMax,
             errors);
  CheckTierCount(versions, next, errors);
  CheckAllowanceCount(versions, next, errors);
  CheckNoReturn(versions, root, next, errors);
  CheckAnniversaries(versions.front(), root, next, errors);
  // The newest first: what it says is told where several differ.
  std::set<std::pair<FilePosition, std::string>> told;
  for (std::size_t i = versions.size(); i-- > 0;) {
    FileErrors found;
    const Pair pair{versions[i], next, root, &found};
    CompareProgram(pair);
    CompareUnits(pair);
    CompareRules(pair);
    CompareCounters(pair);
    CompareFirstPurchase(pair);
    ComparePools(pair);
    CompareTierSets(pair);
    CompareMembershipYears(pair);
    CompareAchievements(pair);
    for (const FileError& error : found.Sorted()) {
      if (told.insert({error.at, error.text}).second) {
        errors->Add(error.at, error.text);
      }
    }
  }
}

absl::Status CheckRetirements(const ProgramVersions& versions,
                              const Activation& activation, const Program& next,
                              std::string_view text,
                              std::string_view file_name) {
  const Instant start = StandsFrom(activation);
  FileErrors errors;
  const std::optional<TomlNode> root = ParseToml(text, &errors);
  KUMBARA_CHECK(root);
  for (std::size_t i = 0; i < next.units.size(); ++i) {
    const Unit& unit = next.units[i];
    const Unit* before = versions.newest().FindUnit(unit.code);
    const bool is_over = before != nullptr && before->retires < start;
    if (is_over ? unit.retire_at == before->retire_at
                : unit.retire_at >= start) {
      continue;
    }
    errors.Add(PositionOf(*root, {"unit", i, "retire_at"}),
               is_over
                   ? absl::StrCat("unit ", unit.name, " retires at ",
                                  ToText(before->retires),
                                  ", before this version starts; valid: the "
                                  "retire_at that it had, or another name")
                   : absl::StrCat("unit ", unit.name, ": retire_at is ",
                                  ToText(unit.retire_at),
                                  ", before this version starts; valid: a day "
                                  "from ",
                                  ToText(start), " on"));
  }
  return errors.size() == 0 ? absl::OkStatus() : errors.ToStatus(file_name);
}

absl::StatusOr<ProgramSource> ReadSuccessor(
    std::span<const ProgramSource> versions, std::string_view text,
    std::string_view file_name) {
  FileErrors errors;
  const std::optional<TomlNode> root = ParseToml(text, &errors);
  ProgramSource source;
  if (root) source = ReadProgram(*root, errors);
  if (errors.size() == 0) CheckSuccession(versions, *root, source, &errors);
  if (errors.size() > 0) return errors.ToStatus(file_name);
  return source;
}

}  // namespace kumbara
