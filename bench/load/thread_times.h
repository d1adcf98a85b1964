// ThreadTimes: processor time of this process's threads, by name.
//
// Units:   nanoseconds.
// Errors:  what the system does not tell counts as 0.

#ifndef KUMBARA_BENCH_LOAD_THREAD_TIMES_H_
#define KUMBARA_BENCH_LOAD_THREAD_TIMES_H_

#include <cstdint>
#include <map>
#include <string>

namespace kumbara::bench {

// Of the living threads; threads of one name are added up.
std::map<std::string, std::int64_t> ThreadTimes();

// User and system time of the whole process.
std::int64_t ProcessTime();

}  // namespace kumbara::bench

#endif  // KUMBARA_BENCH_LOAD_THREAD_TIMES_H_
