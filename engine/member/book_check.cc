#include "engine/member/book_check.h"

#include <algorithm>

#include "engine/base/check.h"
#include "engine/base/hex.h"

namespace kumbara {
namespace {

// The wallets of one member.
class MemberCheck {
 public:
  MemberCheck(const Shard& shard, Slot slot, Instant settled_to,
              const OnViolation& found)
      : shard_(shard),
        member_(shard.members.At(slot)),
        clock_(std::max(member_.clock, settled_to)),
        found_(found) {}

  UnitSums Check() {
    UnitSums unexplained{};
    const Wallet* wallet = &member_.wallet;
    for (; wallet != nullptr; wallet = shard_.members.Next(*wallet)) {
      unit_ = wallet->unit;
      const SideRecord* side = shard_.FindSide(*wallet);
      CheckRange(*wallet);
      CheckSums(*wallet, side);
      const Int128 by_holds = side != nullptr ? HeldByHolds(*side) : 0;
      const Int128 held = wallet->held.count();
      if (by_holds > held)
        Tell(2, "held is less than its holds", held, by_holds);
      unexplained[unit_] += held - by_holds;
    }
    return unexplained;
  }

 private:
  void Tell(int invariant, const char* what, Int128 is, Int128 expected) const {
    found_({invariant, member_.id, unit_, member_.last_sequence, what,
            Violation::Amounts{is, expected}});
  }
  void Tell(int invariant, const char* what) const {
    found_({invariant, member_.id, unit_, member_.last_sequence, what});
  }

  void CheckRange(const Wallet& wallet) const {
    const Amount zero;
    for (const Amount amount :
         {wallet.pending, wallet.available, wallet.held, wallet.deficit}) {
      if (amount < zero) Tell(3, "a balance is negative", amount.count(), 0);
    }
    if (wallet.deficit != zero && wallet.available != zero) {
      Tell(3, "a deficit stands beside available", wallet.available.count(), 0);
    }
  }

  void CheckSums(const Wallet& wallet, const SideRecord* side) const {
    const Int128 available = SumOf(wallet.lots);
    if (available != wallet.available.count()) {
      Tell(2, "available is not what its lots hold", wallet.available.count(),
           available);
    }
    const Int128 pending =
        side != nullptr ? SumOf(side->pending) + side->claimed.count() : 0;
    if (pending != wallet.pending.count()) {
      Tell(2, "pending is not what its lots hold", wallet.pending.count(),
           pending);
    }
    if (side == nullptr) return;
    Int128 remembered = 0;
    WalkLots(shard_.lots, side->expired, [&](const Lot& lot) {
      remembered += lot.remaining.count();
      return true;
    });
    if (remembered > wallet.expired.count()) {
      Tell(2, "more is remembered than expired", remembered,
           wallet.expired.count());
    }
    const bool has_lots = !wallet.lots.empty() || !side->pending.empty();
    if (has_lots && side->inactive_at <= clock_) {
      Tell(10, "lots stand after an end by inactivity");
    }
  }

  // Of lots that stand in a wallet, each looked at.
  Int128 SumOf(const LotList& list) const {
    Int128 sum = 0;
    WalkLots(shard_.lots, list, [&](const Lot& lot) {
      if (lot.remaining <= Amount()) {
        Tell(9, "a lot stands of which nothing remains", lot.remaining.count(),
             1);
      }
      if (lot.expiry <= clock_) Tell(10, "a lot stands after its expiry");
      sum += lot.remaining.count();
      return true;
    });
    return sum;
  }

  // What the open holds of a wallet hold.
  Int128 HeldByHolds(const SideRecord& side) const {
    Int128 held = 0;
    WalkLots(shard_.lots, side.holds, [&](const Lot& listed) {
      const CommandRecord& hold = shard_.records.At(listed.number);
      if (hold.hold_state() != HoldState::kOpen) {
        Tell(2, "a hold that has ended is listed");
      }
      held += hold.amount;
      return true;
    });
    return held;
  }

  const Shard& shard_;
  const Member& member_;
  const Instant clock_;
  const OnViolation& found_;
  std::uint8_t unit_ = 0;  // Of the wallet looked at.
};

}  // namespace

UnitSums FindViolationsOfMember(const Shard& shard, Slot member,
                                Instant settled_to, const OnViolation& found) {
  return MemberCheck(shard, member, settled_to, found).Check();
}

void FindViolations(const Shard& shard, const PointsUnderWay& under_way,
                    Instant settled_to, const OnViolation& found) {
  UnitSums sums{};
  PointsUnderWay has;
  Sequence last = 0;
  for (Slot slot = 0; slot < shard.members.size(); ++slot) {
    const Member& member = shard.members.At(slot);
    last = std::max<Sequence>(last, member.last_sequence);
    const UnitSums held =
        FindViolationsOfMember(shard, slot, settled_to, found);
    const Wallet* wallet = &member.wallet;
    for (; wallet != nullptr; wallet = shard.members.Next(*wallet)) {
      sums[wallet->unit] += wallet->net().count();
      has.held[wallet->unit] += held[wallet->unit];
      has.claimed[wallet->unit] += shard.ClaimedOf(*wallet).count();
    }
  }
  for (const auto& [account, balance] : shard.accounts) {
    sums[account.unit] += balance;
  }
  for (std::size_t unit = 0; unit < sums.size(); ++unit) {
    const auto code = static_cast<std::uint8_t>(unit);
    if (sums[unit] != 0) {
      found({1,
             {},
             code,
             last,
             "the sum over all accounts is not zero",
             Violation::Amounts{sums[unit], 0}});
    }
    const auto compare = [&](const char* what, Int128 is, Int128 expected) {
      if (is == expected) return;
      found({2, {}, code, last, what, Violation::Amounts{is, expected}});
    };
    compare("held is not what holds and messages under way hold",
            has.held[unit], under_way.held[unit]);
    compare("what is claimed is not what messages under way claim",
            has.claimed[unit], under_way.claimed[unit]);
  }
}

void CheckBooks(const Shard& shard, const PointsUnderWay& under_way) {
  FindViolations(
      shard, under_way, Instant::Least(), [](const Violation& violation) {
        const std::string text =
            "invariant " + std::to_string(violation.invariant) + ": " +
            violation.what + ", member " + ToHex(violation.member);
        internal::CheckFailed(__FILE__, __LINE__, text.c_str());
      });
}

}  // namespace kumbara
