// Checkpoint: what a journal was when somebody signed for it: how many batches
// it had and the root of their tree. Kept where the ledger's owner cannot
// change it, it makes every later change of those batches visible.
//
// As text, the form of C2SP tlog-checkpoint:
//
//   kumbara/<ledger id>/<stream>       the origin
//   <number of batches>
//   <root, base64>
//   sequence <the last one>            from here on for people
//   segment <that holds the last batch>
//   batch-time <of the last batch>
//
// Threads: plain values.
// Errors:  one sentence each.

#ifndef KUMBARA_STORAGE_EVIDENCE_CHECKPOINT_H_
#define KUMBARA_STORAGE_EVIDENCE_CHECKPOINT_H_

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "engine/base/types.h"
#include "storage/evidence/merkle_tree.h"
#include "storage/evidence/signed_note.h"

namespace kumbara::storage {

struct Checkpoint {
  LedgerId ledger;
  std::uint32_t stream = 0;
  std::uint32_t segment = 0;
  BatchNumber batches = 0;
  Sequence last_sequence = 0;
  Instant batch_time;
  TreeHash root{};

  friend bool operator==(const Checkpoint&, const Checkpoint&) = default;
};

std::string ToText(const Checkpoint& checkpoint);
// Whether a crash can leave this of a checkpoint's note behind whole ones: a
// part from its beginning on, or of one more signature.
bool IsPartOfCheckpoint(std::string_view rest);
absl::StatusOr<Checkpoint> ParseCheckpoint(std::string_view text);

// A note's checkpoint. Errors: it is none, or no key of `keys` has signed it.
absl::StatusOr<Checkpoint> TrustedCheckpoint(const SignedNote& note,
                                             std::span<const VerifierKey> keys);

// All checkpoints of a text of notes, of one ledger and in ascending order of
// their batches.
absl::StatusOr<std::vector<Checkpoint>> TrustedCheckpoints(
    std::string_view text, std::span<const VerifierKey> keys);

// A hash in base64 as these texts have it; false if it is not one.
std::string HashText(const TreeHash& hash);
bool ParseHash(std::string_view text, TreeHash* hash);

}  // namespace kumbara::storage

#endif  // KUMBARA_STORAGE_EVIDENCE_CHECKPOINT_H_
