// RunFile: an immutable file of ids that have left memory, ascending by id,
// found by one read of a block (storage/runs/id_block.h).
//
// In memory stay the first id of each block and a filter: 1.5 bytes an id. A
// filter may send a lookup to the disk in vain, it decides nothing: every id is
// compared whole, and every block read is verified.
//
// Threads: any number of readers.
// Errors:  one sentence that names file and block.
// Cost:    an id that is not there mostly costs one look at the filter, one
//          that is there a read of 4 KiB.

#ifndef KUMBARA_STORAGE_RUNS_RUN_FILE_H_
#define KUMBARA_STORAGE_RUNS_RUN_FILE_H_

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "storage/lmdb/file.h"
#include "storage/runs/id_block.h"
#include "storage/runs/id_filter.h"

namespace kumbara::storage {

class RunFile {
 public:
  static std::string PathIn(const std::string& directory, RunNumber number);

  // `hash` is IdFilter::HashOf the id.
  bool MayHave(std::uint64_t hash) const { return filter_.MayHave(hash); }
  void Prefetch(std::uint64_t hash) const { filter_.Prefetch(hash); }
  // False if the id is not there.
  absl::StatusOr<bool> Find(const CommandId& id, ColdId* found) const;

  // Reads a block and verifies it. REQUIRES: number < blocks().
  absl::Status ReadBlock(std::uint32_t number, IdBlock* block) const;

  RunNumber number() const { return number_; }
  std::uint64_t ids() const { return ids_; }
  std::uint32_t blocks() const {
    return static_cast<std::uint32_t>(first_ids_.size());
  }
  std::size_t memory_bytes() const {
    return filter_.bytes() + first_ids_.size() * sizeof(CommandId);
  }
  const std::string& path() const { return file_.path(); }

 private:
  friend class RunWriter;

  RunFile(File file, RunNumber number, std::uint64_t ids,
          std::vector<CommandId> first_ids, IdFilter filter)
      : file_(std::move(file)),
        number_(number),
        ids_(ids),
        first_ids_(std::move(first_ids)),
        filter_(std::move(filter)) {}

  File file_;
  RunNumber number_;
  std::uint64_t ids_;
  std::vector<CommandId> first_ids_;  // By block.
  IdFilter filter_;
};

}  // namespace kumbara::storage

#endif  // KUMBARA_STORAGE_RUNS_RUN_FILE_H_
