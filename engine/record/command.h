// Command: what a producer asks of one member. 64 bytes, as in memory, in
// frames and in the journal.
//
//   offset  bytes  field
//        0     16  id             0 only for a tick
//       16     16  member         0 only for a tick
//       32      8  amount         unit amount or minor units, see below
//       40      8  occurred_at    business time, microseconds UTC
//       48      4  detail_first   index into the frame's details
//       52      4  store          code, 0 = none
//       56      2  detail_count
//       58      2  reason         code, 0 = none
//       60      1  kind
//       61      1  unit_or_currency   currency in purchase and return, else
//       unit 62      1  channel        code, 0 = none 63      1  flags

#ifndef KUMBARA_ENGINE_RECORD_COMMAND_H_
#define KUMBARA_ENGINE_RECORD_COMMAND_H_

#include <cstddef>
#include <cstdint>
#include <optional>
#include <ostream>
#include <string_view>
#include <type_traits>

#include "engine/base/types.h"

namespace kumbara {

// Numbers are fixed for ever; new kinds go at the end.
enum class CommandKind : std::uint8_t {
  kTick = 1,      // Business time has reached occurred_at.
  kEnroll = 2,    // Opens a member.
  kPurchase = 3,  // Rates a basket of `amount` minor units.
  kReturn = 4,    // Takes back by reference or by rate.
  kAward = 5,     // Credits `amount` of a unit.
  kRedeem = 6,    // Debits `amount` of a unit for value.
  kAdjust = 7,    // Corrects the books by a signed `amount`.
  kTransfer = 8,  // Moves `amount` to the member of its party detail.
  kHold = 9,      // Sets `amount` of a unit aside until a time.
  kCapture = 10,  // Redeems a hold, all of it or `amount`.
  kVoid = 11,     // Gives a hold back.
  kReverse = 12,  // Takes back what another command did.
};

inline constexpr std::uint8_t kCommandKindLast = 12;

// The name in documents, CSV files and output: "purchase", "return", ...
std::string_view Name(CommandKind kind);
std::optional<CommandKind> CommandKindByName(std::string_view name);
std::ostream& operator<<(std::ostream& out, CommandKind kind);

enum CommandFlags : std::uint8_t {
  // The command states an amount: an amount of 0 differs from none.
  kAmountGiven = 1,
};
inline constexpr std::uint8_t kCommandFlagsAll = kAmountGiven;

struct Command {
  CommandId id;
  MemberId member;
  std::int64_t amount = 0;
  std::int64_t occurred_at = 0;
  std::uint32_t detail_first = 0;
  std::uint32_t store = 0;
  std::uint16_t detail_count = 0;
  std::uint16_t reason = 0;
  CommandKind kind = CommandKind::kTick;
  std::uint8_t unit_or_currency = 0;
  std::uint8_t channel = 0;
  std::uint8_t flags = 0;

  friend bool operator==(const Command&, const Command&) = default;
};

static_assert(sizeof(Command) == 64 && alignof(Command) == 8);
static_assert(offsetof(Command, amount) == 32);
static_assert(offsetof(Command, detail_first) == 48);
static_assert(offsetof(Command, detail_count) == 56);
static_assert(offsetof(Command, kind) == 60);
static_assert(offsetof(Command, flags) == 63);
static_assert(std::is_trivially_copyable_v<Command>);
static_assert(std::has_unique_object_representations_v<Command>);

// Whether commands of this kind count: get an id entry and a place in a round.
constexpr bool IsCounted(CommandKind kind) {
  return kind != CommandKind::kTick;
}

// Whether apply may answer such a command with messages to other members.
constexpr bool MayMakeMessages(CommandKind kind) {
  return kind == CommandKind::kTransfer || kind == CommandKind::kReverse;
}

// Whether commands of this kind may leave a record that a later one can name.
constexpr bool MayLeaveRecord(CommandKind kind) {
  switch (kind) {
    case CommandKind::kPurchase:
    case CommandKind::kAward:
    case CommandKind::kRedeem:
    case CommandKind::kAdjust:
    case CommandKind::kTransfer:
    case CommandKind::kHold:
    case CommandKind::kCapture:
      return true;
    default:
      return false;
  }
}

}  // namespace kumbara

#endif  // KUMBARA_ENGINE_RECORD_COMMAND_H_
