#include "storage/journal/lmdb_journal.h"

#include <sys/stat.h>

#include <cerrno>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "engine/base/check.h"
#include "storage/journal/segment.h"
#include "storage/lmdb/meta_page.h"

namespace kumbara::storage {

absl::StatusOr<std::unique_ptr<LmdbJournal>> LmdbJournal::Create(
    const std::string& ledger_directory, const LedgerId& ledger,
    const JournalOptions& options) {
  const std::string path = JournalDirectory(ledger_directory);
  if (mkdir(path.c_str(), kDirectoryMode) != 0) {
    return FileError(errno, path, "cannot create");
  }
  if (absl::Status status = SyncDirectory(ledger_directory); !status.ok()) {
    return status;
  }
  return std::unique_ptr<LmdbJournal>(new LmdbJournal(
      ledger_directory, JournalPosition{.ledger = ledger}, options));
}

absl::StatusOr<std::unique_ptr<LmdbJournal>> LmdbJournal::Open(
    const std::string& ledger_directory, const JournalPosition& end,
    const JournalOptions& options) {
  KUMBARA_CHECK(end.number > 0 && end.segment > 0);
  std::unique_ptr<LmdbJournal> journal(
      new LmdbJournal(ledger_directory, end, options));
  // A crash may have left a next segment, and the room it reserves.
  absl::Status status = journal->next_.Discard();
  if (status.ok()) status = journal->OpenLastSegment();
  if (!status.ok()) return status;
  absl::StatusOr<HeadFile> head = HeadFile::Open(ledger_directory, end);
  if (!head.ok()) return head.status();
  journal->head_ = *std::move(head);
  return journal;
}

absl::Status LmdbJournal::OpenLastSegment() {
  absl::StatusOr<std::unique_ptr<Environment>> opened = Environment::Open(
      SegmentPath(directory_, end_.segment), Access::kReadWrite);
  if (!opened.ok()) return opened.status();
  segment_ = *std::move(opened);
  absl::StatusOr<ReadTransaction> reading = segment_->BeginRead();
  if (!reading.ok()) return reading.status();
  absl::StatusOr<Cursor> cursor = Cursor::Over(*reading);
  if (!cursor.ok()) return cursor.status();
  absl::StatusOr<std::optional<Entry>> last = cursor->Last();
  if (!last.ok()) return last.status();
  if (!last->has_value() || (*last)->key != end_.number) {
    return absl::FailedPreconditionError(
        absl::StrCat(segment_->path(), ": does not end with batch ",
                     end_.number, ", up to which the journal was read"));
  }
  return absl::OkStatus();
}

absl::Status LmdbJournal::Append(BatchHeader* header, const BatchParts& parts) {
  if (!poison_.ok()) return poison_;
  poison_ = Write(header, parts);
  return poison_;
}

absl::Status LmdbJournal::Write(BatchHeader* header, const BatchParts& parts) {
  KUMBARA_CHECK(header->number == end_.number + 1);
  KUMBARA_CHECK(header->first_sequence == end_.last_sequence + 1);
  KUMBARA_CHECK(header->ledger == end_.ledger);
  const std::size_t bytes = ValueBytes(parts);
  if (bytes > kBatchValueBytesMax) {
    return absl::InvalidArgumentError(
        absl::StrCat("journal: batch ", header->number, " of ", bytes,
                     " bytes exceeds the largest, ", kBatchValueBytesMax));
  }
  if (segment_ == nullptr || segment_->used_bytes() >= options_.segment_bytes) {
    if (absl::Status status = BeginNextSegment(); !status.ok()) return status;
  }
  const std::uint32_t segment = end_.segment + (segment_is_new_ ? 1 : 0);
  header->segment = segment;
  header->previous_chain = end_.chain;
  absl::StatusOr<WriteTransaction> writing = segment_->BeginWrite();
  if (!writing.ok()) return writing.status();
  absl::StatusOr<std::span<std::byte>> space =
      writing->Append(header->number, bytes);
  if (!space.ok()) return space.status();
  const Digest chain = WriteBatch(parts, header, space->data());
  if (absl::Status status = writing->Commit(); !status.ok()) return status;
  segment_is_new_ = false;
  end_.stream = header->stream;
  end_.segment = segment;
  end_.number = header->number;
  end_.last_sequence = header->last_sequence();
  end_.chain = chain;
  PrepareNextSegment();
  return WriteHead();
}

void LmdbJournal::PrepareNextSegment() {
  if (!options_.prepares_next) return;
  if (segment_->used_bytes() < options_.segment_bytes / 2) return;
  next_.Prepare(end_.segment + 1);
}

absl::Status LmdbJournal::WriteHead() {
  if (head_.has_value()) return head_->Write(end_);
  absl::StatusOr<HeadFile> head = HeadFile::Create(directory_, end_);
  if (!head.ok()) return head.status();
  head_ = *std::move(head);
  return absl::OkStatus();
}

absl::Status LmdbJournal::BeginNextSegment() {
  if (head_.has_value()) {
    if (absl::Status status = head_->Sync(); !status.ok()) return status;
  }
  segment_.reset();
  const std::string path = SegmentPath(directory_, end_.segment + 1);
  if (absl::Status status = RemoveUnbegun(path); !status.ok()) return status;
  absl::StatusOr<std::unique_ptr<Environment>> begun =
      next_.Begin(end_.segment + 1);
  if (!begun.ok()) return begun.status();
  segment_ = *std::move(begun);
  segment_is_new_ = true;
  return absl::OkStatus();
}

// A crash between creating a segment and its first commit leaves a file
// without batches; nothing was ever acknowledged from it.
absl::Status LmdbJournal::RemoveUnbegun(const std::string& path) {
  if (!FileExists(path)) return absl::OkStatus();
  absl::StatusOr<bool> unbegun = IsUnbegun(path);
  if (!unbegun.ok()) return unbegun.status();
  if (!*unbegun) {
    absl::StatusOr<std::unique_ptr<Environment>> left =
        Environment::Open(path, Access::kReadOnly);
    if (!left.ok()) return left.status();
    absl::StatusOr<ReadTransaction> reading = (*left)->BeginRead();
    if (!reading.ok()) return reading.status();
    absl::StatusOr<std::uint64_t> count = reading->Count();
    if (!count.ok()) return count.status();
    if (*count != 0) {
      return absl::FailedPreconditionError(
          absl::StrCat(path, ": holds batches behind the end of the journal"));
    }
  }
  return Environment::Remove(path);
}

absl::Status LmdbJournal::Close() {
  if (closed_) return absl::OkStatus();
  if (!poison_.ok()) return poison_;
  if (head_.has_value()) {
    poison_ = head_->Sync();
    if (!poison_.ok()) return poison_;
  }
  closed_ = true;
  poison_ = next_.Discard();
  if (!poison_.ok()) return poison_;
  segment_.reset();
  head_.reset();
  poison_ = absl::FailedPreconditionError(
      absl::StrCat(directory_, ": the journal is closed"));
  return absl::OkStatus();
}

}  // namespace kumbara::storage
