#include "engine/record/fact.h"

namespace kumbara {

std::string_view Name(FactKind kind) {
  switch (kind) {
    case FactKind::kForgone:
      return "forgone";
    case FactKind::kLimitHit:
      return "limit_hit";
    case FactKind::kCapped:
      return "capped";
    case FactKind::kUnpaid:
      return "unpaid";
    case FactKind::kTierQualified:
      return "tier_qualified";
    case FactKind::kTierChanged:
      return "tier_changed";
    case FactKind::kAchievementCompleted:
      return "achievement_completed";
    case FactKind::kAchievementUndone:
      return "achievement_undone";
    case FactKind::kBenefitGranted:
      return "benefit_granted";
    case FactKind::kBenefitEnded:
      return "benefit_ended";
    case FactKind::kVoucherIssued:
      return "voucher_issued";
    case FactKind::kVoucherVoid:
      return "voucher_void";
    case FactKind::kPlanStarted:
      return "plan_started";
    case FactKind::kPlanRenewed:
      return "plan_renewed";
    case FactKind::kPlanGrace:
      return "plan_grace";
    case FactKind::kPlanEnded:
      return "plan_ended";
  }
  return "unknown";
}

std::ostream& operator<<(std::ostream& out, FactKind kind) {
  return out << Name(kind);
}

}  // namespace kumbara
