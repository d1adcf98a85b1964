// JournalTree: the leaves of a journal's tree, read batch by batch behind the
// writer, and what a checkpoint says of them.
//
// Threads: one owner; works beside a writing process, not within it.
// Errors:  those of JournalReader.
// Cost:    reads and hashes each batch once; 40 bytes a batch in memory.

#ifndef KUMBARA_STORAGE_EVIDENCE_JOURNAL_TREE_H_
#define KUMBARA_STORAGE_EVIDENCE_JOURNAL_TREE_H_

#include <functional>
#include <span>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "storage/evidence/checkpoint.h"
#include "storage/evidence/merkle_tree.h"
#include "storage/journal/position.h"

namespace kumbara::storage {

// Called now and then with the batches done and the last one there is.
using TreeProgress = std::function<void(BatchNumber done, BatchNumber last)>;

class JournalTree {
 public:
  explicit JournalTree(std::string ledger_directory)
      : directory_(std::move(ledger_directory)) {}

  // Takes in what has become durable since the last call.
  absl::Status ReadOn(const TreeProgress& progress = nullptr);

  // REQUIRES below: ReadOn succeeded.
  std::span<const TreeHash> leaves() const { return leaves_; }
  const JournalPosition& position() const { return position_; }
  // The batch that holds a sequence; 0 if none does yet.
  BatchNumber BatchOf(Sequence sequence) const;
  // How many batches HEAD knows of that have not been read yet.
  absl::StatusOr<BatchNumber> Behind() const;
  // Of all batches read.
  Checkpoint Now() const;
  // Of the last batch of each segment that is closed, in their order.
  std::vector<Checkpoint> Seals() const;

 private:
  // A place in the journal where it can be signed for.
  struct Place {
    JournalPosition position;
    Instant batch_time;
  };
  Checkpoint At(const Place& place) const;

  const std::string directory_;
  JournalPosition position_;
  Instant batch_time_;
  std::vector<TreeHash> leaves_;
  std::vector<Sequence> last_sequences_;  // Of each batch.
  std::vector<Place> segment_ends_;
};

// The value of one batch. NotFound if the journal ends before it.
absl::StatusOr<std::vector<std::byte>> ReadBatchValue(
    const std::string& ledger_directory, BatchNumber batch);

// The same into a file, which is there whole or not at all.
absl::Status SaveBatchValue(const std::string& ledger_directory,
                            BatchNumber batch, const std::string& path);

}  // namespace kumbara::storage

#endif  // KUMBARA_STORAGE_EVIDENCE_JOURNAL_TREE_H_
