// Posting: one signed leg of a movement of units. The legs of one command sum
// to zero per unit.

#ifndef KUMBARA_ENGINE_RECORD_POSTING_H_
#define KUMBARA_ENGINE_RECORD_POSTING_H_

#include <cstdint>
#include <ostream>
#include <string_view>

#include "engine/base/types.h"

namespace kumbara {

// Numbers are fixed for ever; new ones go at the end of their group.
enum class Account : std::uint8_t {
  // Of a member. A debt is a negative balance of `deficit`.
  kPending = 1,
  kAvailable = 2,
  kHeld = 3,
  kDeficit = 4,
  // Of the system, each kept per shard.
  kIssued = 32,      // Per funding class.
  kClawedBack = 33,  // Per funding class.
  kRedeemed = 34,    // Per reward.
  kRestored = 35,
  kExpired = 36,
  kForfeited = 37,
  kPaidOut = 38,
  kAdjusted = 39,  // Per reason.
  kImported = 40,
  kWrittenOff = 41,
  kInTransit = 42,
};

// "available", "issued", ...
std::string_view Name(Account account);
std::ostream& operator<<(std::ostream& out, Account account);

constexpr bool IsMemberAccount(Account account) {
  return account <= Account::kDeficit;
}

// The permanent id of a posting is (sequence, member, leg).
struct Posting {
  Sequence sequence = 0;
  MemberId member;        // Whose command or message made it.
  std::uint32_t leg = 0;  // Counted from 0 per member within the sequence.
  Account account = Account::kAvailable;
  std::uint8_t unit = 0;
  std::uint16_t version = 0;  // Of the program.
  Code label = 0;             // Funding class, reward or reason; by account.
  std::uint32_t lot = 0;      // Number in the member's wallet; 0 = none.
  Sequence cause = 0;         // The command it goes back to.
  // When it happened: the command's business time, or the instant at which it
  // fell due, however much later that was found.
  Instant at;
  std::int64_t amount = 0;

  friend bool operator==(const Posting&, const Posting&) = default;
};

}  // namespace kumbara

#endif  // KUMBARA_ENGINE_RECORD_POSTING_H_
