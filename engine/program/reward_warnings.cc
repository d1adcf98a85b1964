#include <algorithm>

#include "absl/strings/str_cat.h"
#include "engine/program/budget_check.h"
#include "engine/program/program_warnings.h"

namespace kumbara {
namespace {

void AddStockWarnings(const CheckedProgram& checked, FileErrors* warnings) {
  const std::vector<RewardSection>& rewards = checked.source.rewards;
  for (std::size_t i = 0; i < rewards.size(); ++i) {
    const RewardSection& reward = rewards[i];
    if (reward.stock == 0) {
      warnings->Add(PositionOf(checked.root, {"reward", i, "stock"}),
                    "nobody ever gets one; valid: at least 1, or no stock");
    } else if (reward.stock > 0 && reward.limit >= reward.stock) {
      warnings->Add(PositionOf(checked.root, {"reward", i, "limit"}),
                    absl::StrCat("limit = ", reward.limit,
                                 " is never reached: there are ", reward.stock,
                                 " for all; valid: below ", reward.stock));
    }
  }
}

void AddBudgetWarnings(const CheckedProgram& checked, FileErrors* warnings) {
  const std::vector<BudgetSection>& budgets = checked.source.budgets;
  const std::vector<EarnSection>& rules = checked.source.earn;
  for (std::size_t i = 0; i < budgets.size(); ++i) {
    const bool is_named =
        std::any_of(rules.begin(), rules.end(), [&](const EarnSection& rule) {
          return rule.budget == budgets[i].name;
        });
    if (is_named || !budgets[i].funding_class.empty()) continue;
    warnings->Add(PositionOf(checked.root, {"budget", i, "name"}),
                  absl::StrCat("budget ", Quoted(budgets[i].name),
                               " limits nothing; valid: an earn rule with "
                               "budget = ",
                               Quoted(budgets[i].name), ", or funding_class"));
  }
  for (const ProgramConflict& one : MisspeltClasses(checked.source)) {
    warnings->Add(PositionOf(checked.root, one.at), one.text);
  }
}

// Gifts of which the budget never has enough. A cap may make them smaller.
void AddPoorBudgetWarnings(const CheckedProgram& checked,
                           FileErrors* warnings) {
  const std::vector<EarnRule> rules = RulesOf(checked.program);
  for (std::size_t i = 0; i < rules.size(); ++i) {
    const EarnRule& rule = rules[i];
    const bool gives_whole = rule.kind == EarnRule::Kind::kFixed &&
                             rule.cap.empty() && !rule.partial;
    if (!gives_whole || !rule.budget) continue;
    if (rule.fixed <= checked.program.budgets[*rule.budget].amount) continue;
    const BudgetSection& budget = checked.source.budgets[*rule.budget];
    warnings->Add(
        PositionOf(checked.root, {"earn", i, "budget"}),
        absl::StrCat("the rule gives nothing: give is more than the ",
                     budget.amount, " of budget ", Quoted(budget.name),
                     "; valid: to give less, or partial = true"));
  }
}

// Redemptions of which one before leaves too little, whenever they could act.
void AddShadowWarnings(const CheckedProgram& checked, FileErrors* warnings) {
  const std::vector<AutoRedeem>& all = checked.program.auto_redeem;
  for (std::size_t i = 0; i < all.size(); ++i) {
    const auto shadow = std::find_if(
        all.begin(), all.begin() + static_cast<std::ptrdiff_t>(i),
        [&](const AutoRedeem& before) {
          return before.unit == all[i].unit && before.repeat &&
                 before.on_credit == all[i].on_credit && before.at <= all[i].at;
        });
    if (shadow == all.begin() + static_cast<std::ptrdiff_t>(i)) continue;
    const AutoRedeemSection& before =
        checked.source
            .auto_redeem[static_cast<std::size_t>(shadow - all.begin())];
    warnings->Add(PositionOf(checked.root, {"auto_redeem", i, "at"}),
                  absl::StrCat("at = ", checked.source.auto_redeem[i].at,
                               " is never available: an auto_redeem before "
                               "leaves less than ",
                               before.at, "; valid: below ", before.at));
  }
}

}  // namespace

void AddRewardWarnings(const CheckedProgram& checked, FileErrors* warnings) {
  AddStockWarnings(checked, warnings);
  AddBudgetWarnings(checked, warnings);
  AddPoorBudgetWarnings(checked, warnings);
  AddShadowWarnings(checked, warnings);
}

}  // namespace kumbara
