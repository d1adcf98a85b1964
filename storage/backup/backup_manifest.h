// BackupManifest: BACKUP/MANIFEST, what a backup holds.
//
//   BACKUP/MANIFEST              replaced last, so a backup is the one before
//                                or the new one, whole
//   BACKUP/files/NAME.CONTENT    each file under the digest of its bytes
//   BACKUP/LOCK                  held by who makes one
//
// A file is named by its content, so what lies there already is never written
// over, and what no manifest names any more is rubbish. The manifest is text
// (docs/backup.md).
//
// Threads: plain values.
// Errors:  NotFound: no backup there. DataLoss names the file and the line.

#ifndef KUMBARA_STORAGE_BACKUP_BACKUP_MANIFEST_H_
#define KUMBARA_STORAGE_BACKUP_BACKUP_MANIFEST_H_

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "engine/base/hash.h"
#include "engine/base/types.h"
#include "storage/journal/segment_facts.h"

namespace kumbara::storage {

struct BackupFile {
  std::string path;  // In the ledger's directory: "seals/0000000001.seal".
  std::uint64_t bytes = 0;
  Digest content;  // ContentOf.

  friend bool operator==(const BackupFile&, const BackupFile&) = default;
};

struct BackupManifest {
  LedgerId ledger;
  Instant made;  // By the clock of the machine that made it.
  // All from the first on; the last goes as far as the ledger did then.
  std::vector<SegmentFacts> segments;
  // Everything else.
  std::vector<BackupFile> files;

  // Behind its last batch. REQUIRES: it has segments.
  const JournalPosition& end() const { return segments.back().behind; }
  // Null if there is none of that path.
  const BackupFile* Find(std::string_view path) const;

  friend bool operator==(const BackupManifest&,
                         const BackupManifest&) = default;
};

// The file of a segment.
BackupFile FileOf(const SegmentFacts& segment);

std::string ManifestPath(const std::string& backup);
std::string FilesDirectory(const std::string& backup);
std::string StoredPath(const std::string& backup, const BackupFile& file);

std::string ToText(const BackupManifest& manifest);
// `path` is for errors.
absl::StatusOr<BackupManifest> ParseManifest(std::string_view text,
                                             const std::string& path);

absl::StatusOr<BackupManifest> ReadManifest(const std::string& backup);
absl::Status WriteManifest(const std::string& backup,
                           const BackupManifest& manifest);

}  // namespace kumbara::storage

#endif  // KUMBARA_STORAGE_BACKUP_BACKUP_MANIFEST_H_
