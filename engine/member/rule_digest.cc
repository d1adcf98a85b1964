// What rules keep of members, in the state digest.

#include <cstdint>

#include "engine/member/state_digest.h"

namespace kumbara {
namespace {

// What a rule gave a member in one kind of period; or, in none, when last.
struct CanonicalUse {
  MemberId member;
  std::uint64_t rule = 0;
  std::uint64_t per = 0;  // Counted from 1.
  std::int64_t latest = 0;
  std::int64_t in_latest = 0;
  std::int64_t in_previous = 0;
  std::int64_t last = 0;
};
static_assert(sizeof(CanonicalUse) == 64);

// What is counted toward one achievement.
struct CanonicalAchievement {
  MemberId member;
  std::uint64_t place = 0;
  AchievementState state;
};
static_assert(sizeof(CanonicalAchievement) == 128);

}  // namespace

Digest DigestOfRuleUses(const Shard& shard) {
  Digest sum;
  for (Slot slot = 0; slot < shard.members.size(); ++slot) {
    const RuleUses* uses = shard.rule_uses.Find(slot);
    if (uses == nullptr) break;
    const MemberId& member = shard.members.At(slot).id;
    for (const RuleUses::Count& one : uses->counts()) {
      const CanonicalUse use{
          .member = member,
          .rule = one.rule,
          .per = static_cast<std::uint64_t>(one.per) + 1,
          .latest = one.given.latest,
          .in_latest = one.given.in_latest,
          .in_previous = one.given.in_previous,
      };
      sum += Hash128(&use, sizeof(use));
    }
    for (const RuleUses::Last& one : uses->lasts()) {
      const CanonicalUse use{
          .member = member, .rule = one.rule, .last = one.at.micros()};
      sum += Hash128(&use, sizeof(use));
    }
  }
  return sum;
}

Digest DigestOfAchievements(const Shard& shard) {
  Digest sum;
  for (Slot slot = 0; slot < shard.members.size(); ++slot) {
    const MemberAchievements* all = shard.achievements.Find(slot);
    if (all == nullptr) break;
    for (std::size_t i = 0; i < all->size(); ++i) {
      const AchievementState state = all->At(i);
      if (state == AchievementState()) continue;
      const CanonicalAchievement counted{shard.members.At(slot).id, i, state};
      sum += Hash128(&counted, sizeof(counted));
    }
  }
  return sum;
}

}  // namespace kumbara
