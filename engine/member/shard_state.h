// A shard's state as bytes and back, for snapshots.
//
// Threads: the owner of the shard.

#ifndef KUMBARA_ENGINE_MEMBER_SHARD_STATE_H_
#define KUMBARA_ENGINE_MEMBER_SHARD_STATE_H_

#include "engine/base/state_stream.h"
#include "engine/member/shard.h"

namespace kumbara {

void SaveShard(const Shard& shard, StateWriter& writer);

// REQUIRES: the shard is empty.
void LoadShard(StateReader& reader, Shard& shard);

}  // namespace kumbara

#endif  // KUMBARA_ENGINE_MEMBER_SHARD_STATE_H_
