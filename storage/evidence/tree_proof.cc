#include "storage/evidence/tree_proof.h"

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"

namespace kumbara::storage {
namespace {

constexpr absl::string_view kInclusionTitle = "c2sp.org/tlog-proof@v1";
constexpr absl::string_view kConsistencyTitle = "kumbara consistency proof 1";

absl::Status NotAProof(absl::string_view what) {
  return absl::InvalidArgumentError(absl::StrCat("not a proof: ", what));
}

absl::Status ShowsNothing(absl::string_view what) {
  return absl::DataLossError(absl::StrCat("the proof does not hold: ", what));
}

}  // namespace

std::string ToText(const TreeProof& proof) {
  std::string text =
      absl::StrCat(proof.batch ? kInclusionTitle : kConsistencyTitle, "\n");
  if (proof.batch) absl::StrAppend(&text, "index ", *proof.batch - 1, "\n");
  for (const TreeHash& hash : proof.path) text += HashText(hash) + "\n";
  text += "\n";
  for (const SignedNote& note : proof.notes) text += note.ToText();
  return text;
}

absl::StatusOr<TreeProof> ParseProof(std::string_view text) {
  const std::size_t end = text.find("\n\n");
  if (end == std::string_view::npos) {
    return NotAProof("expected hashes, an empty line and checkpoints");
  }
  const std::vector<absl::string_view> lines =
      absl::StrSplit(absl::string_view(text.data(), end), '\n');
  TreeProof proof;
  std::size_t next = 1;
  if (lines[0] == kInclusionTitle) {
    std::uint64_t index = 0;
    absl::string_view number = lines.size() > 1 ? lines[1] : "";
    if (!absl::ConsumePrefix(&number, "index ") ||
        !absl::SimpleAtoi(number, &index)) {
      return NotAProof("its second line is not an index");
    }
    proof.batch = index + 1;
    next = 2;
  } else if (lines[0] != kConsistencyTitle) {
    return NotAProof("its first line is none of a proof");
  }
  for (; next < lines.size(); ++next) {
    TreeHash hash;
    if (!ParseHash(std::string_view(lines[next].data(), lines[next].size()),
                   &hash)) {
      return NotAProof("a line above the empty one is not a hash");
    }
    proof.path.push_back(hash);
  }
  absl::StatusOr<std::vector<SignedNote>> notes =
      ParseNotes(text.substr(end + 2));
  if (!notes.ok()) return notes.status();
  if (notes->size() != (proof.batch ? 1U : 2U)) {
    return NotAProof("it has not the right number of checkpoints");
  }
  proof.notes = *std::move(notes);
  return proof;
}

absl::StatusOr<std::vector<Checkpoint>> CheckProof(
    const TreeProof& proof, std::span<const VerifierKey> keys,
    std::span<const std::byte> value) {
  std::vector<Checkpoint> checkpoints;
  for (const SignedNote& note : proof.notes) {
    absl::StatusOr<Checkpoint> checkpoint = TrustedCheckpoint(note, keys);
    if (!checkpoint.ok()) return checkpoint.status();
    checkpoints.push_back(*checkpoint);
  }
  const Checkpoint& last = checkpoints.back();
  if (proof.batch) {
    if (!ProvesInclusion(LeafHashOf(value), *proof.batch - 1, last.batches,
                         proof.path, last.root)) {
      return ShowsNothing("the batch is not that batch of the checkpoint");
    }
    return checkpoints;
  }
  const Checkpoint& first = checkpoints.front();
  if (first.ledger != last.ledger || first.stream != last.stream) {
    return ShowsNothing("its checkpoints are of different ledgers");
  }
  if (!ProvesConsistency(first.batches, first.root, last.batches, proof.path,
                         last.root)) {
    return ShowsNothing(
        "the older checkpoint is not the newer one's beginning");
  }
  return checkpoints;
}

}  // namespace kumbara::storage
