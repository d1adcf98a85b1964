#include "tools/kumbara/explain_rule.h"

#include <numeric>
#include <vector>

#include "absl/strings/str_cat.h"
#include "engine/base/check.h"
#include "engine/program/program_keys.h"
#include "engine/program/strategy.h"
#include "tools/kumbara/numbers.h"
#include "tools/kumbara/unit_text.h"

namespace kumbara::tools {
namespace {

// A rate in whole units per minor unit, in lowest terms.
struct WholeRate {
  std::int64_t numerator = 0;
  std::int64_t denominator = 1;
};
WholeRate WholeRateOf(const Explained& explained, const EarnRule& rule) {
  std::int64_t denominator = rule.rate.denominator;
  const int decimals = UnitDecimals(explained.program(), rule.unit);
  for (int i = 0; i < decimals; ++i) denominator *= 10;
  const std::int64_t common =
      std::gcd(std::int64_t{rule.rate.numerator}, denominator);
  if (common == 0) return {0, 1};
  return {rule.rate.numerator / common, denominator / common};
}

std::string RatioText(std::int64_t numerator, std::int64_t denominator) {
  return denominator == 1 ? absl::StrCat(numerator)
                          : absl::StrCat(numerator, "/", denominator);
}

// A quotient to so many decimals, with three dots if it has more.
std::string QuotientText(Int128 numerator, Int128 denominator) {
  constexpr int kDecimals = 6;
  constexpr std::int64_t kScale = 1'000'000;
  const Int128 scaled = numerator * kScale / denominator;
  const bool exact = scaled * denominator == numerator * kScale;
  std::string text = Scaled(scaled, kDecimals, false);
  if (!exact) return text + "...";
  while (text.back() == '0') text.pop_back();
  if (text.back() == '.') text.pop_back();
  return text;
}

std::string RoundingText(const EarnRule& rule) {
  return std::string(kRoundingWords[static_cast<std::size_t>(rule.rounding)]);
}

std::string RateWorking(const Explained& explained, const EarnRule& rule,
                        const RuleNote& note) {
  const WholeRate rate = WholeRateOf(explained, rule);
  std::string text = absl::StrCat(note.basis.count(), " x ",
                                  RatioText(rate.numerator, rate.denominator));
  if (note.basis < Money()) return text + ", and below 0 is nothing";
  if (note.by_lines) {
    return absl::StrCat(text, " line by line, each ", RoundingText(rule));
  }
  return absl::StrCat(text, " = ",
                      QuotientText(Int128{note.basis.count()} * rate.numerator,
                                   rate.denominator),
                      ", ", RoundingText(rule));
}

std::string StepWorking(const EarnRule& rule, const RuleNote& note) {
  const EarnRule::Step* reached = nullptr;
  for (const EarnRule::Step& step : rule.steps) {
    if (note.basis >= step.at) reached = &step;
  }
  if (reached == nullptr) {
    return absl::StrCat(note.basis.count(), " is below the first step, ",
                        rule.steps.front().at.count());
  }
  return absl::StrCat(note.basis.count(), " reaches the step at ",
                      reached->at.count());
}

// How many multipliers of a rule have something to say. Where each adds its
// own, one by 1 has not.
std::size_t MultipliersOf(const Explained& explained, std::size_t base) {
  const std::span<const EarnRule> rules = EarnRulesOf(explained.program());
  const std::vector<RuleNote>& notes = explained.told.basket->rules;
  std::size_t count = 0;
  for (std::size_t i = 0; i < rules.size(); ++i) {
    const bool acts = notes[i].unmet == Unmet::kNone && !notes[i].gave_way;
    if (!acts || !rules[i].multiplies() || rules[i].base != base) continue;
    const Rational by = rules[i].RateFor(explained.told.basket->tiers);
    const bool adds = rules[base].combine == Combine::kAdd;
    if (!adds || IsGreater(by, {1, 1})) ++count;
  }
  return count;
}

std::string MultiplierWorking(const Explained& explained, std::size_t place) {
  const std::span<const EarnRule> rules = EarnRulesOf(explained.program());
  const BasketNote& basket = *explained.told.basket;
  const EarnRule& rule = rules[place];
  const EarnRule& base = rules[rule.base];
  const Rational by = rule.RateFor(basket.tiers);
  const Amount points = basket.rules[rule.base].wanted;
  const bool has_others = MultipliersOf(explained, rule.base) > 1;
  const bool adds = has_others && base.combine == Combine::kAdd;
  const std::string ratio = RatioText(by.numerator, by.denominator);
  std::string text =
      absl::StrCat(GivenText(explained, rule.base, points), " of ", base.name,
                   " x ", adds ? absl::StrCat("(", ratio, " - 1)") : ratio);
  if (points == Amount()) return text;
  if (has_others && !adds) {
    return absl::StrCat(text, ", of the multipliers of ", base.name,
                        base.combine == Combine::kMax ? " the greatest counts"
                                                      : " the product counts",
                        ", ", RoundingText(rule), ", less what is multiplied");
  }
  const int decimals = UnitDecimals(explained.program(), rule.unit);
  Int128 scale = 1;
  for (int i = 0; i < decimals; ++i) scale *= 10;
  const Int128 numerator = Int128{by.numerator} - (adds ? by.denominator : 0);
  return absl::StrCat(
      text, " = ",
      QuotientText(Int128{points.count()} * numerator, scale * by.denominator),
      ", ", RoundingText(rule), adds ? "" : ", less what is multiplied");
}

}  // namespace

std::string WorkingOfRule(const Explained& explained, std::size_t place) {
  const EarnRule& rule = EarnRulesOf(explained.program())[place];
  const RuleNote& note = explained.told.basket->rules[place];
  switch (rule.kind) {
    case EarnRule::Kind::kRate:
      return RateWorking(explained, rule, note);
    case EarnRule::Kind::kFixed:
      if (rule.on == EarnOn::kEnrolment) return "for the enrolment";
      if (rule.on == EarnOn::kEvent) return "for the event";
      return absl::StrCat("a basis of ", note.basis.count(),
                          note.basis > Money() ? "" : " gives nothing");
    case EarnRule::Kind::kTable:
      return StepWorking(rule, note);
    case EarnRule::Kind::kMultiplier:
      return MultiplierWorking(explained, place);
    case EarnRule::Kind::kStrategy:
      return absl::StrCat("what ", rule.strategy->name, " makes of ",
                          note.basis.count());
  }
  KUMBARA_CHECK(false);
  return {};
}

std::string RateOfRule(const Explained& explained, std::size_t place) {
  const EarnRule& rule = EarnRulesOf(explained.program())[place];
  if (rule.multiplies()) {
    const Rational by = rule.RateFor(explained.told.basket->tiers);
    return RatioText(by.numerator, by.denominator);
  }
  if (rule.kind != EarnRule::Kind::kRate) return {};
  const WholeRate rate = WholeRateOf(explained, rule);
  return RatioText(rate.numerator, rate.denominator);
}

std::string GivenText(const Explained& explained, std::size_t place,
                      Amount amount) {
  const EarnRule& rule = EarnRulesOf(explained.program())[place];
  const Unit& unit = *explained.program().FindUnit(rule.unit);
  return absl::StrCat(Scaled(amount.count(), unit.decimals, false), " ",
                      unit.name);
}

std::string WinnerOf(const Explained& explained, std::size_t place) {
  const std::span<const EarnRule> rules = EarnRulesOf(explained.program());
  const std::vector<RuleNote>& notes = explained.told.basket->rules;
  if (!notes[place].gave_way || notes[place].alone == Amount()) return {};
  for (std::size_t i = 0; i < rules.size(); ++i) {
    const bool contends = rules[i].group == rules[place].group &&
                          rules[i].multiplies() == rules[place].multiplies();
    if (contends && notes[i].unmet == Unmet::kNone && !notes[i].gave_way) {
      return rules[i].name;
    }
  }
  return {};
}

Amount AbsorbedOf(const Explained& explained, std::size_t place) {
  const RuleNote& note = explained.told.basket->rules[place];
  if (!note.lot) return note.absorbed;
  return note.lot->amount - AmountOfLot(explained, place);
}

Amount AmountOfLot(const Explained& explained, std::size_t place) {
  const EarnRule& rule = EarnRulesOf(explained.program())[place];
  const LotNote& lot = *explained.told.basket->rules[place].lot;
  for (const Event& event : explained.events) {
    const Posting* posting = std::get_if<Posting>(&event);
    if (posting == nullptr || explained.IsDue(event)) continue;
    const bool lies_there = posting->account == Account::kPending ||
                            posting->account == Account::kAvailable;
    if (lies_there && posting->unit == rule.unit &&
        posting->member == explained.told.command.member &&
        posting->lot == lot.number && posting->amount > 0) {
      return Amount(posting->amount);
    }
  }
  return lot.amount;
}

std::string CapPeriodText(const Headroom& room) {
  if (!room.per) return "transaction";
  return std::string(kPeriodWords[static_cast<std::size_t>(*room.per)]);
}

}  // namespace kumbara::tools
