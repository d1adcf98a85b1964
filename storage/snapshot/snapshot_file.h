// SnapshotFile: a snapshot to be read, every checksum verified on the way.
//
// Threads: any number of readers.
// Errors:  one sentence that names the file. DataLoss: it is damaged.
//          FailedPrecondition: it is whole and by a newer program.
// Cost:    Open reads header and table; a part is read once, block by block.

#ifndef KUMBARA_STORAGE_SNAPSHOT_SNAPSHOT_FILE_H_
#define KUMBARA_STORAGE_SNAPSHOT_SNAPSHOT_FILE_H_

#include <cstdint>
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

class SnapshotFile {
 public:
  static absl::StatusOr<std::unique_ptr<SnapshotFile>> Open(
      const std::string& path);

  // Every block verified; what the parts hold is not looked at.
  absl::Status ReadAllParts() const;

  // FailedPrecondition if it is of another ledger than `head`, that of HEAD.
  absl::Status CheckLedger(const LedgerId& head) const;

  const SnapshotHeader& header() const { return header_; }
  const std::string& path() const { return file_.path(); }
  std::uint64_t part_bytes(std::uint32_t part) const {
    return parts_[part].bytes;
  }

 private:
  friend class SnapshotPartReader;

  SnapshotFile(File file, const SnapshotHeader& header)
      : file_(std::move(file)), header_(header), parts_(header.parts) {}

  absl::Status ReadTable();

  File file_;
  SnapshotHeader header_;
  std::vector<SnapshotPart> parts_;
};

// One part, from its beginning.
class SnapshotPartReader final : public StateSource {
 public:
  SnapshotPartReader(const SnapshotFile& file, std::uint32_t part)
      : file_(file), part_(part), unread_(file.parts_[part].bytes) {}

  bool Read(std::span<std::byte> out) override;
  std::uint64_t left() const override { return unread_ + rest_.size(); }

  // The damage, if Read failed for any.
  const absl::Status& status() const { return status_; }

 private:
  absl::Status ReadBlock();

  const SnapshotFile& file_;
  const std::uint32_t part_;
  std::uint64_t unread_;  // Bytes behind the block at hand.
  std::uint32_t next_block_ = 0;
  std::vector<std::byte> block_;
  std::span<const std::byte> rest_;  // Of the block at hand.
  absl::Status status_;
};

}  // namespace kumbara::storage

#endif  // KUMBARA_STORAGE_SNAPSHOT_SNAPSHOT_FILE_H_
