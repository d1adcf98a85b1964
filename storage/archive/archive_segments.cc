#include "storage/archive/archive_segments.h"

#include <algorithm>
#include <filesystem>
#include <optional>
#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "storage/archive/needed_segments.h"
#include "storage/archive/segment_files.h"
#include "storage/archive/segment_scan.h"
#include "storage/evidence/seals.h"
#include "storage/journal/head_file.h"
#include "storage/journal/lock_file.h"
#include "storage/journal/segment.h"
#include "storage/lmdb/environment.h"
#include "storage/lmdb/file.h"

namespace kumbara::storage {
namespace {

namespace fs = std::filesystem;

class Archiver {
 public:
  Archiver(const ArchiveOptions& options, const OnSegment& done)
      : options_(options),
        done_(done),
        place_(fs::absolute(options.archive).lexically_normal().string()) {}

  absl::Status Run() {
    if (absl::Status status = Prepare(); !status.ok()) return status;
    std::uint32_t end = options_.before.value_or(0);
    if (!options_.before) {
      const absl::StatusOr<std::uint32_t> needed =
          FirstNeededSegment(options_.ledger_directory, head_.ledger);
      if (!needed.ok()) return needed.status();
      end = *needed;
    }
    end = std::min(end, head_.segment);
    for (std::uint32_t segment = 1; segment < end; ++segment) {
      const absl::Status moved = Move(segment);
      if (!moved.ok()) return moved;
    }
    return absl::OkStatus();
  }

 private:
  absl::Status Prepare() {
    if (place_.find('\n') != std::string::npos) {
      return absl::InvalidArgumentError(
          "an archive may have no line break in its path");
    }
    if (absl::Status status = CheckIsOutside(); !status.ok()) return status;
    const absl::StatusOr<JournalPosition> head =
        HeadFile::Read(options_.ledger_directory);
    if (!head.ok()) return head.status();
    head_ = *head;
    behind_.ledger = head_.ledger;
    behind_.stream = head_.stream;
    absl::StatusOr<std::vector<ArchivedSegment>> archived =
        ReadArchived(options_.ledger_directory);
    if (!archived.ok()) return archived.status();
    archived_ = *std::move(archived);
    if (absl::Status made = MakeDirectories(place_); !made.ok()) return made;
    absl::StatusOr<LockFile> lock = LockFile::AcquireFile(
        place_ + "/LOCK",
        absl::StrCat(place_, ": is being archived to by process "));
    if (!lock.ok()) return lock.status();
    lock_.emplace(*std::move(lock));
    return absl::OkStatus();
  }

  // What lies in an archive is its own: inside the ledger the one's seal would
  // be taken for the other's.
  absl::Status CheckIsOutside() const {
    for (const std::string& directory :
         {options_.ledger_directory,
          JournalDirectory(options_.ledger_directory),
          ParentOf(SealPath(options_.ledger_directory, 1))}) {
      if (!LiesWithin(place_, directory)) continue;
      return absl::InvalidArgumentError(absl::StrCat(
          options_.archive, ": is inside the ledger ",
          options_.ledger_directory, "; an archive is a directory of its own"));
    }
    return absl::OkStatus();
  }

  const ArchivedSegment* FindArchived(std::uint32_t segment) const {
    const auto found = std::find_if(
        archived_.begin(), archived_.end(),
        [&](const auto& one) { return one.facts.segment() == segment; });
    return found == archived_.end() ? nullptr : &*found;
  }

  absl::Status Move(std::uint32_t segment) {
    const std::string path = SegmentPath(options_.ledger_directory, segment);
    const ArchivedSegment* known = FindArchived(segment);
    if (known != nullptr && !FileExists(path)) {
      StepBehind(known->facts);
      // A crash may have come between the segment and its seal.
      return RemoveFromJournal(path, segment);
    }
    const absl::StatusOr<SegmentFacts> facts =
        ScanSegment(path, behind_, peaks_);
    if (!facts.ok()) return facts.status();
    StepBehind(*facts);
    absl::Status status = PutIntoArchive(path, *facts);
    if (status.ok()) status = NoteArchived(*facts);
    if (status.ok()) status = RemoveFromJournal(path, segment);
    if (status.ok()) done_(*facts);
    return status;
  }

