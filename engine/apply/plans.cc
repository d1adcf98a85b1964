#include "engine/apply/plans.h"

#include <algorithm>

#include "engine/apply/attribute_history.h"
#include "engine/program/program_versions.h"

namespace kumbara {
namespace {

// How long a plan is paid that somebody pays then, and who has `before` of it.
PlanTerm PaidAt(Instant at, const Plan& plan, const PlanTerm& before,
                const Zone& zone) {
  if (!plan.period) return {};
  PlanTerm term;
  const bool has_end = before != PlanTerm{};
  const Instant from = has_end ? std::max(at, before.paid_through) : at;
  term.paid_through = zone.Add(from, *plan.period);
  if (term.paid_through == Instant::Greatest()) return {};
  term.lapses_at =
      plan.grace ? zone.Add(term.paid_through, *plan.grace) : term.paid_through;
  return term;
}

}  // namespace

ResultCode RefusePlan(const CommandContext& context) {
  const Detail* detail = Find(context.input.details, DetailKind::kAttributes);
  if (detail == nullptr || context.program.plans.empty()) {
    return ResultCode::kOk;
  }
  const Code plan = AttributeChange::FromDetail(*detail).values.plan;
  return plan == 0 || context.program.FindPlan(plan) != nullptr
             ? ResultCode::kOk
             : ResultCode::kNotPermitted;
}

void PayPlan(const CommandContext& context, Code before,
             MemberProfile* profile) {
  const Code code = profile->attributes.plan;
  const Plan* plan = context.program.FindPlan(code);
  const PlanTerm paid = code == before ? profile->plan_term : PlanTerm{};
  profile->plan_term = plan != nullptr ? PaidAt(context.occurred_at(), *plan,
                                                paid, context.program.zone)
                                       : PlanTerm{};
}

void TakePlanTerm(const MemberProfile& other, Code before,
                  MemberProfile* profile) {
  const bool is_later =
      other.plan_term.lapses_at > profile->plan_term.lapses_at;
  if (before == 0 || (before == other.attributes.plan && is_later)) {
    profile->plan_term = other.plan_term;
  }
}

void TellPlan(const Program& program, Code before, const MemberProfile& now,
              Books books) {
  if (program.plans.empty()) return;
  const PlanFact plan{now.attributes.plan, now.plan_term.paid_through};
  if (plan.plan == before) {
    if (before != 0 && now.plan_term != PlanTerm{}) {
      books.NotePlan(FactKind::kPlanRenewed, plan);
    }
    return;
  }
  if (before != 0) books.NotePlan(FactKind::kPlanEnded, {before});
  if (plan.plan != 0) books.NotePlan(FactKind::kPlanStarted, plan);
}

void PassPlanDue(const Program& program, Shard& shard, Slot slot,
                 const EntryFacts& facts) {
  MemberProfile profile = shard.ProfileOf(slot);
  const Code before = profile.attributes.plan;
  PlanTerm& term = profile.plan_term;
  Books books(shard, program, facts);
  if (!term.in_grace && term.paid_through < term.lapses_at) {
    term.in_grace = true;
    books.NotePlan(FactKind::kPlanGrace, {before, term.lapses_at});
  } else {
    const Plan* plan = program.FindPlan(before);
    Attributes now = profile.attributes;
    now.plan = plan != nullptr ? plan->lapses_to : Code{0};
    term = PlanTerm{};
    ChangeAttributes(now, facts.at, program.zone, &profile);
    books.NotePlan(FactKind::kPlanEnded, {before});
    if (now.plan != 0) books.NotePlan(FactKind::kPlanStarted, {now.plan});
  }
  shard.KeepProfile(slot, profile);
}

void PassPlanOverdue(const Program& any, Shard& shard, Slot slot,
                     EntryFacts facts) {
  const Program& program = StandingBy(any, facts.clock);
  facts.at = facts.clock;
  while (shard.PlanDue(slot) <= facts.clock) {
    PassPlanDue(program, shard, slot, facts);
  }
}

}  // namespace kumbara
