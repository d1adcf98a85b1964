#include "engine/program/toml_reader.h"

#include <algorithm>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "engine/base/limits.h"
#include "engine/program/achievement_compiler.h"
#include "engine/program/benefit_compiler.h"
#include "engine/program/budget_check.h"
#include "engine/program/earn_check.h"
#include "engine/program/earn_tiers.h"
#include "engine/program/plan_compiler.h"
#include "engine/program/program_keys.h"
#include "engine/program/referral_compiler.h"
#include "engine/program/section_reader.h"
#include "engine/program/tier_compiler.h"
#include "engine/program/toml_document.h"
#include "engine/program/unit_amount.h"

namespace kumbara {
namespace {

// Reads one file; a new one for each.
class Reader {
 public:
  explicit Reader(FileErrors& errors) : errors_(errors), sections_(errors) {}

  ProgramSource Read(const TomlNode& root) {
    for (const TomlEntry& entry : root.entries) {
      if (std::find(kSectionWords.begin(), kSectionWords.end(), entry.key) ==
          kSectionWords.end()) {
        sections_.UnknownKey(entry, "the file", kSectionWords);
      }
    }
    if (const TomlEntry* entry = root.Find("program")) {
      if (const TomlNode* table = sections_.TableOf(entry->value, "program")) {
        sections_.Read(*table, kProgramRules, &source_.program);
      }
    } else {
      errors_.Add({}, "program is missing; valid: program = { name = ... }");
    }
    if (const TomlEntry* entry = root.Find("returns")) {
      if (const TomlNode* table = sections_.TableOf(entry->value, "returns")) {
        sections_.Read(*table, kReturnsRules, &source_.returns);
      }
    }
    if (const TomlEntry* entry = root.Find("adjust")) {
      if (const TomlNode* table = sections_.TableOf(entry->value, "adjust")) {
        sections_.Read(*table, kAdjustRules, &source_.adjust);
      }
    }
    if (const TomlEntry* entry = root.Find("transfer")) {
      if (const TomlNode* table = sections_.TableOf(entry->value, "transfer")) {
        sections_.Read(*table, kTransferRules, &source_.transfer);
      }
    }
    if (const TomlEntry* entry = root.Find("donate")) {
      if (const TomlNode* table = sections_.TableOf(entry->value, "donate")) {
        sections_.Read(*table, kDonateRules, &source_.donate);
      }
    }
    if (const TomlEntry* entry = root.Find("pool")) {
      if (const TomlNode* table = sections_.TableOf(entry->value, "pool")) {
        sections_.Read(*table, kPoolRules, &source_.pool.emplace());
      }
    }
    ReadUnits(root.Find("unit"));
    if (const TomlEntry* entry = root.Find("referral")) {
      if (const TomlNode* table = sections_.TableOf(entry->value, "referral")) {
        source_.referral = ReadReferral(*table);
      }
    }
    for (const TomlNode* table :
         TablesOf(root.Find("tier_set"), "tier_set", kTierSetsMax)) {
      ReadTierSet(*table);
    }
    for (const TomlNode* table :
         TablesOf(root.Find("budget"), "budget", kBudgetsMax)) {
      source_.budgets.push_back(ReadBudget(*table));
    }
    const std::vector<const TomlNode*> rules =
        TablesOf(root.Find("earn"), "earn", kEarnRulesMax);
    for (const TomlNode* table : rules) {
      source_.earn.push_back(ReadEarnRule(*table));
    }
    for (std::size_t i = 0; i < rules.size(); ++i) {
      CheckBudgetOf(source_.earn[i], *rules[i]);
    }
    for (const TomlNode* table :
         TablesOf(root.Find("reward"), "reward", kRewardsMax)) {
      source_.rewards.push_back(ReadReward(*table));
    }
    for (const TomlNode* table :
         TablesOf(root.Find("auto_redeem"), "auto_redeem", kAutoRedeemMax)) {
      source_.auto_redeem.push_back(ReadAutoRedeem(*table));
    }
    for (const TomlNode* table :
         TablesOf(root.Find("allowance"), "allowance", kAllowancesMax)) {
      source_.allowances.push_back(ReadAllowance(*table));
    }
    for (const TomlNode* table :
         TablesOf(root.Find("achievement"), "achievement", kAchievementsMax)) {
      source_.achievements.push_back(ReadAchievement(*table));
    }
    for (const TomlNode* table :
         TablesOf(root.Find("benefit"), "benefit", kBenefitsMax)) {
      source_.benefits.push_back(ReadBenefit(*table));
    }
    for (const TomlNode* table :
         TablesOf(root.Find("plan"), "plan", kPlansMax)) {
      source_.plans.push_back(ReadPlan(*table));
    }
    CheckPlans(root);
    CheckBudgets(root);
    return std::move(source_);
  }

