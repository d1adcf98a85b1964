#include "storage/snapshot/snapshot_writer.h"

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cstring>
#include <utility>

namespace kumbara::storage {

absl::StatusOr<std::unique_ptr<SnapshotWriter>> SnapshotWriter::Create(
    const std::string& path, const SnapshotHeader& header) {
  absl::StatusOr<File> file = File::Open(path, O_RDWR | O_CREAT | O_TRUNC);
  if (!file.ok()) return file.status();
  return std::unique_ptr<SnapshotWriter>(
      new SnapshotWriter(*std::move(file), header));
}

SnapshotWriter::SnapshotWriter(File file, const SnapshotHeader& header)
    : file_(std::move(file)), header_(header), block_(kSnapshotBlockBytes) {}

SnapshotWriter::~SnapshotWriter() {
  if (!is_renamed_) unlink(file_.path().c_str());
}

void SnapshotWriter::BeginPart() {
  WriteBlock();
  parts_.push_back({written_, 0});
  next_block_ = 0;
}

void SnapshotWriter::Write(std::span<const std::byte> bytes) {
  parts_.back().bytes += bytes.size();
  while (!bytes.empty()) {
    const std::size_t taken =
        std::min(bytes.size(), kSnapshotPayloadBytes - used_);
    std::memcpy(block_.data() + sizeof(SnapshotBlockHeader) + used_,
                bytes.data(), taken);
    used_ += taken;
    bytes = bytes.subspan(taken);
    if (used_ == kSnapshotPayloadBytes) WriteBlock();
  }
}

void SnapshotWriter::WriteBlock() {
  if (used_ == 0) return;
  SnapshotBlockHeader header;
  header.sequence = header_.sequence;
  header.part = static_cast<std::uint32_t>(parts_.size() - 1);
  header.number = next_block_++;
  std::memcpy(block_.data(), &header, sizeof(header));
  const std::size_t bytes = sizeof(header) + std::exchange(used_, 0);
  header.hash =
      Hash128(block_.data() + sizeof(header.hash), bytes - sizeof(header.hash));
  std::memcpy(block_.data(), &header.hash, sizeof(header.hash));
  if (status_.ok()) {
    status_ = file_.WriteAt(written_, std::span(block_).first(bytes));
    // Begins to write it out; what fails is told by the sync.
    (void)sync_file_range(file_.descriptor(), static_cast<off64_t>(written_),
                          static_cast<off64_t>(bytes), SYNC_FILE_RANGE_WRITE);
  }
  written_ += bytes;
}

absl::Status SnapshotWriter::Finish(const Digest& state_digest) {
  WriteBlock();
  const std::span<const std::byte> table = std::as_bytes(std::span(parts_));
  header_.parts = static_cast<std::uint32_t>(parts_.size());
  header_.table_offset = written_;
  header_.file_bytes = written_ + table.size();
  header_.state_digest = state_digest;
  header_.table_hash = Hash128(table.data(), table.size());
  header_.header_hash = header_.Hash();
  std::array<std::byte, kSnapshotBlocksFrom> head{};
  std::memcpy(head.data(), &header_, sizeof(header_));
  if (status_.ok()) status_ = file_.WriteAt(written_, table);
  if (status_.ok()) status_ = file_.WriteAt(0, head);
  if (status_.ok()) status_ = file_.SyncData();
  return status_;
}

absl::Status SnapshotWriter::RenameTo(const std::string& path) {
  const absl::Status renamed = RenameDurably(file_.path(), path);
  is_renamed_ = renamed.ok();
  return renamed;
}

}  // namespace kumbara::storage
