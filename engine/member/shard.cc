#include "engine/member/shard.h"

namespace kumbara {

void Shard::KeepProfile(Slot member, const MemberProfile& profile) {
  Member& kept = members.At(member);
  kept.is_closed = profile.is_closed() ? 1 : 0;
  kept.is_merged = profile.is_merged() ? 1 : 0;
  kept.has_profile = profile.empty() ? 0 : 1;
  kept.has_plan_term = profile.plan_term == PlanTerm{} ? 0 : 1;
  ListDue(member, kept.wallet, profile.plan_term.due());
  if (profile.empty()) {
    profiles.erase(member);
  } else {
    profiles[member] = profile;
  }
}

void Shard::KeepDealings(Slot member, const MemberDealings& kept) {
  const bool empty = kept == MemberDealings{};
  members.At(member).has_dealings = empty ? 0 : 1;
  if (empty) {
    dealings.erase(member);
  } else {
    dealings[member] = kept;
  }
}

}  // namespace kumbara
