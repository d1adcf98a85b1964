// IdBlock: the form of a run on disk. A run is a file of blocks of 4 KiB, in
// each of them ids with their entries, ascending through the whole file.
//
//   offset  bytes  field of a block
//        0      8  XXH3-64 of bytes 8 to 4,095
//        8      8  number of the run
//       16      4  number of the block in the run
//       20      4  ids in the block, 1 to 72
//       24     40  0
//       64     56  an id and its entry, 72 times; those not in use as a
//                  WrittenId is made
//
// Run and block stand under the checksum, so that a block in another's place
// is found out.
//
// Threads: functions and values only.
// Errors:  DataLoss with one sentence, which the caller completes by file.

#ifndef KUMBARA_STORAGE_RUNS_ID_BLOCK_H_
#define KUMBARA_STORAGE_RUNS_ID_BLOCK_H_

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <type_traits>

#include "absl/status/status.h"
#include "engine/port/cold_store.h"

namespace kumbara::storage {

using RunNumber = std::uint64_t;

inline constexpr std::size_t kIdsPerBlock = 72;

// A ColdId as it is written.
struct WrittenId {
  IdEntry entry;
  Slot slot = 0;
  std::uint32_t reserved = 0;
};
static_assert(sizeof(WrittenId) == 56);
static_assert(std::is_trivially_copyable_v<WrittenId>);

struct IdBlock {
  std::uint64_t checksum = 0;
  RunNumber run = 0;
  std::uint32_t number = 0;
  std::uint32_t count = 0;
  std::array<std::uint64_t, 5> reserved{};
  std::array<WrittenId, kIdsPerBlock> ids{};

  std::span<const WrittenId> used() const { return {ids.data(), count}; }
};
static_assert(sizeof(IdBlock) == 4096);
static_assert(offsetof(IdBlock, ids) == 64);
static_assert(std::is_trivially_copyable_v<IdBlock>);

inline std::span<std::byte> BytesOf(IdBlock& block) {
  return std::as_writable_bytes(std::span(&block, 1));
}

// Makes a block complete: its place and its checksum.
void SealBlock(RunNumber run, std::uint32_t number, IdBlock* block);

// Whether the block that was read is the one that was sealed for that place.
absl::Status CheckBlock(RunNumber run, std::uint32_t number,
                        const IdBlock& block);

}  // namespace kumbara::storage

#endif  // KUMBARA_STORAGE_RUNS_ID_BLOCK_H_
