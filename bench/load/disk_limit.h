// What the disk can do without a ledger: the limit a throughput or latency
// figure is read against, measured beside it.
//
// Units:   bytes, nanoseconds.
// Errors:  a failed write ends the process: there is nothing to compare with.

#ifndef KUMBARA_BENCH_LOAD_DISK_LIMIT_H_
#define KUMBARA_BENCH_LOAD_DISK_LIMIT_H_

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

namespace kumbara::bench {

// Sequential writes of `bytes` each to a growing file in `directory`, each
// followed by fdatasync, until `count` were made or 1.5 s are over. The time
// of each.
std::vector<std::int64_t> TimeSyncedWrites(const std::string& directory,
                                           std::size_t bytes,
                                           std::size_t count);

// The same as values of an LMDB table, one synced commit each.
std::vector<std::int64_t> TimeLmdbCommits(const std::string& directory,
                                          std::size_t bytes, std::size_t count);

}  // namespace kumbara::bench

#endif  // KUMBARA_BENCH_LOAD_DISK_LIMIT_H_
