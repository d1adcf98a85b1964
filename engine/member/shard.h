// Shard: the state of a fixed share of the members. The unit of snapshot, of
// table growth and of moving work; which shard a member is in depends on its
// id and the ledger's settings alone.
//
// Threads: one shard worker at a time.

#ifndef KUMBARA_ENGINE_MEMBER_SHARD_H_
#define KUMBARA_ENGINE_MEMBER_SHARD_H_

#include <algorithm>
#include <array>
#include <cstdint>
#include <map>
#include <optional>
#include <vector>

#include "engine/base/check.h"
#include "engine/base/hash.h"
#include "engine/base/instant_range.h"
#include "engine/member/command_record.h"
#include "engine/member/due_index.h"
#include "engine/member/lot_pool.h"
#include "engine/member/member_achievements.h"
#include "engine/member/member_days.h"
#include "engine/member/member_dealings.h"
#include "engine/member/member_grants.h"
#include "engine/member/member_profile.h"
#include "engine/member/member_table.h"
#include "engine/member/member_tiers.h"
#include "engine/member/referral_payment.h"
#include "engine/member/rule_use.h"
#include "engine/member/side_table.h"
#include "engine/member/system_accounts.h"
#include "engine/member/tally.h"
#include "engine/member/terms_table.h"
#include "engine/record/fact.h"
#include "engine/record/posting.h"

namespace kumbara {

// Facts worth telling that are not state.
struct ShardCounters {
  std::uint64_t late = 0;  // Commands older than their member's clock.
};

// The sequence under which a member posted last, and the number of its next leg
// there. A member never posts under a lesser one again, however late what fell
// due is settled: it is before anything else happens to the member.
struct LegCount {
  Sequence sequence = 0;
  std::uint32_t next = 0;
};

// An event for which a member's points of a unit waited, some of them claimed
// and in no lot yet.
struct AwaitedEvent {
  Slot member = kNoSlot;
  std::uint8_t unit = 0;
  Sequence sequence = 0;

  friend auto operator<=>(const AwaitedEvent&, const AwaitedEvent&) = default;
};
// When it was, and the clock that it left the member with.
struct AwaitedEventTimes {
  Instant at;
  Instant clock;
};

// A tick that moved clocks.
struct TickMark {
  Instant instant;
  Sequence sequence = 0;
};

// A lot that has expired, and the account it was in.
struct FallenLot {
  Lot lot;
  Account account = Account::kAvailable;
};

// A lot that comes back, and where the rest of it is, if that is there.
struct RecalledLot {
  Lot lot;
  std::optional<LotKey> rest;
};

// What a member has had of a reward that has a limit.
struct RewardOfMember {
  Slot member = kNoSlot;
  Code reward = 0;

  friend auto operator<=>(const RewardOfMember&,
                          const RewardOfMember&) = default;
};

// What the last earn worked out from its business time, for others of the same
// day: a calendar costs more than a comparison.
struct EarnMemo {
  InstantRange day;  // Of which all this is: a local day, or a part of it.
  std::uint16_t vintage = 0;
  const void* policy = nullptr;  // Whose expiry it is; null for none.
  Instant expiry;
  InstantRange expires_so;    // What is earned in here.
  TermsSlot terms = kNoSlot;  // Of this class and version; kNoSlot for none.
  Code funding_class = 0;
  std::uint16_t version = 0;
};

// What was available of a unit before a command.
struct WatchedUnit {
  std::uint8_t unit = 0;  // Code.
  Amount available;
};

struct Explanation;  // engine/apply/explanation.h

struct Shard {
  // `places` are those of the whole ledger; null for a copy of members.
  Shard(ChunkArena& arena, RecordPlaces* places, std::uint32_t stagger)
      : members(arena, stagger),
        records(arena, places),
        lots(arena),
        sides(arena),
        tiers(arena),
        rule_uses(arena),
        achievements(arena),
        benefits(arena),
        grants(arena),
        days(arena),
        due(arena),
        legs(arena) {}

