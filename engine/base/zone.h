// Zone: civil time in one IANA zone, loaded from the bytes of its TZif file.
//
// The bytes come from the caller and from nowhere else: what a ledger stored
// with its program decides, not the files of the machine that replays it.
//
// Units:   local times count microseconds of the second, like Instant.
// Threads: immutable after FromBytes, which is itself safe; copies share.
// Errors:  FromBytes says what is wrong with the bytes. Sums saturate at the
//          ends of the range of Instant.
// Cost:    O(log transitions) a conversion. What FromBytes loads lives as long
//          as the process, once per different bytes.

#ifndef KUMBARA_ENGINE_BASE_ZONE_H_
#define KUMBARA_ENGINE_BASE_ZONE_H_

#include <cstdint>
#include <string>
#include <utility>

#include "absl/status/statusor.h"
#include "absl/time/civil_time.h"
#include "absl/time/time.h"
#include "engine/base/types.h"

namespace kumbara {

// What a calendar and a clock on the wall show.
struct LocalTime {
  absl::CivilSecond second;
  std::int64_t micros = 0;  // 0 to 999,999.

  friend bool operator==(const LocalTime&, const LocalTime&) = default;
};

class Zone {
 public:
  // `tzif_bytes` is a whole TZif file of version 2 or later without leap
  // seconds, as under /usr/share/zoneinfo.
  static absl::StatusOr<Zone> FromBytes(std::string name,
                                        const std::string& tzif_bytes);

  const std::string& name() const { return name_; }

  // REQUIRES for all of these: Instant::InRange(instant.micros()).
  LocalTime ToLocal(Instant instant) const;

  // A local time that a gap skips is the first instant after the gap; one that
  // occurs twice is the earlier.
  Instant ToInstant(const LocalTime& local) const;

  // `months` civil months later, or earlier if negative: the same local time
  // on the same day of the month, or on the month's last day if it has none.
  Instant AddMonths(Instant instant, int months) const;

 private:
  Zone(std::string name, absl::TimeZone zone)
      : name_(std::move(name)), zone_(zone) {}

  std::string name_;
  absl::TimeZone zone_;
};

}  // namespace kumbara

#endif  // KUMBARA_ENGINE_BASE_ZONE_H_
