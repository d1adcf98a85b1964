#include "engine/program/earn_check.h"

#include <algorithm>
#include <utility>

#include "absl/status/status.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "engine/base/check.h"
#include "engine/base/rational.h"
#include "engine/program/earn_rate.h"
#include "engine/program/fraction.h"
#include "engine/program/strategy.h"
#include "engine/program/unit_amount.h"

namespace kumbara {
namespace {

// What a multiplier may name.
std::string BasesAmong(std::span<const EarnSection> rules,
                       const std::string& on) {
  std::string names;
  for (const EarnSection& rule : rules) {
    if (!rule.multiply.empty() || rule.name.empty() || rule.on != on) continue;
    absl::StrAppend(&names, names.empty() ? "" : ", ", "\"", rule.name, "\"");
  }
  return names.empty() ? "the name of a rule above that gives" : names;
}

// The greatest numerator and denominator that a multiplier may have.
Rational GreatestPartsOf(const EarnSection& rule) {
  Rational greatest{1, 1};
  const auto look_at = [&](const std::string& text) {
    const std::optional<Rational> by = ParseFraction(text);
    if (!by) return;
    greatest.numerator = std::max(greatest.numerator, by->numerator);
    greatest.denominator = std::max(greatest.denominator, by->denominator);
  };
  look_at(rule.by);
  for (const NamedText& one : rule.by_tier) look_at(one.text);
  return greatest;
}

// The product of all multipliers of a base that compounds, this one included.
bool ProductFits(std::span<const EarnSection> before, const EarnSection& rule) {
  std::uint64_t above = 1;
  std::uint64_t below = 1;
  const auto multiply = [&](const EarnSection& one) {
    if (one.multiply != rule.multiply) return;
    const Rational by = GreatestPartsOf(one);
    above = std::min<std::uint64_t>(above * by.numerator, UINT32_MAX + 1ULL);
    below = std::min<std::uint64_t>(below * by.denominator, UINT32_MAX + 1ULL);
  };
  for (const EarnSection& one : before) multiply(one);
  multiply(rule);
  return above <= UINT32_MAX && below <= UINT32_MAX;
}

std::optional<EarnConflict> BaseConflict(std::span<const EarnSection> before,
                                         const EarnSection& rule) {
  const EarnSection* base = RuleNamed(before, rule.multiply);
  if (base == nullptr || !base->multiply.empty() || base->on != rule.on) {
    return EarnConflict{
        "multiply",
        absl::StrCat("multiply = \"", rule.multiply, "\" is no rule above ",
                     "that gives; valid: ", BasesAmong(before, rule.on))};
  }
  const bool is_told = !rule.by.empty() || !rule.by_tier.empty();
  if (is_told && base->combine == "compound" && !ProductFits(before, rule)) {
    return EarnConflict{
        rule.by_tier.empty() ? "by" : "by_tier",
        absl::StrCat(rule.by_tier.empty() ? "by = \"" + rule.by + "\""
                                          : std::string("by_tier"),
                     " times those above does not fit 32 bits over 32 bits; "
                     "valid: a lesser one")};
  }
  return std::nullopt;
}

// The first rule of the group, if this is another one, says how it must be.
std::optional<EarnConflict> GroupConflict(std::span<const EarnSection> before,
                                          const EarnSection& rule) {
  const auto first = std::find_if(
      before.begin(), before.end(),
      [&](const EarnSection& one) { return one.group == rule.group; });
  if (first == before.end()) return std::nullopt;
  if (first->stacking != rule.stacking) {
    return EarnConflict{
        "group", absl::StrCat("group = \"", rule.group, "\" has stacking = \"",
                              first->stacking, "\"; valid: the same here")};
  }
  if (first->multiply.empty() != rule.multiply.empty()) {
    return EarnConflict{"group", absl::StrCat("group = \"", rule.group,
                                              "\" has rules that multiply and "
                                              "others; valid: either")};
  }
  if (UnitNameOf(before, *first) != UnitNameOf(before, rule)) {
    return EarnConflict{
        "group", absl::StrCat("group = \"", rule.group, "\" has rules of ",
                              "another unit; valid: those of one unit")};
  }
  return std::nullopt;
}

std::optional<EarnConflict> TableConflict(const TableSection& table) {
  if (table.at.size() != table.give.size()) {
    return EarnConflict{
        "table",
        absl::StrCat("table has ", table.at.size(), " at and ",
                     table.give.size(), " give; valid: one give for each at")};
  }
  std::int64_t before = 0;
  for (const std::string& text : table.at) {
    std::int64_t at = 0;
    if (!absl::SimpleAtoi(text, &at)) continue;
    if (at <= before) {
      return EarnConflict{
          "table", absl::StrCat("at = ", at, " of table is not above ", before,
                                "; valid: ascending")};
    }
    before = at;
  }
  if (Money::InRange(before)) return std::nullopt;
  return EarnConflict{"table",
                      absl::StrCat("at = ", before,
                                   " of table leaves the range of money; "
                                   "valid: at most 10^18")};
}

std::optional<EarnConflict> StrategyConflict(const EarnSection& rule) {
  const Strategy* strategy = FindStrategy(rule.strategy);
  if (strategy == nullptr) {
    return EarnConflict{
        "strategy",
        absl::StrCat("strategy = \"", rule.strategy,
                     "\" is not registered here; valid: ", StrategyNames())};
  }
  if (rule.parameters.size() == strategy->parameters) return std::nullopt;
  return EarnConflict{
      rule.parameters.empty() ? "strategy" : "parameters",
      absl::StrCat("the number of parameters of ", rule.strategy, " is ",
                   rule.parameters.size(), "; valid: ", strategy->parameters)};
}

// What is rounded line by line is what lines say.
std::optional<EarnConflict> RoundPerConflict(const EarnSection& rule) {
  if (rule.basis.value_or(BasisSection()) == BasisSection()) {
    return EarnConflict{"round_per",
                        "round_per = \"line\" stands beside a basis that is no "
                        "lines; valid: beside basis = { lines = ... }, or "
                        "\"basket\""};
  }
  if (!rule.exclude_tender) return std::nullopt;
  return EarnConflict{"round_per",
                      "round_per = \"line\" stands beside exclude_tender, and "
                      "what is paid with points is of no line; valid: either"};
}

std::optional<EarnConflict> WhenConflict(const EarnSection& rule) {
  const EarnWhenSection& when = *rule.when;
  if (!Money::InRange(when.total_min)) {
    return EarnConflict{
        "when", "total_min leaves the range of money; valid: at most 10^18"};
  }
  if (!when.bucket.empty()) {
    int least = 0;
    int greatest = 0;
    if (when.bucket.size() != 2 || !absl::SimpleAtoi(when.bucket[0], &least) ||
        !absl::SimpleAtoi(when.bucket[1], &greatest) || least > greatest) {
      return EarnConflict{
          "when",
          "bucket is no pair of numbers; valid: two such as [0, 49], the "
          "second not less"};
    }
  }
  const std::string from = when.from.empty() ? "00:00" : when.from;
  const std::string until = when.until.empty() ? "24:00" : when.until;
  if (from == until || (from == "24:00" && until == "00:00")) {
    return EarnConflict{"when",
                        "from and until leave nothing between them; valid: "
                        "another until"};
  }
  const bool names_lines =
      !when.sku.empty() || !when.category.empty() || !when.brand.empty();
  const BasisSection basis = rule.basis.value_or(BasisSection());
  if (names_lines &&
      (!basis.sku.empty() || !basis.category.empty() || !basis.brand.empty())) {
    return EarnConflict{"when",
                        "sku, category or brand stand in when and in basis; "
                        "valid: in either"};
  }
  return std::nullopt;
}

// What an enrolment and an event have not.
bool LooksAtBasket(const EarnWhenSection& when) {
  return when.total_min != 0 || !when.tender.empty() || !when.sku.empty() ||
         !when.category.empty() || !when.brand.empty() || when.first_purchase;
}

// An enrolment has no basket, and comes once.
std::optional<EarnConflict> EnrolmentConflict(const EarnSection& rule) {
  const bool about_basket =
      LooksAtBasket(rule.when.value_or(EarnWhenSection()));
  const bool gives_once = rule.per == 0 && !rule.give.empty() && !rule.basis &&
                          !rule.exclude_tender && rule.cooldown.empty() &&
                          rule.group.empty() && rule.tier.empty() &&
                          rule.combine == "add" &&
                          rule.cap.value_or(CapSection()) == CapSection();
  if (gives_once && !about_basket) return std::nullopt;
  return EarnConflict{
      "on",
      "on = \"enrolment\" stands beside what concerns baskets or several "
      "times; valid: give, alone or with budget, and when without total_min, "
      "tender, sku, category, brand and first_purchase"};
}

// An event has no basket either, but comes often.
std::optional<EarnConflict> EventConflict(const EarnSection& rule) {
  const struct {
    const char* key;
    bool is_given;
  } of_baskets[] = {
      {"basis", rule.basis.has_value()},
      {"exclude_tender", rule.exclude_tender},
      {"table", rule.table.value_or(TableSection()) != TableSection()},
      {"strategy", !rule.strategy.empty()}};
  for (const auto& [key, is_given] : of_baskets) {
    if (!is_given) continue;
    return EarnConflict{
        key, absl::StrCat(key, " rates a basket, which an event has not; ",
                          "valid: give alone, or multiply")};
  }
  if (!LooksAtBasket(rule.when.value_or(EarnWhenSection()))) {
    return std::nullopt;
  }
  return EarnConflict{
      "when",
      "when looks at purchases, and the rule is for events; valid: without "
      "total_min, tender, sku, category, brand and first_purchase"};
}

// Whether a rule gives of itself, and no command asks it.
bool IsUnasked(const EarnSection& rule) {
  return rule.on == "birthday" || rule.on == "anniversary" ||
         rule.on == "tier_entry";
}

// A day of the year begins without a command, and a member comes into a tier by
// whatever there is; nothing that somebody else would have to answer can be
// asked for.
std::optional<EarnConflict> UnaskedConflict(const EarnSection& rule) {
  const EarnWhenSection when = rule.when.value_or(EarnWhenSection());
  EarnWhenSection known;
  known.weekday = when.weekday;
  known.segments = when.segments;
  known.plans = when.plans;
  known.bucket = when.bucket;
  known.salt = when.salt;
  const bool gives_once = rule.per == 0 && !rule.give.empty() && !rule.basis &&
                          !rule.exclude_tender && rule.cooldown.empty() &&
                          rule.group.empty() && rule.combine == "add" &&
                          rule.cap.value_or(CapSection()) == CapSection();
  if (!rule.budget.empty()) {
    return EarnConflict{"budget",
                        absl::StrCat("budget stands beside on = \"", rule.on,
                                     "\", where no budget can be asked; valid: "
                                     "without budget")};
  }
  if (rule.on == "tier_entry" && rule.tier.empty()) {
    return EarnConflict{"on",
                        "on = \"tier_entry\" stands without tier; valid: "
                        "beside tier"};
  }
  if (gives_once && when == known) return std::nullopt;
  return EarnConflict{
      "on", absl::StrCat("on = \"", rule.on,
                         "\" stands beside what concerns commands or several "
                         "times; valid: give, alone or with tier, and when "
                         "with weekday, segments, plans and bucket")};
}

}  // namespace

std::vector<std::int64_t> ParametersOf(const EarnSection& rule) {
  std::vector<std::int64_t> parameters;
  for (const std::string& text : rule.parameters) {
    KUMBARA_CHECK(absl::SimpleAtoi(text, &parameters.emplace_back()));
  }
  return parameters;
}

const EarnSection* RuleNamed(std::span<const EarnSection> rules,
                             const std::string& name) {
  for (const EarnSection& rule : rules) {
    if (!name.empty() && rule.name == name) return &rule;
  }
  return nullptr;
}

std::string UnitNameOf(std::span<const EarnSection> before,
                       const EarnSection& rule) {
  const EarnSection* base = RuleNamed(before, rule.multiply);
  return base != nullptr ? base->unit : rule.unit;
}

std::optional<EarnConflict> ConflictWith(std::span<const EarnSection> before,
                                         const EarnSection& rule) {
  if (RuleNamed(before, rule.name) != nullptr) {
    return EarnConflict{"name",
                        absl::StrCat("name = \"", rule.name,
                                     "\" is taken; valid: another name")};
  }
  std::optional<EarnConflict> conflict;
  if (!rule.multiply.empty()) conflict = BaseConflict(before, rule);
  if (!conflict && !rule.group.empty()) conflict = GroupConflict(before, rule);
  if (!conflict && rule.table) conflict = TableConflict(*rule.table);
  if (!conflict && !rule.strategy.empty()) conflict = StrategyConflict(rule);
  if (!conflict && rule.per != 0 && rule.round_per == "line") {
    conflict = RoundPerConflict(rule);
  }
  if (!conflict && rule.when) conflict = WhenConflict(rule);
  if (!conflict && rule.on == "enrolment") conflict = EnrolmentConflict(rule);
  if (!conflict && rule.on == "event") conflict = EventConflict(rule);
  if (!conflict && rule.on != "event" && !rule.event.empty()) {
    conflict = EarnConflict{"event",
                            "event stands beside another on than event; "
                            "valid: with on = \"event\""};
  }
  if (!conflict && IsUnasked(rule)) conflict = UnaskedConflict(rule);
  return conflict;
}

bool IsForEveryBasket(const EarnSection& rule) {
  const BasisSection basis = rule.basis.value_or(BasisSection());
  return basis.sku.empty() && basis.category.empty() && basis.brand.empty() &&
         rule.cooldown.empty() &&
         rule.when.value_or(EarnWhenSection()) == EarnWhenSection() &&
         rule.cap.value_or(CapSection()) == CapSection();
}

bool IsForAll(const EarnSection& rule) {
  return rule.tier.empty() && IsForEveryBasket(rule);
}

std::optional<EarnConflict> InexactAmount(const EarnSection& rule,
                                          std::int64_t decimals) {
  std::vector<std::pair<std::string, std::string>> amounts;
  if (rule.per == 0) amounts.emplace_back("give", rule.give);
  if (rule.table) {
    for (const std::string& give : rule.table->give) {
      amounts.emplace_back("table", give);
    }
  }
  if (rule.cap) {
    const CapSection& cap = *rule.cap;
    for (const std::string* most : {&cap.transaction, &cap.day, &cap.week,
                                    &cap.month, &cap.year, &cap.lifetime}) {
      amounts.emplace_back("cap", *most);
    }
  }
  for (const auto& [key, text] : amounts) {
    if (text.empty()) continue;
    const absl::Status status = UnitAmount(key, text, decimals).status();
    if (!status.ok()) return EarnConflict{key, std::string(status.message())};
  }
  if (rule.per == 0 || rule.give.empty()) return std::nullopt;
  const absl::Status status = EarnRate(rule.give, decimals, rule.per).status();
  if (status.ok()) return std::nullopt;
  return EarnConflict{"give", std::string(status.message())};
}

}  // namespace kumbara
