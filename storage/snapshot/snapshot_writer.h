// SnapshotWriter: writes a snapshot, part by part, under a name of its own.
// Whether it gets the name of a snapshot is decided by who has read it back.
//
// Threads: one owner.
// Errors:  one sentence that names the file, from Finish; what is written after
//          a failed write is lost. What was not renamed is deleted.
// Cost:    a copy and a hash of what is written, a system call a block. Pages
//          go to the disk as they come, so that the sync at the end, and the
//          commits of a ledger beside it, do not wait for all of them.

#ifndef KUMBARA_STORAGE_SNAPSHOT_SNAPSHOT_WRITER_H_
#define KUMBARA_STORAGE_SNAPSHOT_SNAPSHOT_WRITER_H_

#include <memory>
#include <span>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "engine/base/state_stream.h"
#include "storage/lmdb/file.h"
#include "storage/snapshot/snapshot_format.h"

namespace kumbara::storage {

class SnapshotWriter final : public StateSink {
 public:
  // `header` says of what state, but for its digest.
  static absl::StatusOr<std::unique_ptr<SnapshotWriter>> Create(
      const std::string& path, const SnapshotHeader& header);
  ~SnapshotWriter() override;
  SnapshotWriter(const SnapshotWriter&) = delete;
  SnapshotWriter& operator=(const SnapshotWriter&) = delete;

  // What is written from now on belongs to the next part.
  void BeginPart();
  void Write(std::span<const std::byte> bytes) override;

  // Completes the file and syncs it.
  absl::Status Finish(const Digest& state_digest);
  // Gives it its own name. REQUIRES: Finish succeeded.
  absl::Status RenameTo(const std::string& path);

  const std::string& path() const { return file_.path(); }

 private:
  SnapshotWriter(File file, const SnapshotHeader& header);

  void WriteBlock();

  File file_;
  SnapshotHeader header_;
  std::vector<SnapshotPart> parts_;
  std::vector<std::byte> block_;  // The one at hand, its header included.
  std::size_t used_ = 0;          // Of the block.
  std::uint32_t next_block_ = 0;  // Of the part.
  std::uint64_t written_ = kSnapshotBlocksFrom;  // Bytes of the file.
  bool is_renamed_ = false;
  absl::Status status_;
};

}  // namespace kumbara::storage

#endif  // KUMBARA_STORAGE_SNAPSHOT_SNAPSHOT_WRITER_H_
