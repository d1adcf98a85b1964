// ImportWhat: what an import brings of what a member had elsewhere.

#ifndef KUMBARA_ENGINE_RECORD_IMPORT_WHAT_H_
#define KUMBARA_ENGINE_RECORD_IMPORT_WHAT_H_

#include <cstdint>
#include <optional>
#include <string_view>

namespace kumbara {

// Numbers are fixed for ever; new ones go at the end.
enum class ImportWhat : std::uint8_t {
  kLot = 1,
  kDeficit = 2,
  // What a running total rises by.
  kEarned = 3,
  kClawedBack = 4,
  kRedeemed = 5,
  kRestored = 6,
  kExpired = 7,
};

inline constexpr std::uint8_t kImportWhatLast = 7;

// The name in CSV files and output: "lot", "deficit", "earned", ...
// REQUIRES: one of the above.
std::string_view Name(ImportWhat what);
std::optional<ImportWhat> ImportWhatByName(std::string_view name);

}  // namespace kumbara

#endif  // KUMBARA_ENGINE_RECORD_IMPORT_WHAT_H_
