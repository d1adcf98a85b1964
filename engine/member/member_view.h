// MemberView: a copy of one member, as a reader sees it.

#ifndef KUMBARA_ENGINE_MEMBER_MEMBER_VIEW_H_
#define KUMBARA_ENGINE_MEMBER_MEMBER_VIEW_H_

#include <cstddef>
#include <optional>
#include <vector>

#include "engine/member/member_ref.h"

namespace kumbara {

struct LotView {
  std::uint8_t unit = 0;  // Code.
  bool pending = false;
  std::uint32_t number = 0;
  Amount remaining;
  Instant activation;
  Instant expiry;
  LotTerms terms;

  friend bool operator==(const LotView&, const LotView&) = default;
};

// A lot that has expired and may still be reinstated.
struct RememberedView {
  LotView lot;  // Its expiry is the instant at which it expired.
  Instant last_chance;

  friend bool operator==(const RememberedView&,
                         const RememberedView&) = default;
};

// An open hold.
struct HoldView {
  std::uint8_t unit = 0;  // Code.
  CommandId id;
  Amount amount;
  Instant at;
  Instant timeout;

  friend bool operator==(const HoldView&, const HoldView&) = default;
};

// How many of a reward that has a limit the member has had in a period.
struct RewardsHadView {
  Code reward = 0;
  std::int64_t period = 0;  // Its number.
  std::int64_t count = 0;

  friend bool operator==(const RewardsHadView&,
                         const RewardsHadView&) = default;
};

// How a member stands in one tier set.
struct TierView {
  std::size_t place = 0;       // Of the set in the program.
  std::uint8_t tier = 0;       // In force; 0 = none.
  std::uint8_t qualified = 0;  // By the present window,
  Int128 counter = 0;          // which counts so much,
  Int128 counter_before = 0;   // as the one before it did (a balance: or 0 if
                               // that was of no tier),
  Instant from;                // and has these bounds.
  Instant until;
  absl::InlinedVector<TierTerm, 1> brought;  // By imports, the lowest first.
  // In force when it, and any grace, is over, if nothing more is counted.
  std::uint8_t projected = 0;
  // What must be counted still so that this is no lower than what is in force,
  // and to rise; nothing where neither can be.
  std::optional<Int128> missing_to_keep = {};
  std::optional<Int128> missing_to_rise = {};
};

// What an earn rule gives next on a day of the year, if the member stands then
// as it does now.
struct DayGiftView {
  YearDay day = YearDay::kBirthday;
  Instant at;              // When that day begins.
  std::uint32_t rule = 0;  // Its number.
  std::uint8_t unit = 0;   // Code.
  Amount amount;

  friend bool operator==(const DayGiftView&, const DayGiftView&) = default;
};

struct MemberView {
  bool found = false;
  MemberId id;
  Instant clock;
  // What it is settled to: the ledger's clock, or its own if that is ahead.
  Instant settled_to;
  Sequence last_sequence = 0;
  MemberProfile profile;
  MemberDealings dealings;
  std::vector<Wallet> wallets;  // By code of their unit; unused ones left out.
  std::vector<LotView> lots;    // By code of their unit and number.
  // By code of their unit, number and expiry.
  std::vector<RememberedView> remembered;
  std::vector<HoldView> holds;  // By code of their unit and time-out.
  std::vector<RewardsHadView> rewards_had;  // By code and period.
  RuleUses rule_uses;
  MemberAchievements achievements;
  MemberGrants grants;
  // By tier set that the program has at `settled_to`.
  std::vector<TierView> tiers;
  // By YearDay, of each by the order of the rules.
  std::vector<DayGiftView> day_gifts;
};

std::vector<RewardsHadView> RewardsHadBy(const Shard& shard, Slot member);

// What it remembers, its tiers, what days will give it and what it is settled
// to are left out: engine/apply/remembered_lots.h, tier_outlook.h and
// day_gifts.h know those. So is what AddKeptBySlot adds.
MemberView ViewOf(const MemberRef& ref);
// What it has had of rewards and earn rules, and is counted toward
// achievements: nothing of it falls due.
void AddKeptBySlot(const Shard& shard, Slot member, MemberView* view);

LotView LotViewOf(const MemberRef& ref, const Wallet& wallet, const Lot& lot,
                  bool pending);

}  // namespace kumbara

#endif  // KUMBARA_ENGINE_MEMBER_MEMBER_VIEW_H_
