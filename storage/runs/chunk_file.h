// ChunkFile: the records and ordered ids that have left memory, by the chunk,
// in one file of places: DIR/runs/chunks.
//
// It is a cache of this process, as the runs beside it: recovery makes all
// of it again, so nothing is synced and nothing read by who opens the ledger
// next. Hence a chunk may be written over, and its checksum need not lie beside
// it: that stays in memory, so that an older chunk, one of another place and a
// damaged one are all told from the one that was kept.
//
// Threads: safe, for chunks of different places.
// Errors:  status() has the first write that failed. A chunk that cannot be
//          read, or is not what was kept, ends the process with a sentence that
//          names file and chunk: there is no other answer to the command that
//          needs it. Nothing is lost by it, for the journal has all of it.
// Cost:    a write or a read of 64 KiB each, and their checksum; 24 bytes of
//          memory a chunk.

#ifndef KUMBARA_STORAGE_RUNS_CHUNK_FILE_H_
#define KUMBARA_STORAGE_RUNS_CHUNK_FILE_H_

#include <cstdint>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "engine/base/chunk_store.h"
#include "engine/base/hash.h"
#include "storage/lmdb/file.h"

namespace kumbara::storage {

class ChunkFile final : public ChunkStore {
 public:
  // An empty one. REQUIRES: the directory is there.
  static absl::StatusOr<std::unique_ptr<ChunkFile>> Create(
      const std::string& path);

  std::uint32_t NewPlace() override;
  bool Keep(std::uint32_t place, std::span<const std::byte> chunk) override;
  void Ask(std::uint32_t place) override;
  void Fetch(std::uint32_t place, std::span<std::byte> chunk) override;

  // Places given out.
  std::uint32_t chunks() const;
  absl::Status status() const;

 private:
  struct Kept {
    bool is_there = false;
    Digest sum;
  };

  explicit ChunkFile(File file) : file_(std::move(file)) {}

  absl::Status Read(std::uint32_t place, std::span<std::byte> chunk) const;

  File file_;
  mutable std::mutex mutex_;
  std::vector<Kept> kept_;  // By place; guarded by mutex_.
  absl::Status status_;     // Guarded by mutex_.
};

}  // namespace kumbara::storage

#endif  // KUMBARA_STORAGE_RUNS_CHUNK_FILE_H_
