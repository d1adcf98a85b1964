// What members have in tier sets, in the state digest.

#include <cstdint>

#include "engine/member/state_digest.h"

namespace kumbara {
namespace {

// In one tier set, which a number tells; without, when the member was opened.
struct CanonicalTier {
  MemberId member;
  std::uint64_t set = 0;
  std::int64_t latest = 0;
  std::uint64_t tiers = 0;
  std::int64_t grace_until = 0;
  std::int64_t days[3] = {};
  std::uint64_t counts = 0;   // Hash over all of them.
  std::uint64_t changes = 0;  // Likewise, what was given for tiers, and
                              // imported ones.
  std::int64_t opened = 0;
};
static_assert(sizeof(CanonicalTier) == 96);

CanonicalTier CanonicalTierOf(const MemberRef& ref, std::size_t set,
                              const TierState& state) {
  CanonicalTier canonical;
  canonical.member = ref.member.id;
  canonical.set = set + 1;
  canonical.latest = state.latest;
  canonical.tiers = std::uint64_t{state.qualified} << 32 |
                    std::uint64_t{state.qualified_before} << 24 |
                    std::uint64_t{state.kept} << 16 |
                    std::uint64_t{state.grace.tier} << 8 | state.oldest;
  canonical.grace_until = state.grace.until.micros();
  canonical.days[0] = state.days.latest;
  canonical.days[1] = state.days.in_latest;
  canonical.days[2] = state.days.in_previous;
  canonical.counts =
      Hash64(state.counts.data(), state.counts.size() * sizeof(Int128));
  for (const TierChange& change : state.changes) {
    const std::int64_t at_and_tier[2] = {change.at.micros(), change.tier};
    canonical.changes =
        Hash64(at_and_tier, sizeof(at_and_tier), canonical.changes);
  }
  if (state.given_ago != TierState().given_ago) {
    canonical.changes = ~Hash64(state.given_ago.data(), state.given_ago.size(),
                                canonical.changes);
  }
  for (const TierTerm& term : state.brought) {
    // Longer than what was given, so that neither is taken for the other.
    const std::int64_t imported[3] = {term.until.micros(), term.tier, 1};
    canonical.changes = ~Hash64(imported, sizeof(imported), canonical.changes);
  }
  return canonical;
}

}  // namespace

// What is at rest in no tier is as good as nothing.
Digest DigestOfTiers(const MemberRef& ref) {
  Digest sum;
  if (ref.tiers == nullptr) return sum;
  for (std::size_t i = 0; i < ref.tiers->sets.size(); ++i) {
    const TierState& state = ref.tiers->sets[i];
    if (state == TierState{}) continue;
    const CanonicalTier canonical = CanonicalTierOf(ref, i, state);
    sum += Hash128(&canonical, sizeof(canonical));
  }
  if (ref.tiers->opened == Instant::Least()) return sum;
  CanonicalTier opened;
  opened.member = ref.member.id;
  opened.opened = ref.tiers->opened.micros();
  return sum += Hash128(&opened, sizeof(opened));
}

}  // namespace kumbara
