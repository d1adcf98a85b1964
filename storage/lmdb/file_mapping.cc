#include "storage/lmdb/file_mapping.h"

#include <sys/stat.h>

#include <cstdint>
#include <fstream>
#include <sstream>

namespace kumbara::storage {

const std::byte* MappedAt(const std::string& canonical_path, int descriptor) {
  struct stat facts;
  if (fstat(descriptor, &facts) != 0) return nullptr;
  std::ifstream maps("/proc/self/maps");
  for (std::string line; std::getline(maps, line);) {
    // begin-end permissions offset device inode path
    std::istringstream fields(line);
    std::uint64_t begin = 0;
    std::uint64_t end = 0;
    std::uint64_t offset = 0;
    std::uint64_t inode = 0;
    char dash = 0;
    std::string permissions;
    std::string device;
    std::string path;
    fields >> std::hex >> begin >> dash >> end >> permissions >> offset >>
        device >> std::dec >> inode >> std::ws;
    std::getline(fields, path);
    // Stacked file systems report another inode here than fstat does.
    if (offset == 0 &&
        (path == canonical_path || (inode != 0 && inode == facts.st_ino))) {
      return reinterpret_cast<const std::byte*>(begin);
    }
  }
  return nullptr;
}

}  // namespace kumbara::storage
