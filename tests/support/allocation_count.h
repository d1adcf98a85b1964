// How often this program has asked for memory, from its beginning on.
//
// Replaces the global operator new, or hooks into a sanitizer's, so it is
// linked into programs of tests that count and into no library.
//
// Threads: one.

#ifndef KUMBARA_TESTS_SUPPORT_ALLOCATION_COUNT_H_
#define KUMBARA_TESTS_SUPPORT_ALLOCATION_COUNT_H_

#include <cstdint>

namespace kumbara {

std::uint64_t AllocationCount();

}  // namespace kumbara

#endif  // KUMBARA_TESTS_SUPPORT_ALLOCATION_COUNT_H_
