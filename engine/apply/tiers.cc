#include "engine/apply/tiers.h"

#include <algorithm>

namespace kumbara {
namespace {

// The member's net in the unit of a set, without what is only claimed: that
// may not be granted.
Amount NetOf(Shard& shard, Slot slot, const TierSet& set) {
  const Wallet* wallet =
      shard.members.FindWallet(shard.members.At(slot), set.unit);
  if (wallet == nullptr) return Amount();
  return wallet->net() - shard.ClaimedOf(*wallet);
}

// What a set counts of a basket's amount as such.
Int128 SpendOf(const TierSet& set, std::int64_t amount) {
  return set.basis == TierBasis::kSpend ? amount : 0;
}

// Of a member, be it one that the command opens.
Instant ClockOf(const CommandContext& context) {
  return context.found != nullptr
             ? context.member().clock
             : std::max(context.shard.tick_clock, context.occurred_at());
}

// The version that a member's tiers go by, as far as what they are.
const Program& StandingBy(const CommandContext& context) {
  return StandingBy(context.program, ClockOf(context));
}

// Whether something of that time counts: not what was before a version brought
// the set.
bool Counts(const Program& program, std::size_t set, Instant at) {
  return program.tier_sets[set].is_named &&
         StandingBy(program, at).tier_sets[set].is_named;
}

void CountSpend(CommandContext& context, Instant at, std::int64_t amount) {
  const Program& program = StandingBy(context);
  MemberTiers& tiers = TiersOf(program, context.shard, context.slot);
  for (std::size_t i = 0; i < program.tier_sets.size(); ++i) {
    const Int128 spend = SpendOf(program.tier_sets[i], amount);
    if (spend == 0 || !Counts(program, i, at)) continue;
    LadderOf(program, tiers, i).Count(at, context.member().clock, spend);
  }
}

// What has changed of what sets count of units.
void CountNets(const Program& program, Shard& shard, Slot slot, Instant at,
               Instant clock, const CountedNets& before) {
  for (std::size_t i = 0; i < program.tier_sets.size(); ++i) {
    const TierSet& set = program.tier_sets[i];
    if (set.basis == TierBasis::kUnit) {
      const Amount by = NetOf(shard, slot, set) - before[i];
      if (by == Amount() || !Counts(program, i, at)) continue;
      MemberTiers& tiers = TiersOf(program, shard, slot);
      LadderOf(program, tiers, i).Count(at, clock, by.count());
    }
    if (set.basis == TierBasis::kBalance && set.is_named) {
      const Amount net = NetOf(shard, slot, set);
      const bool known = shard.FindTiers(slot) != nullptr;
      if (!known && set.TierFor(net.count()) == 0) continue;
      MemberTiers& tiers = TiersOf(program, shard, slot);
      LadderOf(program, tiers, i).See(clock, net);
    }
  }
}

// Tells what has come of it, and lists the member for what falls due next.
EnteredTiers Tell(const Program& program, Shard& shard, Slot slot,
                  MemberTiers& tiers, const EntryFacts& facts) {
  EnteredTiers entered{};
  // Seldom is there anything to tell.
  const auto tell = [&](FactKind kind, std::size_t set, std::uint8_t tier) {
    EntryFacts then = facts;
    then.at = facts.clock;
    Books(shard, program, then).NoteTier(kind, set, tier);
  };
  tiers.due = Instant::Greatest();
  for (std::size_t i = 0; i < program.tier_sets.size(); ++i) {
    TierLadder ladder = LadderOf(program, tiers, i);
    const std::uint8_t stood =
        program.has_tier_entries ? ladder.Stood(facts.clock) : std::uint8_t{0};
    const TierLadder::Result result = ladder.Conclude(facts.clock);
    if (result.qualified != 0) {
      tell(FactKind::kTierQualified, i, result.qualified);
    }
    if (result.changed) {
      tell(FactKind::kTierChanged, i, *result.changed);
    }
    if (program.has_tier_entries) entered[i] = ladder.EnteredFrom(stood);
    tiers.due = std::min(tiers.due, ladder.Due());
  }
  tiers.due = std::min(tiers.due, NextStart(program, facts.clock));
  shard.ListDue(slot, shard.members.At(slot).wallet, tiers.due);
  return entered;
}

// What a command's basket is rated with, `purchase` being its amount.
BasketTiers TiersOfBasket(const CommandContext& context,
                          std::optional<Money> purchase) {
  BasketTiers in_force{};
  const Program& program = context.program;
  const Shard& shard = context.shard;
  const Instant at = context.occurred_at();
  const Instant clock = ClockOf(context);
  const MemberTiers* tiers =
      context.found != nullptr ? shard.FindTiers(context.slot) : nullptr;
  static const TierState kNone;
  const Program& standing = StandingBy(program, clock);
  for (std::size_t i = 0; i < program.tier_sets.size(); ++i) {
    const bool known = tiers != nullptr && i < tiers->sets.size();
    const std::uint8_t tier =
        ForBasket(standing.tier_sets[i], known ? tiers->sets[i] : kNone,
                  program.zone, at, clock, purchase);
    in_force[i] = program.tier_sets[i].Here(tier);
  }
  return in_force;
}

}  // namespace

MemberTiers& TiersOf(const Program& program, Shard& shard, Slot slot) {
  MemberTiers& tiers = shard.TiersOf(slot);
  const std::size_t sets = program.tier_sets.size();
  if (tiers.sets.size() != sets) tiers.sets.resize(sets);
  return tiers;
}

void OpenTiers(const Program& program, Shard& shard, Slot slot, Instant at) {
  const bool asked =
      std::any_of(program.tier_sets.begin(), program.tier_sets.end(),
                  [](const TierSet& set) {
                    return set.window == TierWindow::kMembershipYear;
                  });
  if (asked) TiersOf(program, shard, slot).opened = at;
}

BasketTiers TiersInForce(const MemberTiers* tiers) {
  BasketTiers in_force{};
  if (tiers == nullptr) return in_force;
  for (std::size_t i = 0; i < tiers->sets.size(); ++i) {
    in_force[i] = tiers->sets[i].in_force();
  }
  return in_force;
}

BasketTiers TiersOfPurchase(const CommandContext& context) {
  return TiersOfBasket(context, Money(context.command().amount));
}

BasketTiers TiersOfOthers(const CommandContext& context) {
  return TiersOfBasket(context, std::nullopt);
}

void CountPurchase(CommandContext& context, const CommandRecord& record) {
  const Program& program = StandingBy(context);
  const std::int64_t amount = context.command().amount;
  const Instant at = context.occurred_at();
  if (amount == 0) return;
  CountSpend(context, at, amount);
  std::uint8_t visits = 0;
  for (std::size_t i = 0; i < program.tier_sets.size(); ++i) {
    const bool is_visit = program.tier_sets[i].basis == TierBasis::kVisits;
    if (!is_visit || !Counts(program, i, at)) continue;
    MemberTiers& tiers = TiersOf(program, context.shard, context.slot);
    const bool counts =
        LadderOf(program, tiers, i).CountVisit(at, context.member().clock);
    if (counts) visits |= static_cast<std::uint8_t>(1U << i);
  }
  if (visits == 0) return;
  CommandRecords& records = context.shard.records;
  CountedIn counted = records.CountedOf(record);
  counted.tier_sets = visits;
  records.SetCounted(record, counted);
}

void CountReturnOfNone(CommandContext& context) {
  CountSpend(context, context.occurred_at(), -context.command().amount);
}

void CountTakenBack(CommandContext& context, const CommandRecord& purchase,
                    Money asked) {
  const Program& program = StandingBy(context);
  context.counts_at = purchase.at;
  CountSpend(context, purchase.at, -asked.count());
  const bool is_whole = purchase.left() == 0 && asked != Money();
  const std::uint8_t visits =
      context.shard.records.CountedOf(purchase).tier_sets;
  if (!is_whole || visits == 0) return;
  MemberTiers& tiers = TiersOf(program, context.shard, context.slot);
  for (std::size_t i = 0; i < program.tier_sets.size(); ++i) {
    if ((visits >> i & 1) == 0 || !program.tier_sets[i].is_named) continue;
    LadderOf(program, tiers, i)
        .UncountVisit(purchase.at, context.member().clock);
  }
}

ResultCode CountImported(CommandContext& context, TierBasis basis,
                         std::int64_t by) {
  const Program& program = StandingBy(context);
  const auto is_counted = [&](const TierSet& set) {
    return set.is_named && set.basis == basis &&
           (basis != TierBasis::kUnit ||
            set.unit == context.command().unit_or_currency);
  };
  if (std::none_of(program.tier_sets.begin(), program.tier_sets.end(),
                   is_counted)) {
    return ResultCode::kNotPermitted;
  }
  context.OpenMember();
  const Instant at = context.occurred_at();
  if (by == 0) return ResultCode::kOk;
  MemberTiers& tiers = TiersOf(program, context.shard, context.slot);
  for (std::size_t i = 0; i < program.tier_sets.size(); ++i) {
    if (!is_counted(program.tier_sets[i]) || !Counts(program, i, at)) continue;
    LadderOf(program, tiers, i).Count(at, context.member().clock, by);
  }
  return ResultCode::kOk;
}

ResultCode BringTier(CommandContext& context, Code tier, Instant until) {
  const Program& program = StandingBy(context);
  for (std::size_t i = 0; i < program.tier_sets.size(); ++i) {
    const TierSet& set = program.tier_sets[i];
    for (std::size_t rank = 1; rank <= set.tiers.size(); ++rank) {
      if (set.tiers[rank - 1].code != tier) continue;
      context.OpenMember();
      MemberTiers& tiers = TiersOf(program, context.shard, context.slot);
      LadderOf(program, tiers, i)
          .Bring({set.OfRank(rank), until}, context.member().clock);
      return ResultCode::kOk;
    }
  }
  return ResultCode::kNotPermitted;
}

CountedNets CountedNetsOf(const Program& program, Shard& shard, Slot slot) {
  CountedNets nets{};
  if (slot == kNoSlot) return nets;
  for (std::size_t i = 0; i < program.tier_sets.size(); ++i) {
    const TierSet& set = program.tier_sets[i];
    if (set.basis == TierBasis::kUnit) nets[i] = NetOf(shard, slot, set);
  }
  return nets;
}

EnteredTiers ConcludeTiers(const Program& any, Shard& shard, Slot slot,
                           Instant at, const CountedNets& before,
                           const EntryFacts& facts) {
  const Program& program = StandingBy(any, facts.clock);
  CountNets(program, shard, slot, at, facts.clock, before);
  AwaitNextVersion(program, shard, slot);
  if (shard.members.At(slot).has_tiers == 0) return {};
  return Tell(program, shard, slot, TiersOf(program, shard, slot), facts);
}

void AwaitNextVersion(const Program& program, Shard& shard, Slot slot) {
  Member& member = shard.members.At(slot);
  const Instant start = NextStart(program, member.clock);
  const bool stands = !program.tier_sets.empty() || !program.benefits.empty();
  if (start == Instant::Greatest() || !stands) return;
  MemberTiers& tiers = TiersOf(program, shard, slot);
  tiers.due = std::min(tiers.due, start);
  shard.ListDue(slot, member.wallet, tiers.due);
}

void PassTiersDue(Instant due, const Program& program, Shard& shard, Slot slot,
                  const EntryFacts& facts) {
  MemberTiers& tiers = TiersOf(program, shard, slot);
  PassDueIn(tiers, due, program,
            [&](const TierSet& set) { return NetOf(shard, slot, set); });
  Tell(program, shard, slot, tiers, facts);
}

}  // namespace kumbara
