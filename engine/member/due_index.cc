#include "engine/member/due_index.h"

#include "engine/base/check.h"

namespace kumbara {

void DueIndex::Add(const Entry& entry) {
  if (size_ == heap_.size()) heap_.Add();
  const std::uint64_t added = Pack(entry);
  std::uint32_t at = size_++;
  while (at > 0) {
    const std::uint32_t above = (at - 1) / 2;
    if (heap_.At(above) <= added) break;
    heap_.At(at) = heap_.At(above);
    at = above;
  }
  heap_.At(at) = added;
}

DueIndex::Entry DueIndex::Take() {
  KUMBARA_CHECK(size_ > 0);
  const std::uint64_t taken = heap_.At(0);
  const std::uint64_t moved = heap_.At(--size_);
  std::uint32_t at = 0;
  for (;;) {
    std::uint32_t below = 2 * at + 1;
    if (below >= size_) break;
    if (below + 1 < size_ && heap_.At(below + 1) < heap_.At(below)) ++below;
    if (moved <= heap_.At(below)) break;
    heap_.At(at) = heap_.At(below);
    at = below;
  }
  heap_.At(at) = moved;
  return Unpack(taken);
}

}  // namespace kumbara
