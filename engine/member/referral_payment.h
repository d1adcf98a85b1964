// ReferralPayment: what a side of a referral was paid, for as long as that may
// be taken back. And who is to be asked for it back.
//
// Threads: plain values.

#ifndef KUMBARA_ENGINE_MEMBER_REFERRAL_PAYMENT_H_
#define KUMBARA_ENGINE_MEMBER_REFERRAL_PAYMENT_H_

#include <cstdint>
#include <utility>

#include "engine/base/slab.h"
#include "engine/base/types.h"

namespace kumbara {

// Numbers are part of a ledger's state.
enum class ReferralSide : std::uint8_t { kReferee = 1, kReferrer = 2 };

struct ReferralPayment {
  Slot member = kNoSlot;
  std::uint32_t lot = 0;  // Number of the lot it made; 0 = none.
  Instant at;             // The dates of that lot follow from it.
  Amount amount;
  Code funding_class = 0;
  std::uint16_t version = 1;  // Of the program that paid it.
  std::uint8_t unit = 0;
};

// The command that it was paid for, the event, and to whom. A command is the
// event of one referral at most.
using ReferralPaymentKey = std::pair<CommandId, ReferralSide>;

// A referral that has been paid beside that of the member's link: it came with
// somebody who was merged into it. By its event.
struct PastReferral {
  Slot member = kNoSlot;  // The referee.
  MemberId referrer;
};

}  // namespace kumbara

#endif  // KUMBARA_ENGINE_MEMBER_REFERRAL_PAYMENT_H_
