// TreeProof: a text that shows something of a ledger to who has a verifier key
// and nothing else: that a batch is in it, or that it only grew.
//
//   c2sp.org/tlog-proof@v1             (C2SP tlog-proof: a batch is in it)
//   index <batch number - 1>
//   <hash, base64>...                  from the leaf upwards
//   <empty line>
//   <checkpoint, a signed note>
//
//   kumbara consistency proof 1        (the older is the newer's beginning)
//   <hash, base64>...
//   <empty line>
//   <older checkpoint>
//   <newer checkpoint>
//
// Threads: plain values.
// Errors:  one sentence each that says what the text does not show.

#ifndef KUMBARA_STORAGE_EVIDENCE_TREE_PROOF_H_
#define KUMBARA_STORAGE_EVIDENCE_TREE_PROOF_H_

#include <optional>
#include <span>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "storage/evidence/checkpoint.h"
#include "storage/evidence/merkle_tree.h"
#include "storage/evidence/signed_note.h"

namespace kumbara::storage {

struct TreeProof {
  // Of the batch that is shown to be in the ledger; none: consistency.
  std::optional<BatchNumber> batch;
  TreePath path;
  std::vector<SignedNote> notes;  // One, or the older and the newer.
};

std::string ToText(const TreeProof& proof);
absl::StatusOr<TreeProof> ParseProof(std::string_view text);

// What a proof that holds shows: the checkpoints of its notes. Of a batch,
// `value` is its bytes as they stand in the journal.
absl::StatusOr<std::vector<Checkpoint>> CheckProof(
    const TreeProof& proof, std::span<const VerifierKey> keys,
    std::span<const std::byte> value);

}  // namespace kumbara::storage

#endif  // KUMBARA_STORAGE_EVIDENCE_TREE_PROOF_H_
