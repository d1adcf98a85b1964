#include "storage/backup/make_backup.h"

#include <algorithm>
#include <filesystem>
#include <memory>
#include <optional>
#include <span>
#include <system_error>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "engine/base/clock.h"
#include "engine/base/hex.h"
#include "engine/record/batch.h"
#include "storage/archive/segment_files.h"
#include "storage/archive/segment_scan.h"
#include "storage/backup/batch_copy.h"
#include "storage/backup/file_store.h"
#include "storage/directory/directory.h"
#include "storage/directory/erasure_list.h"
#include "storage/evidence/seals.h"
#include "storage/journal/head_file.h"
#include "storage/journal/journal_reader.h"
#include "storage/journal/lock_file.h"
#include "storage/journal/segment.h"
#include "storage/lmdb/environment.h"
#include "storage/lmdb/file.h"
#include "storage/snapshot/snapshot_file.h"
#include "storage/snapshot/snapshot_list.h"

namespace kumbara::storage {
namespace {

namespace fs = std::filesystem;

// A file to read a segment from.
struct ReadableSegment {
  std::string path;
  bool is_made = false;  // For that alone.
};

absl::Status CheckApart(const BackupOptions& options) {
  const bool inside = LiesWithin(options.backup, options.ledger_directory);
  if (!inside && !LiesWithin(options.ledger_directory, options.backup)) {
    return absl::OkStatus();
  }
  return absl::InvalidArgumentError(
      absl::StrCat(options.backup, inside ? ": is inside" : ": has inside it",
                   " the ledger ", options.ledger_directory,
                   "; a backup is a directory of its own"));
}

// A directory without a manifest may hold only what making one leaves.
absl::Status CheckIsNew(const std::string& backup) {
  std::error_code error;
  for (fs::directory_iterator files(backup, error);
       !error && files != fs::directory_iterator(); files.increment(error)) {
    const std::string name = files->path().filename().string();
    if (name == "LOCK" || name == "MANIFEST.new") continue;
    if (name == "files" && FileStore::HoldsOnlyItsOwn(backup)) continue;
    return absl::AlreadyExistsError(absl::StrCat(
        backup,
        ": is not empty and no backup; a backup is made in an empty "
        "directory"));
  }
  return error ? FileError(error.value(), backup, "cannot list")
               : absl::OkStatus();
}

// What a segment's file says of a batch of it.
struct BatchPlace {
  Digest chain;
  bool is_last = false;
};

absl::StatusOr<BatchPlace> LookUp(const std::string& path, BatchNumber number) {
  const auto opened = Environment::Open(path, Access::kReadOnly);
  if (!opened.ok()) return MustBeThere(opened.status());
  const absl::StatusOr<ReadTransaction> reading = (*opened)->BeginRead();
  if (!reading.ok()) return reading.status();
  const auto value = reading->Get(number);
  if (!value.ok()) return value.status();
  BatchPlace place;
  if (!value->has_value()) return place;
  const absl::StatusOr<BatchHeader> header = ParseBatchHeader(**value);
  if (!header.ok()) {
    return absl::Status(header.status().code(),
                        absl::StrCat(path, ": batch ", number, ": ",
                                     header.status().message()));
  }
  place.chain = ChainAfter(*header);
  absl::StatusOr<Cursor> cursor = Cursor::Over(*reading);
  if (!cursor.ok()) return cursor.status();
  const absl::StatusOr<std::optional<Entry>> last = cursor->Last();
  if (!last.ok()) return last.status();
  place.is_last = last->has_value() && (*last)->key == number;
  return place;
}

class BackupMaker {
 public:
  BackupMaker(const BackupOptions& options, const OnSegment& copied)
      : options_(options), copied_(copied) {}

  absl::StatusOr<BackupManifest> Run() {
    absl::Status status = Prepare();
    if (status.ok()) status = KeepSegments();
    if (status.ok()) status = CopySegments();
    if (status.ok()) status = CopySeals();
    if (status.ok() && options_.with_snapshot) status = CopySnapshot();
    // Last, and the list behind the names: who is erased meanwhile is on it.
    if (status.ok()) status = CopyNames();
    if (status.ok()) status = CopyErasureList();
    if (!status.ok()) return status;
    new_.ledger = head_.ledger;
    new_.made = SystemClock().Now();
    status = WriteManifest(options_.backup, new_);
    if (status.ok()) status = store_->RemoveOthers(new_);
    if (!status.ok()) return status;
    return std::move(new_);
  }

