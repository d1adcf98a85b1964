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
#include "engine/base/limits.h"
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

// By what a unit's points expire when nothing is done, which holds for all of
// them: those of earlier versions too.
std::string InactivityOf(const UnitSection& unit) {
  const ExpirySection expiry = unit.expiry.value_or(ExpirySection());
  if (expiry.inactive.empty()) return "{ without inactive }";
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
            OrNever(next.reinstate_within)},
           {"expiry", InactivityOf(before), InactivityOf(next)}});
    }
  }
}

void CompareRules(const Pair& pair) {
  for (std::size_t i = 0; i < pair.next.earn.size(); ++i) {
    const EarnSection& next = pair.next.earn[i];
    for (const EarnSection& before : pair.before.earn) {
      if (before.name != next.name) continue;
      CompareKept(pair, {"earn", i}, absl::StrCat("earn ", next.name, ": "),
                  {{"unit", Quoted(before.unit), Quoted(next.unit)}});
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

// Sections of which members have something by their places in the file.
template <class Section>
void CompareWhole(const Pair& pair, std::string_view section,
                  const std::vector<Section>& before,
                  const std::vector<Section>& next) {
  if (before == next) return;
  std::size_t first = 0;
  while (first < next.size() && first < before.size() &&
         before[first] == next[first]) {
    ++first;
  }
  const bool is_gone = first == next.size();
  const std::string& name = is_gone ? before[first].name : next[first].name;
  pair.errors->Add(
      is_gone ? FilePosition() : PositionOf(pair.root, {section, first}),
      absl::StrCat(std::string(section), " ", name,
                   is_gone ? " is missing" : " is not as it was",
                   ": what members have of it cannot be carried over; valid: "
                   "every ",
                   std::string(section),
                   " of the versions before, in its place and word for word"));
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

void CheckUnitCount(std::span<const ProgramSource> versions,
                    const ProgramSource& next, FileErrors* errors) {
  std::set<std::string> names;
  for (const UnitSection& unit : next.units) names.insert(unit.name);
  for (const ProgramSource& version : versions) {
    for (const UnitSection& unit : version.units) names.insert(unit.name);
  }
  if (names.size() <= kUnitsMax) return;
  errors->Add(
      {}, absl::StrCat(names.size(), " units in all versions; valid: at most ",
                       kUnitsMax));
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
  CheckUnitCount(versions, next, errors);
  CheckAllowanceCount(versions, next, errors);
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
    const ProgramSource& before = pair.before;
    CompareWhole(pair, "tier_set", before.tier_sets, next.tier_sets);
    CompareWhole(pair, "achievement", before.achievements, next.achievements);
    CompareWhole(pair, "benefit", before.benefits, next.benefits);
    for (const FileError& error : found.Sorted()) {
      if (told.insert({error.at, error.text}).second) {
        errors->Add(error.at, error.text);
      }
    }
  }
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
