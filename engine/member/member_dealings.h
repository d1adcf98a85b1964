// MemberDealings: what few members have of what they do with others: how much
// they gave in the periods of the calendar, who brought them, and how often
// they were paid for bringing others.
//
// Threads: a plain value.

#ifndef KUMBARA_ENGINE_MEMBER_MEMBER_DEALINGS_H_
#define KUMBARA_ENGINE_MEMBER_MEMBER_DEALINGS_H_

#include <array>
#include <type_traits>

#include "engine/base/limits.h"
#include "engine/base/types.h"
#include "engine/member/period_count.h"

namespace kumbara {

// Who brought a member, and what has become of that.
struct ReferralLink {
  enum class State : std::uint8_t {
    kNone,
    kAsked,   // The referrer is asked, until the round's end.
    kStands,  // The event has not come yet.
    kPaid,    // It has, and never comes again.
  };

  MemberId referrer;
  CommandId event;           // The command by which it came; 0 = none.
  std::int64_t spent = 0;    // Minor units since it was asked for.
  Sequence asked_under = 0;  // That of the command that asked.
  State state = State::kNone;
  bool by_enrolment = false;  // Who asked was enrolled by that.

  bool is_open() const {
    return state == State::kAsked || state == State::kStands;
  }
  friend bool operator==(const ReferralLink&, const ReferralLink&) = default;
};

struct MemberDealings {
  // By allowance of the program, in its order.
  std::array<PeriodCount, kAllowancesMax> given;
  ReferralLink link;
  PeriodCount paid;            // How often as a referrer.
  std::uint64_t referees = 0;  // Links that stand, or stood.

  // Adds what was counted of another member. Whose link stays is no sum.
  void AddCounts(const MemberDealings& other) {
    for (std::size_t i = 0; i < given.size(); ++i) {
      given[i] = PeriodCount::Together(given[i], other.given[i]);
    }
    paid = PeriodCount::Together(paid, other.paid);
    referees += other.referees;
  }

  friend bool operator==(const MemberDealings&,
                         const MemberDealings&) = default;
};
static_assert(std::is_trivially_copyable_v<MemberDealings>);

}  // namespace kumbara

#endif  // KUMBARA_ENGINE_MEMBER_MEMBER_DEALINGS_H_
