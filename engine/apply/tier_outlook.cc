#include "engine/apply/tier_outlook.h"

#include <algorithm>

#include "engine/apply/tier_ladder.h"
#include "engine/program/program_versions.h"

namespace kumbara {
namespace {

// The tier in force once the present window, and any grace, is over.
std::uint8_t ProjectedOf(const TierSet& set, const Zone& zone, Instant opened,
                         TierState state) {
  // The last year has no end, so nothing comes behind it.
  if (state.latest_end == Instant::Greatest()) return state.in_force();
  const Amount balance =
      set.basis == TierBasis::kBalance
          ? Amount(static_cast<std::int64_t>(state.counts.back()))
          : Amount();
  TierLadder ladder(set, zone, opened, state);
  const Instant end = state.latest_end;
  ladder.PassDue(end, balance);
  Instant behind = end;
  if (state.grace.tier != 0) {
    behind = state.grace.until;
    ladder.EndGrace();
  }
  ladder.Conclude(behind);
  return state.in_force();
}

Amount NetOf(const MemberRef& ref, std::uint8_t unit) {
  Amount net;
  ForEachWallet(ref, [&](const Wallet& wallet) {
    // What is only claimed may not be granted.
    if (wallet.unit == unit) net = wallet.net() - ref.shard.ClaimedOf(wallet);
  });
  return net;
}

// A balance that is of no tier may not be known to the state.
TierView ViewOf(const TierSet& set, const Zone& zone, Instant opened,
                TierState state, Instant clock, Amount net) {
  const bool is_balance = set.basis == TierBasis::kBalance;
  TierView view;
  view.tier = state.in_force();
  view.qualified = state.qualified;
  TierLadder(set, zone, opened, state).Begin(clock);
  if (is_balance) state.counts.back() = net.count();
  view.counter = state.counter();
  const Int128 before = state.counter_before();
  view.counter_before = is_balance && set.TierFor(before) == 0 ? 0 : before;
  view.from = TierPeriodStart(
      set, opened, state.latest - (std::int64_t{set.periods} - 1), zone);
  view.until = state.latest_end;
  view.brought = state.brought;
  std::sort(view.brought.begin(), view.brought.end(),
            [&](const TierTerm& a, const TierTerm& b) {
              return set.IsAbove(b.tier, a.tier);
            });
  view.projected = ProjectedOf(set, zone, opened, state);
  const std::size_t rank = set.RankOf(view.tier);
  const auto missing = [&](std::size_t of_rank) {
    return std::max<Int128>(set.tiers[of_rank - 1].at - view.counter, 0);
  };
  if (set.IsAbove(view.tier, view.projected)) {
    view.missing_to_keep = missing(rank);
  }
  if (rank < set.tiers.size()) view.missing_to_rise = missing(rank + 1);
  return view;
}

}  // namespace

std::vector<TierView> TierViewsOf(Instant clock, const MemberRef& ref,
                                  const Program& any) {
  std::vector<TierView> views;
  if (ref.member.is_closed != 0 || ref.member.is_merged != 0) return views;
  const MemberTiers none;
  const MemberTiers& tiers = ref.tiers != nullptr ? *ref.tiers : none;
  // Amid a batch the member may be ahead; in the first there is no clock yet.
  const Instant now = std::max(clock, ref.member.clock);
  const Program& program = StandingBy(any, now);
  for (std::size_t i = 0; i < program.tier_sets.size(); ++i) {
    const TierSet& set = program.tier_sets[i];
    if (!set.is_named) continue;
    views.push_back(ViewOf(set, program.zone, tiers.opened,
                           i < tiers.sets.size() ? tiers.sets[i] : TierState{},
                           now, NetOf(ref, set.unit)));
    views.back().place = i;
  }
  return views;
}

}  // namespace kumbara
