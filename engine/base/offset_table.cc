#include "engine/base/offset_table.h"

#include <utility>

namespace kumbara {

OffsetTable::OffsetTable(std::vector<Stretch> stretches, std::int64_t end)
    : stretches_(std::move(stretches)) {
  if (stretches_.empty() || end <= stretches_.front().begin) return;
  KUMBARA_CHECK(stretches_.size() <= UINT16_MAX);
  begin_ = stretches_.front().begin;
  end_ = end;
  for (std::size_t i = 0; i < stretches_.size(); ++i) {
    const auto& [begin, offset] = stretches_[i];
    KUMBARA_CHECK(begin < end && offset > -kDay && offset < kDay);
    KUMBARA_CHECK(i == 0 || begin > stretches_[i - 1].begin);
  }
  // Ends both walks along the list.
  stretches_.push_back({end, stretches_.back().offset});
  std::uint16_t at = 0;
  for (std::int64_t utc = begin_; utc < end_;
       utc += std::int64_t{1} << kBucketBits) {
    while (stretches_[at + std::size_t{1}].begin <= utc) ++at;
    first_of_bucket_.push_back(at);
  }
}

}  // namespace kumbara
