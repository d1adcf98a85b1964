// Every limit of the engine, with what happens at it. Limits that decide an
// answer are part of the semantics and must not depend on the machine.

#ifndef KUMBARA_ENGINE_BASE_LIMITS_H_
#define KUMBARA_ENGINE_BASE_LIMITS_H_

#include <cstddef>
#include <cstdint>

namespace kumbara {

inline constexpr std::size_t kMiB = std::size_t{1} << 20;

// Details of one command. Beyond: the command is malformed.
inline constexpr std::uint32_t kDetailsPerCommandMax = 2048;

// Lots that one transfer or hold takes of. Beyond: limit_reached.
inline constexpr std::uint32_t kSlicesMax = 255;

// Vouchers that one redemption issues. Beyond: limit_reached; an automatic
// redemption takes for so many.
inline constexpr std::int64_t kVouchersMax = 1000;

// Commands of a linked run. Beyond: limit_reached, and the run fails.
inline constexpr std::uint32_t kRunCommandsMax = 64;

// Sequences of a ledger: members keep theirs in 56 bits. Beyond: the process
// ends; ten million commands a second take 228 years.
inline constexpr int kSequenceBits = 56;
inline constexpr std::uint64_t kSequenceMax =
    (std::uint64_t{1} << kSequenceBits) - 1;
static_assert(kSequenceBits + 8 == 64);

// Commands of one frame, and its bytes. Beyond: the builder says "full".
inline constexpr std::uint32_t kFrameCommandsMax = 65'536;
inline constexpr std::size_t kFrameBytesMax = 8 * kMiB;

// Bytes and commands of one batch. Beyond: the frame opens the next batch. One
// frame always fits.
inline constexpr std::size_t kBatchBytesMax = kFrameBytesMax;
inline constexpr std::uint32_t kBatchCommandsMax = 16'384;

// A round ends when its counted commands and details hold this many bytes.
inline constexpr std::size_t kRoundBytesMax = 4 * kMiB;
inline constexpr std::uint32_t kRoundCommandsDefault = 4'096;
inline constexpr std::uint32_t kRoundCommandsMax = 65'536;
// Without more_follows, frames that waited for so many batches end the round.
inline constexpr std::uint64_t kRoundBatchesWaitedMax = 64;

// Bytes under way of one producer and of all. Beyond: "busy". A producer must
// be able to fill a round, or a transfer would wait for ever.
inline constexpr std::size_t kProducerCreditBytes = 24 * kMiB;
inline constexpr std::size_t kIntakeBytesMax = 96 * kMiB;
static_assert(kProducerCreditBytes >= kRoundBytesMax + 2 * kFrameBytesMax);
static_assert(kIntakeBytesMax >= kRoundBytesMax + 2 * kFrameBytesMax);
static_assert(kIntakeBytesMax >= kProducerCreditBytes);
// A round that ends with a linked run is longer by less than a frame: room
// enough too. Such a run, its details included, always fits into one.
static_assert(kRunCommandsMax * (64 + kDetailsPerCommandMax * 32) + 32 <=
              kFrameBytesMax);

// Batches between the sequencer and the acknowledger. Beyond: the sequencer
// waits, frames stay in the intake, producers see "busy".
inline constexpr std::size_t kBatchesInFlight = 64;

// One record (settings, blob, define). Beyond: refused at the source.
inline constexpr std::size_t kRecordBytesMax = kMiB;

// Bytes of an interned text and of an external member id. Beyond: refused.
inline constexpr std::size_t kTextBytesMax = 128;

// Units of a program. Beyond: the program is refused.
inline constexpr std::size_t kUnitsMax = 16;

// Earn rules of a program. Beyond: the program is refused.
inline constexpr std::size_t kEarnRulesMax = 64;

// Automatic redemptions of a program. Beyond: the program is refused.
inline constexpr std::size_t kAutoRedeemMax = 16;

// Allowances of a program: a member has two counts of each. Beyond: the program
// is refused.
inline constexpr std::size_t kAllowancesMax = 8;

// Tier sets of a program, tiers of a set, and months of a window. Beyond: the
// program is refused.
inline constexpr std::size_t kTierSetsMax = 4;
inline constexpr std::size_t kTiersMax = 15;
inline constexpr std::int64_t kTierMonthsMax = 60;

// Achievements of a program: a purchase keeps a bit for each. Beyond: the
// program is refused.
inline constexpr std::size_t kAchievementsMax = 16;

// Periods in a row, and benefits: a member keeps a bit for each. Beyond: the
// program is refused.
inline constexpr std::int64_t kStreakMax = 1'000;
inline constexpr std::size_t kBenefitsMax = 32;
// Plans that a program declares.
inline constexpr std::size_t kPlansMax = 64;

// Members joined to one pool. Beyond: the program is refused.
inline constexpr std::int64_t kPoolMembersMax = 1'000;

// Rewards and budgets of a program. Beyond: the program is refused.
inline constexpr std::size_t kRewardsMax = 256;
inline constexpr std::size_t kBudgetsMax = 16;

// How many of a reward there may be, and a member may have or take at once.
// Beyond: the program is refused, a redemption is malformed.
inline constexpr std::int64_t kQuantityMax = 1'000'000'000;

// Lots of a wallet are numbered from 1 on in 32 bits.
inline constexpr std::int64_t kLotNumberMax = UINT32_MAX;

// A vintage is a local month: year * 12 + month - 1. Later months than the
// greatest, April 5461, count as that one; a command names none of them.
inline constexpr std::uint16_t kVintageMin = 12;  // January of the year 1.
inline constexpr std::uint16_t kVintageMax = UINT16_MAX;

inline constexpr std::uint32_t kShardsDefault = 256;
inline constexpr std::uint32_t kShardsMax = 4'096;
inline constexpr std::uint32_t kWorkersMax = 64;

// A command of business time beyond batch time + this is refused.
inline constexpr std::int64_t kMaxAheadMicrosDefault = 15LL * 60 * 1'000'000;
inline constexpr std::int64_t kTickEveryMicrosDefault = 60LL * 1'000'000;

// Size at which a journal segment is closed and the next one begun.
inline constexpr std::uint64_t kSegmentBytesDefault = std::uint64_t{4} << 30;

}  // namespace kumbara

#endif  // KUMBARA_ENGINE_BASE_LIMITS_H_