 private:
  absl::Status Prepare() {
    if (absl::Status apart = CheckApart(options_); !apart.ok()) return apart;
    absl::Status made = MakeDirectories(options_.backup);
    if (!made.ok()) return made;
    // Nothing is written, not even a lock, where another's things lie.
    if (absl::Status old = ReadOld(); !old.ok()) return old;
    absl::StatusOr<LockFile> lock = LockFile::AcquireFile(
        options_.backup + "/LOCK",
        absl::StrCat(options_.backup, ": is being made by process "));
    if (!lock.ok()) return lock.status();
    lock_.emplace(*std::move(lock));
    // Another may have been made until here.
    if (absl::Status old = ReadOld(); !old.ok()) return old;
    absl::StatusOr<LockFile> segments =
        LockFile::AcquireClosedSegments(options_.ledger_directory);
    if (!segments.ok()) return segments.status();
    segments_lock_.emplace(*std::move(segments));
    absl::StatusOr<FileStore> store = FileStore::Open(options_.backup);
    if (!store.ok()) return store.status();
    store_.emplace(*std::move(store));
    auto archived = ReadArchived(options_.ledger_directory);
    if (!archived.ok()) return archived.status();
    archived_ = *std::move(archived);
    return FindEnd();
  }

  absl::Status ReadOld() {
    absl::StatusOr<BackupManifest> old = ReadManifest(options_.backup);
    if (absl::IsNotFound(old.status())) return CheckIsNew(options_.backup);
    if (!old.ok()) return old.status();
    old_ = *std::move(old);
    return absl::OkStatus();
  }

  // Beside a writer that is HEAD, which it set right as it opened. Behind a
  // power loss HEAD may be as old as the last roll, and the journal goes on. To
  // read on no lock is taken, for a writer that opens just then would be kept
  // out: if one has begun meanwhile, what was read counts for nothing.
  absl::Status FindEnd() {
    const std::string& directory = options_.ledger_directory;
    const absl::StatusOr<bool> is_written = LockFile::IsHeld(directory);
    if (!is_written.ok()) return is_written.status();
    if (absl::Status status = ReadHead(); !status.ok()) return status;
    if (*is_written) return absl::OkStatus();
    const absl::StatusOr<JournalPosition> end = EndBehind(head_);
    const absl::StatusOr<bool> is_written_now = LockFile::IsHeld(directory);
    if (!is_written_now.ok()) return is_written_now.status();
    if (*is_written_now) return ReadHead();
    if (!end.ok()) return end.status();
    head_ = *end;
    return absl::OkStatus();
  }

  absl::Status ReadHead() {
    const absl::StatusOr<JournalPosition> head =
        HeadFile::Read(options_.ledger_directory);
    if (!head.ok()) return head.status();
    head_ = *head;
    return absl::OkStatus();
  }

  // Of all that the journal has.
  absl::StatusOr<JournalPosition> EndBehind(const JournalPosition& head) const {
    JournalReadOptions read;
    read.after = head;
    auto reader = JournalReader::Open(options_.ledger_directory, read);
    if (!reader.ok()) return reader.status();
    std::span<const std::byte> value;
    absl::StatusOr<bool> found = (*reader)->Next(&value);
    while (found.ok() && *found) found = (*reader)->Next(&value);
    if (!found.ok()) return found.status();
    return (*reader)->position();
  }

  // Null if it lies in the journal.
  const ArchivedSegment* FindArchived(std::uint32_t segment) const {
    const auto found = std::find_if(
        archived_.begin(), archived_.end(),
        [&](const auto& one) { return one.facts.segment() == segment; });
    return found == archived_.end() ? nullptr : &*found;
  }

  // Of its seal, wherever that is.
  std::string SealOf(std::uint32_t segment) const {
    const ArchivedSegment* archived = FindArchived(segment);
    return archived == nullptr ? SealPath(options_.ledger_directory, segment)
                               : SegmentFiles(archived->place, segment).seal;
  }

  // Of a closed segment. One that is compressed in an archive is decompressed
  // beside the backup's files, until RemoveReadable.
  absl::StatusOr<ReadableSegment> MakeReadable(std::uint32_t segment) const {
    const ArchivedSegment* archived = FindArchived(segment);
    if (archived == nullptr) {
      return ReadableSegment{SegmentPath(options_.ledger_directory, segment)};
    }
    const SegmentFiles files(archived->place, segment);
    const SegmentFile* data = files.Find();
    if (data == nullptr || data->compression == Compression::kNone) {
      return ReadableSegment{files.plain.path};
    }
    absl::StatusOr<std::string> copy =
        CopyUnready(*data, {store_->UnreadyPath(SegmentName(segment))},
                    archived->facts.bytes, archived->facts.content);
    if (!copy.ok()) return copy.status();
    return ReadableSegment{*std::move(copy), true};
  }

  static absl::Status RemoveReadable(const ReadableSegment& segment) {
    return segment.is_made ? Environment::Remove(segment.path)
                           : absl::OkStatus();
  }

