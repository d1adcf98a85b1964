// Duration: a length of time as programs write it: "90d", "18mo".
//
// Units:   s, m, h, d and w are elapsed time, a day having 86,400 seconds; mo
//          and y are months of a calendar, whose length depends on where they
//          begin. One text has one of them.

#ifndef KUMBARA_ENGINE_BASE_DURATION_H_
#define KUMBARA_ENGINE_BASE_DURATION_H_

#include <cstdint>
#include <optional>
#include <string_view>

namespace kumbara {

struct Duration {
  enum class Kind : std::uint8_t { kMicros, kMonths };

  Kind kind = Kind::kMicros;
  std::int64_t count = 0;  // At least 0.

  friend bool operator==(const Duration&, const Duration&) = default;
};

// About the range of Instant: a longer one would say nothing more.
inline constexpr std::int64_t kDurationYearsMax = 10'000;

// A whole number without sign or leading zeros, then its unit. Nothing for
// anything else, and for more than kDurationYearsMax years (of 366 days where
// the text counts elapsed time).
std::optional<Duration> ParseDuration(std::string_view text);

}  // namespace kumbara

#endif  // KUMBARA_ENGINE_BASE_DURATION_H_
