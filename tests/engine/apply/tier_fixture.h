// A shard whose program has one tier set: silver from 100 of spend on, gold
// from 200.

#ifndef KUMBARA_TESTS_ENGINE_APPLY_TIER_FIXTURE_H_
#define KUMBARA_TESTS_ENGINE_APPLY_TIER_FIXTURE_H_

#include <cstdint>

#include "engine/apply/tiers.h"
#include "tests/engine/apply/apply_fixture.h"

namespace kumbara {

class TierFixture : public ApplyFixture {
 protected:
  TierFixture() {
    latest_ = Instant::Greatest();
    TierSet& set = program_.tier_sets.emplace_back();
    set.name = "status";
    set.tiers = {{"silver", 100, 1}, {"gold", 200, 2}};
  }

  TierSet& Set() { return program_.tier_sets.front(); }
  int TierOf(std::uint64_t member) {
    return FirstTierOf(shard_, shard_.members.FindSlot(MemberOf(member)));
  }
};

}  // namespace kumbara

#endif  // KUMBARA_TESTS_ENGINE_APPLY_TIER_FIXTURE_H_
