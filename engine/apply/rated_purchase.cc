#include "engine/apply/rated_purchase.h"

#include <algorithm>
#include <array>
#include <optional>

#include "engine/apply/clawback.h"
#include "engine/apply/demands.h"
#include "engine/apply/earn.h"
#include "engine/apply/earn_rules.h"
#include "engine/apply/rate.h"
#include "engine/apply/referral.h"
#include "engine/apply/restore.h"
#include "engine/apply/tiers.h"

namespace kumbara {
namespace {

// Whether all that is given has room in its wallets.
bool CanEarnAll(const CommandContext& context, const Rated& rated) {
  const std::vector<EarnRule>& rules = context.program.rules;
  for (const std::uint8_t unit : context.program.earn_units) {
    Amount sum;
    for (std::size_t i = 0; i < rules.size(); ++i) {
      if (rules[i].unit != unit) continue;
      if (!Fits(sum, rated.points[i])) return false;
      sum += rated.points[i];
    }
    if (!Books::CanEarn(context.shard, context.Look(unit), sum)) return false;
  }
  return true;
}

// An activity in all units that the rules give; a wallet where one is needed.
void TouchUnits(CommandContext& context) {
  for (const std::uint8_t unit : context.program.earn_units) {
    const KindSet activities = context.program.FindUnit(unit)->lots.activities;
    if (unit == context.unit ||
        (activities & SetOf(context.command().kind)) != 0) {
      context.Touch(unit);
    }
  }
}

// What each rule gives as a lot of its own, in the order of the program.
void EarnAll(CommandContext& context, CommandRecord& record,
             const BasketTiers& tiers, const Rated& rated) {
  const std::vector<EarnRule>& rules = context.program.rules;
  std::array<EarnPart, kEarnRulesMax> parts;
  EarnedLots lots;
  TouchUnits(context);
  for (std::uint32_t i = 0; i < rules.size(); ++i) {
    if (rated.points[i] == Amount()) continue;
    const EarnRule& rule = rules[i];
    EarnPart& part = parts[lots.size()];
    part.rule = i;
    part.unit = rule.unit;
    lots.Add(rule.unit,
             context.NewLot(rated.points[i], context.DatesBy(rule.lots),
                            rule.funding_class));
  }
  const std::span<EarnPart> made = std::span(parts).first(lots.size());
  EarnLots(context, record, lots, made);
  if (made.empty()) return;
  context.shard.records.SetParts(record, made);
  context.shard.records.FindBasket(record)->tiers = tiers;
}

bool GivesAny(std::span<const Amount> points) {
  return std::any_of(points.begin(), points.end(),
                     [](Amount given) { return given != Amount(); });
}

}  // namespace

ResultCode PurchaseByRules(CommandContext& context,
                           std::span<const Detail> lines,
                           const PointsTender& tender) {
  const Program& program = context.program;
  Bases bases;
  FindBases(context, lines, tender, &bases);
  Rated rated;
  const BasketTiers tiers = TiersOfPurchase(context);
  RateByRules(program.rules, ApplyingTo(tiers, program.rules), tiers, bases,
              &rated);
  if (rated.overflows || !CanEarnAll(context, rated)) {
    return ResultCode::kOverflow;
  }
  const ResultCode code = RefuseTender(context, tender);
  if (code != ResultCode::kOk) return code;

  context.OpenMember();
  for (const std::uint8_t unit : program.earn_units) context.Watch(unit);
  CommandRecord& record = context.LeaveRecord(context.unit);
  if (!lines.empty() ||
      GivesAny(std::span(rated.points).first(program.rules.size()))) {
    PayAndKeep(context, record, Money(), lines, tender);
  }
  record.place = 0;
  EarnAll(context, record, tiers, rated);
  if (program.referral) NotePurchase(context);
  if (!program.tier_sets.empty()) CountPurchase(context, record);
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

// By rates and their multipliers only.
RuleSet RatesOf(const std::vector<EarnRule>& rules) {
  RuleSet rates = 0;
  for (std::size_t i = 0; i < rules.size(); ++i) {
    if (rules[i].kind != EarnRule::Kind::kFixed) rates |= SetOfRule(i);
  }
  return rates;
}

}  // namespace

ResultCode ReturnOfNoneByRules(CommandContext& context) {
  const Program& program = context.program;
  Bases bases;
  FindBases(context, LinesOf(context.input.details), {}, &bases);
  Rated rated;
  const BasketTiers tiers = TiersOfReturn(context);
  RateByRules(program.rules,
              RatesOf(program.rules) & ApplyingTo(tiers, program.rules), tiers,
              bases, &rated);
  if (rated.overflows) return ResultCode::kOverflow;
  DemandList demands;
  for (std::size_t i = 0; i < program.rules.size(); ++i) {
    if (rated.points[i] == Amount()) continue;
    const EarnRule& rule = program.rules[i];
    demands.Add({rule.unit, rule.funding_class, rated.points[i]});
  }
  if (const MemberId* pool = context.JoinedPool()) {
    if (program.referral) NoteReturnOfNone(context);
    if (!program.tier_sets.empty()) CountReturnOfNone(context);
    TouchUnits(context);
    TakeAllOfPool(context, *pool, demands.all());
    return ResultCode::kOk;
  }
  const ResultCode code = RefuseDemands(context, demands.all());
  if (code != ResultCode::kOk) return code;
  context.OpenMember();
  if (program.referral) NoteReturnOfNone(context);
  if (!program.tier_sets.empty()) CountReturnOfNone(context);
  TakeDemands(context, demands.all());
  return ResultCode::kOk;
}

namespace {

// What a return demands of one rule, by cumulative difference. Without a
// discount that comes back first, more may be earned.
Amount DemandOf(const EarnPart& part, const Rated& all, const Rated& kept) {
  const Amount owed = all.points[part.rule] - Amount(part.demanded);
  const Amount left = kept.points[part.rule];
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
  const RuleSet applied = ApplyingTo(basket->tiers, rules);
  RateByRules(rules, applied, basket->tiers, all, &rated_all);
  RateByRules(rules, applied, basket->tiers, kept, &rated_kept);
  for (std::uint32_t i = 0; i < basket->part_count; ++i) {
    const EarnPart& part = records.PartAt(*basket, i);
    const EarnRule& rule = rules[part.rule];
    Demand demand{rule.unit, rule.funding_class,
                  DemandOf(part, rated_all, rated_kept)};
    if (part.lot != 0) {
      const LotDates dates =
          DatesOf(rule.lots, record.at, context.program.zone);
      demand.own = LotKey{dates.activation, dates.expiry, part.lot};
    }
    demands->Add(demand);
  }
}

void NoteDemanded(CommandContext& context, const CommandRecord& record,
                  std::span<const Demand> demands) {
  CommandRecords& records = context.shard.records;
  const BasketRecord* basket = records.FindBasket(record);
  for (std::uint32_t i = 0; i < demands.size(); ++i) {
    records.PartAt(*basket, i).demanded += demands[i].amount.count();
  }
}

}  // namespace

ResultCode TakeBackByRules(CommandContext& context, CommandRecord& record,
                           const Returning& returning) {
  DemandList demands;
  FindDemands(context, record, returning, &demands);
  if (!CanRestoreTender(context, record, returning.restored)) {
    return ResultCode::kOverflow;
  }
  if (record.in_pool != 0) {
    TouchUnits(context);
    TakeAllInPool(context, record, demands.all());
  } else {
    const ResultCode code = RefuseDemands(context, demands.all());
    if (code != ResultCode::kOk) return code;
    TakeDemands(context, demands.all());
  }
  NoteDemanded(context, record, demands.all());
  KeepReturn(context, record, returning);
  RestoreTender(context, record, returning.restored);
  if (context.program.referral) NoteTakenBack(context, record, returning.total);
  if (!context.program.tier_sets.empty()) {
    CountTakenBack(context, record, returning.total);
  }
  return ResultCode::kOk;
}

}  // namespace kumbara
