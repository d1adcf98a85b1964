#include "engine/apply/new_version.h"

#include "engine/apply/books.h"
#include "engine/apply/day_gifts.h"
#include "engine/apply/tiers.h"

namespace kumbara {
namespace {

// Its unit may retire, and inactivity may count from now on.
void BeginEnds(const Program& newest, Shard& shard, Slot slot) {
  Member& member = shard.members.At(slot);
  EntryFacts facts;
  facts.slot = slot;
  Books books(shard, newest, facts);
  for (const Unit& unit : newest.units) {
    Wallet* wallet = shard.members.FindWallet(member, unit.code);
    if (wallet == nullptr) continue;
    shard.ListDue(slot, *wallet, unit.retires);
    const Instant from = unit.lots.inactive_from;
    const bool was_brought =
        unit.lots.has_inactivity() && from != Instant::Least();
    if (was_brought && wallet->lots_made != 0) {
      books.NoteActivity(*wallet, from);
    }
  }
}

}  // namespace

void NoteNewVersion(const Program& newest, Shard& shard) {
  for (Slot slot = 0; slot < shard.members.size(); ++slot) {
    const Member& member = shard.members.At(slot);
    if (member.is_closed != 0 || member.is_merged != 0) continue;
    AwaitNextVersion(newest, shard, slot);
    AwaitDays(newest, shard, slot);
    BeginEnds(newest, shard, slot);
  }
}

}  // namespace kumbara
