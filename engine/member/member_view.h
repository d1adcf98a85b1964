// MemberView: a copy of one member, as a reader sees it.

#ifndef KUMBARA_ENGINE_MEMBER_MEMBER_VIEW_H_
#define KUMBARA_ENGINE_MEMBER_MEMBER_VIEW_H_

#include <vector>

#include "engine/member/shard.h"

namespace kumbara {

struct MemberView {
  bool found = false;
  MemberId id;
  Instant clock;
  Sequence last_sequence = 0;
  std::vector<Wallet> wallets;  // By code of their unit; unused ones left out.
};

// Copies a member settled to the shard's clock. Threads: the shard's owner.
MemberView ViewOf(const Shard& shard, const MemberId& id);

}  // namespace kumbara

#endif  // KUMBARA_ENGINE_MEMBER_MEMBER_VIEW_H_
