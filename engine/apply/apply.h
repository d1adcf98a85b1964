// Apply: one command changes one member, or is refused and changes nothing.
//
// This is where the ledger's semantics are. Apply reads the command, the
// program and the member's shard and nothing else: no clock, no table of the
// process, no other shard. The same calls give the same state anywhere.
//
// Threads: the owner of the shard.
// Errors:  refusals are ResultCodes in the outcome. A broken invariant ends
//          the process before it can reach the journal's digests.
// Cost:    one member with the lots it uses, some system accounts; allocates
//          only where a table grows past what was reserved.

#ifndef KUMBARA_ENGINE_APPLY_APPLY_H_
#define KUMBARA_ENGINE_APPLY_APPLY_H_

#include <cstdint>
#include <optional>
#include <span>

#include "engine/apply/message.h"
#include "engine/member/shard.h"
#include "engine/program/program.h"
#include "engine/record/command.h"
#include "engine/record/detail.h"
#include "engine/record/outcome.h"
#include "engine/record/settings.h"

namespace kumbara {

// What resolve found out about the command that another one names.
struct Reference {
  enum class Whose : std::uint8_t {
    kNone,         // The command names none.
    kUnknown,      // No such id.
    kOtherMember,  // A command of another member.
    kOwn,          // One of this member, applied or refused.
  };

  Whose whose = Whose::kNone;
  CommandKind kind = CommandKind::kTick;  // Of a known one.
  Slot id_slot = kNoSlot;                 // Of its id's entry.
};

// A command with the facts that its place in the journal adds to it.
struct Input {
  const Command& command;
  std::span<const Detail> details;
  Sequence sequence = 0;
  // Under which it posts: its own, or that which ended the round.
  Sequence posts_under = 0;
  Instant latest;             // Business times beyond it are in the future.
  std::uint8_t currency = 0;  // The ledger's; 0 while it has none.
  Slot id_slot = kNoSlot;     // Of the entry of the command's id.
  Reference reference = {};
  Slot likely_slot = kNoSlot;  // Where the member probably is.
  // What its budget says to an award that has asked it; else null.
  const Message* answer = nullptr;

  // The same as a command of another member, posted under another sequence.
  Input As(const Command& other, Sequence posts, Slot member) const {
    return {other,    details, sequence,  posts, latest,
            currency, id_slot, reference, member};
  }
};

// Answers a command into `outcome`, where it stays: a copy would wait for its
// own parts. REQUIRES: a well-formed counted command (engine/record/form.h),
// neither a repeat nor a conflict, of a member of this shard. `program` is any
// of its versions: the command goes by the one that is for it.
void Apply(SemanticVersion version, const Input& input, const Program& program,
           Shard& shard, Messages& messages, Outcome* outcome);

// Why a command is refused that has no reason in itself to be asked for.
struct Refusal {
  ResultCode code = ResultCode::kOk;
  // Of the answer; without, the one that the command names.
  std::optional<std::uint8_t> unit = {};
};

// Refuses a command because of its linked run, unless it is refused for its
// time: moves clocks and answers as any refusal does. REQUIRES as for Apply.
void Refuse(SemanticVersion version, const Input& input, const Refusal& refusal,
            const Program& program, Shard& shard, Outcome* outcome);

// Business time has reached `instant`, unless that lies beyond `latest`.
ResultCode ApplyTick(SemanticVersion version, Instant instant, Instant latest,
                     Sequence sequence, Shard& shard);

// Delivers a message to a member of this shard. It posts under `round_last`,
// the sequence that ended the round, and what the member shows from now on is
// durable when that is. `any_version` of the program: the message goes by that
// of its command.
void Deliver(SemanticVersion version, const Message& message,
             std::span<const Slice> slices, const Program& any_version,
             Sequence round_last, Shard& shard, Messages& messages);

}  // namespace kumbara

#endif  // KUMBARA_ENGINE_APPLY_APPLY_H_
