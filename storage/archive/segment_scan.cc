#include "storage/archive/segment_scan.h"

#include <sys/stat.h>

#include <cerrno>
#include <memory>
#include <optional>

#include "absl/strings/str_cat.h"
#include "engine/record/batch.h"
#include "storage/evidence/checkpoint.h"
#include "storage/evidence/tree_peaks.h"
#include "storage/lmdb/environment.h"
#include "storage/lmdb/file.h"

namespace kumbara::storage {
namespace {

absl::Status Wrong(const std::string& path, BatchNumber batch,
                   absl::string_view what) {
  return absl::DataLossError(absl::StrCat(path, ": batch ", batch, ": ", what));
}

// Whether a batch continues what is behind `facts`.
absl::Status CheckContinues(const std::string& path, const BatchHeader& header,
                            const JournalPosition& behind) {
  const BatchNumber expected = behind.number + 1;
  const auto wrong = [&](absl::string_view what) {
    return Wrong(path, expected, what);
  };
  if (header.number != expected) return wrong("is another batch");
  if (header.ledger != behind.ledger) return wrong("is of another ledger");
  if (header.stream != behind.stream) return wrong("is of another stream");
  if (header.segment != behind.segment) return wrong("is of another segment");
  if (header.previous_chain != behind.chain) {
    return wrong("does not continue the chain of the one before");
  }
  if (header.first_sequence != behind.last_sequence + 1) {
    return wrong("does not continue the sequences of the one before");
  }
  return absl::OkStatus();
}

absl::Status ScanBatches(const std::string& path, SegmentFacts* segment) {
  SegmentFacts& facts = *segment;
  TreePeaks peaks(facts.before.number, facts.peaks_before);
  JournalPosition& behind = facts.behind;
  const auto opened = Environment::Open(path, Access::kReadOnly);
  if (!opened.ok()) return MustBeThere(opened.status());
  const absl::StatusOr<ReadTransaction> reading = (*opened)->BeginRead();
  if (!reading.ok()) return reading.status();
  absl::StatusOr<Cursor> cursor = Cursor::Over(*reading);
  if (!cursor.ok()) return cursor.status();
  absl::StatusOr<std::optional<Entry>> entry = cursor->First();
  for (; entry.ok() && entry->has_value(); entry = cursor->Next()) {
    const absl::StatusOr<BatchHeader> header =
        ParseBatchHeader((*entry)->value);
    if (!header.ok()) {
      return absl::Status(header.status().code(),
                          absl::StrCat(path, ": batch ", behind.number + 1,
                                       ": ", header.status().message()));
    }
    absl::Status continues = CheckContinues(path, *header, behind);
    if (!continues.ok()) return continues;
    if ((*entry)->key != header->number) {
      return Wrong(path, header->number, "stands under another number");
    }
    const Instant time(header->batch_time);
    if (behind.number == facts.before.number) facts.first_time = time;
    facts.last_time = time;
    behind.number = header->number;
    behind.last_sequence = header->last_sequence();
    behind.chain = ChainAfter(*header);
    peaks.Add(LeafHashOf((*entry)->value));
  }
  if (!entry.ok()) return entry.status();
  if (behind.number == facts.before.number) {
    return absl::DataLossError(absl::StrCat(path, ": holds no batch"));
  }
  facts.peaks_behind.assign(peaks.peaks().begin(), peaks.peaks().end());
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<SegmentFacts> ScanSegment(const std::string& path,
                                         const JournalPosition& before,
                                         const Peaks& peaks_before) {
  SegmentFacts facts;
  facts.before = before;
  facts.behind = before;
  facts.behind.segment = before.segment + 1;
  facts.peaks_before = peaks_before;
  const absl::Status scanned = ScanBatches(path, &facts);
  if (!scanned.ok()) return scanned;
  struct stat file;
  if (stat(path.c_str(), &file) != 0) {
    return FileError(errno, path, "cannot look at");
  }
  facts.bytes = static_cast<std::uint64_t>(file.st_size);
  const absl::StatusOr<Digest> content = ContentOf(path);
  if (!content.ok()) return content.status();
  facts.content = *content;
  return facts;
}

absl::Status CheckIsSegment(const std::string& path,
                            const SegmentFacts& facts) {
  const std::string lock = Environment::LockPathOf(path);
  const bool had_lock = FileExists(lock);
  const absl::StatusOr<SegmentFacts> found =
      ScanSegment(path, facts.before, facts.peaks_before);
  if (!had_lock) static_cast<void>(RemoveFile(lock));
  if (!found.ok()) return found.status();
  if (*found == facts) return absl::OkStatus();
  return absl::DataLossError(absl::StrCat(
      path, ": is not segment ", facts.segment(), " as its facts say it was"));
}

absl::Status CheckSeal(const std::string& seal_path,
                       const SegmentFacts& segment,
                       std::span<const VerifierKey> keys) {
  const absl::StatusOr<std::string> text = ReadWhole(seal_path);
  if (!text.ok()) return text.status();
  const absl::StatusOr<std::vector<SignedNote>> notes = ParseNotes(*text);
  if (!notes.ok()) return InFile(seal_path, notes.status());
  if (notes->size() != 1) {
    return absl::DataLossError(absl::StrCat(seal_path, ": is no seal"));
  }
  const absl::StatusOr<Checkpoint> seal =
      keys.empty() ? ParseCheckpoint(notes->front().text)
                   : TrustedCheckpoint(notes->front(), keys);
  if (!seal.ok()) return InFile(seal_path, seal.status());
  const JournalPosition& behind = segment.behind;
  const TreePeaks peaks(behind.number, segment.peaks_behind);
  if (seal->ledger != behind.ledger || seal->stream != behind.stream ||
      seal->segment != behind.segment || seal->batches != behind.number ||
      seal->last_sequence != behind.last_sequence ||
      seal->root != peaks.Root()) {
    return absl::DataLossError(absl::StrCat(
        seal_path, ": segment ", behind.segment, " is not what it signs for"));
  }
  return absl::OkStatus();
}

}  // namespace kumbara::storage
