#include "storage/archive/journal_list.h"

#include <sys/stat.h>

#include <cerrno>
#include <map>
#include <memory>
#include <optional>

#include "absl/strings/str_cat.h"
#include "engine/record/batch.h"
#include "storage/archive/segment_files.h"
#include "storage/evidence/seals.h"
#include "storage/journal/head_file.h"
#include "storage/journal/segment.h"
#include "storage/journal/segment_facts.h"
#include "storage/lmdb/environment.h"
#include "storage/lmdb/file.h"
#include "storage/lmdb/meta_page.h"

namespace kumbara::storage {
namespace {

ListedSegment OfArchived(const ArchivedSegment& archived) {
  const SegmentFacts& facts = archived.facts;
  ListedSegment listed;
  listed.number = facts.segment();
  listed.first_batch = facts.before.number + 1;
  listed.last_batch = facts.behind.number;
  listed.first_sequence = facts.before.last_sequence + 1;
  listed.last_sequence = facts.behind.last_sequence;
  listed.first_time = facts.first_time;
  listed.last_time = facts.last_time;
  listed.bytes = facts.bytes;
  listed.is_closed = true;
  listed.is_sealed = true;
  listed.place = archived.place;
  return listed;
}

absl::StatusOr<BatchHeader> HeaderOf(const Environment& segment,
                                     const Entry& entry) {
  const absl::StatusOr<BatchHeader> header = ParseBatchHeader(entry.value);
  if (header.ok()) return header;
  return absl::Status(header.status().code(),
                      absl::StrCat(segment.path(), ": batch ", entry.key, ": ",
                                   header.status().message()));
}

// False if it holds no batch.
absl::StatusOr<bool> LookInto(const std::string& path, ListedSegment* listed) {
  const auto opened = Environment::Open(path, Access::kReadOnly);
  if (!opened.ok()) return opened.status();
  const absl::StatusOr<ReadTransaction> reading = (*opened)->BeginRead();
  if (!reading.ok()) return reading.status();
  absl::StatusOr<Cursor> cursor = Cursor::Over(*reading);
  if (!cursor.ok()) return cursor.status();
  const absl::StatusOr<std::optional<Entry>> first = cursor->First();
  if (!first.ok()) return first.status();
  if (!first->has_value()) return false;
  const absl::StatusOr<BatchHeader> begins = HeaderOf(**opened, **first);
  if (!begins.ok()) return begins.status();
  const absl::StatusOr<std::optional<Entry>> last = cursor->Last();
  if (!last.ok()) return last.status();
  const absl::StatusOr<BatchHeader> ends = HeaderOf(**opened, **last);
  if (!ends.ok()) return ends.status();
  listed->first_batch = begins->number;
  listed->last_batch = ends->number;
  listed->first_sequence = begins->first_sequence;
  listed->last_sequence = ends->last_sequence();
  listed->first_time = Instant(begins->batch_time);
  listed->last_time = Instant(ends->batch_time);
  return true;
}

absl::StatusOr<std::optional<ListedSegment>> OfPresent(
    const std::string& ledger_directory, std::uint32_t number) {
  ListedSegment listed;
  listed.number = number;
  const std::string path = SegmentPath(ledger_directory, number);
  const absl::StatusOr<bool> unbegun = IsUnbegun(path);
  if (!unbegun.ok()) return unbegun.status();
  if (*unbegun) return std::nullopt;
  const absl::StatusOr<bool> holds = LookInto(path, &listed);
  if (!holds.ok()) return holds.status();
  if (!*holds) return std::nullopt;
  struct stat facts;
  if (stat(path.c_str(), &facts) != 0) {
    return FileError(errno, path, "cannot look at");
  }
  listed.bytes = static_cast<std::uint64_t>(facts.st_size);
  listed.is_sealed = FileExists(SealPath(ledger_directory, number));
  return listed;
}

absl::Status AddPresent(const std::string& ledger_directory,
                        const JournalPosition& head,
                        std::map<std::uint32_t, ListedSegment>* listed) {
  const auto present = ListSegments(ledger_directory);
  if (!present.ok()) return present.status();
  for (const std::uint32_t number : *present) {
    absl::StatusOr<std::optional<ListedSegment>> one =
        OfPresent(ledger_directory, number);
    if (!one.ok()) {
      const bool is_here = FileExists(SegmentPath(ledger_directory, number));
      if (!is_here) continue;  // Moved meanwhile.
      return one.status();
    }
    if (!one->has_value()) continue;
    (*one)->is_closed = number < head.segment;
    listed->emplace(number, **one);
  }
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<std::vector<ListedSegment>> ListJournal(
    const std::string& ledger_directory) {
  const absl::StatusOr<JournalPosition> head = HeadFile::Read(ledger_directory);
  if (!head.ok()) return head.status();
  // One that is moved meanwhile, there or back, is on one of the two lists.
  const auto before = ReadArchived(ledger_directory);
  if (!before.ok()) return before.status();
  std::map<std::uint32_t, ListedSegment> listed;
  const absl::Status added = AddPresent(ledger_directory, *head, &listed);
  if (!added.ok()) return added;
  const auto behind = ReadArchived(ledger_directory);
  if (!behind.ok()) return behind.status();
  for (const auto* archived : {&*behind, &*before}) {
    for (const ArchivedSegment& one : *archived) {
      listed.try_emplace(one.facts.segment(), OfArchived(one));
    }
  }
  for (std::uint32_t number = 1; number <= head->segment; ++number) {
    if (!listed.contains(number)) {
      return SegmentIsMissing(ledger_directory, number);
    }
  }
  std::vector<ListedSegment> segments;
  for (const auto& [number, segment] : listed) segments.push_back(segment);
  return segments;
}

}  // namespace kumbara::storage
