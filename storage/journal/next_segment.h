// NextSegment: the segment behind the present one, made before it is needed.
//
// Making a file durable takes several syncs, reserving its room may take more.
// A thread of its own does both under another name, DIR/journal/N.mdb.next; to
// begin the segment is then to rename that. Readers never see it: once it has
// its name, the segment before it is closed. What a crash leaves of it is
// removed when the ledger is opened.
//
// Room is reserved behind the end of the file, so that it has no size, and only
// where the disk keeps as much again: a ledger whose disk is nearly full gets a
// segment that is not reserved.
//
// Units:   bytes.
// Threads: one owner; the making runs in a thread of its own.
// Errors:  those of making a file, told by Begin; but where the disk was full
//          Begin tries once more, with a new file.
// Cost:    Prepare starts a thread; Begin is a rename, a sync of the directory
//          and opening the file.

#ifndef KUMBARA_STORAGE_JOURNAL_NEXT_SEGMENT_H_
#define KUMBARA_STORAGE_JOURNAL_NEXT_SEGMENT_H_

#include <cstdint>
#include <future>
#include <memory>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "storage/lmdb/environment.h"

namespace kumbara::storage {

class NextSegment {
 public:
  NextSegment(std::string ledger_directory, std::uint64_t segment_bytes)
      : directory_(std::move(ledger_directory)),
        segment_bytes_(segment_bytes) {}
  // Waits for what is being made.
  ~NextSegment();

  // Begins to make it, unless that has begun.
  void Prepare(std::uint32_t segment);

  // Gives it its name, durably, and opens it; makes it first if need be.
  // REQUIRES: there is no file of that name.
  absl::StatusOr<std::unique_ptr<Environment>> Begin(std::uint32_t segment);

  // Removes it, or what a crash has left of one.
  absl::Status Discard();

 private:
  absl::Status Make(std::uint32_t segment) const;
  std::string PathOf(std::uint32_t segment) const;
  std::uint64_t map_bytes() const;

  const std::string directory_;
  const std::uint64_t segment_bytes_;
  std::future<absl::Status> made_;  // Valid from Prepare to Begin.
};

}  // namespace kumbara::storage

#endif  // KUMBARA_STORAGE_JOURNAL_NEXT_SEGMENT_H_
