#include "storage/backup/journal_cut.h"

#include <algorithm>
#include <cstring>
#include <memory>
#include <span>
#include <utility>
#include <vector>

#include "engine/record/batch.h"
#include "engine/record/command.h"
#include "storage/backup/batch_copy.h"
#include "storage/journal/head_file.h"
#include "storage/journal/journal_reader.h"
#include "storage/journal/segment.h"
#include "storage/lmdb/environment.h"
#include "storage/lmdb/file.h"
#include "storage/recovery/batch_cut.h"

namespace kumbara::storage {
namespace {

// So many of the first `count` commands that no linked run is parted.
std::uint32_t WithoutPartedRun(const ParsedBatch& batch, std::uint32_t count) {
  std::uint32_t seen = 0;
  std::uint32_t whole = 0;
  for (const std::unique_ptr<Frame>& frame : batch.frames) {
    for (const Command& command : frame->commands()) {
      if (seen == count) return whole;
      ++seen;
      if ((command.flags & kLinked) == 0) whole = seen;
    }
  }
  return whole;
}

// The batch that is left of one, as a value of the journal.
struct BatchValue {
  BatchHeader header;
  std::vector<std::uint64_t> words;

  std::span<const std::byte> bytes() const {
    return std::as_bytes(std::span(words));
  }
};

// The source marks go: what comes behind the cut shall be sent again.
BatchValue ValueOf(const ParsedBatch& batch) {
  std::vector<const Frame*> frames;
  for (const std::unique_ptr<Frame>& frame : batch.frames) {
    frames.push_back(frame.get());
  }
  const BatchParts parts{batch.records, frames, {}};
  BatchValue value{batch.header, {}};
  value.words.resize(ValueBytes(parts) / sizeof(std::uint64_t));
  WriteBatch(parts, &value.header,
             reinterpret_cast<std::byte*>(value.words.data()));
  return value;
}

// A header that was verified as its value was read.
BatchHeader HeaderIn(std::span<const std::byte> value) {
  BatchHeader header;
  std::memcpy(&header, value.data(), sizeof(header));
  return header;
}

class SegmentCutter {
 public:
  SegmentCutter(const SegmentFacts& segment, const JournalCut& cut)
      : cut_(cut), end_(segment.before) {}

  // Copies what is kept of the batches that `reader` has.
  absl::Status Run(JournalReader& reader, BatchCopy& copy) {
    for (;;) {
      std::span<const std::byte> value;
      const absl::StatusOr<bool> found = reader.Next(&value);
      if (!found.ok()) return found.status();
      if (!*found) return absl::OkStatus();
      const BatchHeader header = HeaderIn(value);
      if (cut_.until && Instant(header.batch_time) >= *cut_.until) break;
      if (cut_.last_sequence && header.last_sequence() > *cut_.last_sequence) {
        return AddFront(value, copy);
      }
      end_ = reader.position();
      const absl::Status added = copy.Add(header.number, value);
      if (!added.ok()) return added;
    }
    return absl::OkStatus();
  }

  // Behind the last batch that was kept.
  const JournalPosition& end() const { return end_; }

 private:
  absl::Status AddFront(std::span<const std::byte> value, BatchCopy& copy) {
    absl::StatusOr<ParsedBatch> batch = ParseBatch(value);
    if (!batch.ok()) return batch.status();
    const Sequence first = batch->header.first_sequence;
    const Sequence behind = std::max(*cut_.last_sequence + 1, first);
    const std::uint32_t count =
        WithoutPartedRun(*batch, static_cast<std::uint32_t>(behind - first));
    if (count == 0) return absl::OkStatus();
    const BatchValue front = ValueOf(TakeFront(&*batch, count));
    end_.segment = front.header.segment;
    end_.number = front.header.number;
    end_.last_sequence = front.header.last_sequence();
    end_.chain = ChainAfter(front.header);
    return copy.Add(front.header.number, front.bytes());
  }

  const JournalCut& cut_;
  JournalPosition end_;
};

absl::Status ReplaceHead(const std::string& ledger_directory,
                         const JournalPosition& end) {
  const absl::Status gone = RemoveFile(HeadFile::PathIn(ledger_directory));
  return gone.ok() ? HeadFile::Create(ledger_directory, end).status() : gone;
}

}  // namespace

absl::StatusOr<JournalPosition> CutLastSegment(
    const std::string& ledger_directory, const SegmentFacts& segment,
    const JournalCut& cut) {
  const std::string path = SegmentPath(ledger_directory, segment.segment());
  const std::string kept_path = path + ".cut";
  SegmentCutter cutter(segment, cut);
  {
    auto copy = BatchCopy::Create(kept_path, path);
    if (!copy.ok()) return copy.status();
    JournalReadOptions read;
    read.after = segment.before;
    read.after.segment = segment.segment();
    auto reader = JournalReader::Open(ledger_directory, read);
    if (!reader.ok()) return reader.status();
    absl::Status status = cutter.Run(**reader, **copy);
    if (status.ok()) status = (*copy)->Finish();
    if (!status.ok()) return status;
  }
  const JournalPosition& end = cutter.end();
  absl::Status status = Environment::Remove(path);
  if (status.ok()) {
    status = end.segment == segment.segment() ? RenameDurably(kept_path, path)
                                              : RemoveFile(kept_path);
  }
  if (status.ok()) status = ReplaceHead(ledger_directory, end);
  if (!status.ok()) return status;
  return end;
}

}  // namespace kumbara::storage
