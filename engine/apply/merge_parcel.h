// MergeParcel: all that a member has, on its way into another one. Plain
// values: the two may be in different shards.

#ifndef KUMBARA_ENGINE_APPLY_MERGE_PARCEL_H_
#define KUMBARA_ENGINE_APPLY_MERGE_PARCEL_H_

#include <optional>
#include <utility>
#include <vector>

#include "engine/apply/message.h"
#include "engine/member/command_record.h"
#include "engine/member/member.h"
#include "engine/member/member_days.h"
#include "engine/member/member_dealings.h"
#include "engine/member/member_grants.h"
#include "engine/member/member_profile.h"
#include "engine/member/member_tiers.h"
#include "engine/member/member_view.h"
#include "engine/member/referral_payment.h"
#include "engine/member/rule_use.h"

namespace kumbara {

struct MergeParcel {
  // What is in one wallet.
  struct Purse {
    Wallet wallet;  // Its amounts; where its lots are says nothing here.
    Instant last_activity;
    bool has_moved_lots = false;
    std::vector<Slice> pending;    // By activation.
    std::vector<Slice> available;  // In the order of use.
    std::vector<Slice> remembered;
  };
  // What the record of a purchase has more.
  struct KeptBasket {
    BasketRecord basket;
    std::vector<Slice> slices;  // Of the points that were tendered.
    std::vector<KeptLine> lines;
    std::vector<EarnPart> parts;
    std::vector<std::int64_t> matches;  // See CommandRecords::SetMatches.
  };
  // A record, with what else is kept of it.
  struct Kept {
    CommandRecord record;
    std::vector<Slice> slices;
    TransferRecord transfer;
    std::optional<KeptBasket> basket;
    std::optional<RewardRecord> reward;
    CountedIn counted;
    bool is_open_hold = false;
  };
  // What may be taken back of referrals.
  struct Referrals {
    bool has_bought = false;
    std::vector<std::pair<ReferralPaymentKey, ReferralPayment>> payments;
    std::vector<std::pair<CommandId, PastReferral>> past;
  };

  Instant clock;
  MemberProfile profile;
  MemberDealings dealings;
  Referrals referrals;
  std::vector<RewardsHadView> rewards_had;
  RuleUses rule_uses;
  MemberAchievements achievements;
  MemberGrants grants;
  std::optional<MemberTiers> tiers;
  std::optional<MemberDays> days;
  std::vector<Purse> purses;  // In the program's order of units.
  std::vector<Kept> records;  // In the order in which they were left.
};

}  // namespace kumbara

#endif  // KUMBARA_ENGINE_APPLY_MERGE_PARCEL_H_
