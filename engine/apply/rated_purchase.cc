#include "engine/apply/rated_purchase.h"

#include <algorithm>
#include <optional>

#include "engine/apply/clawback.h"
#include "engine/apply/demands.h"
#include "engine/apply/earn.h"
#include "engine/apply/earn_caps.h"
#include "engine/apply/earn_claims.h"
#include "engine/apply/earn_conditions.h"
#include "engine/apply/earn_given.h"
#include "engine/apply/earn_rules.h"
#include "engine/apply/explain.h"
#include "engine/apply/purchase_counts.h"
#include "engine/apply/rate.h"
#include "engine/apply/restore.h"
#include "engine/apply/tiers.h"

namespace kumbara {

ResultCode PurchaseByRules(CommandContext& context,
                           std::span<const Detail> lines,
                           const PointsTender& tender) {
  const Program& program = context.program;
  Bases bases;
  FindBases(context, lines, tender, &bases);
  Given given;
  const Occasion occasion{EarnOn::kPurchase, lines, TiersOfPurchase(context)};
  ResultCode code = RateOccasion(context, occasion, bases, &given);
  if (code != ResultCode::kOk) return code;
  code = RefuseTender(context, tender);
  if (code != ResultCode::kOk) return code;

  context.OpenMember();
  for (const std::uint8_t unit : program.earn_units) context.Watch(unit);
  CommandRecord& record = context.LeaveRecord(context.unit);
  if (!lines.empty() || GivesAny(given)) {
    PayAndKeep(context, record, Money(), tender);
    if (!lines.empty() && !program.line_rules.empty()) {
      context.shard.records.SetMatches(record, context.shard.matches);
    }
  }
  record.place = 0;
  EarnGiven(context, record, given);
  if (context.amount() != Amount()) context.member().has_bought = 1;
  CountAccepted(context, record, lines);
  return ResultCode::kOk;
}

namespace {

// Refused if a wallet has no room for what is taken of it.
ResultCode RefuseDemands(const CommandContext& context,
                         std::span<const Demand> demands) {
  // Who is opened by a return of none has no lots.
  std::optional<Books> books;
  if (context.found != nullptr) books.emplace(context.books());
  for (const std::uint8_t unit : context.program.earn_units) {
    if (!CanTakeAll(books ? &*books : nullptr, context.Look(unit), unit,
                    context.program.returns.deficit, demands)) {
      return ResultCode::kOverflow;
    }
  }
  return ResultCode::kOk;
}

void TakeDemands(CommandContext& context, std::span<Demand> demands) {
  TouchUnits(context);
  for (const std::uint8_t unit : context.program.earn_units) {
    const bool any =
        std::any_of(demands.begin(), demands.end(),
                    [&](const Demand& one) { return one.unit == unit; });
    if (!any) continue;
    Books books = context.books();
    TakeAll(context.shard.members.WalletOf(context.member(), unit),
            context.program.returns.deficit, books, demands);
  }
}

// By rates and their multipliers only, and by none that gives once or seldom.
RuleSet RatesOf(const std::vector<EarnRule>& rules) {
  RuleSet rates = 0;
  for (std::size_t i = 0; i < rules.size(); ++i) {
    const EarnRule& rule = rules[i];
    const bool is_rate = rule.kind == EarnRule::Kind::kRate ||
                         rule.kind == EarnRule::Kind::kMultiplier;
    if (is_rate && !rule.when.first_purchase && !rule.cooldown) {
      rates |= SetOfRule(i);
    }
  }
  return rates;
}

}  // namespace

ResultCode ReturnOfNoneByRules(CommandContext& context) {
  const Program& program = context.program;
  Bases bases;
  const std::span<const Detail> lines = LinesOf(context.input.details);
  FindBases(context, lines, {}, &bases);
  Rated rated;
  const BasketTiers tiers = TiersOfOthers(context);
  const Occasion occasion{EarnOn::kPurchase, lines, tiers};
  const RuleSet asked = RatesOf(program.rules);
  const RuleSet giving = RateAndStack(
      program.rules, ApplyingRules(context, occasion, asked & bases.holding),
      tiers, bases, &rated);
  if (context.explanation != nullptr) {
    ExplainBasket(context, {.occasion = occasion,
                            .asked = asked,
                            .bases = bases,
                            .giving = giving,
                            .wanted = rated.points,
                            .given = rated.points});
  }
  if (rated.overflows) return ResultCode::kOverflow;
  DemandList demands;
  for (std::size_t i = 0; i < program.rules.size(); ++i) {
    if (rated.points[i] == Amount()) continue;
    const EarnRule& rule = program.rules[i];
    demands.push_back({rule.unit, rule.funding_class, rated.points[i]});
  }
  if (const MemberId* pool = context.JoinedPool()) {
    CountBroughtBack(context);
    TouchUnits(context);
    TakeAllOfPool(context, *pool, std::span(demands));
    return ResultCode::kOk;
  }
  const ResultCode code = RefuseDemands(context, std::span(demands));
  if (code != ResultCode::kOk) return code;
  context.OpenMember();
  CountBroughtBack(context);
  TakeDemands(context, std::span(demands));
  return ResultCode::kOk;
}

namespace {

// What a return demands of one rule, by cumulative difference. Without a
// discount that comes back first, more may be earned.
Amount DemandOf(std::span<const EarnRule> rules, const EarnPart& part,
                const Rated& all, const Rated& kept) {
  const Amount most(part.most);
  const Amount owed = std::min(PointsTogether(rules, part.rule, all), most) -
                      Amount(part.demanded);
  const Amount left = std::min(PointsTogether(rules, part.rule, kept), most);
  return left < owed ? owed - left : Amount();
}

// What a return demands of each rule that gave something for its purchase.
void FindDemands(const CommandContext& context, const CommandRecord& record,
                 const Returning& returning, DemandList* demands) {
  const CommandRecords& records = context.shard.records;
  const BasketRecord* basket = records.FindBasket(record);
  if (basket == nullptr || basket->part_count == 0) return;
  Bases all;
  Bases kept;
  FindBasesAround(context, record, returning, &all, &kept);
  const std::vector<EarnRule>& rules = context.program.rules;
  Rated rated_all;
  Rated rated_kept;
  RateByRules(rules, basket->rules, basket->tiers, all, &rated_all);
  RateByRules(rules, basket->rules, basket->tiers, kept, &rated_kept);
  for (std::uint32_t i = 0; i < basket->part_count; ++i) {
    const EarnPart& part = records.PartAt(*basket, i);
    const EarnRule& rule = rules[part.rule];
    Demand demand{rule.unit, rule.funding_class,
                  DemandOf(rules, part, rated_all, rated_kept)};
    if (rule.budget) {
      demand.of_budget = static_cast<std::uint16_t>(*rule.budget + 1);
    }
    if (part.lot != 0) {
      const LotDates dates =
          DatesOf(rule.lots, record.at, context.program.zone);
      demand.own = LotKey{dates.activation, dates.expiry, part.lot};
    }
    demands->push_back(demand);
    if (context.explanation == nullptr) continue;
    ExplainDemand(context,
                  {part.rule, all.of[part.rule], kept.of[part.rule],
                   PointsTogether(rules, part.rule, rated_all),
                   PointsTogether(rules, part.rule, rated_kept),
                   Amount(part.most), Amount(part.demanded), demand.amount});
  }
}

void NoteDemanded(CommandContext& context, const CommandRecord& record,
                  std::span<const Demand> demands) {
  CommandRecords& records = context.shard.records;
  const BasketRecord* basket = records.FindBasket(record);
  for (std::uint32_t i = 0; i < demands.size(); ++i) {
    EarnPart& part = records.PartAt(*basket, i);
    part.demanded += demands[i].amount.count();
    UncountUse(context.program, context.shard, context.slot, part.rule,
               record.at, demands[i].amount);
  }
}

}  // namespace

ResultCode TakeBackGiven(CommandContext& context, CommandRecord& record,
                         const Returning& returning) {
  DemandList demands;
  FindDemands(context, record, returning, &demands);
  if (!CanRestoreTender(context, record, returning.restored)) {
    return ResultCode::kOverflow;
  }
  if (record.in_pool != 0) {
    TouchUnits(context);
    TakeAllInPool(context, record, std::span(demands));
  } else {
    const ResultCode code = RefuseDemands(context, std::span(demands));
    if (code != ResultCode::kOk) return code;
    TakeDemands(context, std::span(demands));
    GiveBackToBudgets(context.NewMessage(MessageKind::kBudgetReturn, {}),
                      record.at, demands, context.program, context.messages);
  }
  NoteDemanded(context, record, std::span(demands));
  KeepReturn(context, record, returning);
  return ResultCode::kOk;
}

ResultCode TakeBackByRules(CommandContext& context, CommandRecord& record,
                           const Returning& returning) {
  const ResultCode code = TakeBackGiven(context, record, returning);
  if (code != ResultCode::kOk) return code;
  RestoreTender(context, record, returning.restored);
  CountBroughtBack(context, record, returning.total);
  return ResultCode::kOk;
}

}  // namespace kumbara
