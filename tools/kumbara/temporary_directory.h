// A directory below TMPDIR that goes with the object.

#ifndef KUMBARA_TOOLS_KUMBARA_TEMPORARY_DIRECTORY_H_
#define KUMBARA_TOOLS_KUMBARA_TEMPORARY_DIRECTORY_H_

#include <string>

#include "absl/status/status.h"

namespace kumbara::tools {

class TemporaryDirectory {
 public:
  TemporaryDirectory() = default;
  ~TemporaryDirectory();
  TemporaryDirectory(const TemporaryDirectory&) = delete;
  TemporaryDirectory& operator=(const TemporaryDirectory&) = delete;

  absl::Status Make();

  const std::string& path() const { return path_; }
  // Where a ledger may be made in it.
  std::string ledger() const { return path_ + "/ledger"; }

 private:
  std::string path_;
};

}  // namespace kumbara::tools

#endif  // KUMBARA_TOOLS_KUMBARA_TEMPORARY_DIRECTORY_H_
