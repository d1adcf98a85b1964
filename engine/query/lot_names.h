// The names of a lot: who takes over a merged member numbers its lots anew.
//
// Threads: the owner of the shards.
// Cost:    a look at each member that was merged into the one.

#ifndef KUMBARA_ENGINE_QUERY_LOT_NAMES_H_
#define KUMBARA_ENGINE_QUERY_LOT_NAMES_H_

#include <cstdint>
#include <span>
#include <vector>

#include "engine/member/shard.h"

namespace kumbara {

struct LotName {
  MemberId member;
  std::uint32_t number = 0;  // In the member's wallet.
};

// All that a lot has, or would have: of those numbers there may be no lot.
std::vector<LotName> NamesOfLot(std::span<const Shard* const> shards,
                                LotName lot, std::uint8_t unit);

}  // namespace kumbara

#endif  // KUMBARA_ENGINE_QUERY_LOT_NAMES_H_
