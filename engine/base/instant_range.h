// InstantRange: the instants from one to before another.

#ifndef KUMBARA_ENGINE_BASE_INSTANT_RANGE_H_
#define KUMBARA_ENGINE_BASE_INSTANT_RANGE_H_

#include "engine/base/types.h"

namespace kumbara {

struct InstantRange {
  Instant begin;
  Instant end;

  static InstantRange Only(Instant instant) {
    return {instant, Instant(instant.micros() + 1)};
  }
  bool Has(Instant instant) const { return instant >= begin && instant < end; }
  // REQUIRES: it has any.
  Instant last() const { return Instant(end.micros() - 1); }

  friend bool operator==(const InstantRange&, const InstantRange&) = default;
};

}  // namespace kumbara

#endif  // KUMBARA_ENGINE_BASE_INSTANT_RANGE_H_
