// MemberProfile: what few members have: attributes, a pool, members joined to
// it, or an end.

#ifndef KUMBARA_ENGINE_MEMBER_MEMBER_PROFILE_H_
#define KUMBARA_ENGINE_MEMBER_MEMBER_PROFILE_H_

#include <vector>

#include "engine/base/types.h"
#include "engine/record/attributes.h"

namespace kumbara {

struct MemberProfile {
  Attributes attributes;
  Instant closed_at = Instant::Least();  // Business time; Least() = open.

  MemberId pool;         // That it is joined to; 0 = none.
  bool joining = false;  // A join is under way.
  // Those joined to it, in the order in which they did.
  std::vector<MemberId> pool_members = {};

  template <class Stream, class Self>
  static void Transfer(Stream& stream, Self& self) {
    auto& [attributes, closed_at, pool, joining, pool_members] = self;
    stream.Pass(attributes, closed_at, pool, joining, pool_members);
  }

  bool is_joined() const { return !pool.IsZero(); }
  bool is_closed() const { return closed_at != Instant::Least(); }
  bool empty() const { return *this == MemberProfile{}; }
  friend bool operator==(const MemberProfile&, const MemberProfile&) = default;
};

}  // namespace kumbara

#endif  // KUMBARA_ENGINE_MEMBER_MEMBER_PROFILE_H_
