// RunWriter: writes a run, id by id, under a name of its own; the run appears
// under its name whole and durable or not at all.
//
// Threads: one owner.
// Errors:  one sentence that names the file. What was begun is deleted.
// Cost:    one system call for every 256 KiB; Finish syncs the file and its
//          directory.

#ifndef KUMBARA_STORAGE_RUNS_RUN_WRITER_H_
#define KUMBARA_STORAGE_RUNS_RUN_WRITER_H_

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "storage/runs/run_file.h"

namespace kumbara::storage {

class RunWriter {
 public:
  // Of a run of `ids` ids.
  static absl::StatusOr<RunWriter> Create(const std::string& directory,
                                          RunNumber number, std::uint64_t ids);
  RunWriter(RunWriter&&) noexcept = default;
  RunWriter& operator=(RunWriter&&) noexcept = default;
  ~RunWriter();

  // REQUIRES: the id is greater than the one before it.
  absl::Status Add(const ColdId& id);

  // The run, to be looked at. REQUIRES: as many ids as were announced.
  absl::StatusOr<std::unique_ptr<RunFile>> Finish();

 private:
  static constexpr std::size_t kBlocksAtOnce = 64;

  RunWriter(std::string directory, File file, RunNumber number,
            std::uint64_t ids);

  void SealLast();
  absl::Status WriteOut();

  std::string directory_;
  std::unique_ptr<File> file_;  // Null once it is a run.
  RunNumber number_;
  std::uint64_t expected_;
  std::uint64_t added_ = 0;
  CommandId last_;
  std::vector<IdBlock> blocks_;  // Not written yet; the last one is open.
  std::uint64_t written_ = 0;    // Bytes.
  std::vector<CommandId> first_ids_;
  IdFilter filter_;
};

}  // namespace kumbara::storage

#endif  // KUMBARA_STORAGE_RUNS_RUN_WRITER_H_