 private:
  void ReadUnits(const TomlEntry* entry) {
    if (entry == nullptr) return NoUnits({});
    const TomlNode* table = sections_.TableOf(entry->value, "unit");
    if (table == nullptr) return;
    if (table->entries.empty()) return NoUnits(table->at);
    for (const TomlEntry& unit : table->entries) ReadUnit(unit);
    if (table->entries.size() > kUnitsMax) {
      errors_.Add(table->entries[kUnitsMax].at,
                  absl::StrCat(table->entries.size(), " units; valid: 1 to ",
                               kUnitsMax));
    }
  }

  void NoUnits(FilePosition at) {
    errors_.Add(at, absl::StrCat("no unit is defined; valid: 1 to ", kUnitsMax,
                                 " units such as "
                                 "unit.points = { decimals = 0 }"));
  }

  void ReadUnit(const TomlEntry& entry) {
    UnitSection unit;
    unit.name = entry.key;
    if (Judge(kNameAllowed, unit.name) != Verdict::kFits) {
      errors_.Add(entry.at, absl::StrCat("unit name ", Quoted(unit.name),
                                         " is not allowed; valid: ",
                                         ValidText(kNameAllowed)));
    }
    if (const TomlNode* table = sections_.TableOf(entry.value, "a unit")) {
      const bool is_sound = sections_.Read(*table, kUnitRules, &unit);
      units_are_sound_ &= is_sound;
      if (is_sound && !unit.value.empty()) {
        AddIfError(Millionths("value", unit.value).status(),
                   table->Find("value"));
      }
    }
    source_.units.push_back(std::move(unit));
  }

  // The tables below [[word]], at most `greatest` of them.
  std::vector<const TomlNode*> TablesOf(const TomlEntry* entry,
                                        const std::string& word,
                                        std::size_t greatest) {
    std::vector<const TomlNode*> tables;
    if (entry == nullptr) return tables;
    if (entry->value.kind != TomlNode::Kind::kArray) {
      errors_.Add(
          entry->value.at,
          absl::StrCat(word, " is ", std::string(Name(entry->value.kind)),
                       "; valid: [[", word, "]] and its keys below"));
      return tables;
    }
    const std::vector<TomlNode>& elements = entry->value.elements;
    if (elements.size() > greatest) {
      errors_.Add(elements[greatest].at,
                  absl::StrCat(elements.size(), " [[", word,
                               "]] sections; valid: at most ", greatest));
    }
    for (const TomlNode& element : elements) {
      if (const TomlNode* table = sections_.TableOf(element, word)) {
        tables.push_back(table);
      }
    }
    return tables;
  }

  EarnSection ReadEarnRule(const TomlNode& table) {
    EarnSection earn;
    const bool is_sound = sections_.Read(table, kEarnRules, &earn);
    const UnitSection* unit = UnitOfRule(table, &earn);
    if (const auto conflict = ConflictWith(source_.earn, earn)) {
      errors_.Add(table.Find(conflict->key)->value.at, conflict->text);
    }
    const auto conflict = TierConflictWith(source_.tier_sets, earn);
    if (is_sound && tier_sets_are_sound_ && conflict) {
      errors_.Add(table.Find(conflict->key)->value.at, conflict->text);
    }
    if (unit == nullptr || !is_sound || !units_are_sound_) return earn;
    if (const auto wrong = InexactAmount(earn, unit->decimals)) {
      errors_.Add(table.Find(wrong->key)->value.at, wrong->text);
    }
    return earn;
  }

