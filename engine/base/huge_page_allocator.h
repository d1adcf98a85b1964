// A standard allocator that takes blocks of 32 KiB and more from huge pages.

#ifndef KUMBARA_ENGINE_BASE_HUGE_PAGE_ALLOCATOR_H_
#define KUMBARA_ENGINE_BASE_HUGE_PAGE_ALLOCATOR_H_

#include <cstddef>
#include <new>

#include "engine/base/huge_blocks.h"

namespace kumbara {

template <class T>
struct HugePageAllocator {
  using value_type = T;
  static constexpr std::size_t kHugeFrom = std::size_t{32} << 10;

  HugePageAllocator() = default;
  template <class U>
  explicit HugePageAllocator(const HugePageAllocator<U>&) {}

  T* allocate(std::size_t count) {
    const std::size_t bytes = count * sizeof(T);
    if (bytes >= kHugeFrom) return static_cast<T*>(AllocateHugeBlock(bytes));
    return static_cast<T*>(
        ::operator new (bytes, std::align_val_t{alignof(T)}));
  }
  void deallocate(T* memory, std::size_t count) {
    const std::size_t bytes = count * sizeof(T);
    if (bytes >= kHugeFrom) return FreeHugeBlock(memory, bytes);
    ::operator delete (memory, std::align_val_t{alignof(T)});
  }

  friend bool operator==(const HugePageAllocator&,
                         const HugePageAllocator&) = default;
};

}  // namespace kumbara

#endif  // KUMBARA_ENGINE_BASE_HUGE_PAGE_ALLOCATOR_H_
