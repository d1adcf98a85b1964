// LedgerSettings: the facts fixed at `init`, the ledger's first record. What
// decides an answer stands here and not in the machine's configuration.

#ifndef KUMBARA_ENGINE_RECORD_SETTINGS_H_
#define KUMBARA_ENGINE_RECORD_SETTINGS_H_

#include <cstdint>
#include <type_traits>

#include "engine/base/limits.h"
#include "engine/base/types.h"

namespace kumbara {

// The version of the engine's own rules, an argument of Apply. Released
// versions are never removed.
enum class SemanticVersion : std::uint16_t { kOne = 1 };

enum class Pseudonym : std::uint8_t { kSalted = 1, kStable = 2 };

struct LedgerSettings {
  LedgerId ledger;
  std::uint32_t shards = kShardsDefault;
  std::uint32_t round_commands = kRoundCommandsDefault;
  std::int64_t max_ahead_micros = kMaxAheadMicrosDefault;  // -1 = off.
  std::int64_t tick_every_micros = kTickEveryMicrosDefault;
  std::uint64_t segment_bytes = kSegmentBytesDefault;
  std::uint64_t round_bytes = kRoundBytesMax;
  SemanticVersion semantics = SemanticVersion::kOne;
  Pseudonym pseudonym = Pseudonym::kSalted;
  std::uint8_t reserved8 = 0;
  std::uint32_t reserved32 = 0;

  // The greatest business time accepted in a batch of this time.
  Instant Latest(Instant batch_time) const {
    if (max_ahead_micros < 0) return Instant::Greatest();
    return Instant(batch_time.micros() + max_ahead_micros);
  }

  friend bool operator==(const LedgerSettings&,
                         const LedgerSettings&) = default;
};
static_assert(sizeof(LedgerSettings) == 64);
static_assert(std::is_trivially_copyable_v<LedgerSettings>);
static_assert(std::has_unique_object_representations_v<LedgerSettings>);

}  // namespace kumbara

#endif  // KUMBARA_ENGINE_RECORD_SETTINGS_H_
