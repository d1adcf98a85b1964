// From EXPIRY and PENDING of a program file to a LotPolicy.

#ifndef KUMBARA_ENGINE_PROGRAM_LOT_COMPILER_H_
#define KUMBARA_ENGINE_PROGRAM_LOT_COMPILER_H_

#include <optional>
#include <string_view>

#include "absl/status/statusor.h"
#include "engine/base/duration.h"
#include "engine/base/zone.h"
#include "engine/program/lot_policy.h"
#include "engine/program/program_source.h"
#include "engine/record/code_table.h"

namespace kumbara {

// REQUIRES for all: the sections are as program_keys.h allows.

// The start of a local day, given as YYYY-MM-DD.
Instant StartOfDay(std::string_view date, const Zone& zone);

absl::StatusOr<LotPolicy> CompileUnitLots(const UnitSection& unit,
                                          CodeTable& codes, const Zone& zone);

// Nothing if what has expired is gone.
std::optional<Duration> CompileReinstateWithin(const UnitSection& unit);

// Of the unit's policy, what the rule does not say otherwise.
LotPolicy CompileRuleLots(const std::optional<ExpirySection>& expiry,
                          const std::optional<PendingSection>& pending,
                          const LotPolicy& unit, const Zone& zone);

// How long vouchers are valid, counted as an expiry from when they are issued;
// nothing where none are.
std::optional<LotPolicy> CompileVoucher(
    bool voucher, const std::optional<ExpirySection>& expiry);

}  // namespace kumbara

#endif  // KUMBARA_ENGINE_PROGRAM_LOT_COMPILER_H_
