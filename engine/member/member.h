// Member: one enrolled person or business, as a shard keeps it.
//
// The first wallet lies inside the record: the usual member has one unit, and
// then a command touches one pair of cache lines that the machine fetches
// together.

#ifndef KUMBARA_ENGINE_MEMBER_MEMBER_H_
#define KUMBARA_ENGINE_MEMBER_MEMBER_H_

#include <cstdint>
#include <type_traits>

#include "engine/base/slab.h"
#include "engine/base/types.h"

namespace kumbara {

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
  Slot next = kNoSlot;    // Wallet of another unit of the same member.
  std::uint8_t unit = 0;  // Code; 0 = not in use.

  Amount net() const {
    // Each term is within 10^18, so the sum fits 64 bits; as an Amount it is
    // checked where it changes.
    return Amount(pending.count() + available.count() + held.count() -
                  deficit.count());
  }
};
static_assert(sizeof(Wallet) == 80);

struct alignas(128) Member {
  MemberId id;
  Instant clock = Instant::Least();
  Sequence last_sequence = 0;  // Of what last changed or moved the member.
  Wallet wallet;
};
static_assert(sizeof(Member) == 128);
static_assert(std::is_trivially_copyable_v<Member>, "snapshots copy bytes");

}  // namespace kumbara

#endif  // KUMBARA_ENGINE_MEMBER_MEMBER_H_
