// MemberDealings: what few members have of what they do with others: how much
// they gave in the periods of the calendar.
//
// Threads: a plain value. What a merge of two members has to bring together
//          stands here.

#ifndef KUMBARA_ENGINE_MEMBER_MEMBER_DEALINGS_H_
#define KUMBARA_ENGINE_MEMBER_MEMBER_DEALINGS_H_

#include <array>
#include <type_traits>

#include "engine/base/limits.h"
#include "engine/member/period_count.h"

namespace kumbara {

struct MemberDealings {
  // By allowance of the program, in its order.
  std::array<PeriodCount, kAllowancesMax> given;

  friend bool operator==(const MemberDealings&,
                         const MemberDealings&) = default;
};
static_assert(std::is_trivially_copyable_v<MemberDealings>);

}  // namespace kumbara

#endif  // KUMBARA_ENGINE_MEMBER_MEMBER_DEALINGS_H_
