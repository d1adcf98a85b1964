#include "bench/workload/bytes_in_use.h"

#include <unistd.h>

#include <filesystem>
#include <fstream>

namespace kumbara::bench {

std::int64_t ResidentBytes() {
  std::ifstream file("/proc/self/statm");
  std::int64_t size = 0;
  std::int64_t resident = 0;
  file >> size >> resident;
  return resident * sysconf(_SC_PAGESIZE);
}

std::int64_t BytesIn(const std::string& directory) {
  std::int64_t bytes = 0;
  for (const auto& file : std::filesystem::directory_iterator(directory)) {
    bytes += static_cast<std::int64_t>(file.file_size());
  }
  return bytes;
}

}  // namespace kumbara::bench
