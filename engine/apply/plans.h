// Plans that a program declares: a member's plan starts, is renewed, is in
// grace and ends. Facts tell of it in a program that declares any.
//
// A change is in force from the member's clock on, as all changes of attributes
// are; but what is paid is counted from the business time of the command.
//
// Threads: the owner of the member's shard.

#ifndef KUMBARA_ENGINE_APPLY_PLANS_H_
#define KUMBARA_ENGINE_APPLY_PLANS_H_

#include "engine/apply/command_context.h"
#include "engine/member/shard.h"
#include "engine/program/program.h"

namespace kumbara {

// Of a command that gives a plan which the program does not declare.
ResultCode RefusePlan(const CommandContext& context);

// What a command that gives a plan, or takes it away, makes of how long it is
// paid. `profile` has its attributes already; `before` is the plan before it.
void PayPlan(const CommandContext& context, Code before,
             MemberProfile* profile);

// The plan of a member merged into another one, if that lacks one, or has the
// same for less long. `before` is the plan that it had.
void TakePlanTerm(const MemberProfile& other, Code before,
                  MemberProfile* profile);

// Tells what became of a plan.
void TellPlan(const Program& program, Code before, const MemberProfile& now,
              Books books);

// Applies what falls due of a member's plan at `facts.at`: the end of what is
// paid, or of the plan.
void PassPlanDue(const Program& program, Shard& shard, Slot slot,
                 const EntryFacts& facts);

// The same at the member's clock, by the version for what falls due then, of
// what was over when it came.
void PassPlanOverdue(const Program& any, Shard& shard, Slot slot,
                     EntryFacts facts);

}  // namespace kumbara

#endif  // KUMBARA_ENGINE_APPLY_PLANS_H_
