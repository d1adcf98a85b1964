// Giving an estimate: what finance expects of a unit, as a record of the
// journal (engine/record/estimate.h). Nothing takes it back; a later one stands
// instead of it.
//
// Units:   rates and prices in millionths.
// Threads: one owner of the ledger.
// Errors:  a sentence a person can act on; what is refused changes nothing.
// Cost:    a batch of its own.

#ifndef KUMBARA_STORAGE_OPEN_GIVE_ESTIMATE_H_
#define KUMBARA_STORAGE_OPEN_GIVE_ESTIMATE_H_

#include <cstdint>
#include <string>

#include "absl/status/statusor.h"
#include "engine/base/types.h"
#include "engine/record/estimate.h"
#include "storage/open/open_ledger.h"
#include "storage/open/signatories.h"

namespace kumbara::storage {

// For messages: what is taken.
inline constexpr char kRedemptionRateForm[] =
    "a share from 0 to 1, with at most 6 digits behind the point";
inline constexpr char kPriceForm[] =
    "a price above 0, at most 1000000000000, with at most 6 digits behind the "
    "point";
inline constexpr char kVintagesForm[] =
    "a month such as 2024-01, or two such as 2024-01..2024-12, the earlier one "
    "first";

struct EstimateToGive {
  std::string unit;  // A name, of any version of the program.
  // Months of earning, both included; 0: all, and what has no month.
  std::uint16_t from_vintage = 0;
  std::uint16_t to_vintage = 0;
  std::int64_t redemption_rate = 0;
  std::int64_t price = 0;
  Instant effective;
  Signatories signatories = {};
};

// Durable when it is returned. InvalidArgument if it may not be given so.
// REQUIRES: opened to write, and not started.
absl::StatusOr<Estimate> GiveEstimate(OpenLedger& opened,
                                      const EstimateToGive& wanted);

}  // namespace kumbara::storage

#endif  // KUMBARA_STORAGE_OPEN_GIVE_ESTIMATE_H_
