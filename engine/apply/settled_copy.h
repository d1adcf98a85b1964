// SettledCopy: a member as it is at a clock that it has not been settled to,
// without changing it.
//
// Who has nothing due is shown as it is; of others a copy is settled by the
// rules that settle the member itself one day.
//
// Threads: one owner, who owns the shards it looks at or finds them idle.
// Cost:    nothing for a member that has nothing due, else its wallets and lots
//          are copied. Memory is kept for the next copy.

#ifndef KUMBARA_ENGINE_APPLY_SETTLED_COPY_H_
#define KUMBARA_ENGINE_APPLY_SETTLED_COPY_H_

#include "engine/apply/member_copy.h"
#include "engine/member/member_ref.h"
#include "engine/program/program.h"

namespace kumbara {

class SettledCopy {
 public:
  // `program` outlives it.
  explicit SettledCopy(const Program& program)
      : program_(program), copy_(program) {}

  // Valid until the next call, or until the shard changes.
  MemberRef At(Instant clock, const Shard& shard, Slot slot);

  // What copies moved to and from system accounts so far.
  const SystemBalances& moved() const { return copy_.shard().accounts; }

 private:
  const Program& program_;
  MemberCopy copy_;
};

}  // namespace kumbara

#endif  // KUMBARA_ENGINE_APPLY_SETTLED_COPY_H_
