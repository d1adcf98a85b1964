// The log of fault_shim: what a program did to its files, in order. An event is
// a FaultEvent, its path, a second path (of a rename) and its bytes.

#ifndef KUMBARA_TESTS_FAULTS_FAULT_LOG_H_
#define KUMBARA_TESTS_FAULTS_FAULT_LOG_H_

#include <cstdint>
#include <type_traits>

namespace kumbara {

enum class FaultEventKind : std::uint8_t {
  kCreate = 1,
  kWrite = 2,
  kSync = 3,      // Of a file or a directory, when it has returned.
  kTruncate = 4,  // To `size` bytes.
  kRename = 5,
  kUnlink = 6,
  kMkdir = 7,
  kMark = 8,  // Bytes that the program wrote into the file of marks.
};

struct FaultEvent {
  FaultEventKind kind = FaultEventKind::kCreate;
  bool is_synced = false;  // A write that is durable when it has returned.
  std::uint16_t path_bytes = 0;
  std::uint16_t other_bytes = 0;
  std::uint16_t reserved = 0;
  std::uint64_t offset = 0;
  std::uint64_t size = 0;
  std::uint64_t data_bytes = 0;
};
static_assert(sizeof(FaultEvent) == 32);
static_assert(std::is_trivially_copyable_v<FaultEvent>);

}  // namespace kumbara

#endif  // KUMBARA_TESTS_FAULTS_FAULT_LOG_H_
