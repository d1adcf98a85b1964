#include "tools/kumbara/temporary_directory.h"

#include <stdlib.h>

#include <filesystem>
#include <system_error>

#include "absl/strings/str_cat.h"

namespace kumbara::tools {

TemporaryDirectory::~TemporaryDirectory() {
  std::error_code ignored;
  if (!path_.empty()) std::filesystem::remove_all(path_, ignored);
}

absl::Status TemporaryDirectory::Make() {
  std::error_code error;
  const auto folder = std::filesystem::temp_directory_path(error);
  std::string name = (folder / "kumbara-XXXXXX").string();
  if (error || mkdtemp(name.data()) == nullptr) {
    return absl::FailedPreconditionError(
        absl::StrCat(name,
                     ": no temporary directory can be made there; "
                     "TMPDIR chooses another place"));
  }
  path_ = name;
  return absl::OkStatus();
}

}  // namespace kumbara::tools
