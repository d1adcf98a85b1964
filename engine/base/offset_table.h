// OffsetTable: how far a zone's clocks stand from UTC over some centuries.
//
// Dates of lots are worked out for every earn, at millions a second, in any
// order of days. So it must not hang on what was asked before: the stretches
// between changes of a zone's clocks, about two a year, stand in one sorted
// list with an index by time, some kilobytes that stay in the cache.
//
// Units:   microseconds since 1970-01-01, in UTC or on the wall.
// Threads: immutable.
// Cost:    one look into the index and one or two steps along the list.

#ifndef KUMBARA_ENGINE_BASE_OFFSET_TABLE_H_
#define KUMBARA_ENGINE_BASE_OFFSET_TABLE_H_

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <utility>
#include <vector>

#include "engine/base/check.h"

namespace kumbara {

class OffsetTable {
 public:
  // From `begin` on (UTC) until the next stretch, local = UTC + offset.
  struct Stretch {
    std::int64_t begin;
    std::int64_t offset;
  };

  // `stretches` in order, the last one until `end`; offsets under a day. May be
  // empty: then no time is covered.
  OffsetTable(std::vector<Stretch> stretches, std::int64_t end);

  bool CoversUtc(std::int64_t utc) const { return utc >= begin_ && utc < end_; }
  bool CoversLocal(std::int64_t local) const {
    return local >= begin_ + kDay && local < end_ - kDay;
  }

  // REQUIRES: CoversUtc(utc).
  std::int64_t ToLocal(std::int64_t utc) const {
    return utc + stretches_[StretchAt(utc)].offset;
  }

  // The stretch of a time: when it begins, and when the next one does.
  // REQUIRES: CoversUtc(utc).
  std::pair<std::int64_t, std::int64_t> BoundsAround(std::int64_t utc) const {
    const std::size_t at = StretchAt(utc);
    return {stretches_[at].begin, stretches_[at + 1].begin};
  }

  // The first time at which the wall shows `local`, or the first after the gap
  // that leaves it out. REQUIRES: CoversLocal(local).
  std::int64_t ToUtc(std::int64_t local) const {
    // No stretch before this one can reach `local`.
    std::size_t at = StretchAt(local - kDay);
    while (local >= stretches_[at + 1].begin + stretches_[at].offset) ++at;
    return std::max(local - stretches_[at].offset, stretches_[at].begin);
  }

 private:
  static constexpr std::int64_t kDay = 86'400'000'000;
  static constexpr int kBucketBits = 42;  // 51 days.

  std::size_t StretchAt(std::int64_t utc) const {
    KUMBARA_DCHECK(CoversUtc(utc));
    std::size_t at = first_of_bucket_[static_cast<std::size_t>((utc - begin_) >>
                                                               kBucketBits)];
    while (stretches_[at + 1].begin <= utc) ++at;
    return at;
  }

  std::int64_t begin_ = 0;
  std::int64_t end_ = 0;
  std::vector<Stretch> stretches_;  // The last one begins at end_.
  std::vector<std::uint16_t> first_of_bucket_;
};

}  // namespace kumbara

#endif  // KUMBARA_ENGINE_BASE_OFFSET_TABLE_H_
