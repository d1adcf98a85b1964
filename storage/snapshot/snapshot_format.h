// The bytes of a snapshot: DIR/snapshots/SEQUENCE.snapshot.
//
//   header (160), zero-padded to 4096
//   blocks of 1 MiB and less, following each other
//   table, 16 bytes a part
//
// A part is what its blocks hold, one behind the other; parts can be read side
// by side. Part 0 is a batch value (engine/record/batch.h) with the records
// that the ledger was founded on, all later versions of its program, all
// estimates and all codes so far; the others are those of Ledger::SavePart:
// records and tables as they lie in memory.
//
//   offset  bytes  field of the header
//        0      8  magic "KUMBSNAP"
//        8      2  format version
//       10      2  version of the engine's rules
//       12      4  stream
//       16     16  ledger id
//       32      8  batch number       the last whole batch applied,
//       40      8  its last sequence
//       48     16  and the chain behind it
//       64      4  its segment
//       68      4  parts
//       72      8  0
//       80      8  sequence           the last one applied
//       88      8  file bytes
//       96      8  table offset
//      104      8  0
//      112     16  state digest
//      128     16  XXH3-128 of the table
//      144     16  XXH3-128 of bytes 0 to 143
//
//   offset  bytes  field of a block
//        0     16  XXH3-128 of the rest of the block
//       16      8  sequence, as in the header
//       24      4  part
//       28      4  number of the block in its part, from 0
//       32         up to 1 MiB - 32 bytes of the part; all but its last block
//                  are full
//
//   offset  bytes  field of a part in the table
//        0      8  offset of its first block
//        8      8  bytes, without the blocks' own
//
// The header stays as it is in every format version.

#ifndef KUMBARA_STORAGE_SNAPSHOT_SNAPSHOT_FORMAT_H_
#define KUMBARA_STORAGE_SNAPSHOT_SNAPSHOT_FORMAT_H_

#include <cstddef>
#include <cstdint>
#include <type_traits>

#include "engine/base/hash.h"
#include "engine/base/limits.h"
#include "engine/base/types.h"
#include "engine/record/settings.h"
#include "storage/journal/position.h"

namespace kumbara::storage {

inline constexpr std::uint64_t kSnapshotMagic = 0x5041'4E53'424D'554BULL;

// Whoever changes what a part holds, or a record that passes as it lies in
// memory, raises it: a snapshot of another format is left aside, and the
// journal re-applied instead.
inline constexpr std::uint16_t kSnapshotFormat = 16;

inline constexpr std::uint64_t kSnapshotBlocksFrom = 4096;

struct SnapshotHeader {
  std::uint64_t magic = kSnapshotMagic;
  std::uint16_t format = kSnapshotFormat;
  SemanticVersion semantics = SemanticVersion::kOne;
  std::uint32_t stream = 0;
  LedgerId ledger;
  BatchNumber batch = 0;
  Sequence batch_last_sequence = 0;
  Digest chain;
  std::uint32_t segment = 0;
  std::uint32_t parts = 0;
  std::uint64_t reserved = 0;
  Sequence sequence = 0;
  std::uint64_t file_bytes = 0;
  std::uint64_t table_offset = 0;
  std::uint64_t reserved_too = 0;
  Digest state_digest;
  Digest table_hash;
  Digest header_hash;

  // Behind the last whole batch that was applied.
  JournalPosition position() const {
    return {ledger, stream, segment, batch, batch_last_sequence, chain};
  }
  void set_position(const JournalPosition& position);
  Digest Hash() const {
    return Hash128(this, offsetof(SnapshotHeader, header_hash));
  }
};
static_assert(sizeof(SnapshotHeader) == 160);
static_assert(offsetof(SnapshotHeader, sequence) == 80);
static_assert(std::has_unique_object_representations_v<SnapshotHeader>);

struct SnapshotBlockHeader {
  Digest hash;
  Sequence sequence = 0;
  std::uint32_t part = 0;
  std::uint32_t number = 0;
};
static_assert(sizeof(SnapshotBlockHeader) == 32);
static_assert(std::has_unique_object_representations_v<SnapshotBlockHeader>);

inline constexpr std::size_t kSnapshotBlockBytes = kMiB;
// Of the part, in a full block.
inline constexpr std::size_t kSnapshotPayloadBytes =
    kSnapshotBlockBytes - sizeof(SnapshotBlockHeader);

struct SnapshotPart {
  std::uint64_t offset = 0;
  std::uint64_t bytes = 0;
};
static_assert(sizeof(SnapshotPart) == 16);
static_assert(std::has_unique_object_representations_v<SnapshotPart>);

inline void SnapshotHeader::set_position(const JournalPosition& position) {
  ledger = position.ledger;
  stream = position.stream;
  segment = position.segment;
  batch = position.number;
  batch_last_sequence = position.last_sequence;
  chain = position.chain;
}

}  // namespace kumbara::storage

#endif  // KUMBARA_STORAGE_SNAPSHOT_SNAPSHOT_FORMAT_H_
