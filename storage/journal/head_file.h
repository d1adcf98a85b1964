// HeadFile: DIR/HEAD, which says outside the journal where the journal ends.
//
// One flipped bit in an LMDB meta page opens an older tree without an error,
// so the end of the journal is written down a second time. Two slots in
// different 4 KiB blocks are overwritten in turn: a torn write spoils one, the
// other still holds the end one batch earlier. The first 96 bytes of a slot
// stay as they are in every format version.
//
//   offset  bytes  field of a slot
//        0      8  magic "KUMBHEAD"
//        8      2  format version
//       10      2  0
//       12      4  stream
//       16     16  ledger id
//       32      8  batch number
//       40      8  last sequence
//       48     16  chain
//       64      4  segment
//       68      4  0
//       72      8  0
//       80     16  XXH3-128 of bytes 0 to 79
//
// Threads: one owner. Readers of other processes may read while it is written.
// Errors:  one sentence; a slot written by a newer program is
//          FailedPrecondition, no readable slot DataLoss.
// Cost:    Write is one pwrite without a sync.

#ifndef KUMBARA_STORAGE_JOURNAL_HEAD_FILE_H_
#define KUMBARA_STORAGE_JOURNAL_HEAD_FILE_H_

#include <array>
#include <cstddef>
#include <cstdint>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "storage/journal/position.h"
#include "storage/lmdb/file.h"

namespace kumbara::storage {

inline constexpr std::uint64_t kHeadMagic = 0x4441'4548'424D'554BULL;
inline constexpr std::uint16_t kHeadFormat = 1;
inline constexpr std::size_t kHeadSlotBytes = 96;
inline constexpr std::uint64_t kHeadSlotDistance = 4096;

using HeadSlot = std::array<std::byte, kHeadSlotBytes>;
HeadSlot WriteHeadSlot(const JournalPosition& end);

class HeadFile {
 public:
  static std::string PathIn(const std::string& ledger_directory);

  // The end of the journal as of the last Write that reached the disk.
  static absl::StatusOr<JournalPosition> Read(
      const std::string& ledger_directory);

  // Writes and syncs the file and its entry in the directory.
  // REQUIRES: there is none yet.
  static absl::StatusOr<HeadFile> Create(const std::string& ledger_directory,
                                         const JournalPosition& end);
  // Opens an existing one, writes `end` and syncs.
  static absl::StatusOr<HeadFile> Open(const std::string& ledger_directory,
                                       const JournalPosition& end);

  absl::Status Write(const JournalPosition& end);
  absl::Status Sync() { return file_.SyncData(); }

 private:
  HeadFile(File file, std::uint64_t next_slot)
      : file_(std::move(file)), next_slot_(next_slot) {}

  File file_;
  std::uint64_t next_slot_;  // Never the newer one.
};

}  // namespace kumbara::storage

#endif  // KUMBARA_STORAGE_JOURNAL_HEAD_FILE_H_
