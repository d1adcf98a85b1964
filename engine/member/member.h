// Member: one enrolled person or business, as a shard keeps it.
//
// The first wallet lies inside the record: the usual member has one unit, and
// then a command touches one pair of cache lines that the machine fetches
// together, and the block of its lots.

#ifndef KUMBARA_ENGINE_MEMBER_MEMBER_H_
#define KUMBARA_ENGINE_MEMBER_MEMBER_H_

#include <cstdint>
#include <type_traits>

#include "engine/base/limits.h"
#include "engine/base/slab.h"
#include "engine/base/types.h"
#include "engine/member/due_index.h"
#include "engine/member/lot_list.h"

namespace kumbara {

// What few wallets need.
struct SideRecord {
  // By activation. The wallet's `pending` is their sum and `claimed`.
  LotList pending;
  // A lot's dates are no longer those that its making gave it: it is found by
  // its number.
  bool has_moved_lots = false;
  // Open holds by time-out, then in the order of their making: `expiry` is the
  // time-out, `number` the slot of the hold's record.
  LotList holds;
  // On its way back by a transfer's reversal, on its way to a pool, or from a
  // reward that gives it, to be
  // kept room for.
  Amount reserved;
  // Of `pending`, what purchases claim of budgets: it is in no lot.
  Amount claimed;
  // Only where the unit's points expire by inactivity.
  Instant last_activity = Instant::Least();   // Least() = none so far.
  Instant inactive_at = Instant::Greatest();  // When that expires all lots.
  // What has expired and may still be reinstated; see remembered_lots.h.
  LotList expired;
};
static_assert(sizeof(SideRecord) == 56);
static_assert(std::is_trivially_copyable_v<SideRecord>);

// One member's holding of one unit. All amounts are >= 0.
struct Wallet {
  Amount pending;
  Amount available;
  Amount held;
  Amount deficit;  // Debt; never stands together with available.
  // Running totals.
  Amount earned;
  Amount clawed_back;
  Amount redeemed;
  Amount restored;
  Amount expired;
  Slot next = kNoSlot;  // Wallet of another unit of the same member.
  Slot side = kNoSlot;  // Its SideRecord.
  std::uint32_t lots_made = 0;
  // The bucket under which the member is listed for this wallet: no later than
  // its next due instant.
  DueBucket due_listed = kNeverDue;
  LotList lots;           // In consumption order; `available` is their sum.
  std::uint8_t unit = 0;  // Code; 0 = not in use.

  Amount net() const {
    // Each term is within 10^18, so the sum fits 64 bits; as an Amount it is
    // checked where it changes.
    return Amount(pending.count() + available.count() + held.count() -
                  deficit.count());
  }
};
static_assert(sizeof(Wallet) == 96);

struct alignas(128) Member {
  MemberId id;
  // All that was due up to it has been settled.
  Instant clock = Instant::Least();
  // Of what last changed or moved the member.
  Sequence last_sequence : kSequenceBits = 0;
  std::uint64_t is_closed : 1 = 0;
  std::uint64_t has_profile : 1 = 0;   // In the shard's table.
  std::uint64_t has_dealings : 1 = 0;  // Likewise.
  // Has made a purchase of more than 0. Kept where a program asks for it.
  std::uint64_t has_bought : 1 = 0;
  std::uint64_t is_merged : 1 = 0;      // Into the one that its profile names.
  std::uint64_t has_tiers : 1 = 0;      // In the shard's table.
  std::uint64_t has_plan_term : 1 = 0;  // Its profile says when that is over.
  std::uint64_t has_days : 1 = 0;       // In the shard's table.
  Wallet wallet;

  void NoteSequence(Sequence sequence) {
    last_sequence = sequence & kSequenceMax;
  }
};
static_assert(sizeof(Member) == 128);
static_assert(std::is_trivially_copyable_v<Member>, "snapshots copy bytes");

}  // namespace kumbara

#endif  // KUMBARA_ENGINE_MEMBER_MEMBER_H_
