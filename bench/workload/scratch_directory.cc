#include "bench/workload/scratch_directory.h"

#include <stdlib.h>

#include <filesystem>
#include <system_error>

#include "engine/base/check.h"

namespace kumbara::bench {

ScratchDirectory::ScratchDirectory(const std::string& parent)
    : path_(parent + "/kumbara_bench.XXXXXX") {
  const bool made = mkdtemp(path_.data()) != nullptr;
  KUMBARA_CHECK(made);
}

ScratchDirectory::~ScratchDirectory() {
  std::error_code ignored;
  std::filesystem::remove_all(path_, ignored);
}

std::string ScratchDirectory::Make(const std::string& name) const {
  const std::string made = path_ + "/" + name;
  std::filesystem::create_directory(made);
  return made;
}

void ScratchDirectory::Remove(const std::string& name) const {
  std::filesystem::remove_all(path_ + "/" + name);
}

}  // namespace kumbara::bench