  // The member's clock: its own, or that of the ticks it has not seen.
  Instant ClockOf(const Member& member) const {
    return std::max(member.clock, tick_clock);
  }

  // What a wallet has beside itself: null if nothing; made if it has none.
  const SideRecord* FindSide(const Wallet& wallet) const {
    return wallet.side == kNoSlot ? nullptr : &sides.At(wallet.side);
  }
  SideRecord& SideOf(Wallet& wallet) {
    if (wallet.side == kNoSlot) wallet.side = sides.Add();
    return sides.At(wallet.side);
  }

  // What of a wallet's pending points is claimed and in no lot.
  Amount ClaimedOf(const Wallet& wallet) const {
    const SideRecord* side = FindSide(wallet);
    return side != nullptr ? side->claimed : Amount();
  }

  // Null for who has none.
  const MemberProfile* FindProfile(Slot member) const {
    if (members.At(member).has_profile == 0) return nullptr;
    return &profiles.find(member)->second;
  }
  // An empty one for who has none.
  MemberProfile ProfileOf(Slot member) const {
    const MemberProfile* profile = FindProfile(member);
    return profile != nullptr ? *profile : MemberProfile{};
  }
  // Keeps it, unless it is empty, and lists the member for the end of a plan.
  void KeepProfile(Slot member, const MemberProfile& profile);
  // When something of a member's plan falls due.
  Instant PlanDue(Slot member) const {
    if (members.At(member).has_plan_term == 0) return Instant::Greatest();
    return profiles.find(member)->second.plan_term.due();
  }

  // Likewise.
  MemberDealings DealingsOf(Slot member) const {
    if (members.At(member).has_dealings == 0) return {};
    return dealings.find(member)->second;
  }
  void KeepDealings(Slot member, const MemberDealings& kept);

  // Calls visit(reward, period, count) for what a member has had of rewards.
  template <class Visit>
  void VisitRewardsHad(Slot member, const Visit& visit) const {
    rewards_had.VisitFrom(
        {member, 0},
        [&](const RewardOfMember& of, std::int64_t period, std::int64_t count) {
          if (of.member != member) return false;
          visit(of.reward, period, count);
          return true;
        });
  }
  void ForgetRewardsHad(Slot member) {
    rewards_had.Forget({member, 0}, {member + 1, 0});
  }

  // Null for who has none; made for who has none; taken from who has some.
  const MemberTiers* FindTiers(Slot member) const {
    if (members.At(member).has_tiers == 0) return nullptr;
    return tiers.Find(member);
  }
  MemberTiers& TiersOf(Slot member) {
    members.At(member).has_tiers = 1;
    return tiers.Of(member);
  }
  void ForgetTiers(Slot member) {
    members.At(member).has_tiers = 0;
    tiers.Forget(member);
  }

  // Likewise.
  const MemberDays* FindDays(Slot member) const {
    if (members.At(member).has_days == 0) return nullptr;
    return days.Find(member);
  }
  MemberDays& DaysOf(Slot member) {
    members.At(member).has_days = 1;
    return days.Of(member);
  }
  Instant DaysDue(Slot member) const {
    const MemberDays* of = FindDays(member);
    return of != nullptr ? of->due : Instant::Greatest();
  }
  void ForgetDays(Slot member) {
    members.At(member).has_days = 0;
    days.Forget(member);
  }

  // When a benefit that a member has for a time is over.
  Instant GrantsDue(Slot member) const {
    const MemberGrants* of = grants.Find(member);
    return of != nullptr ? of->due() : Instant::Greatest();
  }

  // What rules gave a member that counts; nothing of who is in no slot.
  RuleUses RuleUsesOf(Slot member) const {
    const RuleUses* uses = rule_uses.Find(member);
    return uses != nullptr ? *uses : RuleUses();
  }

  // Likewise what is counted toward achievements.
  MemberAchievements AchievementsOf(Slot member) const {
    const MemberAchievements* of = achievements.Find(member);
    return of != nullptr ? *of : MemberAchievements();
  }

