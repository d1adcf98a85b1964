// How members stand in tier sets in a merge (engine/apply/merge_contents.h).

#include "engine/apply/merge_contents.h"
#include "engine/apply/tier_ladder.h"
#include "engine/apply/tiers.h"

namespace kumbara {
namespace {

Amount NetIn(const MergeParcel& parcel, std::uint8_t unit) {
  for (const MergeParcel::Purse& purse : parcel.purses) {
    if (purse.wallet.unit == unit) return purse.wallet.net();
  }
  return Amount();
}

// Ends what was to end by then.
void PassAllDue(TierLadder ladder, Instant clock, Amount balance) {
  for (;;) {
    const Instant due = ladder.Due();
    if (due > clock || due == Instant::Greatest()) return;
    ladder.PassDue(due, balance);
    ladder.Conclude(due);
  }
}

}  // namespace

void TakeTiers(const Addressee& to) {
  const MergeParcel& parcel = *to.message.parcel;
  if (!parcel.tiers) return;
  const Instant clock = to.member().clock;
  MemberTiers other = *parcel.tiers;
  MemberTiers& own = TiersOf(to.program, to.shard, to.slot);
  for (std::size_t i = 0; i < other.sets.size(); ++i) {
    const TierSet& set = to.program.tier_sets[i];
    const Amount balance =
        set.basis == TierBasis::kBalance ? NetIn(parcel, set.unit) : Amount();
    PassAllDue(LadderOf(to.program, other, i), clock, balance);
    LadderOf(to.program, own, i).Join(other.sets[i], clock);
  }
}

}  // namespace kumbara
