#include "storage/archive/segment_files.h"

#include <fcntl.h>

#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "storage/journal/segment.h"
#include "storage/lmdb/file.h"

namespace kumbara::storage {
namespace {

absl::Status CopyBytes(const std::string& from, const std::string& to) {
  const absl::StatusOr<File> source = File::Open(from, O_RDONLY);
  if (!source.ok()) return source.status();
  absl::StatusOr<File> copy = File::Open(to, O_WRONLY | O_CREAT | O_TRUNC);
  if (!copy.ok()) return copy.status();
  std::vector<std::byte> piece(kContentPieceBytes);
  std::uint64_t offset = 0;
  for (;;) {
    const absl::StatusOr<std::size_t> read = source->ReadAt(offset, piece);
    if (!read.ok()) return read.status();
    if (*read == 0) break;
    const absl::Status written =
        copy->WriteAt(offset, std::span(piece).first(*read));
    if (!written.ok()) return written;
    offset += *read;
  }
  if (absl::Status status = copy->SyncData(); !status.ok()) return status;
  // What is read back shall come from the disk. Where it does not, only that
  // is lost.
  posix_fadvise(copy->descriptor(), 0, 0, POSIX_FADV_DONTNEED);
  return absl::OkStatus();
}

absl::Status CopyAndCompare(const std::string& from, const std::string& to,
                            const Digest& content) {
  if (absl::Status status = CopyBytes(from, to); !status.ok()) return status;
  const absl::StatusOr<Digest> copied = ContentOf(to);
  if (!copied.ok()) return copied.status();
  if (*copied == content) return absl::OkStatus();
  const absl::StatusOr<Digest> source = ContentOf(from);
  if (source.ok() && *source != content) {
    return absl::DataLossError(
        absl::StrCat(from, ": is damaged: it is not what it was"));
  }
  return absl::DataLossError(
      absl::StrCat(to, ": the copy does not read back as what was written"));
}

}  // namespace

SegmentFiles::SegmentFiles(const std::string& archive, std::uint32_t segment)
    : data(archive + "/" + SegmentName(segment)),
      facts(absl::StrFormat("%s/%010d.facts", archive, segment)),
      seal(absl::StrFormat("%s/%010d.seal", archive, segment)) {}

absl::StatusOr<SegmentFacts> ReadFacts(const SegmentFiles& files) {
  const absl::StatusOr<std::string> text = ReadWhole(files.facts);
  if (!text.ok()) return text.status();
  return ParseSegmentFacts(*text, files.facts);
}

absl::StatusOr<std::string> CopyUnready(const std::string& from,
                                        const std::string& to,
                                        const Digest& content) {
  std::string unready = to + ".new";
  const absl::Status copied = CopyAndCompare(from, unready, content);
  if (copied.ok()) return unready;
  static_cast<void>(RemoveFile(unready));  // The disk may be full of it.
  return copied;
}

absl::Status CopySmall(const std::string& from, const std::string& to) {
  const absl::StatusOr<std::string> text = ReadWhole(from);
  return text.ok() ? WriteWhole(to, *text) : text.status();
}

}  // namespace kumbara::storage
