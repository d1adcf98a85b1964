#include "storage/open/zone_file.h"

#include <fstream>
#include <iterator>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"

namespace kumbara::storage {

absl::StatusOr<std::string> ReadZoneFile(const std::string& zone) {
  const std::string path = "/usr/share/zoneinfo/" + zone;
  std::ifstream file(path, std::ios::binary);
  std::string bytes{std::istreambuf_iterator<char>(file),
                    std::istreambuf_iterator<char>()};
  if (!file || bytes.empty()) {
    return absl::NotFoundError(absl::StrCat(
        "time zone \"", zone, "\" is not known to this machine: ", path,
        " cannot be read (package tzdata)"));
  }
  return bytes;
}

}  // namespace kumbara::storage
