#include "storage/evidence/checkpoint_log.h"

#include <algorithm>
#include <cstddef>
#include <filesystem>
#include <span>
#include <system_error>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "storage/lmdb/file.h"

namespace kumbara::storage {
namespace {

std::string LeavesPath(const std::string& path) { return path + ".leaves"; }

absl::Status AppendTo(const std::string& path, std::uint64_t offset,
                      std::span<const std::byte> bytes) {
  absl::StatusOr<File> file = File::Open(path, O_WRONLY | O_CREAT);
  if (!file.ok()) return file.status();
  absl::Status status = file->WriteAt(offset, bytes);
  if (status.ok()) status = file->SyncData();
  return status.ok() ? SyncDirectory(ParentOf(path)) : status;
}

}  // namespace

absl::StatusOr<CheckpointLog> CheckpointLog::Read(const std::string& path) {
  CheckpointLog log(path);
  absl::StatusOr<std::string> text = ReadWhole(path);
  if (absl::IsNotFound(text.status())) return log;
  if (!text.ok()) return text.status();
  log.text_ = *std::move(text);
  const std::size_t whole = WholeNoteBytes(log.text_);
  log.is_torn_ = IsPartOfCheckpoint(std::string_view(log.text_).substr(whole));
  if (log.is_torn_) log.text_.resize(whole);
  const absl::StatusOr<std::string> leaves = ReadWhole(LeavesPath(path));
  if (absl::IsNotFound(leaves.status())) return log;
  if (!leaves.ok()) return leaves.status();
  log.leaves_.resize(leaves->size() / sizeof(TreeHash));
  const std::span<std::byte> whole_leaves =
      std::as_writable_bytes(std::span(log.leaves_));
  std::copy_n(std::as_bytes(std::span(*leaves)).begin(), whole_leaves.size(),
              whole_leaves.begin());
  return log;
}

absl::StatusOr<std::vector<Checkpoint>> CheckpointLog::Trusted(
    std::span<const VerifierKey> keys) const {
  absl::StatusOr<std::vector<Checkpoint>> checkpoints =
      TrustedCheckpoints(text_, keys);
  if (!checkpoints.ok()) return InFile(path_, checkpoints.status());
  return checkpoints;
}

absl::Status CheckpointLog::Append(const SignedNote& note,
                                   std::span<const TreeHash> leaves) {
  // What a crash left behind the last checkpoint is written over.
  const std::span<const TreeHash> kept =
      leaves.first(std::min(leaves_.size(), leaves.size()));
  const auto differ =
      std::mismatch(kept.begin(), kept.end(), leaves_.begin()).first;
  const auto from = static_cast<std::size_t>(differ - kept.begin());
  absl::Status status = AppendTo(LeavesPath(path_), from * sizeof(TreeHash),
                                 std::as_bytes(leaves.subspan(from)));
  if (!status.ok()) return status;
  leaves_.assign(leaves.begin(), leaves.end());
  if (is_torn_) {
    std::error_code error;
    std::filesystem::resize_file(path_, text_.size(), error);
    if (error) return FileError(error.value(), path_, "cannot be cut");
    is_torn_ = false;
  }
  const std::string added = note.ToText();
  status = AppendTo(path_, text_.size(), std::as_bytes(std::span(added)));
  if (status.ok()) text_ += added;
  return status;
}

absl::StatusOr<std::vector<VerifierKey>> ReadVerifierKeys(
    const std::string& path) {
  const absl::StatusOr<std::string> text = ReadWhole(path);
  if (!text.ok()) return text.status();
  std::vector<VerifierKey> keys;
  for (const absl::string_view line :
       absl::StrSplit(*text, '\n', absl::SkipEmpty())) {
    absl::StatusOr<VerifierKey> key =
        VerifierKey::Parse(std::string_view(line.data(), line.size()));
    if (!key.ok()) return InFile(path, key.status());
    keys.push_back(*std::move(key));
  }
  if (keys.empty()) {
    return absl::InvalidArgumentError(
        absl::StrCat(path, ": holds no verifier key"));
  }
  return keys;
}

}  // namespace kumbara::storage
