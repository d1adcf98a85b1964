#include "engine/program/budget_check.h"

#include <algorithm>
#include <cstddef>
#include <string_view>
#include <utility>

#include "absl/strings/str_cat.h"
#include "engine/program/earn_check.h"
#include "engine/program/nearest_word.h"

namespace kumbara {
namespace {

// Something that gives points of a class.
struct Giver {
  ProgramPlace at;
  std::string unit;
  std::string funding_class;
  // Of an earn rule alone: the budget that it names, if any.
  const EarnSection* rule = nullptr;
};

std::vector<Giver> GiversOf(const ProgramSource& source) {
  std::vector<Giver> givers;
  for (std::size_t i = 0; i < source.earn.size(); ++i) {
    const EarnSection& rule = source.earn[i];
    givers.push_back({{"earn", i, "funding_class"},
                      UnitNameOf(source.earn, rule),
                      rule.funding_class,
                      &rule});
  }
  for (std::size_t i = 0; i < source.rewards.size(); ++i) {
    const GivesSection gives = source.rewards[i].gives.value_or(GivesSection());
    if (gives.unit.empty()) continue;
    givers.push_back({{"reward", i, "gives"}, gives.unit, gives.funding_class});
  }
  if (source.referral) {
    givers.push_back({{"referral", 0, "funding_class"},
                      source.referral->unit,
                      source.referral->funding_class});
  }
  for (std::size_t i = 0; i < source.achievements.size(); ++i) {
    const AchievementSection& one = source.achievements[i];
    if (one.give.empty()) continue;
    givers.push_back(
        {{"achievement", i, "funding_class"}, one.unit, one.funding_class});
  }
  return givers;
}

// The kind of a class with its colon, and the name: of "partner:fuel"
// "partner:" and "fuel".
std::pair<std::string_view, std::string_view> KindAndNameOf(
    std::string_view funding_class) {
  const std::size_t name = funding_class.find(':') + 1;
  return {funding_class.substr(0, name), funding_class.substr(name)};
}

// Null if none pays for the class.
const BudgetSection* PayerOf(const ProgramSource& source, const Giver& giver) {
  for (const BudgetSection& budget : source.budgets) {
    if (budget.unit == giver.unit &&
        budget.funding_class == giver.funding_class) {
      return &budget;
    }
  }
  return nullptr;
}

// What a giver of a budget's class does not say, or cannot.
std::string UncountedText(const Giver& giver, const BudgetSection& payer) {
  const std::string valid =
      giver.rule != nullptr
          ? absl::StrCat("beside budget = ", Quoted(payer.name))
          : std::string("another class: it cannot name a budget");
  return absl::StrCat("funding_class = ", Quoted(giver.funding_class),
                      " is paid by the budget ", Quoted(payer.name),
                      "; valid: ", valid);
}

void AddClassTakenTwice(const std::vector<BudgetSection>& budgets,
                        std::vector<ProgramConflict>* conflicts) {
  for (std::size_t i = 0; i < budgets.size(); ++i) {
    const BudgetSection& one = budgets[i];
    if (one.funding_class.empty()) continue;
    const auto end = budgets.begin() + static_cast<std::ptrdiff_t>(i);
    const auto other =
        std::find_if(budgets.begin(), end, [&](const BudgetSection& before) {
          return before.unit == one.unit &&
                 before.funding_class == one.funding_class;
        });
    if (other == end) continue;
    conflicts->push_back(
        {{"budget", i, "funding_class"},
         absl::StrCat("funding_class = ", Quoted(one.funding_class),
                      " is that of the budget ", Quoted(other->name),
                      "; valid: another class, or another unit")});
  }
}

// A rule that draws on what was bought in another name.
void AddStrangersOf(const BudgetSection& budget,
                    const std::vector<EarnSection>& rules,
                    std::vector<ProgramConflict>* conflicts) {
  if (budget.funding_class.empty()) return;
  for (std::size_t i = 0; i < rules.size(); ++i) {
    const EarnSection& rule = rules[i];
    if (rule.budget != budget.name ||
        rule.funding_class == budget.funding_class) {
      continue;
    }
    conflicts->push_back(
        {{"earn", i, "budget"},
         absl::StrCat("budget = ", Quoted(budget.name), " is for the class ",
                      Quoted(budget.funding_class),
                      " alone; valid: beside funding_class = ",
                      Quoted(budget.funding_class))});
  }
}

}  // namespace

std::vector<ProgramConflict> BudgetConflicts(const ProgramSource& source) {
  std::vector<ProgramConflict> conflicts;
  AddClassTakenTwice(source.budgets, &conflicts);
  for (const BudgetSection& budget : source.budgets) {
    AddStrangersOf(budget, source.earn, &conflicts);
  }
  for (const Giver& giver : GiversOf(source)) {
    const BudgetSection* payer = PayerOf(source, giver);
    if (payer == nullptr) continue;
    if (giver.rule != nullptr && giver.rule->budget == payer->name) continue;
    conflicts.push_back({giver.at, UncountedText(giver, *payer)});
  }
  return conflicts;
}

std::vector<ProgramConflict> MisspeltClasses(const ProgramSource& source) {
  std::vector<ProgramConflict> misspelt;
  for (const Giver& giver : GiversOf(source)) {
    const auto [kind, name] = KindAndNameOf(giver.funding_class);
    std::vector<std::string_view> paid;
    for (const BudgetSection& budget : source.budgets) {
      const auto [its_kind, its_name] = KindAndNameOf(budget.funding_class);
      if (its_kind == kind) paid.push_back(its_name);
    }
    const std::string_view meant = NearestWord(name, paid);
    if (meant.empty() || meant == name) continue;
    misspelt.push_back(
        {giver.at,
         absl::StrCat(
             "no budget pays for funding_class = ", Quoted(giver.funding_class),
             "; valid: ", Quoted(std::string(kind).append(meant)),
             " is one with a budget")});
  }
  return misspelt;
}

}  // namespace kumbara
