#include "storage/archive/segment_files.h"

#include <set>
#include <span>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "storage/journal/segment.h"
#include "storage/lmdb/file.h"

namespace kumbara::storage {
namespace {

absl::Status IsDamaged(const SegmentFile& file) {
  return absl::DataLossError(
      absl::StrCat(file.path, ": is damaged: it is not what it was"));
}

absl::Status CopyBytes(const SegmentFile& from, const SegmentFile& to,
                       std::uint64_t bytes) {
  absl::StatusOr<SegmentReader> source = SegmentReader::Open(from);
  if (!source.ok()) return source.status();
  absl::StatusOr<SegmentWriter> copy = SegmentWriter::Create(to);
  if (!copy.ok()) return copy.status();
  std::vector<std::byte> piece(kContentPieceBytes);
  std::uint64_t copied = 0;
  for (;;) {
    const absl::StatusOr<std::size_t> read = source->Read(piece);
    if (!read.ok()) return read.status();
    if (*read == 0) return copy->Finish();
    copied += *read;
    // What is compressed may be as large as it likes.
    if (copied > bytes) return IsDamaged(from);
    const absl::Status written = copy->Write(std::span(piece).first(*read));
    if (!written.ok()) return written;
  }
}

absl::Status CopyAndCompare(const SegmentFile& from, const SegmentFile& to,
                            std::uint64_t bytes, const Digest& content) {
  const absl::Status done = CopyBytes(from, to, bytes);
  if (!done.ok()) return done;
  const absl::StatusOr<Digest> copied = ContentOf(to);
  if (!copied.ok()) return copied.status();
  if (*copied == content) return absl::OkStatus();
  const absl::StatusOr<Digest> source = ContentOf(from);
  if (source.ok() && *source != content) return IsDamaged(from);
  return absl::DataLossError(absl::StrCat(
      to.path, ": the copy does not read back as what was written"));
}

}  // namespace

SegmentFiles::SegmentFiles(const std::string& archive, std::uint32_t segment)
    : plain{archive + "/" + SegmentName(segment), Compression::kNone},
      packed{plain.path + ".zst", Compression::kZstd},
      facts(absl::StrFormat("%s/%010d.facts", archive, segment)),
      seal(absl::StrFormat("%s/%010d.seal", archive, segment)) {}

const SegmentFile* SegmentFiles::Find() const {
  for (const SegmentFile* file : {&plain, &packed}) {
    if (FileExists(file->path)) return file;
  }
  return nullptr;
}

absl::StatusOr<std::vector<std::uint32_t>> ListArchive(
    const std::string& archive) {
  absl::StatusOr<std::vector<std::uint32_t>> segments =
      ListSegmentsIn(archive, "");
  if (!segments.ok()) return segments;
  const absl::StatusOr<std::vector<std::uint32_t>> packed =
      ListSegmentsIn(archive, ".zst");
  if (!packed.ok()) return packed;
  std::set<std::uint32_t> all(segments->begin(), segments->end());
  all.insert(packed->begin(), packed->end());
  return std::vector(all.begin(), all.end());
}

absl::StatusOr<SegmentFacts> ReadFacts(const SegmentFiles& files) {
  const absl::StatusOr<std::string> text = ReadWhole(files.facts);
  if (!text.ok()) return text.status();
  return ParseSegmentFacts(*text, files.facts);
}

absl::StatusOr<std::string> CopyUnready(const SegmentFile& from,
                                        const SegmentFile& to,
                                        std::uint64_t bytes,
                                        const Digest& content) {
  const SegmentFile unready = {to.path + ".new", to.compression};
  const absl::Status copied = CopyAndCompare(from, unready, bytes, content);
  if (copied.ok()) return unready.path;
  static_cast<void>(RemoveFile(unready.path));  // The disk may be full of it.
  return copied;
}

absl::Status CopySmall(const std::string& from, const std::string& to) {
  const absl::StatusOr<std::string> text = ReadWhole(from);
  return text.ok() ? WriteWhole(to, *text) : text.status();
}

}  // namespace kumbara::storage
