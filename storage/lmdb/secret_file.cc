#include "storage/lmdb/secret_file.h"

#include <sys/stat.h>

#include <cerrno>
#include <cstdlib>

#include "absl/strings/str_format.h"

namespace kumbara::storage {
namespace {

mode_t ForbiddenModeOf(const std::string& path) {
  constexpr mode_t kOpenToOthers = S_IRWXG | S_IRWXO;
  const char* credentials = std::getenv("CREDENTIALS_DIRECTORY");
  const bool is_given = credentials != nullptr && LiesWithin(path, credentials);
  return is_given ? kOpenToOthers & ~mode_t{S_IRGRP} : kOpenToOthers;
}

}  // namespace

absl::StatusOr<File> OpenSecret(const std::string& path) {
  absl::StatusOr<File> file = File::Open(path, O_RDONLY);
  if (!file.ok()) return file;
  struct stat facts;
  if (fstat(file->descriptor(), &facts) != 0) {
    return FileError(errno, path, "cannot read");
  }
  if ((facts.st_mode & ForbiddenModeOf(path)) != 0) {
    return absl::PermissionDeniedError(
        absl::StrFormat("%s: the key is open to others (mode %04o); its mode "
                        "must be 0600 or 0400",
                        path, facts.st_mode & 07777));
  }
  return file;
}

}  // namespace kumbara::storage
