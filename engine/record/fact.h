// Fact: something that happened to a member without moving units.

#ifndef KUMBARA_ENGINE_RECORD_FACT_H_
#define KUMBARA_ENGINE_RECORD_FACT_H_

#include <cstdint>
#include <ostream>
#include <string_view>

#include "engine/base/types.h"

namespace kumbara {

// Numbers are fixed for ever; new kinds go at the end.
enum class FactKind : std::uint8_t {
  kForgone = 1,         // A return demanded so much more than it may take.
  kLimitHit = 2,        // A budget, or a cap, kept so much of what is earned.
  kCapped = 8,          // A referrer was not paid, as often as it had been.
  kUnpaid = 9,          // A side of a referral was not paid for another reason.
  kTierQualified = 20,  // The member has reached a tier in a window.
  kTierChanged = 21,    // Another tier is in force, or none any more.
  kAchievementCompleted = 30,  // So often.
  kAchievementUndone = 31,     // So many times it is not completed any more.
  kBenefitGranted = 40,        // The member is entitled to something,
  kBenefitEnded = 41,          // or is not any more.
  kVoucherIssued = 50,         // For one piece of what was redeemed.
  kVoucherVoid = 51,           // That piece was given back.
  kPlanStarted = 60,           // The member has a plan,
  kPlanRenewed = 61,           // for longer than it had,
  kPlanGrace = 62,             // which is not paid any more,
  kPlanEnded = 63,             // or not any more.
};

// "forgone", ...
std::string_view Name(FactKind kind);
std::ostream& operator<<(std::ostream& out, FactKind kind);

// Which voucher a fact is about. One of a reward has for its serial the
// redemption and its number there; one of an automatic redemption, which
// nothing takes back, the id of the fact that tells of it.
struct VoucherFact {
  Sequence redemption = 0;   // 0: an automatic one.
  std::uint32_t number = 0;  // From 1; of an automatic one it says nothing.
  Code reward = 0;
  Instant valid_until = Instant::Greatest();  // Of one issued.

  friend bool operator==(const VoucherFact&, const VoucherFact&) = default;
};

// Which plan a fact is about, and how long it is paid; in grace, how long it
// stays in force. Greatest() = without end.
struct PlanFact {
  Code plan = 0;
  Instant until = Instant::Greatest();

  friend bool operator==(const PlanFact&, const PlanFact&) = default;
};

// The permanent id is (sequence, member, leg), as of a posting: both are
// counted together.
struct Fact {
  Sequence sequence = 0;
  MemberId member;
  std::uint32_t leg = 0;
  FactKind kind = FactKind::kForgone;
  std::uint8_t unit = 0;
  std::uint16_t version = 0;  // Of the program.
  Sequence cause = 0;         // The command it goes back to.
  Instant at;                 // When it happened.
  std::int64_t amount = 0;
  // Of a fact about tiers, which has no unit: the place of the tier set in the
  // program, and the tier's number there, 0 = none.
  std::uint8_t tier_set = 0;
  std::uint8_t tier = 0;
  // Of a fact about an achievement, whose amount is how often, or about a
  // benefit: its place in the program.
  std::uint8_t place = 0;
  // Of a fact about a voucher, whose amount is what one piece costs.
  VoucherFact voucher = {};
  PlanFact plan = {};

  bool is_of_tier() const {
    return kind == FactKind::kTierQualified || kind == FactKind::kTierChanged;
  }

  bool is_of_achievement() const {
    return kind == FactKind::kAchievementCompleted ||
           kind == FactKind::kAchievementUndone;
  }
  bool is_of_benefit() const {
    return kind == FactKind::kBenefitGranted || kind == FactKind::kBenefitEnded;
  }
  bool is_of_voucher() const {
    return kind == FactKind::kVoucherIssued || kind == FactKind::kVoucherVoid;
  }

  bool is_of_plan() const {
    return kind >= FactKind::kPlanStarted && kind <= FactKind::kPlanEnded;
  }

  friend bool operator==(const Fact&, const Fact&) = default;
};

}  // namespace kumbara

#endif  // KUMBARA_ENGINE_RECORD_FACT_H_
