#include "storage/backup/verify_backup.h"

#include <cstddef>
#include <memory>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "storage/archive/segment_scan.h"
#include "storage/evidence/seals.h"
#include "storage/snapshot/snapshot_file.h"

namespace kumbara::storage {
namespace {

absl::Status CheckContent(const std::string& path, const BackupFile& file) {
  const absl::StatusOr<Digest> content = ContentOf(path);
  if (!content.ok()) return content.status();
  if (*content == file.content) return absl::OkStatus();
  return absl::DataLossError(
      absl::StrCat(path, ": is damaged: it is not what it was"));
}

absl::Status CheckSealOf(const std::string& path, const BackupFile& file,
                         const BackupManifest& manifest,
                         std::span<const VerifierKey> keys) {
  for (const SegmentFacts& segment : manifest.segments) {
    if (absl::EndsWith(SealPath("", segment.segment()), file.path)) {
      return CheckSeal(path, segment, keys);
    }
  }
  return absl::DataLossError(absl::StrCat(path, ": is the seal of no segment"));
}

absl::Status CheckFile(const std::string& path, const BackupFile& file,
                       const BackupManifest& manifest,
                       std::span<const VerifierKey> keys) {
  const absl::Status content = CheckContent(path, file);
  if (!content.ok()) return content;
  if (absl::StartsWith(file.path, "seals/")) {
    return CheckSealOf(path, file, manifest, keys);
  }
  if (!absl::StartsWith(file.path, "snapshots/")) return content;
  const auto snapshot = SnapshotFile::Open(path);
  return snapshot.ok() ? (*snapshot)->ReadAllParts() : snapshot.status();
}

}  // namespace

absl::Status VerifyBackup(const std::string& backup,
                          std::span<const VerifierKey> keys,
                          const OnBackupFile& verified) {
  const absl::StatusOr<BackupManifest> manifest = ReadManifest(backup);
  if (!manifest.ok()) return manifest.status();
  std::size_t damaged = 0;
  std::size_t unknown = 0;
  const auto tell = [&](const BackupFile& file, const absl::Status& wrong) {
    if (absl::IsPermissionDenied(wrong)) {
      ++unknown;
    } else if (!wrong.ok()) {
      ++damaged;
    }
    verified(file, wrong);
  };
  for (const SegmentFacts& segment : manifest->segments) {
    const BackupFile file = FileOf(segment);
    const std::string path = StoredPath(backup, file);
    const absl::Status content = CheckContent(path, file);
    tell(file, content.ok() ? CheckIsSegment(path, segment) : content);
  }
  for (const BackupFile& file : manifest->files) {
    tell(file, CheckFile(StoredPath(backup, file), file, *manifest, keys));
  }
  if (damaged == 0 && unknown > 0) {
    return absl::PermissionDeniedError(
        absl::StrCat(backup, ": ", unknown, unknown == 1 ? " file" : " files",
                     " could not be verified; none is damaged or missing"));
  }
  if (damaged == 0) return absl::OkStatus();
  const absl::StatusOr<BackupManifest> now = ReadManifest(backup);
  if (now.ok() && now->made != manifest->made) {
    return absl::AbortedError(absl::StrCat(
        backup, ": was added to while it was read; verify it again"));
  }
  return absl::DataLossError(absl::StrCat(
      backup, ": ", damaged, damaged == 1 ? " file is" : " files are",
      " damaged or missing"));
}

}  // namespace kumbara::storage