  // What the backup ends with must be in the journal: then all before it is.
  // What lies there already is kept, but for a last segment that has grown.
  absl::Status KeepSegments() {
    if (!old_) return absl::OkStatus();
    if (old_->ledger != head_.ledger) {
      return absl::FailedPreconditionError(
          absl::StrCat(options_.backup, ": is a backup of another ledger, ",
                       ToHex(old_->ledger), "; ", options_.ledger_directory,
                       " is ", ToHex(head_.ledger)));
    }
    const absl::StatusOr<bool> is_whole = IsWhole(old_->segments.back());
    if (!is_whole.ok()) return is_whole.status();
    if (!*is_whole) old_->segments.pop_back();
    for (const SegmentFacts& segment : old_->segments) {
      if (!store_->Has(FileOf(segment))) break;
      new_.segments.push_back(segment);
    }
    return absl::OkStatus();
  }

  // Whether the last segment of the backup is still all there is of it.
  absl::StatusOr<bool> IsWhole(const SegmentFacts& last) const {
    const JournalPosition& end = last.behind;
    if (end.number > head_.number) return Forked();
    const ArchivedSegment* archived = FindArchived(last.segment());
    if (archived != nullptr && archived->facts.behind == end) return true;
    const auto readable = MakeReadable(last.segment());
    if (!readable.ok()) return readable.status();
    const absl::StatusOr<BatchPlace> place = LookUp(readable->path, end.number);
    if (!place.ok()) return place.status();
    const absl::Status gone = RemoveReadable(*readable);
    if (!gone.ok()) return gone;
    if (place->chain != end.chain) return Forked();
    return last.segment() == head_.segment ? end.number == head_.number
                                           : place->is_last;
  }

  absl::Status Forked() const {
    return absl::FailedPreconditionError(absl::StrCat(
        options_.backup, ": holds batches up to ", old_->end().number,
        ", and the journal of ", options_.ledger_directory,
        " does not go on from there: it was cut or lost its end; give it a "
        "backup of its own, and keep this one"));
  }

  absl::Status CopySegments() {
    const auto kept = static_cast<std::uint32_t>(new_.segments.size());
    for (std::uint32_t segment = kept + 1; segment <= head_.segment;
         ++segment) {
      JournalPosition before{.ledger = head_.ledger, .stream = head_.stream};
      Peaks peaks;
      if (!new_.segments.empty()) {
        before = new_.segments.back().behind;
        peaks = new_.segments.back().peaks_behind;
      }
      const absl::StatusOr<SegmentFacts> facts =
          segment < head_.segment ? CopyClosed(segment, before, peaks)
                                  : CopyOpen(segment, before, peaks);
      if (!facts.ok()) return facts.status();
      new_.segments.push_back(*facts);
      copied_(*facts);
    }
    return absl::OkStatus();
  }

  absl::StatusOr<SegmentFacts> CopyClosed(std::uint32_t segment,
                                          const JournalPosition& before,
                                          const Peaks& peaks) const {
    const auto readable = MakeReadable(segment);
    if (!readable.ok()) return readable.status();
    absl::StatusOr<SegmentFacts> facts =
        ScanSegment(readable->path, before, peaks);
    if (!facts.ok()) return facts.status();
    absl::Status status = store_->Copy(readable->path, FileOf(*facts));
    if (status.ok()) status = RemoveReadable(*readable);
    if (!status.ok()) return status;
    return facts;
  }

  // Up to the end found, whatever is appended meanwhile.
  absl::StatusOr<SegmentFacts> CopyOpen(std::uint32_t segment,
                                        const JournalPosition& before,
                                        const Peaks& peaks) const {
    const std::string path = SegmentPath(options_.ledger_directory, segment);
    const std::string unready = store_->UnreadyPath(SegmentName(segment));
    auto copy = BatchCopy::Create(unready, path);
    if (!copy.ok()) return copy.status();
    JournalReadOptions read;
    read.after = before;
    read.after.segment = segment;  // The one before may lie elsewhere.
    read.last = head_.number;
    auto reader = JournalReader::Open(options_.ledger_directory, read);
    if (!reader.ok()) return reader.status();
    for (;;) {
      std::span<const std::byte> value;
      const absl::StatusOr<bool> found = (*reader)->Next(&value);
      if (!found.ok()) return found.status();
      if (!*found) break;
      const absl::Status added =
          (*copy)->Add((*reader)->position().number, value);
      if (!added.ok()) return added;
    }
    if ((*reader)->position() != head_) {
      return absl::DataLossError(
          absl::StrCat(path, ": batch ", head_.number,
                       ": differs from what was read of it before"));
    }
    const absl::Status finished = (*copy)->Finish();
    if (!finished.ok()) return finished;
    absl::StatusOr<SegmentFacts> facts = ScanSegment(unready, before, peaks);
    static_cast<void>(RemoveFile(Environment::LockPathOf(unready)));
    if (!facts.ok()) return facts.status();
    const absl::Status named =
        RenameDurably(unready, StoredPath(options_.backup, FileOf(*facts)));
    if (!named.ok()) return named;
    return facts;
  }