  // That of the rule it multiplies, if it does.
  const UnitSection* UnitOfRule(const TomlNode& table, EarnSection* earn) {
    if (table.Find("multiply") == nullptr) {
      return UnitOf(table, "earn", &earn->unit);
    }
    const EarnSection* base = RuleNamed(source_.earn, earn->multiply);
    for (const UnitSection& unit : source_.units) {
      if (base != nullptr && unit.name == base->unit) return &unit;
    }
    return nullptr;
  }

  void CheckBudgetOf(const EarnSection& earn, const TomlNode& table) {
    if (earn.budget.empty()) return;
    const TomlEntry& entry = *table.Find("budget");
    const std::string unit = UnitNameOf(source_.earn, earn);
    std::string valid;
    for (const BudgetSection& budget : source_.budgets) {
      if (budget.unit != unit) continue;
      if (budget.name == earn.budget) return;
      absl::StrAppend(&valid, valid.empty() ? "" : ", ", Quoted(budget.name));
    }
    errors_.Add(entry.value.at,
                absl::StrCat(
                    "budget = ", Quoted(earn.budget), " is not known; valid: ",
                    valid.empty() ? "a [[budget]] of the rule's unit" : valid));
  }

  void CheckBudgets(const TomlNode& root) {
    if (errors_.size() != 0) return;  // Each section has to be right first.
    AddConflicts(root, BudgetConflicts(source_));
  }

  void AddConflicts(const TomlNode& root,
                    const std::vector<ProgramConflict>& conflicts) {
    for (const ProgramConflict& conflict : conflicts) {
      errors_.Add(PositionOf(root, conflict.at), conflict.text);
    }
  }

  // No two sections of one word may have one name.
  template <class Section>
  void CheckNameIsNew(const std::vector<Section>& others, const Section& one,
                      const TomlNode& table) {
    for (const Section& other : others) {
      if (one.name.empty() || other.name != one.name) continue;
      return errors_.Add(table.Find("name")->value.at,
                         absl::StrCat("name = ", Quoted(one.name),
                                      " is taken; valid: another name"));
    }
  }

  BudgetSection ReadBudget(const TomlNode& table) {
    BudgetSection budget;
    const bool is_sound = sections_.Read(table, kBudgetRules, &budget);
    CheckNameIsNew(source_.budgets, budget, table);
    const UnitSection* unit = UnitOf(table, "budget", &budget.unit);
    if (unit != nullptr && is_sound && units_are_sound_) {
      AddIfError(UnitAmount("amount", budget.amount, unit->decimals).status(),
                 table.Find("amount"));
    }
    return budget;
  }

  RewardSection ReadReward(const TomlNode& table) {
    RewardSection reward;
    const bool is_sound = sections_.Read(table, kRewardRules, &reward);
    CheckNameIsNew(source_.rewards, reward, table);
    const auto unknown = UnknownTier(source_.tier_sets, reward.tier);
    if (is_sound && tier_sets_are_sound_ && unknown) {
      errors_.Add(table.Find("tier")->value.at, *unknown);
    }
    const UnitSection* unit = UnitOf(table, "reward", &reward.unit);
    if (unit == nullptr || !is_sound || !units_are_sound_) return reward;
    CheckSpendable(*unit, table);
    AddIfError(UnitAmount("cost", reward.cost, unit->decimals).status(),
               table.Find("cost"));
    if (!reward.from.empty() && !reward.until.empty() &&
        reward.until <= reward.from) {
      errors_.Add(table.Find("until")->value.at,
                  absl::StrCat("until = ", Quoted(reward.until),
                               " is not after from; valid: a later date"));
    }
    const GivesSection gives = reward.gives.value_or(GivesSection());
    if (!gives.unit.empty()) CheckGives(gives, reward, *table.Find("gives"));
    return reward;
  }

  void CheckGives(const GivesSection& gives, const RewardSection& reward,
                  const TomlEntry& entry) {
    const TomlNode& table = entry.value;
    std::string name = gives.unit;
    const UnitSection* unit = UnitOf(table, "gives", &name);
    if (unit == nullptr) return;
    if (unit->name == reward.unit) {
      errors_.Add(table.Find("unit")->value.at,
                  absl::StrCat("unit = ", Quoted(unit->name),
                               " is what the reward costs; valid: another "
                               "unit"));
    }
    AddIfError(UnitAmount("amount", gives.amount, unit->decimals).status(),
               table.Find("amount"));
  }

