// Period: a stretch of a calendar within which something is counted.
//
// Units:   a period is told by its number: local days since 1970-01-01, weeks
//          that begin on Monday since that of 1969-12-29, months as year × 12 +
//          month - 1, years; a lifetime has one, 0.
// Threads: safe.
// Cost:    one conversion to local time.

#ifndef KUMBARA_ENGINE_BASE_PERIOD_H_
#define KUMBARA_ENGINE_BASE_PERIOD_H_

#include <array>
#include <cstdint>
#include <string>
#include <string_view>

#include "engine/base/types.h"
#include "engine/base/zone.h"

namespace kumbara {

enum class Period : std::uint8_t { kLifetime, kDay, kWeek, kMonth, kYear };

// In the order of the values.
inline constexpr std::array<std::string_view, 5> kPeriodWords = {
    "lifetime", "day", "week", "month", "year"};

// The number of the period that an instant lies in.
// REQUIRES: Instant::InRange(instant.micros()).
std::int64_t PeriodNumber(Period period, Instant instant, const Zone& zone);

// "lifetime", "2026", "2026-01", and "2026-01-05" for a day or for the week
// whose Monday that is.
std::string PeriodText(Period period, std::int64_t number);

}  // namespace kumbara

#endif  // KUMBARA_ENGINE_BASE_PERIOD_H_