  // The number of a member's next leg under a sequence. REQUIRES: postings or
  // facts are kept.
  std::uint32_t NextLeg(Slot member, Sequence sequence) {
    LegCount& count = legs.Of(member);
    KUMBARA_DCHECK(sequence >= count.sequence);
    // Every second leg is a member's first of a sequence: nothing to guess by.
    const std::uint32_t next =
        static_cast<std::uint32_t>(sequence == count.sequence) * count.next;
    count = {sequence, next + 1};
    return next;
  }
  // Asks for what NextLeg will want.
  void PrefetchLeg(Slot member) const { legs.Prefetch(member); }

  // Lists a member for a wallet that has something due then.
  void ListDue(Slot member, Wallet& wallet, Instant instant) {
    const DueBucket bucket = BucketOf(instant);
    if (bucket >= wallet.due_listed) return;
    wallet.due_listed = bucket;
    due.Add({bucket, member});
  }

  MemberTable members;
  CommandRecords records;
  LotPool lots;
  Slab<SideRecord> sides;
  absl::flat_hash_map<Slot, MemberProfile> profiles;   // Those not empty.
  absl::flat_hash_map<Slot, MemberDealings> dealings;  // Likewise.
  SideTable<MemberTiers> tiers;  // Of whom anything counts.
  // What can be taken back of referrals.
  absl::flat_hash_map<ReferralPaymentKey, ReferralPayment> referral_payments;
  absl::flat_hash_map<CommandId, PastReferral> past_referrals;
  Tally<RewardOfMember> rewards_had;  // Of open members.
  // What the counters of this shard have granted: of a stock in one period, of
  // a budget in its periods. A counter's id is like that of a member.
  Tally<MemberId> granted;
  // Where rules may give so much only, or not again for a while.
  SideTable<RuleUses> rule_uses;
  SideTable<MemberAchievements> achievements;
  // Which benefits a member was told to have, a bit each by their places. All
  // else that members have says which: nothing of the state depends on it.
  SideTable<std::uint32_t> benefits;
  SideTable<MemberGrants> grants;
  SideTable<MemberDays> days;  // Of whom any may give something.
  TermsTable terms;
  DueIndex due;
  SystemBalances accounts;
  Instant tick_clock = Instant::Least();  // The greatest tick.
  // Ticks that members not settled yet have to be told from each other,
  // ascending by instant and sequence.
  std::vector<TickMark> ticks;
  ShardCounters counters;
  // Postings and facts are kept here when someone wants them, else nowhere.
  std::vector<Posting>* postings = nullptr;
  std::vector<Fact>* facts = nullptr;
  // Where one command is explained, if anyone asks why.
  Explanation* explanation = nullptr;
  SideTable<LegCount> legs;           // Of those kept.
  std::vector<FallenLot> fallen;      // Scratch: what expires together.
  std::vector<RecalledLot> recalled;  // Scratch: what comes back together.
  std::vector<Lot> moving;            // Scratch: what gets other dates.
  std::vector<KeptLine> basket;       // Scratch: the lines of a purchase.
  std::vector<WatchedUnit> watched;   // Scratch: units that may rise.
  std::vector<std::int64_t> matches;  // Scratch: what rules look at of lines.
  EarnMemo earned_last;               // Scratch.
  // Scratch: those of the round at hand, at whose end claims are answered.
  std::map<AwaitedEvent, AwaitedEventTimes> awaited_events;
};

// Stable for ever: written in no file, yet part of every ledger's state.
inline std::uint64_t HashOf(const MemberId& member) {
  return Hash64(&member, sizeof(member));
}
inline std::uint32_t ShardOfHash(std::uint64_t hash, std::uint32_t shards) {
  __extension__ using Wide = unsigned __int128;
  return static_cast<std::uint32_t>(static_cast<Wide>(hash) * shards >> 64);
}
inline std::uint32_t ShardOf(const MemberId& member, std::uint32_t shards) {
  return ShardOfHash(HashOf(member), shards);
}

}  // namespace kumbara

#endif  // KUMBARA_ENGINE_MEMBER_SHARD_H_
