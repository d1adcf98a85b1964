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
  }
  return "unknown";
}

std::ostream& operator<<(std::ostream& out, FactKind kind) {
  return out << Name(kind);
}

}  // namespace kumbara
