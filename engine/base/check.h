// Assertions. CHECK stays on in every build; DCHECK is for checks too slow for
// the hot path and is off when NDEBUG is defined. Both end the process: a
// broken invariant must never reach the journal.

#ifndef KUMBARA_ENGINE_BASE_CHECK_H_
#define KUMBARA_ENGINE_BASE_CHECK_H_

#include <cstdio>
#include <cstdlib>

namespace kumbara::internal {

[[noreturn]] inline void CheckFailed(const char* file, int line,
                                     const char* condition) {
  std::fprintf(stderr, "%s:%d: CHECK failed: %s\n", file, line, condition);
  std::abort();
}

}  // namespace kumbara::internal

#define KUMBARA_CHECK(condition)      \
  (__builtin_expect(!!(condition), 1) \
       ? static_cast<void>(0)         \
       : ::kumbara::internal::CheckFailed(__FILE__, __LINE__, #condition))

#ifdef NDEBUG
#define KUMBARA_DCHECK(condition) static_cast<void>(0)
#else
#define KUMBARA_DCHECK(condition) KUMBARA_CHECK(condition)
#endif

#endif  // KUMBARA_ENGINE_BASE_CHECK_H_
