// What a new version of the program means for the members that there are.
//
// Threads: the owner of the shard.
// Cost:    every member is looked at once.

#ifndef KUMBARA_ENGINE_APPLY_NEW_VERSION_H_
#define KUMBARA_ENGINE_APPLY_NEW_VERSION_H_

#include "engine/member/shard.h"
#include "engine/program/program.h"

namespace kumbara {

// Lists all members for the newest version to begin, and gives what they have
// the ends that it brings. REQUIRES: it was added (program_versions.h).
void NoteNewVersion(const Program& newest, Shard& shard);

}  // namespace kumbara

#endif  // KUMBARA_ENGINE_APPLY_NEW_VERSION_H_
