#include "tests/support/allocation_count.h"

#include <cstddef>
#include <cstdlib>
#include <new>

// Sanitizers have an operator new of their own, which one may not replace, and
// call who wants to know.
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
#define KUMBARA_HAS_SANITIZER
#elif defined(__has_feature)
#if __has_feature(address_sanitizer) || __has_feature(thread_sanitizer)
#define KUMBARA_HAS_SANITIZER
#endif
#endif

#ifdef KUMBARA_HAS_SANITIZER
#include <sanitizer/allocator_interface.h>
#endif

namespace kumbara {
namespace {

std::uint64_t allocation_count = 0;

#ifdef KUMBARA_HAS_SANITIZER
const int hooks = __sanitizer_install_malloc_and_free_hooks(
    [](const volatile void*, std::size_t) { ++allocation_count; },
    [](const volatile void*) {});
#endif

}  // namespace

std::uint64_t AllocationCount() { return allocation_count; }

}  // namespace kumbara

#ifndef KUMBARA_HAS_SANITIZER
// Where a compiler sees these inlined beside a call it keeps of the other, it
// takes them for a mismatch: they stand alone.
void* operator new(std::size_t size) {
  ++kumbara::allocation_count;
  if (void* memory = std::malloc(size)) return memory;
  throw std::bad_alloc();
}
void* operator new(std::size_t size, const std::nothrow_t&) noexcept {
  ++kumbara::allocation_count;
  return std::malloc(size);
}
void operator delete(void* memory) noexcept { std::free(memory); }
void operator delete(void* memory, std::size_t) noexcept { std::free(memory); }
#endif
