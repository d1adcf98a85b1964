// The TZif bytes of an IANA zone, from the machine's own copy. Read once, at
// init; from then on the journal's copy decides.

#ifndef KUMBARA_STORAGE_OPEN_ZONE_FILE_H_
#define KUMBARA_STORAGE_OPEN_ZONE_FILE_H_

#include <string>

#include "absl/status/statusor.h"

namespace kumbara::storage {

absl::StatusOr<std::string> ReadZoneFile(const std::string& zone);

}  // namespace kumbara::storage

#endif  // KUMBARA_STORAGE_OPEN_ZONE_FILE_H_
