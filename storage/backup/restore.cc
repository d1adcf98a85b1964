#include "storage/backup/restore.h"

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstdio>
#include <filesystem>
#include <optional>
#include <system_error>
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "engine/base/time_text.h"
#include "storage/archive/segment_files.h"
#include "storage/directory/erasure_list.h"
#include "storage/evidence/seals.h"
#include "storage/journal/head_file.h"
#include "storage/journal/lock_file.h"
#include "storage/journal/restoring_name.h"
#include "storage/lmdb/file.h"
#include "storage/open/erase_member.h"
#include "storage/open/open_ledger.h"
#include "storage/snapshot/snapshot_file.h"

namespace kumbara::storage {
namespace {

namespace fs = std::filesystem;

// In the order in which they get their places; HEAD makes a ledger of them.
constexpr std::array<const char*, 6> kParts = {
    "journal", "seals", "snapshots", "directory.mdb", "ERASED", "HEAD"};

// Whether somebody else's things lie in a directory.
absl::StatusOr<bool> HoldsOthers(const std::string& directory, bool was_begun) {
  std::error_code error;
  for (fs::directory_iterator files(directory, error);
       !error && files != fs::directory_iterator(); files.increment(error)) {
    const std::string name = files->path().filename().string();
    const bool is_part =
        std::find(kParts.begin(), kParts.end(), name) != kParts.end() &&
        name != "HEAD";
    if (name == "LOCK" || name == kRestoringName || (was_begun && is_part)) {
      continue;
    }
    return true;
  }
  if (error) return FileError(error.value(), directory, "cannot list");
  return false;
}

absl::Status RemoveAll(const std::string& path) {
  std::error_code error;
  fs::remove_all(path, error);
  return error ? FileError(error.value(), path, "cannot remove")
               : absl::OkStatus();
}

class Restorer {
 public:
  Restorer(const RestoreOptions& options, const OnSegment& copied)
      : options_(options),
        copied_(copied),
        unready_(options.directory + "/" + kRestoringName) {}

  absl::StatusOr<RestoreReport> Run() {
    absl::StatusOr<BackupManifest> manifest = ReadManifest(options_.backup);
    if (!manifest.ok()) return manifest.status();
    report_.manifest = *std::move(manifest);
    absl::Status status = CheckCut();
    if (status.ok()) status = Prepare();
    if (status.ok()) status = CopySegments();
    if (status.ok()) status = CopyFiles();
    if (status.ok()) status = ReapplyErasures();
    if (status.ok()) status = MoveToPlace();
    if (!status.ok()) return status;
    return std::move(report_);
  }

 private:
  absl::Status CheckCut() const {
    const SegmentFacts& first = report_.manifest.segments.front();
    const Sequence last = report_.manifest.end().last_sequence;
    const JournalCut& cut = options_.cut;
    if (cut.last_sequence && *cut.last_sequence > last) {
      return absl::FailedPreconditionError(
          absl::StrCat(options_.backup, ": goes up to sequence ", last,
                       ", not up to ", *cut.last_sequence));
    }
    if (cut.until && *cut.until <= first.first_time) {
      return absl::FailedPreconditionError(absl::StrCat(
          options_.backup, ": the ledger was made at ",
          ToText(first.first_time), ", not before ", ToText(*cut.until)));
    }
    return absl::OkStatus();
  }

  absl::Status Prepare() {
    const std::string& directory = options_.directory;
    if (LiesWithin(directory, options_.backup) ||
        LiesWithin(options_.backup, directory)) {
      return absl::InvalidArgumentError(
          absl::StrCat(directory, ": and the backup ", options_.backup,
                       " must lie apart from each other"));
    }
    absl::Status status = MakeDirectories(directory);
    // One that was there may not be durable yet.
    if (status.ok()) status = SyncDirectory(ParentOf(directory));
    if (!status.ok()) return status;
    if (FileExists(HeadFile::PathIn(directory))) {
      return absl::AlreadyExistsError(
          absl::StrCat(directory, ": is a ledger already"));
    }
    const bool was_begun = FileExists(unready_);
    const absl::StatusOr<bool> others = HoldsOthers(directory, was_begun);
    if (!others.ok()) return others.status();
    if (*others) {
      return absl::AlreadyExistsError(
          absl::StrCat(directory,
                       ": is not empty; a ledger is restored to an "
                       "empty directory"));
    }
    absl::StatusOr<LockFile> lock = LockFile::Acquire(directory);
    if (!lock.ok()) return lock.status();
    lock_.emplace(*std::move(lock));
    return was_begun ? BeginAnew() : MakeDirectories(unready_);
  }