  absl::Status CopySeals() {
    for (const SegmentFacts& facts : new_.segments) {
      const std::string path = absl::StrCat(
          "seals/",
          fs::path(SealPath("", facts.segment())).filename().string());
      const BackupFile* kept = old_ ? old_->Find(path) : nullptr;
      if (kept != nullptr && store_->Has(*kept)) {
        new_.files.push_back(*kept);
        continue;
      }
      const std::string seal = SealOf(facts.segment());
      // Only what has a seal is archived.
      const bool is_sealed =
          FindArchived(facts.segment()) != nullptr || FileExists(seal);
      if (facts.segment() == head_.segment || !is_sealed) continue;
      absl::Status signs = MustBeThere(CheckSeal(seal, facts, {}));
      if (absl::IsDataLoss(signs)) {
        options_.left_out(signs);
        continue;
      }
      if (!signs.ok()) return signs;
      absl::StatusOr<BackupFile> file = store_->Copy(seal, path);
      if (!file.ok()) return file.status();
      new_.files.push_back(*std::move(file));
    }
    return absl::OkStatus();
  }

  // Every value is verified as the names are read.
  absl::Status CopyNames() {
    const auto names =
        Directory::OpenReadOnly(options_.ledger_directory, head_.ledger);
    if (!names.ok()) return names.status();
    const std::string path = Directory::PathIn("");
    const std::string unready = store_->UnreadyPath("directory");
    absl::Status status = Environment::Remove(unready);
    if (status.ok()) status = (*names)->CopyWithout({}, unready);
    if (status.ok()) status = RemoveFile(Environment::LockPathOf(unready));
    return status.ok() ? Take(unready, path.substr(1)) : status;
  }

  // Somebody may be added to it meanwhile, so what is kept is read once.
  absl::Status CopyErasureList() {
    const auto list = ErasureList::Read(options_.ledger_directory);
    if (!list.ok()) return list.status();
    const std::string path = ErasureList::PathIn(options_.ledger_directory);
    const absl::StatusOr<std::string> text = ReadWhole(path);
    if (absl::IsNotFound(text.status())) return absl::OkStatus();
    if (!text.ok()) return text.status();
    const std::string unready = store_->UnreadyPath("ERASED");
    const absl::Status written = WriteWhole(unready, *text);
    return written.ok() ? Take(unready, ErasureList::PathIn("").substr(1))
                        : written;
  }

  absl::Status Take(const std::string& unready, const std::string& path) {
    absl::StatusOr<BackupFile> file = store_->Adopt(unready, path);
    if (!file.ok()) return file.status();
    new_.files.push_back(*std::move(file));
    return absl::OkStatus();
  }

  // The newest one that is whole and of what is in the backup.
  absl::Status CopySnapshot() {
    const auto paths = ListSnapshots(options_.ledger_directory);
    if (!paths.ok()) return paths.status();
    for (const std::string& path : *paths) {
      const auto file = SnapshotFile::Open(path);
      const absl::Status whole =
          file.ok() ? (*file)->ReadAllParts() : file.status();
      if (absl::IsNotFound(whole) || absl::IsDataLoss(whole)) continue;
      if (!whole.ok()) return whole;
      const SnapshotHeader& header = (*file)->header();
      if (header.ledger != head_.ledger || header.batch > head_.number ||
          header.sequence > head_.last_sequence) {
        continue;
      }
      absl::StatusOr<BackupFile> copied =
          store_->Copy(path, SnapshotPath("", header.sequence).substr(1));
      if (absl::IsNotFound(copied.status())) continue;  // Deleted meanwhile.
      if (!copied.ok()) return copied.status();
      new_.files.push_back(*std::move(copied));
      return absl::OkStatus();
    }
    return absl::OkStatus();
  }

  const BackupOptions& options_;
  const OnSegment& copied_;
  std::optional<LockFile> lock_;
  std::optional<LockFile> segments_lock_;
  std::optional<FileStore> store_;
  std::optional<BackupManifest> old_;
  BackupManifest new_;
  JournalPosition head_;
  std::vector<ArchivedSegment> archived_;
};

}  // namespace

absl::StatusOr<BackupManifest> MakeBackup(const BackupOptions& options,
                                          const OnSegment& copied) {
  return BackupMaker(options, copied).Run();
}

}  // namespace kumbara::storage
