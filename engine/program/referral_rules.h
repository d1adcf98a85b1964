// ReferralRules: what members get who bring others.
//
// Threads: immutable once compiled.

#ifndef KUMBARA_ENGINE_PROGRAM_REFERRAL_RULES_H_
#define KUMBARA_ENGINE_PROGRAM_REFERRAL_RULES_H_

#include <cstdint>
#include <optional>

#include "engine/base/period.h"
#include "engine/base/types.h"

namespace kumbara {

// By what the referee earns it for both.
enum class ReferralEvent : std::uint8_t { kEnrolment, kFirstPurchase, kSpend };

struct ReferralRules {
  std::uint8_t unit = 0;  // Code.
  Amount referrer;        // 0 = nothing to be paid.
  Amount referee;         // Likewise.
  ReferralEvent when = ReferralEvent::kEnrolment;
  Money at;  // kSpend
  // How often a referrer is paid in a period; nothing is always.
  std::optional<std::int64_t> cap;
  Period per = Period::kLifetime;
  bool keep = false;  // What was paid stays when the purchase is returned.
  Code funding_class = 0;

  // Whether what was paid may be taken back.
  bool may_take_back() const { return counts_purchases() && !keep; }
  // Whether purchases and returns of a referee matter.
  bool counts_purchases() const { return when != ReferralEvent::kEnrolment; }
};

}  // namespace kumbara

#endif  // KUMBARA_ENGINE_PROGRAM_REFERRAL_RULES_H_