  AutoRedeemSection ReadAutoRedeem(const TomlNode& table) {
    AutoRedeemSection redeem;
    const bool is_sound = sections_.Read(table, kAutoRedeemRules, &redeem);
    const UnitSection* unit = UnitOf(table, "auto_redeem", &redeem.unit);
    if (unit == nullptr || !is_sound || !units_are_sound_) return redeem;
    CheckSpendable(*unit, table);
    const auto at = UnitAmount("at", redeem.at, unit->decimals);
    const auto take = UnitAmount("take", redeem.take, unit->decimals);
    AddIfError(at.status(), table.Find("at"));
    AddIfError(take.status(), table.Find("take"));
    if (at.ok() && take.ok() && *take > *at) {
      errors_.Add(table.Find("take")->value.at,
                  absl::StrCat("take = ", redeem.take, " is more than at = ",
                               redeem.at, "; valid: at most ", redeem.at));
    }
    return redeem;
  }

  AllowanceSection ReadAllowance(const TomlNode& table) {
    AllowanceSection allowance;
    const bool is_sound = sections_.Read(table, kAllowanceRules, &allowance);
    const UnitSection* unit = UnitOf(table, "allowance", &allowance.unit);
    if (unit == nullptr || !is_sound || !units_are_sound_) return allowance;
    CheckSpendable(*unit, table);
    AddIfError(UnitAmount("amount", allowance.amount, unit->decimals).status(),
               table.Find("amount"));
    return allowance;
  }

  ReferralSection ReadReferral(const TomlNode& table) {
    ReferralSection referral;
    const bool is_sound = sections_.Read(table, kReferralRules, &referral);
    const UnitSection* unit = UnitOf(table, "referral", &referral.unit);
    if (is_sound && !HasSpendIfMeant(referral)) {
      const TomlEntry* at = table.Find("at");
      errors_.Add(at != nullptr ? at->at : table.at, SpendError(referral));
    }
    if (unit == nullptr || !is_sound || !units_are_sound_) return referral;
    for (const auto& [key, amount] : {std::pair("referrer", referral.referrer),
                                      std::pair("referee", referral.referee)}) {
      if (amount.empty()) continue;
      AddIfError(UnitAmount(key, amount, unit->decimals).status(),
                 table.Find(key));
    }
    return referral;
  }

  AchievementSection ReadAchievement(const TomlNode& table) {
    AchievementSection achievement;
    const bool is_sound =
        sections_.Read(table, kAchievementRules, &achievement);
    CheckNameIsNew(source_.achievements, achievement, table);
    if (!is_sound) return achievement;
    for (const KeyConflict& conflict : AchievementConflicts(achievement)) {
      errors_.Add(table.Find(conflict.key)->at, conflict.text);
    }
    if (achievement.give.empty()) return achievement;
    const UnitSection* unit = UnitOf(table, "achievement", &achievement.unit);
    if (unit == nullptr || !units_are_sound_) return achievement;
    AddIfError(UnitAmount("give", achievement.give, unit->decimals).status(),
               table.Find("give"));
    return achievement;
  }

  BenefitSection ReadBenefit(const TomlNode& table) {
    BenefitSection benefit;
    const bool is_sound = sections_.Read(table, kBenefitRules, &benefit);
    CheckNameIsNew(source_.benefits, benefit, table);
    if (!is_sound || !tier_sets_are_sound_) return benefit;
    for (const KeyConflict& conflict : BenefitConflicts(source_, benefit)) {
      errors_.Add(table.Find(conflict.key)->at, conflict.text);
    }
    return benefit;
  }

  PlanSection ReadPlan(const TomlNode& table) {
    PlanSection plan;
    plans_are_sound_ &= sections_.Read(table, kPlanRules, &plan);
    CheckNameIsNew(source_.plans, plan, table);
    return plan;
  }

  void CheckPlans(const TomlNode& root) {
    if (plans_are_sound_) AddConflicts(root, PlanConflicts(source_));
  }

