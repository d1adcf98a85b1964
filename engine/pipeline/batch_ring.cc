#include "engine/pipeline/batch_ring.h"

#include <algorithm>

namespace kumbara {

void BatchSlot::Clear() {
  header = BatchHeader{};
  records.clear();
  frames.clear();
  marks.clear();
  round_ends.clear();
  times = BatchTimes{};
}

std::uint64_t BatchRing::AppliedByAll() const {
  std::uint64_t least = UINT64_MAX;
  for (std::uint32_t worker = 0; worker < workers_; ++worker) {
    least = std::min(least, applied_[worker].load());
  }
  return least;
}

}  // namespace kumbara
