// What earn rules give for an enrolment.

#include "engine/apply/earn.h"
#include "engine/apply/earn_conditions.h"
#include "engine/apply/explain.h"
#include "engine/apply/rated_purchase.h"

namespace kumbara {

ResultCode RefuseEnrolmentGifts(const Program& program) {
  for (const std::uint8_t unit : program.earn_units) {
    Amount sum;
    for (const EarnRule& rule : program.rules) {
      if (rule.on != EarnOn::kEnrolment || rule.unit != unit) continue;
      if (!Fits(sum, rule.fixed)) return ResultCode::kOverflow;
      sum += rule.fixed;
    }
  }
  return ResultCode::kOk;
}

void EarnByEnrolment(CommandContext& context) {
  const std::vector<EarnRule>& rules = context.program.rules;
  if (rules.empty()) return;
  const RuleSet applying =
      ApplyingRules(context, {.on = EarnOn::kEnrolment}, AllOf(rules));
  if (context.explanation != nullptr) ExplainEnrolment(context, applying);
  if (applying == 0) return;
  for (const std::uint8_t unit : context.program.earn_units) {
    context.Watch(unit);
  }
  absl::InlinedVector<EarnPart, kEarnRulesMax> parts;
  absl::InlinedVector<EarnedLot, kEarnRulesMax> lots;
  ForEachRule(applying, [&](std::uint32_t i) {
    const EarnRule& rule = rules[i];
    EarnPart& part = parts.emplace_back();
    part.rule = i;
    part.unit = rule.unit;
    EarnedLot& earned = lots.emplace_back();
    earned.unit = rule.unit;
    context.MakeLot(rule.fixed, context.DatesBy(rule.lots), rule.funding_class,
                    &earned.lot);
  });
  EarnLots(context, nullptr, lots, std::span(parts));
  if (context.explanation != nullptr) ExplainLots(context, lots, parts);
}

}  // namespace kumbara
