// Prefetch: asks for a cache line ahead of its use.
//
// The compiler takes a function that does nothing but __builtin_prefetch for
// one without effect and drops calls of it that it has not inlined. The empty
// statement keeps them.

#ifndef KUMBARA_ENGINE_BASE_PREFETCH_H_
#define KUMBARA_ENGINE_BASE_PREFETCH_H_

namespace kumbara {

inline void Prefetch(const void* address) {
  __builtin_prefetch(address);
  asm volatile("" : : "r"(address));
}

}  // namespace kumbara

#endif  // KUMBARA_ENGINE_BASE_PREFETCH_H_
