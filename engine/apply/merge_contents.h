// What a merge moves beside lots, in both shards: the records of commands, what
// members have to do with each other, and how they stand in tier sets.
//
// Threads: the owner of the shard.
// Cost:    reads all records, or all payments of referrals, of the shard.

#ifndef KUMBARA_ENGINE_APPLY_MERGE_CONTENTS_H_
#define KUMBARA_ENGINE_APPLY_MERGE_CONTENTS_H_

#include <vector>

#include "engine/apply/addressee.h"
#include "engine/apply/merge_parcel.h"

namespace kumbara {

// By how much lots of a unit are numbered higher at who takes them over.
// REQUIRES: none has been taken over yet.
std::uint32_t ShiftIn(const Addressee& to, std::uint8_t unit);
// A slice as such a lot.
Lot Shifted(const Slice& slice, std::uint32_t by, TermsTable& terms);

// Copies what a member has. REQUIRES: it is settled.
std::vector<MergeParcel::Kept> PackRecords(const Shard& shard, Slot member);
MergeParcel::Referrals PackReferrals(const Shard& shard, Slot member);

// Takes over what the message's parcel has of it. REQUIRES: no lot has been
// taken over yet. Returns where the holds are that are open.
std::vector<Slot> TakeRecords(const Addressee& to);
// Likewise. Counts are added up; one link stays.
void TakeDealings(const Addressee& to);
// Likewise. What follows for the tiers in force is left to ConcludeTiers.
// REQUIRES: the clock is the later one of both.
void TakeTiers(const Addressee& to);

// Forgets what is somewhere else now.
void DropRecords(Shard& shard, Slot member);
void DropDealings(Shard& shard, Slot member);

}  // namespace kumbara

#endif  // KUMBARA_ENGINE_APPLY_MERGE_CONTENTS_H_