  void ReadTierSet(const TomlNode& table) {
    TierSetSection set;
    bool is_sound = sections_.Read(table, kTierSetRules, &set);
    tier_sets_are_sound_ &= is_sound;
    if (is_sound) {
      for (const KeyConflict& conflict : TierSetConflicts(set)) {
        errors_.Add(table.Find(conflict.key)->at, conflict.text);
        is_sound = false;
      }
    }
    const UnitSection* unit = nullptr;
    if (is_sound && CountsUnit(set)) {
      unit = UnitOf(table, "tier_set", &set.unit);
      is_sound = unit != nullptr && units_are_sound_;
    }
    source_.tier_sets.push_back(set);
    if (!is_sound) return;
    if (unit != nullptr) {
      const std::string error = TierUnitError(set, *unit);
      const TomlEntry* named = table.Find("unit");
      if (!error.empty()) {
        errors_.Add(named != nullptr ? named->value.at : table.at, error);
      }
    }
    AddIfError(TiersOf(set, unit != nullptr ? unit->decimals : 0).status(),
               table.Find("tiers"));
    CheckTierNames(set, table);
  }

  // Tiers are known by their names alone, whatever their set.
  void CheckTierNames(const TierSetSection& set, const TomlNode& table) {
    const std::string twice = TierNamedTwice(source_.tier_sets);
    if (!twice.empty()) {
      errors_.Add(table.Find("tiers")->at,
                  absl::StrCat("tier ", Quoted(twice),
                               " stands twice in the file; valid: a name of "
                               "its own for each tier"));
    }
    for (std::size_t i = 0; i + 1 < source_.tier_sets.size(); ++i) {
      if (source_.tier_sets[i].name != set.name) continue;
      errors_.Add(table.Find("name")->value.at,
                  absl::StrCat("tier_set ", Quoted(set.name),
                               " stands twice in the file; valid: a name of "
                               "its own for each tier_set"));
    }
  }

  void CheckSpendable(const UnitSection& unit, const TomlNode& table) {
    if (unit.spendable) return;
    const TomlEntry* named = table.Find("unit");
    errors_.Add(named != nullptr ? named->value.at : table.at,
                absl::StrCat("unit = ", Quoted(unit.name),
                             " is not spendable; valid: a unit with "
                             "spendable = true"));
  }

  void AddIfError(const absl::Status& status, const TomlEntry* at) {
    if (!status.ok()) errors_.Add(at->value.at, std::string(status.message()));
  }

  // The unit that a section names or, being the only one, need not name.
  const UnitSection* UnitOf(const TomlNode& table, const std::string& section,
                            std::string* name) {
    const TomlEntry* named = table.Find("unit");
    if (named == nullptr && source_.units.size() == 1) {
      *name = source_.units[0].name;
    }
    // A unit of a form no unit can have is reported already.
    if (named != nullptr && name->empty()) return nullptr;
    for (const UnitSection& unit : source_.units) {
      if (unit.name == *name) return &unit;
    }
    // Without any unit that is the error to report.
    if (source_.units.empty()) return nullptr;
    std::string valid;
    for (const UnitSection& unit : source_.units) {
      absl::StrAppend(&valid, valid.empty() ? "" : ", ", Quoted(unit.name));
    }
    errors_.Add(named != nullptr ? named->value.at : table.at,
                named != nullptr ? absl::StrCat("unit = ", Quoted(*name),
                                                " is not known; valid: ", valid)
                                 : absl::StrCat("unit is missing in ", section,
                                                "; valid: ", valid));
    return nullptr;
  }

  FileErrors& errors_;
  SectionReader sections_;
  ProgramSource source_;
  bool units_are_sound_ = true;
  bool tier_sets_are_sound_ = true;
  bool plans_are_sound_ = true;
};

}  // namespace

ProgramSource ReadProgram(const TomlNode& root, FileErrors& errors) {
  return Reader(errors).Read(root);
}

absl::StatusOr<ProgramSource> ReadProgram(std::string_view text,
                                          std::string_view file_name) {
  FileErrors errors;
  const std::optional<TomlNode> root = ParseToml(text, &errors);
  ProgramSource source;
  if (root) source = ReadProgram(*root, errors);
  if (errors.size() > 0) return errors.ToStatus(file_name);
  return source;
}

}  // namespace kumbara
