// MemberProfile: what few members have: attributes, or an end.

#ifndef KUMBARA_ENGINE_MEMBER_MEMBER_PROFILE_H_
#define KUMBARA_ENGINE_MEMBER_MEMBER_PROFILE_H_

#include "engine/base/types.h"
#include "engine/record/attributes.h"

namespace kumbara {

struct MemberProfile {
  Attributes attributes;
  Instant closed_at = Instant::Least();  // Business time; Least() = open.

  bool is_closed() const { return closed_at != Instant::Least(); }
  bool empty() const { return *this == MemberProfile{}; }
  friend bool operator==(const MemberProfile&, const MemberProfile&) = default;
};

}  // namespace kumbara

#endif  // KUMBARA_ENGINE_MEMBER_MEMBER_PROFILE_H_
