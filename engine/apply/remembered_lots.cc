#include "engine/apply/remembered_lots.h"

#include <algorithm>
#include <tuple>

#include "engine/apply/day_gifts.h"
#include "engine/apply/tier_outlook.h"
#include "engine/member/state_digest.h"

namespace kumbara {

MemberView ViewAt(Instant clock, const MemberRef& ref, const Program& program) {
  MemberView view = ViewOf(ref);
  view.settled_to = std::max(clock, view.clock);
  view.tiers = TierViewsOf(clock, ref, program);
  view.day_gifts = NextDayGifts(clock, ref, program);
  ForEachWallet(ref, [&](const Wallet& wallet) {
    ForEachRemembered(ref.shard, wallet, program, clock,
                      [&](const Lot& lot, Instant last_chance) {
                        view.remembered.push_back(
                            {LotViewOf(ref, wallet, lot, false), last_chance});
                      });
  });
  const auto place = [](const RememberedView& one) {
    return std::tie(one.lot.unit, one.lot.number, one.lot.expiry);
  };
  std::sort(view.remembered.begin(), view.remembered.end(),
            [&](const RememberedView& a, const RememberedView& b) {
              return place(a) < place(b);
            });
  return view;
}

Digest DigestOfRemembered(Instant clock, const MemberRef& ref,
                          const Program& program, TextHashes& hashes) {
  Digest sum;
  ForEachWallet(ref, [&](const Wallet& wallet) {
    ForEachRemembered(ref.shard, wallet, program, clock,
                      [&](const Lot& lot, Instant) {
                        sum += DigestOfExpired(ref, wallet, lot, hashes);
                      });
  });
  return sum;
}

}  // namespace kumbara
