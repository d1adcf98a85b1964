#include "storage/backup/batch_copy.h"

#include <algorithm>
#include <utility>

#include "engine/base/limits.h"
#include "storage/lmdb/file.h"

namespace kumbara::storage {
namespace {

// LMDB keeps what is not committed in memory.
constexpr std::size_t kCommitBytes = 32 * kMiB;

}  // namespace

absl::StatusOr<std::unique_ptr<BatchCopy>> BatchCopy::Create(
    const std::string& path, const std::string& like) {
  std::uint64_t map_bytes = 0;
  {
    const auto opened = Environment::Open(like, Access::kReadOnly);
    if (!opened.ok()) return opened.status();
    map_bytes = (*opened)->map_bytes();
  }
  if (absl::Status gone = Environment::Remove(path); !gone.ok()) return gone;
  std::unique_ptr<BatchCopy> copy(new BatchCopy(path));
  auto file = Environment::Create(path, map_bytes);
  if (!file.ok()) return file.status();
  copy->file_ = *std::move(file);
  return copy;
}

BatchCopy::~BatchCopy() {
  if (is_finished_) return;
  writing_.reset();
  file_.reset();
  static_cast<void>(Environment::Remove(path_));
}

absl::Status BatchCopy::Add(BatchNumber number,
                            std::span<const std::byte> value) {
  if (!writing_) {
    absl::StatusOr<WriteTransaction> begun = file_->BeginWrite();
    if (!begun.ok()) return begun.status();
    writing_.emplace(*std::move(begun));
  }
  const absl::StatusOr<std::span<std::byte>> room =
      writing_->Append(number, value.size());
  if (!room.ok()) return room.status();
  std::copy(value.begin(), value.end(), room->begin());
  uncommitted_ += value.size();
  return uncommitted_ < kCommitBytes ? absl::OkStatus() : Commit();
}

absl::Status BatchCopy::Commit() {
  if (!writing_) return absl::OkStatus();
  const absl::Status committed = writing_->Commit();
  writing_.reset();
  uncommitted_ = 0;
  return committed;
}

absl::Status BatchCopy::Finish() {
  absl::Status status = Commit();
  if (!status.ok()) return status;
  file_.reset();
  status = RemoveFile(Environment::LockPathOf(path_));
  is_finished_ = status.ok();
  return status;
}

}  // namespace kumbara::storage
