// Tally: how much of something has been counted in each period
// (engine/base/period.h): what a counter has granted, what a member has had.
//
// Threads: the owner of the shard.
// Cost:    O(log n) in all that is counted; a node of memory for each period in
//          which anything is.

#ifndef KUMBARA_ENGINE_MEMBER_TALLY_H_
#define KUMBARA_ENGINE_MEMBER_TALLY_H_

#include <cstdint>

#include "absl/container/btree_map.h"
#include "engine/base/check.h"

namespace kumbara {

// `Of` is what is counted for; ordered.
template <class Of>
class Tally {
 public:
  std::int64_t Count(const Of& of, std::int64_t period) const {
    const auto found = counts_.find({of, period});
    return found == counts_.end() ? 0 : found->second;
  }

  // REQUIRES: the count stays at or above 0.
  void Add(const Of& of, std::int64_t period, std::int64_t by) {
    if (by == 0) return;
    const auto counted = counts_.try_emplace({of, period}, 0).first;
    counted->second += by;
    KUMBARA_CHECK(counted->second >= 0);
    if (counted->second == 0) counts_.erase(counted);
  }

  // Forgets all that is counted for what lies in [from, to).
  void Forget(const Of& from, const Of& to) {
    counts_.erase(counts_.lower_bound({from, INT64_MIN}),
                  counts_.lower_bound({to, INT64_MIN}));
  }
  void Clear() { counts_.clear(); }

  template <class Stream, class Self>
  static void Transfer(Stream& stream, Self& self) {
    auto& [counts] = self;
    stream.Pass(counts);
  }

  // Calls visit(of, period, count) for all counts above 0, in order, from the
  // first that is not before `from`, until it returns false.
  template <class Visit>
  void VisitFrom(const Of& from, const Visit& visit) const {
    auto next = counts_.lower_bound({from, INT64_MIN});
    for (; next != counts_.end(); ++next) {
      if (!visit(next->first.of, next->first.period, next->second)) return;
    }
  }
  template <class Visit>
  void ForEach(const Visit& visit) const {
    for (const auto& [key, count] : counts_) visit(key.of, key.period, count);
  }

 private:
  struct Key {
    Of of;
    std::int64_t period = 0;

    friend auto operator<=>(const Key&, const Key&) = default;
  };

  absl::btree_map<Key, std::int64_t> counts_;
};

}  // namespace kumbara

#endif  // KUMBARA_ENGINE_MEMBER_TALLY_H_
