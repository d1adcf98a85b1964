// MemberProfile: what few members have: attributes, a pool, members joined to
// it or merged into it, or an end.

#ifndef KUMBARA_ENGINE_MEMBER_MEMBER_PROFILE_H_
#define KUMBARA_ENGINE_MEMBER_MEMBER_PROFILE_H_

#include <algorithm>
#include <cstdint>
#include <vector>

#include "engine/base/types.h"
#include "engine/record/attributes.h"

namespace kumbara {

// How much higher the lots of a merged member are numbered where they are now.
struct LotShift {
  std::uint32_t unit = 0;  // Code.
  std::uint32_t by = 0;

  friend bool operator==(const LotShift&, const LotShift&) = default;
};

// What rules looked at of the attributes a member had before others.
struct PastAttributes {
  Instant until;
  std::uint64_t segments = 0;
  Code plan = 0;
  std::uint32_t reserved = 0;

  friend bool operator==(const PastAttributes&,
                         const PastAttributes&) = default;
};

// How long a plan is paid, and how long it is in force.
struct PlanTerm {
  Instant paid_through = Instant::Greatest();  // Greatest() = without end.
  Instant lapses_at = Instant::Greatest();     // At or behind that.
  bool in_grace = false;                       // Which was told.

  // When the next of both falls due.
  Instant due() const { return in_grace ? lapses_at : paid_through; }

  friend bool operator==(const PlanTerm&, const PlanTerm&) = default;
};

struct MemberProfile {
  Attributes attributes;
  PlanTerm plan_term = {};
  // Ascending; engine/apply/attribute_history.h says how far back.
  std::vector<PastAttributes> past_attributes = {};
  Instant closed_at = Instant::Least();  // Business time; Least() = open.

  MemberId pool;         // That it is joined to; 0 = none.
  bool joining = false;  // A join is under way.
  // Those joined to it, in the order in which they did.
  std::vector<MemberId> pool_members = {};

  MemberId merged_into;  // 0 = not merged.
  std::vector<LotShift> lot_shifts = {};
  // Those that were merged into it, also by way of others.
  std::vector<MemberId> merged_here = {};

  template <class Stream, class Self>
  static void Transfer(Stream& stream, Self& self) {
    auto& [attributes, plan_term, past_attributes, closed_at, pool, joining,
           pool_members, merged_into, lot_shifts, merged_here] = self;
    stream.Pass(attributes, plan_term, past_attributes, closed_at, pool,
                joining, pool_members, merged_into, lot_shifts, merged_here);
  }

  bool is_merged() const { return !merged_into.IsZero(); }
  std::uint32_t ShiftOf(std::uint8_t unit) const {
    const auto found =
        std::find_if(lot_shifts.begin(), lot_shifts.end(),
                     [&](const LotShift& shift) { return shift.unit == unit; });
    return found == lot_shifts.end() ? 0 : found->by;
  }
  void ShiftLots(std::uint8_t unit, std::uint32_t by) {
    for (LotShift& shift : lot_shifts) {
      if (shift.unit != unit) continue;
      shift.by += by;
      return;
    }
    lot_shifts.push_back({unit, by});
  }

  bool is_joined() const { return !pool.IsZero(); }
  bool is_closed() const { return closed_at != Instant::Least(); }
  bool empty() const { return *this == MemberProfile{}; }
  friend bool operator==(const MemberProfile&, const MemberProfile&) = default;
};

}  // namespace kumbara

#endif  // KUMBARA_ENGINE_MEMBER_MEMBER_PROFILE_H_
