// How members stand in tier sets in a merge (engine/apply/merge_contents.h).

#include <algorithm>

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

// Ends what was to end by then, each by the version of its instant.
void PassAllDue(const Program& any, Instant clock, const MergeParcel& parcel,
                MemberTiers* tiers) {
  while (tiers->due <= clock && tiers->due != Instant::Greatest()) {
    const Instant due = tiers->due;
    const Program& program = StandingBy(any, due);
    PassDueIn(*tiers, due, program,
              [&](const TierSet& set) { return NetIn(parcel, set.unit); });
    tiers->due = NextStart(program, due);
    for (std::size_t i = 0; i < tiers->sets.size(); ++i) {
      TierLadder ladder = LadderOf(program, *tiers, i);
      ladder.Conclude(due);
      tiers->due = std::min(tiers->due, ladder.Due());
    }
  }
}

}  // namespace

void TakeTiers(const Addressee& to) {
  const MergeParcel& parcel = *to.message.parcel;
  if (!parcel.tiers) return;
  const Instant clock = to.member().clock;
  MemberTiers other = *parcel.tiers;
  PassAllDue(to.program, clock, parcel, &other);
  const Program& program = StandingBy(to.program, clock);
  MemberTiers& own = TiersOf(program, to.shard, to.slot);
  for (std::size_t i = 0; i < other.sets.size(); ++i) {
    if (!program.tier_sets[i].is_named) continue;
    LadderOf(program, own, i).Join(other.sets[i], clock);
  }
}

}  // namespace kumbara
