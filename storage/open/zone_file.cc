#include "storage/open/zone_file.h"

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "storage/lmdb/file.h"

namespace kumbara::storage {

absl::StatusOr<std::string> ReadZoneFile(const std::string& zone) {
  const std::string path = "/usr/share/zoneinfo/" + zone;
  absl::StatusOr<std::string> bytes = ReadWhole(path);
  if (!bytes.ok() || bytes->empty()) {
    return absl::NotFoundError(absl::StrCat(
        "time zone \"", zone, "\" is not known to this machine: ", path,
        " cannot be read (package tzdata)"));
  }
  return bytes;
}

}  // namespace kumbara::storage
