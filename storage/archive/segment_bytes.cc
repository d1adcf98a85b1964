#include "storage/archive/segment_bytes.h"

#include <fcntl.h>

#include <utility>

#include "absl/strings/str_cat.h"
#include "storage/journal/segment_facts.h"

namespace kumbara::storage {
namespace {

absl::Status NoMemoryFor(const SegmentFile& file) {
  return absl::ResourceExhaustedError(
      absl::StrCat(file.path, ": no memory left for zstd"));
}

}  // namespace

absl::StatusOr<SegmentReader> SegmentReader::Open(const SegmentFile& from) {
  absl::StatusOr<File> file = File::Open(from.path, O_RDONLY);
  if (!file.ok()) return file.status();
  SegmentReader reader(*std::move(file));
  if (from.compression == Compression::kNone) return reader;
  reader.context_.reset(ZSTD_createDCtx());
  if (reader.context_ == nullptr) return NoMemoryFor(from);
  reader.compressed_.resize(ZSTD_DStreamInSize());
  return reader;
}

absl::StatusOr<std::size_t> SegmentReader::Read(std::span<std::byte> out) {
  if (context_ != nullptr) return ReadFrame(out);
  const absl::StatusOr<std::size_t> read = file_.ReadAt(offset_, out);
  if (read.ok()) offset_ += *read;
  return read;
}

absl::StatusOr<std::size_t> SegmentReader::ReadFrame(std::span<std::byte> out) {
  ZSTD_outBuffer output = {out.data(), out.size(), 0};
  while (output.pos < output.size && !ended_) {
    if (input_.pos == input_.size) {
      if (absl::Status status = Refill(); !status.ok()) return status;
    }
    const bool at_end = input_.size == 0;
    const std::size_t before = output.pos;
    const std::size_t left =
        ZSTD_decompressStream(context_.get(), &output, &input_);
    if (ZSTD_isError(left)) return Damaged(ZSTD_getErrorName(left));
    ended_ = left == 0;
    // What the context holds back comes without more input.
    if (at_end && !ended_ && output.pos == before) {
      return Damaged("it ends too early");
    }
  }
  if (ended_) {
    if (input_.pos == input_.size) {
      if (absl::Status status = Refill(); !status.ok()) return status;
    }
    if (input_.size > 0) return Damaged("there is more behind its end");
  }
  return output.pos;
}

absl::Status SegmentReader::Refill() {
  const absl::StatusOr<std::size_t> read = file_.ReadAt(offset_, compressed_);
  if (!read.ok()) return read.status();
  offset_ += *read;
  input_ = {compressed_.data(), *read, 0};
  return absl::OkStatus();
}

absl::Status SegmentReader::Damaged(const char* what) const {
  return absl::DataLossError(
      absl::StrCat(file_.path(), ": is damaged: as zstd, ", what));
}

absl::StatusOr<SegmentWriter> SegmentWriter::Create(const SegmentFile& to) {
  absl::StatusOr<File> file = File::Open(to.path, O_WRONLY | O_CREAT | O_TRUNC);
  if (!file.ok()) return file.status();
  SegmentWriter writer(*std::move(file));
  if (to.compression == Compression::kNone) return writer;
  writer.context_.reset(ZSTD_createCCtx());
  if (writer.context_ == nullptr ||
      ZSTD_isError(ZSTD_CCtx_setParameter(writer.context_.get(),
                                          ZSTD_c_checksumFlag, 1))) {
    return NoMemoryFor(to);
  }
  writer.compressed_.resize(ZSTD_CStreamOutSize());
  return writer;
}

absl::Status SegmentWriter::Write(std::span<const std::byte> bytes) {
  return context_ == nullptr ? Append(bytes)
                             : WriteFrame(bytes, ZSTD_e_continue);
}

absl::Status SegmentWriter::WriteFrame(std::span<const std::byte> bytes,
                                       ZSTD_EndDirective end) {
  ZSTD_inBuffer input = {bytes.data(), bytes.size(), 0};
  for (;;) {
    ZSTD_outBuffer output = {compressed_.data(), compressed_.size(), 0};
    const std::size_t left =
        ZSTD_compressStream2(context_.get(), &output, &input, end);
    if (ZSTD_isError(left)) {
      return absl::ResourceExhaustedError(absl::StrCat(
          file_.path(), ": cannot compress: ", ZSTD_getErrorName(left)));
    }
    const absl::Status written =
        Append(std::span(compressed_).first(output.pos));
    if (!written.ok()) return written;
    const bool done = end == ZSTD_e_end ? left == 0 : input.pos == input.size;
    if (done) return absl::OkStatus();
  }
}

absl::Status SegmentWriter::Append(std::span<const std::byte> bytes) {
  if (bytes.empty()) return absl::OkStatus();
  const absl::Status written = file_.WriteAt(offset_, bytes);
  if (written.ok()) offset_ += bytes.size();
  return written;
}

absl::Status SegmentWriter::Finish() {
  if (context_ != nullptr) {
    const absl::Status ended = WriteFrame({}, ZSTD_e_end);
    if (!ended.ok()) return ended;
  }
  if (absl::Status status = file_.SyncData(); !status.ok()) return status;
  // Where the pages stay in memory, only a check of the disk is lost.
  posix_fadvise(file_.descriptor(), 0, 0, POSIX_FADV_DONTNEED);
  return absl::OkStatus();
}

absl::StatusOr<Digest> ContentOf(const SegmentFile& file) {
  absl::StatusOr<SegmentReader> reader = SegmentReader::Open(file);
  if (!reader.ok()) return reader.status();
  std::vector<std::byte> piece(kContentPieceBytes);
  Digest content;
  for (;;) {
    const absl::StatusOr<std::size_t> read = reader->Read(piece);
    if (!read.ok()) return read.status();
    if (*read == 0) return content;
    content = ContentWith(content, std::span(piece).first(*read));
  }
}

}  // namespace kumbara::storage
