#include "engine/apply/settle.h"

#include <algorithm>
#include <array>
#include <vector>

#include "engine/apply/auto_redeem.h"
#include "engine/apply/benefit_grants.h"
#include "engine/apply/benefits.h"
#include "engine/apply/day_gifts.h"
#include "engine/apply/plans.h"
#include "engine/apply/tier_gifts.h"
#include "engine/base/check.h"
#include "engine/base/limits.h"
#include "engine/member/hold_list.h"
#include "engine/program/program_versions.h"

namespace kumbara {
namespace {

// Members are taken from the due index in blocks, and what a block needs is
// asked for before it is used.
constexpr std::size_t kBlock = 32;

// When something of a wallet falls due next; Greatest() = never.
Instant NextDue(Shard& shard, const Wallet& wallet, LotOrder order) {
  Instant next = LotLists(shard.lots, order).LeastExpiry(wallet.lots);
  const SideRecord* side = shard.FindSide(wallet);
  if (side == nullptr) return next;
  next = std::min(next, NextTimeOut(shard, *side));
  if (!side->pending.empty()) {
    const LotLists pending(shard.lots, LotOrder::kByActivation);
    next = std::min({next, pending.Front(side->pending).activation,
                     pending.LeastExpiry(side->pending)});
  } else if (wallet.lots.empty()) {
    return next;
  }
  return std::min(next, side->inactive_at);
}

// When what there is of a wallet is forfeited, its unit being retired.
Instant RetiresAt(const Shard& shard, const Wallet& wallet, const Unit& unit) {
  if (unit.retires == Instant::Greatest()) return unit.retires;
  const bool has_any = wallet.pending != shard.ClaimedOf(wallet) ||
                       wallet.available != Amount() ||
                       wallet.deficit != Amount() || HasOpenHold(shard, wallet);
  return has_any ? unit.retires : Instant::Greatest();
}

// When anything of it does.
Instant NextOrRetires(Shard& shard, const Wallet& wallet, const Unit& unit) {
  return std::min(NextDue(shard, wallet, OrderOf(&unit)),
                  RetiresAt(shard, wallet, unit));
}

// When something of a member's tiers, plan, days or grants falls due.
Instant StandingDue(const Shard& shard, Slot slot) {
  const MemberTiers* tiers = shard.FindTiers(slot);
  return std::min({shard.PlanDue(slot), shard.DaysDue(slot),
                   shard.GrantsDue(slot),
                   tiers != nullptr ? tiers->due : Instant::Greatest()});
}

// One member on its way to a clock.
class Settlement {
 public:
  Settlement(const Mover& mover, const Program& program, Shard& shard,
             Slot slot, Member& member)
      : mover_(mover),
        program_(&program),
        shard_(shard),
        slot_(slot),
        member_(member) {}

  // Whether ticks may have come to what is due before the mover did.
  void Run(bool by_ticks) {
    for (;;) {
      const Instant due = std::min(Next(), StandingDue(shard_, slot_));
      if (due > member_.clock || due == Instant::Greatest()) return;
      SettleInstant(due, by_ticks);
    }
  }

 private:
  Wallet* WalletOf(const Unit& unit) {
    return shard_.members.FindWallet(member_, unit.code);
  }

  Instant Next() {
    Instant next = Instant::Greatest();
    for (const Unit& unit : program_->units) {
      const Wallet* wallet = WalletOf(unit);
      if (wallet == nullptr) continue;
      next = std::min(next, NextOrRetires(shard_, *wallet, unit));
    }
    return next;
  }

  EntryFacts FactsAt(Instant due, bool by_ticks) const {
    Mover mover = mover_;
    const auto tick = std::lower_bound(
        shard_.ticks.begin(), shard_.ticks.end(), due,
        [](const TickMark& mark, Instant at) { return mark.instant < at; });
    if (by_ticks && tick != shard_.ticks.end()) {
      mover = {tick->sequence, tick->sequence};
    }
    return {mover.sequence,    mover.cause, member_.id,   slot_,
            program_->version, due,         member_.clock};
  }

