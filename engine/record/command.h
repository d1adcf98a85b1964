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
//       61      1  unit_or_currency   a currency in purchase and return
//       62      1  channel        code, 0 = none
//       63      1  flags

#ifndef KUMBARA_ENGINE_RECORD_COMMAND_H_
#define KUMBARA_ENGINE_RECORD_COMMAND_H_

#include <array>
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
  kTick = 1,        // Business time has reached occurred_at.
  kEnroll = 2,      // Opens a member.
  kPurchase = 3,    // Rates a basket of `amount` minor units.
  kReturn = 4,      // Takes back by reference or by rate.
  kAward = 5,       // Credits `amount` of a unit.
  kRedeem = 6,      // Debits `amount` of a unit for value.
  kAdjust = 7,      // Corrects the books by a signed `amount`.
  kTransfer = 8,    // Moves `amount` to the member of its receiver.
  kHold = 9,        // Sets `amount` of a unit aside until a time.
  kCapture = 10,    // Redeems a hold, all of it or `amount`.
  kVoid = 11,       // Gives a hold back.
  kReverse = 12,    // Takes back what another command did.
  kDonate = 13,     // Debits `amount` of a unit for a cause.
  kEvent = 14,      // Something happened that has a name and no amount.
  kExtend = 15,     // Moves expiries of lots of a unit later.
  kReinstate = 16,  // Brings back what has expired.
  kClose = 17,      // Closes a member for ever.
  kJoin = 18,       // Joins a pool: its receiver.
  kLeave = 19,      // Leaves it.
  kMerge = 20,      // Becomes the member of its receiver.
  kRefer = 21,      // Says who brought the member.
  kSet = 22,        // Changes attributes.
  kImport = 23,     // Brings `amount` of what a member had elsewhere.
};

inline constexpr std::uint8_t kCommandKindLast = 23;

// A set of kinds, one bit each.
using KindSet = std::uint32_t;
static_assert(kCommandKindLast < 32);

constexpr KindSet SetOf(CommandKind kind) {
  return KindSet{1} << static_cast<unsigned>(kind);
}

// Rows of a table that describes every kind, each in the place of its kind's
// number; numbers without a kind have an empty row, of kind 0.
template <class Row, std::size_t kRows>
constexpr std::array<Row, kCommandKindLast + 1> ByKind(
    const Row (&rows)[kRows]) {
  std::array<Row, kCommandKindLast + 1> table{};
  for (const Row& row : rows) table[static_cast<std::size_t>(row.kind)] = row;
  return table;
}

// What is so of a kind whatever a program says.
enum KindTrait : std::uint8_t {
  kIsBasket = 1,       // Its amount is money; the unit is the earn rule's.
  kOpensMember = 2,    // May open an unknown member.
  kMakesMessages = 4,  // To other members, whatever the program says.
  kIsActivity = 8,     // May be named as an activity.
  kLeavesRecord = 16,  // A later command may name it, if the program says so.
};

struct KindFacts {
  CommandKind kind{};
  std::string_view name = "none";
  std::uint8_t traits = 0;
};

inline constexpr auto kKindFacts = ByKind<KindFacts>({
    {CommandKind::kTick, "tick", 0},
    {CommandKind::kEnroll, "enroll", kOpensMember},
    {CommandKind::kPurchase, "purchase",
     kIsBasket | kOpensMember | kIsActivity | kLeavesRecord},
    {CommandKind::kReturn, "return", kIsBasket | kOpensMember | kIsActivity},
    {CommandKind::kAward, "award", kOpensMember | kIsActivity | kLeavesRecord},
    {CommandKind::kRedeem, "redeem", kIsActivity | kLeavesRecord},
    {CommandKind::kAdjust, "adjust", kIsActivity | kLeavesRecord},
    {CommandKind::kTransfer, "transfer",
     kMakesMessages | kIsActivity | kLeavesRecord},
    {CommandKind::kHold, "hold", kIsActivity | kLeavesRecord},
    {CommandKind::kCapture, "capture", kIsActivity | kLeavesRecord},
    {CommandKind::kVoid, "void", 0},
    {CommandKind::kReverse, "reverse", kMakesMessages},
    {CommandKind::kDonate, "donate", kIsActivity | kLeavesRecord},
    {CommandKind::kEvent, "event", kOpensMember | kIsActivity | kLeavesRecord},
    {CommandKind::kExtend, "extend", 0},
    {CommandKind::kReinstate, "reinstate", kIsActivity},
    {CommandKind::kClose, "close", 0},
    {CommandKind::kJoin, "join", 0},
    {CommandKind::kLeave, "leave", 0},
    {CommandKind::kMerge, "merge", kMakesMessages},
    {CommandKind::kRefer, "refer", kMakesMessages},
    {CommandKind::kSet, "set", 0},
    {CommandKind::kImport, "import", kOpensMember},
});

constexpr KindSet KindsThat(KindTrait trait) {
  KindSet kinds = 0;
  for (const KindFacts& facts : kKindFacts) {
    if ((facts.traits & trait) != 0) kinds |= SetOf(facts.kind);
  }
  return kinds;
}

inline constexpr KindSet kBasketKinds = KindsThat(kIsBasket);
inline constexpr KindSet kOpeningKinds = KindsThat(kOpensMember);
inline constexpr KindSet kMessageKinds = KindsThat(kMakesMessages);
inline constexpr KindSet kRecordKinds = KindsThat(kLeavesRecord);

// Whether a table made by ByKind has a row for every kind.
template <class Table>
constexpr bool HasEveryKind(const Table& table) {
  for (std::size_t i = 0; i < kKindFacts.size(); ++i) {
    if (table[i].kind != kKindFacts[i].kind) return false;
  }
  return true;
}

// The name in documents, CSV files and output: "purchase", "return", ...
std::string_view Name(CommandKind kind);
std::optional<CommandKind> CommandKindByName(std::string_view name);
std::ostream& operator<<(std::ostream& out, CommandKind kind);

enum CommandFlags : std::uint8_t {
  // The command states an amount: an amount of 0 differs from none.
  kAmountGiven = 1,
  // Of close: also if something is still held, and whether what can be spent is
  // paid out.
  kForce = 2,
  kPayOut = 4,
  // Linked to the next command of its frame: both succeed, or neither.
  kLinked = 8,
  // The id is a source and a counter (OrderedIdOf). It says how the id is best
  // kept and nothing of what the command is: the same id without it is the same
  // command.
  kOrdered = 16,
};

// The id of a command that came from a source which counts, such as a partition
// of a queue and an offset in it. The source, bytes 0 to 7, is not 0; counters,
// bytes 8 to 15, should mostly rise by one.
constexpr CommandId OrderedIdOf(std::uint64_t source, std::uint64_t counter) {
  return {source, counter};
}

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

constexpr bool MayOpenMember(CommandKind kind) {
  return (kOpeningKinds & SetOf(kind)) != 0;
}
// Whether commands of this kind may leave a record that a later one can name.
constexpr bool MayLeaveRecord(CommandKind kind) {
  return (kRecordKinds & SetOf(kind)) != 0;
}
constexpr bool IsBasket(CommandKind kind) {
  return (kBasketKinds & SetOf(kind)) != 0;
}

}  // namespace kumbara

#endif  // KUMBARA_ENGINE_RECORD_COMMAND_H_
