// A directory that goes with the test.

#ifndef KUMBARA_TESTS_STORAGE_TEMP_DIRECTORY_H_
#define KUMBARA_TESTS_STORAGE_TEMP_DIRECTORY_H_

#include <stdlib.h>

#include <filesystem>
#include <string>

#include "engine/base/check.h"

namespace kumbara::storage {

class TempDirectory {
 public:
  TempDirectory() {
    std::string pattern =
        std::filesystem::temp_directory_path().string() + "/kumbara_XXXXXX";
    KUMBARA_CHECK(mkdtemp(pattern.data()) != nullptr);
    path_ = pattern;
  }
  TempDirectory(const TempDirectory&) = delete;
  TempDirectory& operator=(const TempDirectory&) = delete;
  ~TempDirectory() {
    std::error_code ignored;
    std::filesystem::remove_all(path_, ignored);
  }

  const std::string& path() const { return path_; }

 private:
  std::string path_;
};

}  // namespace kumbara::storage

#endif  // KUMBARA_TESTS_STORAGE_TEMP_DIRECTORY_H_
