// MemberGrants: the benefits that a member has for a time, each for something
// that it redeemed.
//
// Threads: a plain value.
// Cost:    adding and taking back look at all that the member has.

#ifndef KUMBARA_ENGINE_MEMBER_MEMBER_GRANTS_H_
#define KUMBARA_ENGINE_MEMBER_MEMBER_GRANTS_H_

#include <algorithm>
#include <compare>
#include <cstdint>
#include <type_traits>
#include <vector>

#include "engine/base/types.h"

namespace kumbara {

struct BenefitGrant {
  Instant until;              // It is over then.
  Sequence redemption = 0;    // For which it was given.
  std::uint64_t benefit = 0;  // Its place in the program.

  friend auto operator<=>(const BenefitGrant&, const BenefitGrant&) = default;
};
static_assert(std::has_unique_object_representations_v<BenefitGrant>);

class MemberGrants {
 public:
  // In the order in which they end.
  const std::vector<BenefitGrant>& all() const { return grants_; }

  // When the next of them ends.
  Instant due() const {
    return grants_.empty() ? Instant::Greatest() : grants_.front().until;
  }
  void Add(const BenefitGrant& grant) {
    grants_.insert(std::upper_bound(grants_.begin(), grants_.end(), grant),
                   grant);
  }
  void EndBy(Instant clock) {
    std::erase_if(grants_, [&](const BenefitGrant& grant) {
      return grant.until <= clock;
    });
  }
  void TakeBack(Sequence redemption) {
    std::erase_if(grants_, [&](const BenefitGrant& grant) {
      return grant.redemption == redemption;
    });
  }

  template <class Stream, class Self>
  static void Transfer(Stream& stream, Self& self) {
    auto& [grants] = self;
    stream.Pass(grants);
  }

 private:
  std::vector<BenefitGrant> grants_;
};

}  // namespace kumbara

#endif  // KUMBARA_ENGINE_MEMBER_MEMBER_GRANTS_H_
