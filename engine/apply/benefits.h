// Benefits: what members are entitled to, and what is told when that changes.
//
// Threads: the owner of the member's shard.
// Cost:    nothing in a program without benefits.

#ifndef KUMBARA_ENGINE_APPLY_BENEFITS_H_
#define KUMBARA_ENGINE_APPLY_BENEFITS_H_

#include "engine/apply/books.h"
#include "engine/member/member_achievements.h"
#include "engine/member/member_grants.h"
#include "engine/member/shard.h"
#include "engine/program/program.h"
#include "engine/record/attributes.h"

namespace kumbara {

// Who is entitled to something.
struct Entitled {
  const Attributes& attributes;
  BasketTiers tiers;  // In force.
  const MemberAchievements& achievements;
  const MemberGrants& grants;  // That have not ended.
};
BenefitSet BenefitsOf(const Program& program, const Entitled& member);

// Tells what has changed of a member's benefits, whatever changed it. REQUIRES:
// the member is neither closed nor merged. `any` is one of the versions: the
// one for the member's clock says what there is.
void ConcludeBenefits(const Program& any, Shard& shard, Slot slot,
                      const EntryFacts& facts);

}  // namespace kumbara

#endif  // KUMBARA_ENGINE_APPLY_BENEFITS_H_
