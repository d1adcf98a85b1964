// Numbers by which a test may be made longer, or one of its cases repeated.

#ifndef KUMBARA_TESTS_SUPPORT_FROM_ENVIRONMENT_H_
#define KUMBARA_TESTS_SUPPORT_FROM_ENVIRONMENT_H_

#include <cstdint>
#include <cstdlib>

namespace kumbara {

inline std::uint64_t FromEnvironment(const char* name,
                                     std::uint64_t otherwise) {
  const char* text = std::getenv(name);
  return text != nullptr ? std::strtoull(text, nullptr, 10) : otherwise;
}

}  // namespace kumbara

#endif  // KUMBARA_TESTS_SUPPORT_FROM_ENVIRONMENT_H_
