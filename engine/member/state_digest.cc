#include "engine/member/state_digest.h"

#include <algorithm>
#include <cstdint>

namespace kumbara {
namespace {

struct CanonicalWallet {
  MemberId member;
  Digest unit;  // Of its name; zero for the member itself.
  std::int64_t amounts[9] = {};
  std::int64_t last_activity = 0;
  std::uint64_t lots_made = 0;
};
static_assert(sizeof(CanonicalWallet) == 120);

struct CanonicalLot {
  MemberId member;
  Digest unit;
  std::uint64_t number = 0;
  std::int64_t remaining = 0;
  std::int64_t activation = 0;
  std::int64_t expiry = 0;
  Digest funding_class;
  std::uint64_t version_and_vintage = 0;
};
static_assert(sizeof(CanonicalLot) == 88);

// Of a member that is joined to a pool, or has members joined to it.
struct CanonicalPool {
  MemberId member;
  MemberId pool;
  std::uint64_t joining = 0;
  std::uint64_t members = 0;  // Hash over all of them.
};
static_assert(sizeof(CanonicalPool) == 48);

// Of a member that is merged into another one.
struct CanonicalMerged {
  MemberId member;
  MemberId merged_into;
  Digest unit;
  std::uint64_t shift = 0;
};
static_assert(sizeof(CanonicalMerged) == 56);

struct CanonicalProfile {
  MemberId member;
  Digest plan;
  std::uint64_t birthday = 0;  // Month * 100 + day.
  std::uint64_t segments = 0;
  std::int64_t closed_at = 0;
};
static_assert(sizeof(CanonicalProfile) == 56);

// What a member had before.
struct CanonicalPastAttributes {
  MemberId member;
  Digest plan;
  std::uint64_t segments = 0;
  std::int64_t until = 0;
};
static_assert(sizeof(CanonicalPastAttributes) == 48);

// Of a member whose plan has an end.
struct CanonicalPlanTerm {
  MemberId member;
  std::int64_t paid_through = 0;
  std::int64_t lapses_at = 0;
  std::uint64_t in_grace = 0;
};
static_assert(sizeof(CanonicalPlanTerm) == 40);

// One of the counts that a member has.
struct CanonicalCount {
  MemberId member;
  std::uint64_t which = 0;  // The place of its rule in the program.
  std::int64_t latest = 0;  // The period.
  std::int64_t in_latest = 0;
  std::int64_t in_previous = 0;
};
static_assert(sizeof(CanonicalCount) == 48);

// What a referrer said of a member has led to, and what as a referrer.
struct CanonicalReferral {
  MemberId member;
  MemberId referrer;
  CommandId event;
  std::int64_t spent = 0;
  std::uint64_t state = 0;
  std::uint64_t referees = 0;
  std::uint64_t has_bought = 0;
};
static_assert(sizeof(CanonicalReferral) == 80);

// When a member was opened, and when it was given something for its days.
struct CanonicalDays {
  MemberId member;
  std::int64_t opened = 0;
  std::int64_t given[kYearDays] = {};
};
static_assert(sizeof(CanonicalDays) == 40);

// A benefit for a time.
struct CanonicalGrant {
  MemberId member;
  BenefitGrant grant;
};
static_assert(sizeof(CanonicalGrant) == 40);

struct CanonicalPayment {
  CommandId event;
  MemberId member;
  Digest unit;
  Digest funding_class;
  std::int64_t amount = 0;
  std::int64_t at = 0;
  std::uint64_t side = 0;
  std::uint64_t lot = 0;
};
static_assert(sizeof(CanonicalPayment) == 96);

struct CanonicalPast {
  CommandId event;
  MemberId member;
  MemberId referrer;
};
static_assert(sizeof(CanonicalPast) == 48);

template <class Canonical>
Digest HashOf(const Canonical& canonical) {
  return Hash128(&canonical, sizeof(canonical));
}

CanonicalWallet Canonical(const MemberRef& ref, const Wallet& wallet,
                          TextHashes& hashes) {
  const SideRecord* side = ref.shard.FindSide(wallet);
  return {ref.member.id,
          hashes.Of(CodeSpace::kUnit, wallet.unit),
          {wallet.pending.count(), wallet.available.count(),
           wallet.held.count(), wallet.deficit.count(), wallet.earned.count(),
           wallet.clawed_back.count(), wallet.redeemed.count(),
           wallet.restored.count(), wallet.expired.count()},
          side != nullptr ? side->last_activity.micros()
                          : SideRecord{}.last_activity.micros(),
          wallet.lots_made};
}

CanonicalLot Canonical(const MemberRef& ref, const Wallet& wallet,
                       const Lot& lot, TextHashes& hashes) {
  const LotTerms& terms = ref.shard.terms.At(lot.terms);
  return {ref.member.id,
          hashes.Of(CodeSpace::kUnit, wallet.unit),
          lot.number,
          lot.remaining.count(),
          lot.activation.micros(),
          lot.expiry.micros(),
          hashes.Of(CodeSpace::kFundingClass, terms.funding_class),
          std::uint64_t{terms.version} << 32 | terms.vintage};
}

CanonicalProfile Canonical(const MemberRef& ref, TextHashes& hashes) {
  const Attributes& attributes = ref.profile.attributes;
  return {ref.member.id, hashes.Of(CodeSpace::kPlan, attributes.plan),
          attributes.birth_month * 100U + attributes.birth_day,
          attributes.segments, ref.profile.closed_at.micros()};
}

Digest DigestOfPastAttributes(const MemberRef& ref, TextHashes& hashes) {
  Digest sum;
  for (const PastAttributes& past : ref.profile.past_attributes) {
    sum += HashOf(CanonicalPastAttributes{
        ref.member.id, hashes.Of(CodeSpace::kPlan, past.plan), past.segments,
        past.until.micros()});
  }
  return sum;
}

Digest DigestOfPlanTerm(const MemberRef& ref) {
  const PlanTerm& term = ref.profile.plan_term;
  if (term == PlanTerm{}) return {};
  return HashOf(CanonicalPlanTerm{ref.member.id, term.paid_through.micros(),
                                  term.lapses_at.micros(),
                                  term.in_grace ? 1U : 0U});
}

Digest DigestOfReferral(const MemberRef& ref) {
  const ReferralLink& link = ref.dealings.link;
  const CanonicalReferral canonical{ref.member.id,
                                    link.referrer,
                                    link.event,
                                    link.spent,
                                    static_cast<std::uint64_t>(link.state),
                                    ref.dealings.referees,
                                    ref.member.has_bought};
  const bool empty = link.state == ReferralLink::State::kNone &&
                     canonical.referees == 0 && canonical.has_bought == 0;
  return empty ? Digest{} : HashOf(canonical);
}

Digest DigestOfDealings(const MemberRef& ref) {
  Digest sum = DigestOfReferral(ref);
  const auto add = [&](std::size_t which, const PeriodCount& count) {
    if (count.empty()) return;
    sum += HashOf(CanonicalCount{ref.member.id, which, count.latest,
                                 count.in_latest, count.in_previous});
  };
  for (std::size_t i = 0; i < kAllowancesMax; ++i) {
    add(i, ref.dealings.given[i]);
  }
  add(kAllowancesMax, ref.dealings.paid);
  return sum;
}

// When they come next follows from the member's clock.
Digest DigestOfDays(const MemberRef& ref) {
  if (ref.days == nullptr) return {};
  MemberDays days = *ref.days;
  days.due = MemberDays().due;
  if (days == MemberDays()) return {};
  CanonicalDays canonical{ref.member.id, days.opened.micros(), {}};
  std::copy(days.given.begin(), days.given.end(), canonical.given);
  return HashOf(canonical);
}

Digest DigestOfGrants(const MemberRef& ref) {
  Digest sum;
  if (ref.grants == nullptr) return sum;
  for (const BenefitGrant& grant : ref.grants->all()) {
    sum += HashOf(CanonicalGrant{ref.member.id, grant});
  }
  return sum;
}

CanonicalPool CanonicalPoolOf(const MemberRef& ref) {
  std::uint64_t hash = 0;
  for (const MemberId& joined : ref.profile.pool_members) {
    hash = Hash64(&joined, sizeof(joined), hash);
  }
  return {ref.member.id, ref.profile.pool, ref.profile.joining ? 1U : 0U, hash};
}

// Who it was merged into tells who was merged there.
Digest DigestOfMerged(const MemberRef& ref, TextHashes& hashes) {
  if (!ref.profile.is_merged()) return {};
  CanonicalMerged canonical{ref.member.id, ref.profile.merged_into, {}};
  Digest sum = HashOf(canonical);
  for (const LotShift& shift : ref.profile.lot_shifts) {
    canonical.unit = hashes.Of(CodeSpace::kUnit, shift.unit);
    canonical.shift = shift.by;
    if (shift.by != 0) sum += HashOf(canonical);
  }
  return sum;
}

// A wallet in which nothing ever was is as good as none.
bool IsEmpty(const CanonicalWallet& wallet) {
  for (const std::int64_t amount : wallet.amounts) {
    if (amount != 0) return false;
  }
  return wallet.lots_made == 0 &&
         wallet.last_activity == SideRecord{}.last_activity.micros();
}

struct CanonicalRecord {
  CommandId id;  // With it the member is fixed too.
  Digest unit;
  Digest label;
  std::int64_t amount = 0;
  std::int64_t taken_back = 0;
  std::int64_t extra = 0;
  std::int64_t at = 0;
  std::uint64_t own_lot = 0;
  std::uint64_t slices = 0;  // Hash over all of them.
  std::uint64_t kind_and_version = 0;
  std::uint64_t standing = 0;
};
static_assert(sizeof(CanonicalRecord) == 112);

struct CanonicalSlice {
  std::uint64_t number = 0;
  std::int64_t amount = 0;
  std::int64_t activation = 0;
  std::int64_t expiry = 0;
};
static_assert(sizeof(CanonicalSlice) == 32);

// A lot's terms follow from its dates and number, which are that of a lot of
// the same member once. `Taker`: a CommandRecord or a BasketRecord.
template <class Taker>
std::uint64_t HashOfSlices(const CommandRecords& records, const Taker& taker) {
  std::uint64_t hash = 0;
  const std::uint32_t count = records.SliceCount(taker);
  for (std::uint32_t i = 0; i < count; ++i) {
    const Lot& slice = records.SliceAt(taker, i);
    const CanonicalSlice canonical{slice.number, slice.remaining.count(),
                                   slice.activation.micros(),
                                   slice.expiry.micros()};
    hash = Hash64(&canonical, sizeof(canonical), hash);
  }
  return hash;
}

std::uint64_t HashOfTaken(const CommandRecords& records,
                          const CommandRecord& record) {
  std::uint64_t hash = HashOfSlices(records, record);
  if (const RewardRecord* reward = records.RewardOf(record)) {
    const std::uint64_t redeemed[] = {reward->quantity, reward->given_lot};
    return Hash64(redeemed, sizeof(redeemed), hash);
  }
  if (!HasTransfer(record)) return hash;
  const TransferRecord& transfer = records.TransferOf(record);
  hash = Hash64(&transfer.receiver, sizeof(transfer.receiver), hash);
  return Hash64(&transfer.first_lot, sizeof(transfer.first_lot), hash);
}

struct CanonicalBasket {
  CommandId purchase;
  Digest tender_unit;
  std::int64_t tendered = 0;
  std::int64_t restored = 0;
  std::int64_t tender_amount = 0;
  std::uint64_t slices = 0;  // Hash over all of them.
  std::uint64_t tiers = 0;   // A byte for each tier set.
  std::uint64_t rules = 0;   // A bit for each that applied.
};
static_assert(sizeof(CanonicalBasket) == 80);

struct CanonicalLine {
  CommandId purchase;
  Digest sku;
  std::uint64_t kind = 0;
  std::int64_t amount = 0;
  std::int64_t quantity = 0;
  std::int64_t returned_amount = 0;
  std::int64_t returned_quantity = 0;
  std::uint64_t matches = 0;  // Hash over what rules look at of it.
};
static_assert(sizeof(CanonicalLine) == 80);

std::uint64_t HashOfMatches(const CommandRecords& records,
                            const BasketRecord& basket, std::uint32_t line) {
  std::uint64_t hash = 0;
  for (std::uint32_t which = 0; which < basket.match_count; ++which) {
    const std::int64_t match = records.MatchAt(basket, line, which);
    hash = Hash64(&match, sizeof(match), hash);
  }
  return hash;
}

struct CanonicalPart {
  CommandId purchase;
  Digest unit;
  std::uint64_t rule = 0;
  std::int64_t most = 0;
  std::int64_t demanded = 0;
  std::uint64_t lot = 0;
};
static_assert(sizeof(CanonicalPart) == 64);

// Lines are kept in the order of codes, which must not show: they are added up.
Digest DigestOfBasket(const CommandRecords& records,
                      const CommandRecord& record, const BasketRecord& basket,
                      TextHashes& hashes) {
  std::uint64_t tiers = 0;
  for (const std::uint8_t tier : basket.tiers) tiers = tiers << 8 | tier;
  Digest sum = HashOf(CanonicalBasket{
      record.id, hashes.Of(CodeSpace::kUnit, basket.tender_unit),
      basket.tendered, basket.restored, basket.tender_amount,
      HashOfSlices(records, basket), tiers, basket.rules});
  for (std::uint32_t i = 0; i < basket.line_count; ++i) {
    const KeptLine& line = records.LineAt(basket, i);
    sum += HashOf(CanonicalLine{record.id, hashes.Of(CodeSpace::kSku, line.sku),
                                static_cast<std::uint64_t>(line.kind),
                                line.amount, line.quantity,
                                line.returned_amount, line.returned_quantity,
                                HashOfMatches(records, basket, i)});
  }
  for (std::uint32_t i = 0; i < basket.part_count; ++i) {
    const EarnPart& part = records.PartAt(basket, i);
    sum +=
        HashOf(CanonicalPart{record.id, hashes.Of(CodeSpace::kUnit, part.unit),
                             part.rule, part.most, part.demanded, part.lot});
  }
  return sum;
}

Digest LabelOf(const CommandRecords& records, const CommandRecord& record,
               TextHashes& hashes) {
  if (const RewardRecord* reward = records.RewardOf(record)) {
    return hashes.Of(CodeSpace::kReward, reward->reward);
  }
  switch (record.kind) {
    case CommandKind::kAward:
    case CommandKind::kImport:
      return hashes.Of(CodeSpace::kFundingClass, record.label);
    case CommandKind::kAdjust:
      return hashes.Of(CodeSpace::kReason, record.label);
    default:
      return {};
  }
}

CanonicalRecord Canonical(const CommandRecords& records,
                          const CommandRecord& record, TextHashes& hashes) {
  const CountedIn counted = records.CountedOf(record);
  return {record.id,
          hashes.Of(CodeSpace::kUnit, record.unit),
          LabelOf(records, record, hashes),
          record.amount,
          record.taken_back,
          record.extra,
          record.at.micros(),
          HasSlices(record) || record.in_pool != 0 ? 0 : record.place,
          HashOfTaken(records, record),
          std::uint64_t{counted.achievements} << 32 |
              std::uint64_t{counted.tier_sets} << 24 |
              std::uint64_t{record.version} << 8 |
              static_cast<std::uint64_t>(record.kind),
          record.kind == CommandKind::kHold ? record.label : 0};
}

struct CanonicalHad {
  MemberId member;
  Digest reward;
  std::int64_t period = 0;
  std::int64_t count = 0;
};
static_assert(sizeof(CanonicalHad) == 48);

struct CanonicalGranted {
  MemberId counter;
  std::int64_t period = 0;
  std::int64_t granted = 0;
};
static_assert(sizeof(CanonicalGranted) == 32);

struct CanonicalAccount {
  std::uint64_t account = 0;
  std::uint64_t reserved = 0;
  Digest unit;
  Digest label;
  Int128 balance = 0;
};
static_assert(sizeof(CanonicalAccount) == 64);

}  // namespace

CodeSpace LabelSpace(Account account) {
  switch (account) {
    case Account::kAdjusted:
      return CodeSpace::kReason;
    case Account::kRedeemed:
      return CodeSpace::kReward;
    default:
      return CodeSpace::kFundingClass;
  }
}

Digest DigestOf(const MemberRef& ref, TextHashes& hashes) {
  CanonicalWallet itself;
  itself.member = ref.member.id;
  Digest sum = HashOf(itself);
  if (!ref.profile.empty()) {
    sum += HashOf(Canonical(ref, hashes));
    sum += HashOf(CanonicalPoolOf(ref));
    sum += DigestOfMerged(ref, hashes);
    sum += DigestOfPastAttributes(ref, hashes);
    sum += DigestOfPlanTerm(ref);
  }
  sum += DigestOfDealings(ref);
  sum += DigestOfTiers(ref);
  sum += DigestOfDays(ref);
  sum += DigestOfGrants(ref);
  ForEachWallet(ref, [&](const Wallet& wallet) {
    const CanonicalWallet canonical = Canonical(ref, wallet, hashes);
    if (!IsEmpty(canonical)) sum += HashOf(canonical);
    ForEachLot(ref.shard, wallet, [&](const Lot& lot, bool) {
      sum += HashOf(Canonical(ref, wallet, lot, hashes));
    });
  });
  return sum;
}

Digest DigestOfExpired(const MemberRef& ref, const Wallet& wallet,
                       const Lot& lot, TextHashes& hashes) {
  constexpr std::uint64_t kIsExpired = std::uint64_t{1} << 63;
  CanonicalLot canonical = Canonical(ref, wallet, lot, hashes);
  canonical.version_and_vintage |= kIsExpired;
  return HashOf(canonical);
}

Digest DigestOfReferralPayments(const Shard& shard, TextHashes& hashes) {
  Digest sum;
  for (const auto& [key, paid] : shard.referral_payments) {
    sum += HashOf(CanonicalPayment{
        key.first, shard.members.At(paid.member).id,
        hashes.Of(CodeSpace::kUnit, paid.unit),
        hashes.Of(CodeSpace::kFundingClass, paid.funding_class),
        paid.amount.count(), paid.at.micros(),
        static_cast<std::uint64_t>(key.second), paid.lot});
  }
  for (const auto& [event, past] : shard.past_referrals) {
    sum += HashOf(
        CanonicalPast{event, shard.members.At(past.member).id, past.referrer});
  }
  return sum;
}

Digest DigestOfRewardsHad(const Shard& shard, TextHashes& hashes) {
  Digest sum;
  shard.rewards_had.ForEach(
      [&](const RewardOfMember& of, std::int64_t period, std::int64_t count) {
        const CanonicalHad canonical{shard.members.At(of.member).id,
                                     hashes.Of(CodeSpace::kReward, of.reward),
                                     period, count};
        sum += HashOf(canonical);
      });
  return sum;
}

Digest DigestOfGranted(const Shard& shard) {
  Digest sum;
  shard.granted.ForEach(
      [&](const MemberId& counter, std::int64_t period, std::int64_t granted) {
        sum += HashOf(CanonicalGranted{counter, period, granted});
      });
  return sum;
}

Digest DigestOf(const CommandRecords& records, TextHashes& hashes) {
  Digest sum;
  for (Slot slot = 0; slot < records.size(); ++slot) {
    const CommandRecord& record = records.At(slot);
    if (record.id.IsZero()) continue;  // Somewhere else now.
    sum += HashOf(Canonical(records, record, hashes));
    if (const BasketRecord* basket = records.FindBasket(record)) {
      sum += DigestOfBasket(records, record, *basket, hashes);
    }
  }
  records.LetGo();  // Those of one shard at a time are enough.
  return sum;
}

Digest DigestOf(const SystemBalances& accounts, TextHashes& hashes) {
  Digest sum;
  for (const auto& [account, balance] : accounts) {
    if (balance == 0) continue;
    const CanonicalAccount canonical{
        static_cast<std::uint64_t>(account.account), 0,
        hashes.Of(CodeSpace::kUnit, account.unit),
        hashes.Of(LabelSpace(account.account), account.label), balance};
    sum += HashOf(canonical);
  }
  return sum;
}

}  // namespace kumbara
