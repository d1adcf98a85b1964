#include "storage/evidence/compare.h"

#include <algorithm>
#include <map>

#include "absl/strings/str_cat.h"
#include "engine/base/hex.h"

namespace kumbara::storage {
namespace {

constexpr std::size_t kNamedMax = 20;

bool Holds(const Checkpoint& checkpoint, std::span<const TreeHash> leaves) {
  return checkpoint.batches <= leaves.size() &&
         RootOf(leaves.first(checkpoint.batches)) == checkpoint.root;
}

std::string BatchesText(BatchNumber first, BatchNumber last) {
  return first == last ? absl::StrCat("batch ", first)
                       : absl::StrCat("batches ", first, " to ", last);
}

// Names each batch that is not the one recorded.
void NameBatches(std::span<const TreeHash> recorded,
                 std::span<const TreeHash> leaves,
                 std::vector<std::string>* differences) {
  std::map<TreeHash, BatchNumber> places;
  for (std::size_t i = 0; i < recorded.size(); ++i) {
    places.emplace(recorded[i], i + 1);
  }
  const std::size_t both = std::min(recorded.size(), leaves.size());
  std::size_t more = 0;
  for (std::size_t i = 0; i < both; ++i) {
    if (recorded[i] == leaves[i]) continue;
    if (differences->size() == kNamedMax) {
      ++more;
      continue;
    }
    const auto place = places.find(leaves[i]);
    differences->push_back(
        place == places.end() ? absl::StrCat("batch ", i + 1, " was changed")
                              : absl::StrCat("batch ", i + 1, " is what batch ",
                                             place->second, " was"));
  }
  if (more > 0) {
    differences->push_back(absl::StrCat(more, " more batches differ"));
  }
}

}  // namespace

Comparison CompareWith(std::span<const Checkpoint> checkpoints,
                       std::span<const TreeHash> recorded,
                       const JournalPosition& end,
                       std::span<const TreeHash> leaves) {
  Comparison result;
  if (checkpoints.empty()) return result;
  const Checkpoint& last = checkpoints.back();
  if (last.ledger != end.ledger || last.stream != end.stream) {
    result.differences.push_back(absl::StrCat("the checkpoints are of ledger ",
                                              ToHex(last.ledger), ", this is ",
                                              ToHex(end.ledger)));
    return result;
  }
  for (const Checkpoint& checkpoint : checkpoints) {
    if (!Holds(checkpoint, leaves)) break;
    ++result.holding;
    result.proven = checkpoint.batches;
  }
  if (result.holding == checkpoints.size()) return result;
  if (leaves.size() < last.batches) {
    result.differences.push_back(
        absl::StrCat(BatchesText(leaves.size() + 1, last.batches),
                     " were signed for and are gone"));
  }
  const Checkpoint& broken = checkpoints[result.holding];
  const BatchNumber there =
      std::min<BatchNumber>(broken.batches, leaves.size());
  // The recorded leaves that a checkpoint vouches for.
  const auto vouched = std::find_if(checkpoints.rbegin(), checkpoints.rend(),
                                    [&](const Checkpoint& checkpoint) {
                                      return Holds(checkpoint, recorded);
                                    });
  if (vouched != checkpoints.rend() && vouched->batches >= broken.batches) {
    NameBatches(recorded.first(vouched->batches), leaves, &result.differences);
  } else if (there > result.proven && leaves.size() >= broken.batches) {
    result.differences.push_back(
        absl::StrCat("among ", BatchesText(result.proven + 1, there),
                     " at least one was changed, removed, put in or moved"));
  }
  return result;
}

}  // namespace kumbara::storage