  void StepBehind(const SegmentFacts& facts) {
    behind_ = facts.behind;
    peaks_ = facts.peaks_behind;
  }

  // The copy gets its name last: under it, it has all that belongs to it.
  absl::Status PutIntoArchive(const std::string& path,
                              const SegmentFacts& facts) {
    const SegmentFiles files(place_, facts.segment());
    const std::string seal =
        SealPath(options_.ledger_directory, facts.segment());
    if (absl::Status status = CheckSealOf(facts, seal, files); !status.ok()) {
      return status;
    }
    if (const SegmentFile* copy = files.Find()) {
      return CompareWithCopy(*copy, files, facts);
    }
    const SegmentFile& data = files.Data(options_.compression);
    const absl::StatusOr<std::string> copy = CopyUnready(
        {path, Compression::kNone}, data, facts.bytes, facts.content);
    if (!copy.ok()) return copy.status();
    absl::Status status = WriteWhole(files.facts, ToText(facts));
    if (status.ok() && FileExists(seal)) status = CopySmall(seal, files.seal);
    return status.ok() ? RenameDurably(*copy, data.path) : status;
  }

  // The seal in the ledger; one that a crash has left in the archive alone.
  absl::Status CheckSealOf(const SegmentFacts& facts, const std::string& seal,
                           const SegmentFiles& files) const {
    const bool is_here = FileExists(seal);
    const absl::Status checked =
        CheckSeal(is_here ? seal : files.seal, facts, options_.keys);
    if (!absl::IsNotFound(checked)) return checked;
    return absl::FailedPreconditionError(
        absl::StrCat(options_.ledger_directory, ": segment ", facts.segment(),
                     " has no seal and stays; kumbara checkpoint ",
                     options_.ledger_directory, " --seals makes it"));
  }

  absl::Status CompareWithCopy(const SegmentFile& copy,
                               const SegmentFiles& files,
                               const SegmentFacts& facts) const {
    const absl::StatusOr<SegmentFacts> kept = ReadFacts(files);
    if (!kept.ok()) return kept.status();
    const absl::StatusOr<Digest> content = ContentOf(copy);
    if (!content.ok()) return content.status();
    if (*kept == facts && *content == facts.content) return absl::OkStatus();
    return absl::AlreadyExistsError(
        absl::StrCat(copy.path, ": is there and is not segment ",
                     facts.segment(), " of ", options_.ledger_directory));
  }

  absl::Status NoteArchived(const SegmentFacts& facts) {
    std::erase_if(archived_, [&](const ArchivedSegment& one) {
      return one.facts.segment() == facts.segment();
    });
    archived_.push_back({facts, place_});
    std::sort(archived_.begin(), archived_.end(),
              [](const ArchivedSegment& a, const ArchivedSegment& b) {
                return a.facts.segment() < b.facts.segment();
              });
    return WriteArchived(options_.ledger_directory, archived_);
  }

  absl::Status RemoveFromJournal(const std::string& path,
                                 std::uint32_t segment) const {
    const std::string seal = SealPath(options_.ledger_directory, segment);
    absl::Status status = Environment::Remove(path);
    if (status.ok()) status = SyncDirectory(ParentOf(path));
    if (!status.ok() || !FileExists(seal)) return status;
    status = RemoveFile(seal);
    return status.ok() ? SyncDirectory(ParentOf(seal)) : status;
  }

  const ArchiveOptions& options_;
  const OnSegment& done_;
  const std::string place_;
  // Of the archive: two ledgers may have the same one.
  std::optional<LockFile> lock_;
  JournalPosition head_;
  std::vector<ArchivedSegment> archived_;
  JournalPosition behind_;  // The segment looked at last.
  Peaks peaks_;
};

}  // namespace

absl::Status ArchiveSegments(const ArchiveOptions& options,
                             const OnSegment& done) {
  const absl::StatusOr<LockFile> lock =
      LockFile::AcquireClosedSegments(options.ledger_directory);
  if (!lock.ok()) return lock.status();
  return Archiver(options, done).Run();
}

}  // namespace kumbara::storage
