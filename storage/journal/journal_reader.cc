#include "storage/journal/journal_reader.h"

#include <algorithm>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "storage/journal/head_file.h"
#include "storage/journal/segment.h"
#include "storage/journal/segment_facts.h"
#include "storage/lmdb/meta_page.h"

namespace kumbara::storage {
namespace {

// A read transaction keeps pages of the writer from being reused, so none
// lives for long.
constexpr std::uint32_t kBatchesPerTransaction = 1024;

}  // namespace

absl::StatusOr<std::unique_ptr<JournalReader>> JournalReader::Open(
    const std::string& ledger_directory, const JournalReadOptions& options) {
  absl::StatusOr<JournalPosition> head = HeadFile::Read(ledger_directory);
  if (!head.ok()) return head.status();
  std::unique_ptr<JournalReader> reader(
      new JournalReader(ledger_directory, *head, options));
  if (options.after.number == 0) {
    reader->position_.ledger = head->ledger;
    reader->position_.stream = head->stream;
  } else if (options.after.ledger != head->ledger) {
    return absl::FailedPreconditionError(absl::StrCat(
        ledger_directory, ": a position of another ledger was given"));
  }
  const std::uint32_t first = std::max<std::uint32_t>(options.after.segment, 1);
  absl::StatusOr<bool> exists = reader->SegmentExists(first);
  if (!exists.ok()) return exists.status();
  if (!*exists) return reader->Missing(first);
  if (absl::Status status = reader->OpenSegment(first); !status.ok()) {
    return status;
  }
  return reader;
}

absl::Status JournalReader::ConfirmStart() {
  absl::StatusOr<std::optional<std::span<const std::byte>>> value =
      reading_->Get(position_.number);
  if (!value.ok()) return value.status();
  if (!value->has_value()) {
    return absl::DataLossError(
        absl::StrCat(segment_->path(), ": batch ", position_.number,
                     " is not there: the journal has lost its tail"));
  }
  absl::StatusOr<BatchHeader> header = ParseBatchHeader(**value);
  if (!header.ok()) return Named(header.status(), position_.number);
  if (header->number != position_.number ||
      ChainAfter(*header) != position_.chain) {
    return Damage(position_.number, "is another one than was there before");
  }
  return absl::OkStatus();
}

absl::StatusOr<bool> JournalReader::Next(std::span<const std::byte>* value) {
  absl::StatusOr<bool> found = NextValue(value);
  if (!found.ok() || !*found) return found;
  absl::StatusOr<BatchHeader> header = ParseBatchHeader(*value);
  if (!header.ok()) return Fail(Named(header.status(), position_.number + 1));
  if (absl::Status status = Accept(*header); !status.ok()) return Fail(status);
  return true;
}

absl::StatusOr<bool> JournalReader::NextBatch(ParsedBatch* batch) {
  std::span<const std::byte> value;
  absl::StatusOr<bool> found = NextValue(&value);
  if (!found.ok() || !*found) return found;
  absl::StatusOr<ParsedBatch> parsed = ParseBatch(value);
  if (!parsed.ok()) return Fail(Named(parsed.status(), position_.number + 1));
  if (absl::Status status = Accept(parsed->header); !status.ok()) {
    return Fail(status);
  }
  *batch = *std::move(parsed);
  return true;
}

// The value of the batch behind position_, unverified, or false at the end.
absl::StatusOr<bool> JournalReader::NextValue(
    std::span<const std::byte>* value) {
  if (!failure_.ok()) return failure_;
  if (at_end_) return false;
  if (position_.number >= last_) {
    at_end_ = true;
    return false;
  }
  if (read_since_renewal_ == kBatchesPerTransaction) {
    if (absl::Status status = reading_->Renew(); !status.ok()) {
      return Fail(status);
    }
    read_since_renewal_ = 0;
  }
  absl::StatusOr<std::optional<std::span<const std::byte>>> found = Fetch();
  if (!found.ok()) return Fail(found.status());
  if (!found->has_value()) {
    if (absl::Status status = CheckEnd(); !status.ok()) return Fail(status);
    at_end_ = true;
    return false;
  }
  ++read_since_renewal_;
  *value = **found;
  return true;
}

// Looks the next batch up, in this segment or in those behind it.
absl::StatusOr<std::optional<std::span<const std::byte>>>
JournalReader::Fetch() {
  const BatchNumber next = position_.number + 1;
  while (true) {
    absl::StatusOr<std::optional<std::span<const std::byte>>> found =
        reading_->Get(next);
    if (!found.ok() || found->has_value()) return found;
    // A writer beside us closes a segment before it begins the next, so first
    // look whether there is a next one, then look again into this one.
    absl::StatusOr<bool> more = SegmentExists(segment_number_ + 1);
    if (!more.ok()) return more.status();
    if (absl::Status status = reading_->Renew(); !status.ok()) return status;
    read_since_renewal_ = 0;
    found = reading_->Get(next);
    if (!found.ok() || found->has_value()) return found;
    if (absl::Status status = CheckSegmentEnd(); !status.ok()) return status;
    if (!*more) return std::nullopt;
    if (absl::Status status = OpenSegment(segment_number_ + 1); !status.ok()) {
      return status;
    }
  }
}

absl::Status JournalReader::OpenSegment(std::uint32_t segment) {
  reading_.reset();
  segment_.reset();
  absl::StatusOr<std::unique_ptr<Environment>> opened =
      Environment::Open(SegmentPath(directory_, segment), Access::kReadOnly);
  if (!opened.ok()) return opened.status();
  segment_ = *std::move(opened);
  segment_number_ = segment;
  absl::StatusOr<ReadTransaction> reading = segment_->BeginRead();
  if (!reading.ok()) return reading.status();
  reading_ = *std::move(reading);
  read_since_renewal_ = 0;
  return absl::OkStatus();
}

// Whether the segment was begun; DataLoss if it was not but later ones were.
absl::StatusOr<bool> JournalReader::SegmentExists(std::uint32_t segment) const {
  absl::StatusOr<std::vector<std::uint32_t>> present = ListSegments(directory_);
  if (!present.ok()) return present.status();
  const std::string path = SegmentPath(directory_, segment);
  if (std::binary_search(present->begin(), present->end(), segment)) {
    absl::StatusOr<bool> unbegun = IsUnbegun(path);
    if (!unbegun.ok()) return unbegun.status();
    if (!*unbegun) return true;
  }
  if (segment <= head_.segment ||
      (!present->empty() && present->back() > segment)) {
    return Missing(segment);
  }
  return false;
}

absl::Status JournalReader::Missing(std::uint32_t segment) const {
  const absl::StatusOr<std::string> archived =
      WhereArchived(directory_, segment);
  if (!archived.ok()) return archived.status();
  if (!archived->empty()) return absl::FailedPreconditionError(*archived);
  return SegmentIsMissing(directory_, segment);
}

// The segment holds no batch behind position_: nor may it hold any other entry
// than those from its first batch to position_.
absl::Status JournalReader::CheckSegmentEnd() {
  absl::StatusOr<Cursor> cursor = Cursor::Over(*reading_);
  if (!cursor.ok()) return cursor.status();
  absl::StatusOr<std::optional<Entry>> greater =
      cursor->AtLeast(position_.number + 1);
  if (!greater.ok()) return greater.status();
  if (greater->has_value()) {
    return Damage(position_.number + 1, "missing, though later batches exist");
  }
  absl::StatusOr<std::optional<Entry>> first = cursor->First();
  if (!first.ok()) return first.status();
  absl::StatusOr<std::uint64_t> count = reading_->Count();
  if (!count.ok()) return count.status();
  const std::uint64_t expected =
      first->has_value() ? position_.number + 1 - (*first)->key : 0;
  if (*count != expected) {
    return absl::DataLossError(absl::StrCat(segment_->path(), ": holds ",
                                            *count, " entries where ", expected,
                                            " were expected"));
  }
  return absl::OkStatus();
}

absl::Status JournalReader::CheckEnd() {
  if (position_.number < head_.number) {
    return absl::DataLossError(absl::StrCat(
        segment_->path(), ": the journal ends with batch ", position_.number,
        ", HEAD says with batch ", head_.number, "; ", kPutBackJournal));
  }
  return CheckAgainstHead();
}

absl::Status JournalReader::CheckAgainstHead() const {
  if (position_.number != head_.number) return absl::OkStatus();
  if (position_.chain != head_.chain ||
      position_.last_sequence != head_.last_sequence ||
      position_.segment != head_.segment) {
    return Damage(
        position_.number,
        absl::StrCat("differs from what HEAD says of it; ", kPutBackJournal));
  }
  return absl::OkStatus();
}

// Checks that the batch continues the one before and steps behind it.
absl::Status JournalReader::Accept(const BatchHeader& header) {
  const BatchNumber expected = position_.number + 1;
  if (header.number != expected) {
    return Damage(expected,
                  absl::StrCat("holds batch ", header.number, " instead"));
  }
  if (header.ledger != position_.ledger) {
    return Damage(expected,
                  absl::StrCat("belongs to another ledger; ", kPutBackJournal));
  }
  if (header.segment != segment_number_) {
    return Damage(expected,
                  absl::StrCat("belongs into segment ", header.segment));
  }
  if (header.stream != position_.stream) {
    return Damage(expected, "belongs to another stream");
  }
  if (header.previous_chain != position_.chain) {
    return Damage(expected, "does not continue the chain of the one before");
  }
  if (header.first_sequence != position_.last_sequence + 1) {
    return Damage(
        expected,
        absl::StrCat("begins with sequence ", header.first_sequence, " where ",
                     position_.last_sequence + 1, " was expected"));
  }
  position_.segment = segment_number_;
  position_.number = header.number;
  position_.last_sequence = header.last_sequence();
  position_.chain = ChainAfter(header);
  return CheckAgainstHead();
}

absl::Status JournalReader::Fail(absl::Status status) {
  failure_ = std::move(status);
  return failure_;
}

absl::Status JournalReader::Damage(BatchNumber number,
                                   std::string_view what) const {
  return absl::DataLossError(
      absl::StrCat(segment_->path(), ": batch ", number, ": ",
                   absl::string_view(what.data(), what.size())));
}

absl::Status JournalReader::Named(const absl::Status& status,
                                  BatchNumber number) const {
  absl::string_view what = status.message();
  absl::ConsumePrefix(&what, "batch: ");
  return absl::Status(status.code(), absl::StrCat(segment_->path(), ": batch ",
                                                  number, ": ", what));
}

}  // namespace kumbara::storage
