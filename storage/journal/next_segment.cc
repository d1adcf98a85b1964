#include "storage/journal/next_segment.h"

#include <filesystem>
#include <system_error>
#include <vector>

#include "storage/journal/segment.h"
#include "storage/lmdb/file.h"

namespace kumbara::storage {
namespace {

namespace fs = std::filesystem;

constexpr char kNextSuffix[] = ".next";

// Whether a name is that of a next segment, or of a part of one.
bool IsOfNext(const std::string& name) {
  return name.find(std::string(".mdb") + kNextSuffix) != std::string::npos;
}

}  // namespace

NextSegment::~NextSegment() {
  if (made_.valid()) made_.wait();
}

std::string NextSegment::PathOf(std::uint32_t segment) const {
  return SegmentPath(directory_, segment) + kNextSuffix;
}

std::uint64_t NextSegment::map_bytes() const {
  return segment_bytes_ + kSegmentSlackBytes;
}

void NextSegment::Prepare(std::uint32_t segment) {
  if (made_.valid()) return;
  // Where there is no thread to be had it is made when it is needed.
  made_ = std::async(std::launch::async | std::launch::deferred,
                     [this, segment] { return Make(segment); });
}

absl::Status NextSegment::Make(std::uint32_t segment) const {
  const std::string path = PathOf(segment);
  absl::Status status = Environment::Make(path, map_bytes());
  if (!status.ok()) return status;
  const absl::StatusOr<std::uint64_t> free = FreeBytes(path);
  if (!free.ok() || *free < 2 * segment_bytes_) return free.status();
  return ReserveBytes(path, segment_bytes_);
}

absl::StatusOr<std::unique_ptr<Environment>> NextSegment::Begin(
    std::uint32_t segment) {
  const std::string path = SegmentPath(directory_, segment);
  if (!made_.valid()) return Environment::Create(path, map_bytes());
  absl::Status status = made_.get();
  if (absl::IsResourceExhausted(status)) {
    // The disk may have room by now, and there is nothing of value in it yet.
    if (status = Discard(); !status.ok()) return status;
    return Environment::Create(path, map_bytes());
  }
  if (status.ok()) status = Environment::ReserveLock(path);
  if (status.ok()) status = RenameDurably(PathOf(segment), path);
  if (!status.ok()) return status;
  return Environment::Open(path, Access::kReadWrite);
}

absl::Status NextSegment::Discard() {
  if (made_.valid()) static_cast<void>(made_.get());
  const std::string directory = JournalDirectory(directory_);
  std::error_code error;
  std::vector<std::string> left;
  for (fs::directory_iterator files(directory, error);
       !error && files != fs::directory_iterator(); files.increment(error)) {
    if (IsOfNext(files->path().filename().string())) {
      left.push_back(files->path().string());
    }
  }
  if (error) return FileError(error.value(), directory, "cannot list");
  for (const std::string& path : left) {
    if (absl::Status status = RemoveFile(path); !status.ok()) return status;
  }
  return absl::OkStatus();
}

}  // namespace kumbara::storage