  void SettleInstant(Instant due, bool by_ticks) {
    if (program_->versions != nullptr) {
      program_ = &program_->versions->DueAt(due);
    }
    Books books(shard_, *program_, FactsAt(due, by_ticks));
    AvailableByUnit available_before;
    for (std::size_t i = 0; i < program_->units.size(); ++i) {
      Wallet* wallet = WalletOf(program_->units[i]);
      if (wallet == nullptr) continue;
      available_before[i] = wallet->available;
      while (IsActivatedBy(*wallet, due)) books.Activate(*wallet);
    }
    for (const Unit& unit : program_->units) {
      Wallet* wallet = WalletOf(unit);
      if (wallet == nullptr) continue;
      TimeOutHolds(*wallet, due, books);
      if (unit.retires <= due) VoidHolds(shard_, *wallet, books);
    }
    for (const Unit& unit : program_->units) {
      Wallet* wallet = WalletOf(unit);
      if (wallet == nullptr) continue;
      // What a time-out gave back may have expired while it was held.
      ExpireBy(*program_, shard_, unit, *wallet, FactsAt(due, by_ticks));
      if (RetiresAt(shard_, *wallet, unit) > due) continue;
      books.Empty(*wallet, {Account::kForfeited, unit.code, 0});
    }
    if (!program_->auto_redeem.empty()) {
      RedeemRaised(available_before, *program_, shard_, member_, books);
    }
    // Behind a command it comes last of all.
    const bool ends_plan = shard_.PlanDue(slot_) <= due;
    const bool begins_day = shard_.DaysDue(slot_) <= due;
    const bool ends_grant = shard_.GrantsDue(slot_) <= due;
    const bool has_standing =
        member_.has_tiers != 0 || ends_plan || begins_day || ends_grant;
    if (!by_ticks || !has_standing) return;
    EntryFacts facts = FactsAt(due, by_ticks);
    facts.clock = due;
    if (member_.has_tiers != 0) {
      PassTiersDue(due, *program_, shard_, slot_, facts);
    }
    if (ends_plan) PassPlanOverdue(*program_, shard_, slot_, facts);
    if (begins_day) BeginDay(facts);
    if (ends_grant) EndGrants(due, shard_, slot_);
    if (program_->benefits.empty()) return;
    ConcludeBenefits(*program_, shard_, slot_, facts);
  }

  // What a birthday or an anniversary gives, and what follows from that.
  void BeginDay(const EntryFacts& facts) {
    const CountedNets counted = CountedNetsOf(*program_, shard_, slot_);
    GiveForDay(*program_, shard_, slot_, facts);
    if (program_->tier_sets.empty()) return;
    ConcludeTiersAndGive(*program_, shard_, slot_, facts.at, counted, facts);
  }

  void TimeOutHolds(Wallet& wallet, Instant due, Books& books) {
    if (wallet.side == kNoSlot) return;
    SideRecord& side = shard_.SideOf(wallet);
    while (NextTimeOut(shard_, side) <= due) {
      const Slot hold = FirstHold(shard_, side);
      UnlistHold(shard_, side, hold);
      books.ReleaseHold(wallet, shard_.records.At(hold));
    }
  }

  bool IsActivatedBy(const Wallet& wallet, Instant due) {
    if (wallet.pending == Amount()) return false;
    const LotList& waiting = shard_.FindSide(wallet)->pending;
    if (waiting.empty()) return false;  // What is pending is claimed.
    const LotLists pending(shard_.lots, LotOrder::kByActivation);
    return pending.Front(waiting).activation <= due;
  }

