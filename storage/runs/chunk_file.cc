#include "storage/runs/chunk_file.h"

#include <fcntl.h>

#include <cstdio>
#include <cstdlib>
#include <utility>

#include "absl/strings/str_cat.h"
#include "engine/base/chunk_arena.h"

namespace kumbara::storage {
namespace {

std::uint64_t OffsetOf(std::uint32_t place) {
  return std::uint64_t{place} * ChunkArena::kChunkBytes;
}

}  // namespace

absl::StatusOr<std::unique_ptr<ChunkFile>> ChunkFile::Create(
    const std::string& path) {
  absl::StatusOr<File> file = File::Open(path, O_RDWR | O_CREAT | O_TRUNC);
  if (!file.ok()) return file.status();
  return std::unique_ptr<ChunkFile>(new ChunkFile(*std::move(file)));
}

std::uint32_t ChunkFile::NewPlace() {
  const std::scoped_lock lock(mutex_);
  kept_.emplace_back();
  return static_cast<std::uint32_t>(kept_.size() - 1);
}

bool ChunkFile::Keep(std::uint32_t place, std::span<const std::byte> chunk) {
  const Digest sum = Hash128(chunk.data(), chunk.size());
  {
    const std::scoped_lock lock(mutex_);
    if (!status_.ok()) return false;
    if (kept_[place].is_there && kept_[place].sum == sum) return true;
  }
  const absl::Status written = file_.WriteAt(OffsetOf(place), chunk);
  const std::scoped_lock lock(mutex_);
  status_.Update(written);
  if (!written.ok()) return false;
  kept_[place] = {true, sum};
  return true;
}

void ChunkFile::Ask(std::uint32_t place) {
  // Advice alone: what it fails at Fetch does.
  static_cast<void>(
      posix_fadvise(file_.descriptor(), static_cast<off_t>(OffsetOf(place)),
                    ChunkArena::kChunkBytes, POSIX_FADV_WILLNEED));
}

void ChunkFile::Fetch(std::uint32_t place, std::span<std::byte> chunk) {
  const absl::Status read = Read(place, chunk);
  if (read.ok()) return;
  std::fprintf(stderr, "kumbara: %s\n", std::string(read.message()).c_str());
  std::abort();
}

absl::Status ChunkFile::Read(std::uint32_t place,
                             std::span<std::byte> chunk) const {
  const absl::StatusOr<std::size_t> bytes =
      file_.ReadAt(OffsetOf(place), chunk);
  if (!bytes.ok()) return bytes.status();
  Digest kept;
  {
    const std::scoped_lock lock(mutex_);
    kept = kept_[place].sum;
  }
  if (*bytes == chunk.size() && Hash128(chunk.data(), chunk.size()) == kept) {
    return absl::OkStatus();
  }
  return absl::DataLossError(absl::StrCat(
      file_.path(), ": chunk ", place,
      " is not what was written there: open the ledger again, which makes the "
      "file anew from the journal, and have the disk looked at"));
}

std::uint32_t ChunkFile::chunks() const {
  const std::scoped_lock lock(mutex_);
  return static_cast<std::uint32_t>(kept_.size());
}

absl::Status ChunkFile::status() const {
  const std::scoped_lock lock(mutex_);
  return status_;
}

}  // namespace kumbara::storage
