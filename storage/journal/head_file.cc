#include "storage/journal/head_file.h"

#include <cstring>
#include <optional>
#include <type_traits>
#include <utility>

#include "absl/strings/str_cat.h"
#include "storage/journal/restoring_name.h"
#include "storage/journal/segment.h"
#include "storage/lmdb/environment.h"

namespace kumbara::storage {
namespace {

constexpr std::uint64_t kSlots = 2;

constexpr char kPutBackHead[] =
    "put back the file that goes with the journal, or restore a backup";

struct SlotRecord {
  std::uint64_t magic = kHeadMagic;
  std::uint16_t format = kHeadFormat;
  std::uint16_t reserved16 = 0;
  std::uint32_t stream = 0;
  LedgerId ledger;
  BatchNumber number = 0;
  Sequence last_sequence = 0;
  Digest chain;
  std::uint32_t segment = 0;
  std::uint32_t reserved32 = 0;
  std::uint64_t reserved64 = 0;
  Digest checksum;
};
static_assert(sizeof(SlotRecord) == kHeadSlotBytes);
static_assert(offsetof(SlotRecord, checksum) == 80);
static_assert(std::has_unique_object_representations_v<SlotRecord>);

Digest ChecksumOf(const SlotRecord& slot) {
  return Hash128(&slot, offsetof(SlotRecord, checksum));
}

// Both slots as they are; those torn, damaged or never written are absent.
struct Slots {
  std::optional<SlotRecord> slot[kSlots];

  // The index of the newer one, or kSlots when none is readable.
  std::uint64_t Newer() const {
    if (!slot[0] && !slot[1]) return kSlots;
    if (!slot[0] || !slot[1]) return slot[0] ? 0 : 1;
    return slot[0]->number >= slot[1]->number ? 0 : 1;
  }
};

absl::StatusOr<Slots> ReadSlots(const File& file) {
  Slots slots;
  for (std::uint64_t i = 0; i < kSlots; ++i) {
    SlotRecord record;
    absl::StatusOr<std::size_t> read = file.ReadAt(
        i * kHeadSlotDistance, std::as_writable_bytes(std::span(&record, 1)));
    if (!read.ok()) return read.status();
    if (*read == sizeof(record) && record.magic == kHeadMagic &&
        record.checksum == ChecksumOf(record)) {
      slots.slot[i] = record;
    }
  }
  return slots;
}

// Whether HEAD must have been there: init leaves one batch, then HEAD, and a
// ledger that is restored may have all but HEAD.
absl::StatusOr<bool> HasHadHead(const std::string& ledger_directory) {
  if (!FileExists(JournalDirectory(ledger_directory)) ||
      FileExists(absl::StrCat(ledger_directory, "/", kRestoringName))) {
    return false;
  }
  const auto segments = ListSegments(ledger_directory);
  if (!segments.ok()) return segments.status();
  if (segments->empty() || segments->back() > 1) return !segments->empty();
  const auto first =
      Environment::Open(SegmentPath(ledger_directory, 1), Access::kReadOnly);
  if (!first.ok()) return first.status();
  const absl::StatusOr<ReadTransaction> reading = (*first)->BeginRead();
  if (!reading.ok()) return reading.status();
  const absl::StatusOr<std::uint64_t> batches = reading->Count();
  if (!batches.ok()) return batches.status();
  return *batches > 1;
}

// No HEAD: it was lost, or there never was a ledger.
absl::Status Missing(const std::string& ledger_directory,
                     const std::string& path) {
  const absl::StatusOr<bool> was_there = HasHadHead(ledger_directory);
  if (!was_there.ok()) return was_there.status();
  if (*was_there) {
    return absl::DataLossError(absl::StrCat(
        path, ": missing, though there is a journal; ", kPutBackHead));
  }
  return absl::NotFoundError(absl::StrCat(
      path,
      ": missing: this is not a ledger, or its restore or init did not "
      "finish"));
}

}  // namespace

HeadSlot WriteHeadSlot(const JournalPosition& end) {
  SlotRecord record;
  record.stream = end.stream;
  record.ledger = end.ledger;
  record.number = end.number;
  record.last_sequence = end.last_sequence;
  record.chain = end.chain;
  record.segment = end.segment;
  record.checksum = ChecksumOf(record);
  HeadSlot bytes;
  std::memcpy(bytes.data(), &record, sizeof(record));
  return bytes;
}

std::string HeadFile::PathIn(const std::string& ledger_directory) {
  return ledger_directory + "/HEAD";
}

absl::StatusOr<JournalPosition> HeadFile::Read(
    const std::string& ledger_directory) {
  const std::string path = PathIn(ledger_directory);
  absl::StatusOr<File> file = File::Open(path, O_RDONLY);
  if (absl::IsNotFound(file.status())) return Missing(ledger_directory, path);
  if (!file.ok()) return file.status();
  absl::StatusOr<Slots> slots = ReadSlots(*file);
  if (!slots.ok()) return slots.status();
  const std::uint64_t newer = slots->Newer();
  if (newer == kSlots) {
    return absl::DataLossError(
        absl::StrCat(path, ": neither slot is readable; ", kPutBackHead));
  }
  const SlotRecord& record = *slots->slot[newer];
  if (record.format > kHeadFormat) {
    return absl::FailedPreconditionError(absl::StrCat(
        path, ": the ledger was written by a newer kumbara (format ",
        record.format, ", this one knows up to ", kHeadFormat,
        "): open the ledger with that one"));
  }
  return JournalPosition{.ledger = record.ledger,
                         .stream = record.stream,
                         .segment = record.segment,
                         .number = record.number,
                         .last_sequence = record.last_sequence,
                         .chain = record.chain};
}

absl::StatusOr<HeadFile> HeadFile::Create(const std::string& ledger_directory,
                                          const JournalPosition& end) {
  absl::StatusOr<File> file =
      File::Open(PathIn(ledger_directory), O_RDWR | O_CREAT | O_EXCL);
  if (!file.ok()) return file.status();
  HeadFile head(*std::move(file), 0);
  if (absl::Status status = head.Write(end); !status.ok()) return status;
  if (absl::Status status = head.Sync(); !status.ok()) return status;
  if (absl::Status status = SyncDirectory(ledger_directory); !status.ok()) {
    return status;
  }
  return head;
}

absl::StatusOr<HeadFile> HeadFile::Open(const std::string& ledger_directory,
                                        const JournalPosition& end) {
  absl::StatusOr<File> file = File::Open(PathIn(ledger_directory), O_RDWR);
  if (!file.ok()) return file.status();
  absl::StatusOr<Slots> slots = ReadSlots(*file);
  if (!slots.ok()) return slots.status();
  HeadFile head(*std::move(file), slots->Newer() == 0 ? 1 : 0);
  if (absl::Status status = head.Write(end); !status.ok()) return status;
  if (absl::Status status = head.Sync(); !status.ok()) return status;
  return head;
}

absl::Status HeadFile::Write(const JournalPosition& end) {
  const HeadSlot bytes = WriteHeadSlot(end);
  const std::uint64_t offset = next_slot_ * kHeadSlotDistance;
  next_slot_ = 1 - next_slot_;
  return file_.WriteAt(offset, bytes);
}

}  // namespace kumbara::storage
