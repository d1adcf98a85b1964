#include "engine/record/posting.h"

namespace kumbara {

std::string_view Name(Account account) {
  switch (account) {
    case Account::kPending:
      return "pending";
    case Account::kAvailable:
      return "available";
    case Account::kHeld:
      return "held";
    case Account::kDeficit:
      return "deficit";
    case Account::kIssued:
      return "issued";
    case Account::kClawedBack:
      return "clawed_back";
    case Account::kRedeemed:
      return "redeemed";
    case Account::kRestored:
      return "restored";
    case Account::kExpired:
      return "expired";
    case Account::kForfeited:
      return "forfeited";
    case Account::kPaidOut:
      return "paid_out";
    case Account::kAdjusted:
      return "adjusted";
    case Account::kImported:
      return "imported";
    case Account::kWrittenOff:
      return "written_off";
    case Account::kInTransit:
      return "in_transit";
  }
  return "unknown";
}

std::ostream& operator<<(std::ostream& out, Account account) {
  return out << Name(account);
}

}  // namespace kumbara
