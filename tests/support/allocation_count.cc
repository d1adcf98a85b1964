#include "tests/support/allocation_count.h"

#include <cstddef>
#include <cstdlib>
#include <new>

namespace kumbara {
namespace {

std::uint64_t allocation_count = 0;

}  // namespace

std::uint64_t AllocationCount() { return allocation_count; }

}  // namespace kumbara

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