  // Of what was moved to its place before, too. What says that it was begun
  // goes last.
  absl::Status BeginAnew() const {
    for (const char* part : kParts) {
      const absl::Status gone = RemoveAll(options_.directory + "/" + part);
      if (!gone.ok()) return gone;
    }
    const absl::Status gone = RemoveAll(unready_);
    return gone.ok() ? MakeDirectories(unready_) : gone;
  }

  absl::Status CopyFile(const BackupFile& file) const {
    const std::string to = unready_ + "/" + file.path;
    absl::Status status = MakeDirectories(ParentOf(to));
    if (!status.ok()) return status;
    const absl::StatusOr<std::string> copy = CopyUnready(
        {StoredPath(options_.backup, file)}, {to}, file.bytes, file.content);
    return copy.ok() ? RenameDurably(*copy, to) : copy.status();
  }

  // Those that are kept whole, and the one that is cut.
  absl::Status CopySegments() {
    const std::vector<SegmentFacts>& segments = report_.manifest.segments;
    for (const SegmentFacts& segment : segments) {
      const absl::Status copied = CopyFile(FileOf(segment));
      if (!copied.ok()) return copied;
      report_.end = segment.behind;
      if (!options_.cut.Keeps(segment)) return CutAt(segment);
      copied_(segment);
    }
    return HeadFile::Create(unready_, report_.end).status();
  }

  absl::Status CutAt(const SegmentFacts& segment) {
    const auto head = HeadFile::Create(unready_, segment.behind);
    if (!head.ok()) return head.status();
    const absl::StatusOr<JournalPosition> end =
        CutLastSegment(unready_, segment, options_.cut);
    if (!end.ok()) return end.status();
    report_.end = *end;
    return absl::OkStatus();
  }

  // Seals and snapshots only of what is there.
  bool IsWanted(const BackupFile& file) const {
    const std::vector<SegmentFacts>& segments = report_.manifest.segments;
    if (absl::StartsWith(file.path, "seals/")) {
      return std::any_of(
          segments.begin(), segments.end(), [&](const SegmentFacts& segment) {
            // The last one is gone on with, and gets its seal when it is full.
            return options_.cut.Keeps(segment) &&
                   segment.segment() < report_.end.segment &&
                   absl::EndsWith(SealPath("", segment.segment()), file.path);
          });
    }
    if (!absl::StartsWith(file.path, "snapshots/")) return true;
    const auto snapshot = SnapshotFile::Open(StoredPath(options_.backup, file));
    // A damaged one is told of by who copies it.
    return !snapshot.ok() ||
           ((*snapshot)->header().sequence <= report_.end.last_sequence &&
            (*snapshot)->header().batch <= report_.end.number);
  }

  absl::Status CopyFiles() const {
    for (const BackupFile& file : report_.manifest.files) {
      if (!IsWanted(file)) continue;
      if (absl::Status copied = CopyFile(file); !copied.ok()) return copied;
    }
    return absl::OkStatus();
  }

  absl::Status ReapplyErasures() {
    if (!FileExists(ErasureList::PathIn(unready_))) return absl::OkStatus();
    OpenOptions options;
    options.mode = OpenMode::kErase;
    const auto opened = OpenLedger::Open(unready_, options);
    if (!opened.ok()) return opened.status();
    report_.names_erased = (*opened)->names_erased();
    (*opened)->Start();
    absl::StatusOr<ErasedClosed> closed = CloseErased(**opened, unready_);
    const absl::Status ended = (*opened)->Close();
    if (!closed.ok()) return closed.status();
    report_.members_closed = closed->closed;
    report_.refused = std::move(closed->refused);
    return ended;
  }

  absl::Status MoveToPlace() const {
    for (const char* part : kParts) {
      const std::string from = unready_ + "/" + part;
      if (!FileExists(from)) continue;
      const absl::Status moved =
          RenameDurably(from, options_.directory + "/" + part);
      if (!moved.ok()) return moved;
    }
    return RemoveAll(unready_);
  }

  const RestoreOptions& options_;
  const OnSegment& copied_;
  const std::string unready_;
  std::optional<LockFile> lock_;
  RestoreReport report_;
};

}  // namespace

absl::StatusOr<RestoreReport> RestoreLedger(const RestoreOptions& options,
                                            const OnSegment& copied) {
  return Restorer(options, copied).Run();
}

}  // namespace kumbara::storage
