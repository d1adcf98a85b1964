#include "engine/query/lot_names.h"

namespace kumbara {
namespace {

MemberProfile ProfileOf(std::span<const Shard* const> shards,
                        const MemberId& member) {
  const Shard& shard =
      *shards[ShardOf(member, static_cast<std::uint32_t>(shards.size()))];
  const Slot slot = shard.members.FindSlot(member);
  return slot == kNoSlot ? MemberProfile{} : shard.ProfileOf(slot);
}

}  // namespace

std::vector<LotName> NamesOfLot(std::span<const Shard* const> shards,
                                LotName lot, std::uint8_t unit) {
  MemberProfile profile = ProfileOf(shards, lot.member);
  if (profile.is_merged()) {
    lot = {profile.merged_into, lot.number + profile.ShiftOf(unit)};
    profile = ProfileOf(shards, lot.member);
  }
  std::vector<LotName> names = {lot};
  for (const MemberId& merged : profile.merged_here) {
    const std::uint32_t shift = ProfileOf(shards, merged).ShiftOf(unit);
    if (shift < lot.number) names.push_back({merged, lot.number - shift});
  }
  return names;
}

}  // namespace kumbara
