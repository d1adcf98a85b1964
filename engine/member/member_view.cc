#include "engine/member/member_view.h"

#include <algorithm>
#include <tuple>

namespace kumbara {

LotView LotViewOf(const MemberRef& ref, const Wallet& wallet, const Lot& lot,
                  bool pending) {
  return {wallet.unit,
          pending,
          lot.number,
          lot.remaining,
          lot.activation,
          lot.expiry,
          ref.shard.terms.At(lot.terms)};
}

std::vector<RewardsHadView> RewardsHadBy(const Shard& shard, Slot member) {
  std::vector<RewardsHadView> had;
  shard.VisitRewardsHad(
      member, [&](Code reward, std::int64_t period, std::int64_t count) {
        had.push_back({reward, period, count});
      });
  return had;
}

void AddKeptBySlot(const Shard& shard, Slot member, MemberView* view) {
  view->rewards_had = RewardsHadBy(shard, member);
  view->rule_uses = shard.RuleUsesOf(member);
  view->achievements = shard.AchievementsOf(member);
}

MemberView ViewOf(const MemberRef& ref) {
  MemberView view;
  view.found = true;
  view.id = ref.member.id;
  view.clock = ref.shard.ClockOf(ref.member);
  view.last_sequence = ref.member.last_sequence;
  view.profile = ref.profile;
  view.dealings = ref.dealings;
  if (ref.grants != nullptr) view.grants = *ref.grants;
  ForEachWallet(ref, [&](const Wallet& wallet) {
    view.wallets.push_back(wallet);
    ForEachHold(ref.shard, wallet, [&](const CommandRecord& hold) {
      view.holds.push_back(
          {wallet.unit, hold.id, Amount(hold.amount), hold.at, hold.timeout()});
    });
    ForEachLot(ref.shard, wallet, [&](const Lot& lot, bool pending) {
      view.lots.push_back(LotViewOf(ref, wallet, lot, pending));
    });
  });
  std::sort(view.wallets.begin(), view.wallets.end(),
            [](const Wallet& a, const Wallet& b) { return a.unit < b.unit; });
  std::stable_sort(
      view.holds.begin(), view.holds.end(),
      [](const HoldView& a, const HoldView& b) { return a.unit < b.unit; });
  std::sort(view.lots.begin(), view.lots.end(),
            [](const LotView& a, const LotView& b) {
              return std::tie(a.unit, a.number) < std::tie(b.unit, b.number);
            });
  return view;
}

}  // namespace kumbara
