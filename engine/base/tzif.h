// The outer form of a TZif file (RFC 8536), checked before a library reads it.
//
// The library trusts the counts of the header enough to allocate by them, and
// does not mind what stands behind the last byte it needs; bytes that decide
// how every replay counts months must be whole.
//
// Errors:  says what is wrong, without the zone's name.
// Cost:    one pass over the transitions.

#ifndef KUMBARA_ENGINE_BASE_TZIF_H_
#define KUMBARA_ENGINE_BASE_TZIF_H_

#include <string_view>

#include "absl/status/status.h"

namespace kumbara {

// Ok when `bytes` is exactly one TZif file of version 2 or later: both data
// blocks of the stated sizes, ordered transitions to known types, a footer and
// nothing behind it.
absl::Status CheckTzif(std::string_view bytes);

// Whether the zone's clocks go on changing every year by the footer's rule,
// behind the last transition listed. REQUIRES: CheckTzif(bytes) is ok.
bool HasYearlyRule(std::string_view bytes);

}  // namespace kumbara

#endif  // KUMBARA_ENGINE_BASE_TZIF_H_
