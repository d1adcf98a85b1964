// Naming: the record of the command that another one names.

#ifndef KUMBARA_ENGINE_APPLY_NAMING_H_
#define KUMBARA_ENGINE_APPLY_NAMING_H_

#include "engine/apply/command_context.h"

namespace kumbara {

inline constexpr KindSet kAnyKind = ~KindSet{0};

// The slot of the record of the command that another one names; kNoSlot if it
// was refused, or is not of this shard. REQUIRES: it names one that is known.
Slot SlotOfNamed(const Input& input, const CommandRecords& records);

// Finds the record of the command that is named, or says why not: it is
// unknown, not of one of `kinds`, of another member, or was refused.
// REQUIRES: the command names one.
ResultCode FindNamed(const CommandContext& context, KindSet kinds,
                     CommandRecord** record);

// Whether a record is too old, by the program, to be named by a command.
ResultCode RefuseTooOld(const CommandContext& context,
                        const CommandRecord& record);

}  // namespace kumbara

#endif  // KUMBARA_ENGINE_APPLY_NAMING_H_
