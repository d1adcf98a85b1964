// The bytes of a segment's file, read and written from the beginning to the
// end: as they are, or compressed by zstd.
//
// Compressed is one zstd frame with its checksum, and nothing behind it; the
// program `zstd` reads it.
//
// Units:   bytes of the segment, not of what it is compressed to.
// Threads: one owner each.
// Errors:  one sentence that names the file; DataLoss if it is no such frame.
// Cost:    a system call for each piece; a compressed file takes some megabytes
//          of memory besides.

#ifndef KUMBARA_STORAGE_ARCHIVE_SEGMENT_BYTES_H_
#define KUMBARA_STORAGE_ARCHIVE_SEGMENT_BYTES_H_

#include <zstd.h>

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "engine/base/hash.h"
#include "storage/lmdb/file.h"

namespace kumbara::storage {

enum class Compression { kNone, kZstd };

struct SegmentFile {
  std::string path;
  Compression compression = Compression::kNone;
};

struct ZstdDeleter {
  void operator()(ZSTD_DCtx* context) const { ZSTD_freeDCtx(context); }
  void operator()(ZSTD_CCtx* context) const { ZSTD_freeCCtx(context); }
};

class SegmentReader {
 public:
  static absl::StatusOr<SegmentReader> Open(const SegmentFile& from);

  // Fills `out`; fewer bytes only at the end, none behind it.
  absl::StatusOr<std::size_t> Read(std::span<std::byte> out);

 private:
  explicit SegmentReader(File file) : file_(std::move(file)) {}

  absl::StatusOr<std::size_t> ReadFrame(std::span<std::byte> out);
  // Sets `input_` to the next bytes of the file; to none at its end.
  absl::Status Refill();
  absl::Status Damaged(const char* what) const;

  File file_;
  std::uint64_t offset_ = 0;
  // Only of a compressed file:
  std::unique_ptr<ZSTD_DCtx, ZstdDeleter> context_;
  std::vector<std::byte> compressed_;
  ZSTD_inBuffer input_ = {};
  bool ended_ = false;
};

class SegmentWriter {
 public:
  // In the place of a file that is there.
  static absl::StatusOr<SegmentWriter> Create(const SegmentFile& to);

  absl::Status Write(std::span<const std::byte> bytes);
  // Durable when it returns, and best read back from the disk.
  absl::Status Finish();

 private:
  explicit SegmentWriter(File file) : file_(std::move(file)) {}

  absl::Status WriteFrame(std::span<const std::byte> bytes,
                          ZSTD_EndDirective end);
  absl::Status Append(std::span<const std::byte> bytes);

  File file_;
  std::uint64_t offset_ = 0;
  std::unique_ptr<ZSTD_CCtx, ZstdDeleter> context_;  // Of a compressed file.
  std::vector<std::byte> compressed_;
};

// As ContentOf (segment_facts.h) of what the file is or holds compressed.
absl::StatusOr<Digest> ContentOf(const SegmentFile& file);

}  // namespace kumbara::storage

#endif  // KUMBARA_STORAGE_ARCHIVE_SEGMENT_BYTES_H_
