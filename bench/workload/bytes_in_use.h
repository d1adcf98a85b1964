// What a bench takes of the machine, in bytes.

#ifndef KUMBARA_BENCH_WORKLOAD_BYTES_IN_USE_H_
#define KUMBARA_BENCH_WORKLOAD_BYTES_IN_USE_H_

#include <cstdint>
#include <string>

namespace kumbara::bench {

// Memory of this process.
std::int64_t ResidentBytes();

// All files of a directory.
std::int64_t BytesIn(const std::string& directory);

}  // namespace kumbara::bench

#endif  // KUMBARA_BENCH_WORKLOAD_BYTES_IN_USE_H_
