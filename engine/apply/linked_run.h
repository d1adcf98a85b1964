// LinkedRuns: commands of one member that succeed together or not at all.
//
// A run is tried on a copy of the member. If all commands are accepted there
// they are applied to the member itself, one by one, and must be accepted
// again; so nothing has ever to be undone, and whoever keeps postings sees none
// of a run that fails.
//
// Threads: one owner, who owns the shards.
// Errors:  as of Apply.
// Cost:    a copy of the member and of the records that are named, and each
//          command twice.

#ifndef KUMBARA_ENGINE_APPLY_LINKED_RUN_H_
#define KUMBARA_ENGINE_APPLY_LINKED_RUN_H_

#include <cstddef>
#include <span>
#include <vector>

#include "engine/apply/apply.h"
#include "engine/apply/member_copy.h"

namespace kumbara {

struct LinkedCommand {
  Input input;
  // Why it may not stand where it stands; kOk if it may. Not so well known is
  // what a command would be refused for that waits for its round's end.
  ResultCode against = ResultCode::kOk;
  bool would_wait = false;
  Outcome* outcome = nullptr;
};

class LinkedRuns {
 public:
  // `program` outlives it.
  explicit LinkedRuns(const Program& program)
      : program_(program), copy_(program) {}

  // Answers all commands of a run, or those before one that is not tried:
  // then `must_fail`. REQUIRES as for Apply, each command by itself; one
  // member; there is a reason against those that may make messages or would
  // wait.
  void Apply(SemanticVersion version, std::span<const LinkedCommand> run,
             bool must_fail, Shard& shard);

 private:
  // The first command that is refused, if any, and how.
  struct Failure {
    std::size_t index = 0;
    Refusal refusal;
  };

  void Prepare(std::span<const LinkedCommand> run, const Shard& shard,
               Slot member);
  Failure Try(SemanticVersion version, std::span<const LinkedCommand> run,
              const Shard& shard);
  // What the copy refuses a command for, by itself or because of its place.
  Refusal TryOne(SemanticVersion version, const LinkedCommand& one,
                 const Input& input);

  const Program& program_;
  MemberCopy copy_;
  std::vector<Input> inputs_;  // Scratch.
  Messages messages_;          // Of commands that are tried; never sent.
};

}  // namespace kumbara

#endif  // KUMBARA_ENGINE_APPLY_LINKED_RUN_H_
