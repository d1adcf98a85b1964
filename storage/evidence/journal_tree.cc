#include "storage/evidence/journal_tree.h"

#include <algorithm>
#include <cstring>
#include <memory>

#include "absl/strings/str_cat.h"
#include "engine/record/batch.h"
#include "storage/journal/head_file.h"
#include "storage/journal/journal_reader.h"
#include "storage/lmdb/file.h"

namespace kumbara::storage {
namespace {

constexpr BatchNumber kTreeProgressEvery = 256;

}  // namespace

absl::Status JournalTree::ReadOn(const TreeProgress& progress) {
  absl::StatusOr<std::unique_ptr<JournalReader>> reader =
      JournalReader::Open(directory_, {.after = position_});
  if (!reader.ok()) return reader.status();
  for (;;) {
    std::span<const std::byte> value;
    const absl::StatusOr<bool> read = (*reader)->Next(&value);
    if (!read.ok()) return read.status();
    const JournalPosition& position = (*reader)->position();
    if (position_.segment != 0 && position.segment > position_.segment) {
      segment_ends_.push_back({position_, batch_time_});
    }
    position_ = position;
    if (!*read) return absl::OkStatus();
    leaves_.push_back(LeafHashOf(value));
    last_sequences_.push_back(position.last_sequence);
    BatchHeader header;  // The reader has just verified it.
    std::memcpy(&header, value.data(), sizeof(header));
    batch_time_ = Instant(header.batch_time);
    if (progress != nullptr && position.number % kTreeProgressEvery == 0) {
      progress(position.number,
               std::max(position.number, (*reader)->head().number));
    }
  }
}

absl::StatusOr<BatchNumber> JournalTree::Behind() const {
  const absl::StatusOr<JournalPosition> head = HeadFile::Read(directory_);
  if (!head.ok()) return head.status();
  return std::max(head->number, position_.number) - position_.number;
}

Checkpoint JournalTree::At(const Place& place) const {
  Checkpoint checkpoint;
  checkpoint.ledger = place.position.ledger;
  checkpoint.stream = place.position.stream;
  checkpoint.segment = place.position.segment;
  checkpoint.batches = place.position.number;
  checkpoint.last_sequence = place.position.last_sequence;
  checkpoint.batch_time = place.batch_time;
  checkpoint.root = RootOf(leaves().first(place.position.number));
  return checkpoint;
}

Checkpoint JournalTree::Now() const { return At({position_, batch_time_}); }

BatchNumber JournalTree::BatchOf(Sequence sequence) const {
  const auto batch = std::lower_bound(last_sequences_.begin(),
                                      last_sequences_.end(), sequence);
  if (sequence == 0 || batch == last_sequences_.end()) return 0;
  return static_cast<BatchNumber>(batch - last_sequences_.begin()) + 1;
}

std::vector<Checkpoint> JournalTree::Seals() const {
  std::vector<Checkpoint> seals;
  for (const Place& place : segment_ends_) seals.push_back(At(place));
  return seals;
}

absl::StatusOr<std::vector<std::byte>> ReadBatchValue(
    const std::string& ledger_directory, BatchNumber batch) {
  absl::StatusOr<std::unique_ptr<JournalReader>> reader =
      JournalReader::Open(ledger_directory, {.last = batch});
  if (!reader.ok()) return reader.status();
  std::vector<std::byte> last;
  for (;;) {
    std::span<const std::byte> value;
    const absl::StatusOr<bool> read = (*reader)->Next(&value);
    if (!read.ok()) return read.status();
    if (!*read) break;
    if ((*reader)->position().number == batch) {
      last.assign(value.begin(), value.end());
    }
  }
  if (last.empty()) {
    return absl::NotFoundError(
        absl::StrCat(ledger_directory, ": there is no batch ", batch,
                     "; the last one is ", (*reader)->position().number));
  }
  return last;
}

absl::Status SaveBatchValue(const std::string& ledger_directory,
                            BatchNumber batch, const std::string& path) {
  const auto value = ReadBatchValue(ledger_directory, batch);
  if (!value.ok()) return value.status();
  const std::string_view bytes(reinterpret_cast<const char*>(value->data()),
                               value->size());
  return WriteWhole(path, bytes);
}

}  // namespace kumbara::storage
