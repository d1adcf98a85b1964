#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "storage/archive/archive_segments.h"
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

absl::Status BringBackSeal(const std::string& from, const std::string& to) {
  const std::string directory = ParentOf(to);
  const absl::Status made = MakeDirectories(directory);
  return made.ok() ? CopySmall(from, to) : made;
}

absl::Status BringBack(const ArchiveOptions& options, const SegmentFiles& files,
                       const SegmentFacts& facts) {
  const absl::Status sealed = CheckSeal(files.seal, facts, options.keys);
  if (!sealed.ok()) return MustBeThere(sealed);
  const std::string path =
      SegmentPath(options.ledger_directory, facts.segment());
  // A crash may have left it complete, and still on the list.
  if (!FileExists(path)) {
    const absl::StatusOr<std::string> copy = CopyUnready(
        *files.Find(), {path, Compression::kNone}, facts.bytes, facts.content);
    if (!copy.ok()) return copy.status();
    // Read batch by batch, it must be what the ledger gave away.
    absl::Status status = CheckIsSegment(*copy, facts);
    if (status.ok()) status = RenameDurably(*copy, path);
    if (!status.ok()) {
      static_cast<void>(Environment::Remove(*copy));
      return status;
    }
  }
  return BringBackSeal(files.seal,
                       SealPath(options.ledger_directory, facts.segment()));
}

// Of an archive that has nothing of what the list says. If the list lacks a
// segment, that is why.
absl::Status NothingToAttach(const ArchiveOptions& options,
                             std::span<const ArchivedSegment> archived) {
  const absl::StatusOr<JournalPosition> head =
      HeadFile::Read(options.ledger_directory);
  if (!head.ok()) return head.status();
  for (std::uint32_t segment = 1; segment <= head->segment; ++segment) {
    const bool is_listed = std::any_of(
        archived.begin(), archived.end(),
        [&](const auto& one) { return one.facts.segment() == segment; });
    if (is_listed ||
        FileExists(SegmentPath(options.ledger_directory, segment))) {
      continue;
    }
    return ArchivedLacks(options.ledger_directory, segment);
  }
  return absl::FailedPreconditionError(absl::StrCat(
      options.archive, ": holds no segment that was archived from ",
      options.ledger_directory));
}

}  // namespace

absl::Status AttachSegments(const ArchiveOptions& options,
                            const OnSegment& done) {
  const absl::StatusOr<LockFile> lock =
      LockFile::AcquireClosedSegments(options.ledger_directory);
  if (!lock.ok()) return lock.status();
  absl::StatusOr<std::vector<ArchivedSegment>> archived =
      ReadArchived(options.ledger_directory);
  if (!archived.ok()) return archived.status();
  std::size_t attached = 0;
  for (std::size_t i = 0; i < archived->size();) {
    const SegmentFacts facts = (*archived)[i].facts;
    const SegmentFiles files(options.archive, facts.segment());
    if (files.Find() == nullptr) {
      ++i;
      continue;
    }
    absl::Status status = BringBack(options, files, facts);
    if (!status.ok()) return status;
    archived->erase(archived->begin() + static_cast<std::ptrdiff_t>(i));
    status = WriteArchived(options.ledger_directory, *archived);
    if (!status.ok()) return status;
    done(facts);
    ++attached;
  }
  return attached > 0 ? absl::OkStatus() : NothingToAttach(options, *archived);
}

}  // namespace kumbara::storage
