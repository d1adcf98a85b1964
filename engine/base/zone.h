// Zone: civil time in one IANA zone, loaded from the bytes of its TZif file.
//
// The bytes come from the caller and from nowhere else: what a ledger stored
// with its program decides, not the files of the machine that replays it.
//
// Threads: immutable after FromBytes, which is itself safe; copies share.
// Errors:  FromBytes says what is wrong with the bytes. What lies past the
//          year 9999 is Instant::Greatest(), before the year 1 Least().
// Cost:    some nanoseconds a conversion between 1900 and 2199, from a table
//          of some kilobytes (engine/base/offset_table.h); a search outside.
//          What FromBytes loads lives as long as the process, once per
//          different bytes.

#ifndef KUMBARA_ENGINE_BASE_ZONE_H_
#define KUMBARA_ENGINE_BASE_ZONE_H_

#include <memory>
#include <string>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "engine/base/duration.h"
#include "engine/base/instant_range.h"
#include "engine/base/local_time.h"
#include "engine/base/offset_table.h"
#include "engine/base/types.h"

namespace kumbara {

class Zone {
 public:
  // UTC.
  Zone();

  // `tzif_bytes` is a whole TZif file of version 2 or later without leap
  // seconds, as under /usr/share/zoneinfo.
  static absl::StatusOr<Zone> FromBytes(std::string name,
                                        const std::string& tzif_bytes);

  const std::string& name() const { return name_; }

  // REQUIRES for all of these: Instant::InRange(instant.micros()).
  LocalTime ToLocal(Instant instant) const;

  // The local day of an instant, as far around it as no clock is changed; of a
  // time outside the table that instant alone.
  InstantRange DayAround(Instant instant) const;

  // A local time that a gap skips is the first instant after the gap; one that
  // occurs twice is the earlier.
  Instant ToInstant(LocalTime local) const;

  // Elapsed time later, or civil months later by AddMonths of the local time.
  Instant Add(Instant instant, Duration duration) const;

 private:
  Zone(std::string name, absl::TimeZone zone, OffsetTable table);

  std::string name_;
  absl::TimeZone zone_;  // For times that the table does not cover.
  std::shared_ptr<const OffsetTable> table_;
};

}  // namespace kumbara

#endif  // KUMBARA_ENGINE_BASE_ZONE_H_
