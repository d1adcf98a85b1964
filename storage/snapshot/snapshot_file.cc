#include "storage/snapshot/snapshot_file.h"

#include <sys/stat.h>

#include <algorithm>
#include <cstring>
#include <optional>
#include <utility>

#include "absl/strings/str_cat.h"
#include "storage/snapshot/snapshot_list.h"

namespace kumbara::storage {
namespace {

absl::Status Damaged(const File& file, const std::string& what) {
  return absl::DataLossError(absl::StrCat(file.path(), ": ", what));
}

absl::StatusOr<std::uint64_t> SizeOf(const File& file) {
  struct stat facts;
  if (fstat(file.descriptor(), &facts) != 0) {
    return FileError(errno, file.path(), "cannot read");
  }
  return static_cast<std::uint64_t>(facts.st_size);
}

absl::Status ReadWholly(const File& file, std::uint64_t offset,
                        std::span<std::byte> out) {
  const absl::StatusOr<std::size_t> read = file.ReadAt(offset, out);
  if (!read.ok()) return read.status();
  return *read == out.size() ? absl::OkStatus() : Damaged(file, "is cut off");
}

absl::Status CheckHeader(const File& file, const SnapshotHeader& header) {
  if (header.magic != kSnapshotMagic) return Damaged(file, "is no snapshot");
  if (header.header_hash != header.Hash()) {
    return Damaged(file, "the header's checksum differs");
  }
  if (header.format > kSnapshotFormat ||
      header.semantics > SemanticVersion::kOne) {
    return absl::FailedPreconditionError(absl::StrCat(
        file.path(), ": was written by a newer kumbara, in format ",
        header.format, ": open the ledger with that one"));
  }
  if (header.format != kSnapshotFormat) {
    return Damaged(file, absl::StrCat("is of format ", header.format,
                                      ", which this program reads no more"));
  }
  const absl::StatusOr<std::uint64_t> size = SizeOf(file);
  if (!size.ok()) return size.status();
  if (*size != header.file_bytes || header.table_offset > *size ||
      *size - header.table_offset != header.parts * sizeof(SnapshotPart)) {
    return Damaged(file, absl::StrCat("has ", *size, " bytes instead of ",
                                      header.file_bytes));
  }
  return absl::OkStatus();
}

// A copy under another name would go for a newer one, and push out others.
absl::Status CheckName(const File& file, const SnapshotHeader& header) {
  const std::optional<Sequence> named = SequenceInName(file.path());
  if (!named || *named == header.sequence) return absl::OkStatus();
  return Damaged(file, absl::StrCat("is of sequence ", header.sequence,
                                    ", which is not its name; move it away"));
}

}  // namespace

absl::StatusOr<std::unique_ptr<SnapshotFile>> SnapshotFile::Open(
    const std::string& path) {
  absl::StatusOr<File> file = File::Open(path, O_RDONLY);
  if (!file.ok()) return file.status();
  SnapshotHeader header;
  absl::Status status =
      ReadWholly(*file, 0, std::as_writable_bytes(std::span(&header, 1)));
  if (status.ok()) status = CheckHeader(*file, header);
  if (status.ok()) status = CheckName(*file, header);
  if (!status.ok()) return status;
  std::unique_ptr<SnapshotFile> opened(
      new SnapshotFile(*std::move(file), header));
  status = opened->ReadTable();
  if (!status.ok()) return status;
  return opened;
}

absl::Status SnapshotFile::CheckLedger(const LedgerId& head) const {
  if (header_.ledger == head) return absl::OkStatus();
  return absl::FailedPreconditionError(absl::StrCat(
      path(),
      ": is a snapshot of another ledger than HEAD is; move away the one that "
      "does not belong here"));
}

absl::Status SnapshotFile::ReadTable() {
  const std::span<std::byte> table = std::as_writable_bytes(std::span(parts_));
  const absl::Status read = ReadWholly(file_, header_.table_offset, table);
  if (!read.ok()) return read;
  if (Hash128(table.data(), table.size()) != header_.table_hash) {
    return Damaged(file_, "the table's checksum differs");
  }
  return absl::OkStatus();
}

absl::Status SnapshotFile::ReadAllParts() const {
  std::vector<std::byte> piece(kSnapshotPayloadBytes);
  for (std::uint32_t part = 0; part < header_.parts; ++part) {
    SnapshotPartReader source(*this, part);
    while (source.left() > 0) {
      const auto bytes = static_cast<std::size_t>(
          std::min<std::uint64_t>(source.left(), piece.size()));
      if (!source.Read(std::span(piece).first(bytes))) return source.status();
    }
  }
  return absl::OkStatus();
}

bool SnapshotPartReader::Read(std::span<std::byte> out) {
  while (!out.empty()) {
    if (rest_.empty()) {
      if (status_.ok() && unread_ > 0) status_ = ReadBlock();
      if (rest_.empty()) return false;
    }
    const std::size_t taken = std::min(out.size(), rest_.size());
    std::memcpy(out.data(), rest_.data(), taken);
    out = out.subspan(taken);
    rest_ = rest_.subspan(taken);
  }
  return true;
}

absl::Status SnapshotPartReader::ReadBlock() {
  const auto payload = static_cast<std::size_t>(
      std::min<std::uint64_t>(unread_, kSnapshotPayloadBytes));
  block_.resize(sizeof(SnapshotBlockHeader) + payload);
  const std::uint64_t offset = file_.parts_[part_].offset +
                               std::uint64_t{next_block_} * kSnapshotBlockBytes;
  const absl::Status read = ReadWholly(file_.file_, offset, block_);
  if (!read.ok()) return read;
  SnapshotBlockHeader header;
  std::memcpy(&header, block_.data(), sizeof(header));
  if (Hash128(block_.data() + sizeof(header.hash),
              block_.size() - sizeof(header.hash)) != header.hash) {
    return Damaged(file_.file_, absl::StrCat("block ", next_block_, " of part ",
                                             part_, ": its checksum differs"));
  }
  if (header.sequence != file_.header_.sequence || header.part != part_ ||
      header.number != next_block_) {
    return Damaged(file_.file_,
                   absl::StrCat("block ", next_block_, " of part ", part_,
                                ": another one lies in its place"));
  }
  ++next_block_;
  unread_ -= payload;
  rest_ = std::span(block_).subspan(sizeof(header));
  return absl::OkStatus();
}

}  // namespace kumbara::storage