  const Mover& mover_;
  // For the units any version; for an instant at hand that which is for it.
  const Program* program_;
  Shard& shard_;
  Slot slot_;
  Member& member_;
};

// Takes a member out of the index for what is over, and lists it anew.
void SettleListed(const DueIndex::Entry& entry, const Program& program,
                  Shard& shard) {
  Member& member = shard.members.At(entry.member);
  // Ticks alone came to what is due here: others settle what they come to.
  SettleTo(shard.ClockOf(member), {}, program, shard, entry.member, member);
  for (const Unit& unit : program.units) {
    Wallet* wallet = shard.members.FindWallet(member, unit.code);
    if (wallet == nullptr || wallet->due_listed != entry.bucket) continue;
    wallet->due_listed = kNeverDue;
    shard.ListDue(entry.member, *wallet, NextOrRetires(shard, *wallet, unit));
  }
  // For tiers, plan, days and grants the first wallet is listed, used or not.
  Wallet& first = member.wallet;
  if (first.unit == 0 && first.due_listed == entry.bucket) {
    first.due_listed = kNeverDue;
  }
  shard.ListDue(entry.member, first, StandingDue(shard, entry.member));
}

// An entry is stale once its wallet has been listed for something sooner.
bool IsListed(const Shard& shard, const DueIndex::Entry& entry) {
  const Wallet* wallet = &shard.members.At(entry.member).wallet;
  for (; wallet != nullptr; wallet = shard.members.Next(*wallet)) {
    if (wallet->due_listed == entry.bucket) return true;
  }
  return false;
}

// Forgets the ticks before which nothing is due any more.
void ForgetTicks(Shard& shard) {
  const DueBucket least = shard.due.least();
  const auto needed = std::find_if(
      shard.ticks.begin(), shard.ticks.end(),
      [&](const TickMark& mark) { return BucketOf(mark.instant) >= least; });
  shard.ticks.erase(shard.ticks.begin(), needed);
}

}  // namespace

void VoidHolds(Shard& shard, Wallet& wallet, Books& books) {
  while (HasOpenHold(shard, wallet)) {
    const Slot slot = FirstHold(shard, shard.SideOf(wallet));
    CommandRecord& hold = shard.records.At(slot);
    UnlistHold(shard, shard.SideOf(wallet), slot);
    books.ReleaseHold(wallet, hold);
    hold.label = static_cast<std::uint32_t>(HoldState::kVoided);
  }
}

void ExpireBy(const Program& program, Shard& shard, const Unit& unit,
              Wallet& wallet, EntryFacts facts) {
  const LotOrder order = OrderOf(&unit);
  const Instant until = facts.at;
  while ((facts.at = NextDue(shard, wallet, order)) <= until) {
    Books(shard, program, facts).Expire(wallet, facts.at);
  }
}

void SettleDueByTicks(const Mover& mover, const Program& program, Shard& shard,
                      Slot slot, Member& member) {
  Settlement(mover, program, shard, slot, member).Run(true);
}

void SettleDueByMover(const Mover& mover, const Program& program, Shard& shard,
                      Slot slot, Member& member) {
  Settlement(mover, program, shard, slot, member).Run(false);
}

std::size_t SettleDue(const Program& program, Shard& shard,
                      std::size_t members_max) {
  const DueBucket now = BucketOf(shard.tick_clock);
  std::size_t looked_at = 0;
  while (looked_at < members_max && shard.due.least() < now) {
    std::array<DueIndex::Entry, kBlock> block;
    std::size_t count = 0;
    while (count < kBlock && shard.due.least() < now) {
      block[count] = shard.due.Take();
      shard.members.PrefetchMember(block[count].member);
      ++count;
    }
    for (std::size_t i = 0; i < count; ++i) {
      PrefetchLots(shard.lots, shard.members.At(block[i].member).wallet.lots);
    }
    for (std::size_t i = 0; i < count; ++i) {
      if (IsListed(shard, block[i])) SettleListed(block[i], program, shard);
    }
    looked_at += count;
  }
  if (!shard.ticks.empty()) ForgetTicks(shard);
  return looked_at;
}

void SettleAllDue(const Program& program, Shard& shard) {
  SettleDue(program, shard, SIZE_MAX);
  const DueBucket now = BucketOf(shard.tick_clock);
  const auto settle = [&](Slot slot) {
    Member& member = shard.members.At(slot);
    SettleTo(shard.ClockOf(member), {}, program, shard, slot, member);
  };
  if (now == kNeverDue) {  // What is due so late is not listed.
    for (Slot slot = 0; slot < shard.members.size(); ++slot) settle(slot);
    return;
  }
  // The tick's own bucket is not over: who is listed there stays listed.
  std::vector<DueIndex::Entry> listed;
  while (shard.due.least() <= now) {
    const DueIndex::Entry entry = shard.due.Take();
    if (!IsListed(shard, entry)) continue;
    settle(entry.member);
    listed.push_back(entry);
  }
  for (const DueIndex::Entry& entry : listed) shard.due.Add(entry);
}

}  // namespace kumbara
