#include "engine/apply/explain.h"

#include "engine/apply/remembered_lots.h"
#include "engine/apply/settled_copy.h"
#include "engine/base/check.h"

namespace kumbara {
namespace {

MemberView ViewNow(const Program& program, const Shard& shard, Slot slot) {
  if (slot == kNoSlot) return {};
  SettledCopy copy(program);
  const Instant clock = shard.ClockOf(shard.members.At(slot));
  MemberView view = ViewAt(clock, copy.At(clock, shard, slot), program);
  AddKeptBySlot(shard, slot, &view);
  return view;
}

// How many legs a member has under a sequence.
std::uint32_t LegsUnder(const Shard& shard, Slot slot, Sequence sequence) {
  const LegCount* count = shard.legs.Find(slot);
  return count != nullptr && count->sequence == sequence ? count->next : 0;
}

// Why a rule that applies has nothing to give.
Unmet UnmetBy(const CommandContext& context, const BasketResult& result,
              std::uint32_t rule) {
  const RuleSet self = SetOfRule(rule);
  if ((result.asked & self) == 0) return Unmet::kSeldom;
  if ((result.bases.holding & self) != 0) return Unmet::kNone;
  const Money total(context.command().amount);
  return total < context.program.rules[rule].when.total_min ? Unmet::kTotal
                                                            : Unmet::kLines;
}

}  // namespace

void BeginExplaining(CommandContext& context) {
  Explanation& told = *context.shard.explanation;
  if (context.command().id != told.id) return;
  context.explanation = &told;
  if (context.input.answer != nullptr) return;  // It has begun already.
  told.program = &context.program;
  told.command = context.command();
  told.details.assign(context.input.details.begin(),
                      context.input.details.end());
  told.before = ViewNow(context.program, context.shard, context.slot);
  told.sequence = context.input.sequence;
  told.posts_under = context.input.posts_under;
  told.first_leg =
      LegsUnder(context.shard, context.slot, context.input.posts_under);
  told.had_bought = context.found != nullptr && context.found->has_bought != 0;
  told.basket.reset();
  told.demands.clear();
  told.tier_gifts.clear();
}

void EndExplaining(const CommandContext& context) {
  Explanation& told = *context.explanation;
  told.after = ViewNow(context.program, context.shard, context.slot);
  told.outcome = context.outcome;
  if (told.outcome.code == ResultCode::kOk || !told.basket) return;
  for (RuleNote& rule : told.basket->rules) rule.given = Amount();
}

void ExplainDelivered(const Message& message, const Program& program,
                      const Shard& shard, Slot slot) {
  Explanation& told = *shard.explanation;
  if (message.command != told.id || told.program == nullptr) return;
  if (message.outcome != nullptr) told.outcome = *message.outcome;
  const bool is_own =
      slot != kNoSlot && shard.members.At(slot).id == told.command.member;
  if (is_own) told.after = ViewNow(program, shard, slot);
}

void ExplainPlainBasket(const CommandContext& context, Money basis,
                        Amount points) {
  BasketNote& basket = context.explanation->basket.emplace();
  if (!context.program.earn) return;
  RuleNote& rule = basket.rules.emplace_back();
  rule.basis = basis;
  rule.alone = rule.wanted = rule.given = points;
}

void ExplainBasket(const CommandContext& context, const BasketResult& result) {
  const std::vector<EarnRule>& rules = context.program.rules;
  BasketNote& basket = context.explanation->basket.emplace();
  basket.tiers = result.occasion.tiers;
  UnmetByRule unmet{};
  const RuleSet applying =
      ApplyingRules(context, result.occasion, AllOf(rules), &unmet);
  RuleSet met = 0;
  for (std::uint32_t i = 0; i < rules.size(); ++i) {
    RuleNote& rule = basket.rules.emplace_back();
    const bool applies = (applying & SetOfRule(i)) != 0;
    rule.unmet = applies ? UnmetBy(context, result, i) : unmet[i];
    rule.basis = result.bases.of[i];
    rule.by_lines = (result.bases.by_lines & SetOfRule(i)) != 0;
    rule.wanted = result.wanted[i];
    rule.given = result.given[i];
    if (rule.unmet == Unmet::kNone) met |= SetOfRule(i);
    if (rule.wanted != Amount()) rule.headrooms = HeadroomsOf(context, i);
  }
  KUMBARA_CHECK((result.giving & ~met) == 0);
  Rated again;
  Rated alone;
  RateAndStack(rules, met, result.occasion.tiers, result.bases, &again, &alone);
  for (std::size_t i = 0; i < rules.size(); ++i) {
    basket.rules[i].alone = alone.points[i];
    basket.rules[i].gave_way = (met & ~result.giving & SetOfRule(i)) != 0;
  }
}

void ExplainEnrolment(const CommandContext& context, RuleSet applying) {
  const std::vector<EarnRule>& rules = context.program.rules;
  BasketNote& basket = context.explanation->basket.emplace();
  UnmetByRule unmet{};
  ApplyingRules(context, {.on = EarnOn::kEnrolment}, AllOf(rules), &unmet);
  for (std::uint32_t i = 0; i < rules.size(); ++i) {
    RuleNote& rule = basket.rules.emplace_back();
    rule.unmet = unmet[i];
    if ((applying & SetOfRule(i)) != 0) {
      rule.alone = rule.wanted = rule.given = rules[i].fixed;
    }
  }
}

namespace {

void TellLot(const Lot& lot, std::uint32_t number, bool in_pool,
             RuleNote* note) {
  if (lot.remaining == Amount()) return;
  if (number == 0 && !in_pool) {
    note->absorbed = lot.remaining;
    return;
  }
  note->lot = LotNote{number, lot.remaining, lot.activation, lot.expiry};
}

}  // namespace

void ExplainLot(const CommandContext& context, std::size_t rule, const Lot& lot,
                std::uint32_t number) {
  TellLot(lot, number, context.JoinedPool() != nullptr,
          &context.explanation->basket->rules[rule]);
}

void ExplainLots(const CommandContext& context, std::span<const EarnedLot> lots,
                 std::span<const EarnPart> parts) {
  for (std::size_t i = 0; i < parts.size(); ++i) {
    const bool waits = context.program.rules[parts[i].rule].budget.has_value();
    if (waits) continue;
    ExplainLot(context, parts[i].rule, lots[i].lot, parts[i].lot);
  }
}

void ExplainGranted(const Addressee& to, const Lot& lot, std::uint32_t number) {
  Explanation& told = *to.shard.explanation;
  if (to.message.command != told.id || !told.basket) return;
  RuleNote& note = told.basket->rules[to.message.rule];
  note.given = lot.remaining;
  note.denied = to.message.amount - note.given;
  TellLot(lot, number, !to.message.pool.IsZero(), &note);
}

void ExplainDemand(const CommandContext& context, const DemandNote& demand) {
  context.explanation->demands.push_back(demand);
}

}  // namespace kumbara
