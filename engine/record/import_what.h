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
  // What tier sets count: minor units of the ledger's currency, visits, and
  // what is counted of a unit that only counts.
  kSpend = 8,
  kVisits = 9,
  kCounted = 10,
  // A tier that is in force, up to an instant or for good.
  kTier = 11,
  // A purchase that may still be returned, and what it earned.
  kPurchase = 12,
  // Nothing but the id of the command, which was used elsewhere.
  kId = 13,
};

inline constexpr std::uint8_t kImportWhatLast = 13;

// What says how much of it there is: an amount of a unit, or of money, or a
// quantity; a tier by its name, which is there or not; an amount of money and
// perhaps points of a unit beside it; or nothing.
enum class ImportMeasure : std::uint8_t {
  kOfUnit,
  kMoney,
  kTimes,
  kTier,
  kPurchase,
  kNothing,
};

// The name in CSV files and output: "lot", "deficit", "earned", ...
// REQUIRES of both: one of the above.
std::string_view Name(ImportWhat what);
ImportMeasure MeasureOf(ImportWhat what);
std::optional<ImportWhat> ImportWhatByName(std::string_view name);

}  // namespace kumbara

#endif  // KUMBARA_ENGINE_RECORD_IMPORT_WHAT_H_
