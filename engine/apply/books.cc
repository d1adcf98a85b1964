#include "engine/apply/books.h"

#include <algorithm>

#include "engine/base/check.h"
#include "engine/program/lot_dates.h"

namespace kumbara {

namespace {

Amount ComingBack(const Shard& shard, const Wallet& wallet) {
  const SideRecord* side = shard.FindSide(wallet);
  return side != nullptr ? side->reserved : Amount();
}

}  // namespace

bool Books::CanCredit(const Shard& shard, const Wallet& wallet, Amount amount) {
  // Together within 10^18, so the sum fits 64 bits.
  return Amount::InRange(wallet.expired.count() + wallet.pending.count() +
                         wallet.available.count() + wallet.held.count() +
                         ComingBack(shard, wallet).count() + amount.count());
}

bool Books::CanEarn(const Shard& shard, const Wallet& wallet, Amount amount) {
  return CanCredit(shard, wallet, amount) &&
         Amount::InRange(wallet.earned.count() +
                         ComingBack(shard, wallet).count() + amount.count());
}

const LotPolicy* Books::PolicyOf(const Wallet& wallet) const {
  const Unit* unit = program_.FindUnit(wallet.unit);
  return unit != nullptr ? &unit->lots : nullptr;
}

LotLists Books::ListsOf(const Wallet& wallet) const {
  return LotLists(shard_.lots, OrderOf(program_.FindUnit(wallet.unit)));
}

// --- In ---

std::uint32_t Books::Credit(Wallet& wallet, const SystemAccount& from,
                            Lot&& lot) {
  if (lot.remaining == Amount()) return 0;
  Change(from, -lot.remaining);
  return Place(wallet, lot);
}

std::uint32_t Books::Place(Wallet& wallet, Lot& lot) {
  if (lot.activation <= facts_.clock) return MakeAvailable(wallet, lot);
  NumberNew(wallet, &lot);
  Change(wallet, Account::kPending, lot.remaining, lot.number);
  PendingLists().Insert(shard_.SideOf(wallet).pending, lot);
  ListDue(wallet, std::min(lot.activation, lot.expiry));
  return lot.number;
}

std::uint32_t Books::MakeAvailable(Wallet& wallet, Lot& lot) {
  const Amount absorbed = std::min(wallet.deficit, lot.remaining);
  if (absorbed != Amount()) {
    Change(wallet, Account::kDeficit, absorbed);
    lot.remaining -= absorbed;
    if (lot.remaining == Amount()) return 0;
  }
  NumberNew(wallet, &lot);
  Change(wallet, Account::kAvailable, lot.remaining, lot.number);
  ListsOf(wallet).Insert(wallet.lots, lot);
  ListDue(wallet, lot.expiry);
  return lot.number;
}

// A lot that is new gets the next number. In a wallet without activity, or
// whose points had all ended when it came, its making is the first one: else it
// would end with them, before it began. Nothing is before inactivity counts.
void Books::NumberNew(Wallet& wallet, Lot* lot) {
  if (lot->number != 0) return;
  KUMBARA_CHECK(wallet.lots_made < UINT32_MAX);
  lot->number = ++wallet.lots_made;
  const LotPolicy* policy = PolicyOf(wallet);
  if (policy == nullptr || !policy->has_inactivity()) return;
  SideRecord& side = shard_.SideOf(wallet);
  const bool is_first = side.last_activity == Instant::Least();
  if (!is_first && side.inactive_at > facts_.at) return;
  // What waits for an event has no activation yet.
  const bool is_dated = lot->activation != Instant::Greatest();
  const Instant begins =
      is_dated ? std::max(lot->activation, facts_.at) : facts_.at;
  const bool is_before = facts_.at < policy->inactive_from;
  SetActivity(wallet, side, is_before ? policy->inactive_from : begins);
}

void Books::NoteActivity(Wallet& wallet, Instant instant) {
  SideRecord& side = shard_.SideOf(wallet);
  instant = std::max(instant, PolicyOf(wallet)->inactive_from);
  if (instant > side.last_activity) SetActivity(wallet, side, instant);
}

// More activity may even move the end forward: the 30th at 23:00 and the 31st
// at 01:00 of a month, a month later, are both on its last day.
void Books::SetActivity(Wallet& wallet, SideRecord& side, Instant instant) {
  side.last_activity = instant;
  side.inactive_at = InactivityEnd(*PolicyOf(wallet), instant, program_.zone);
  if (!wallet.lots.empty() || !side.pending.empty()) {
    ListDue(wallet, side.inactive_at);
  }
}

void Books::ListDue(Wallet& wallet, Instant instant) {
  if (const SideRecord* side = shard_.FindSide(wallet)) {
    instant = std::min(instant, side->inactive_at);
  }
  const Unit* unit = program_.FindUnit(wallet.unit);
  if (unit != nullptr) instant = std::min(instant, unit->retires);
  shard_.ListDue(facts_.slot, wallet, instant);
}

void Books::Activate(Wallet& wallet) {
  LotList& pending = shard_.SideOf(wallet).pending;
  Lot lot = PendingLists().Front(pending);
  KUMBARA_CHECK(lot.activation <= facts_.clock);
  PendingLists().PopFront(pending);
  Change(wallet, Account::kPending, -lot.remaining, lot.number);
  MakeAvailable(wallet, lot);
}

void Books::EndWaiting(Wallet& wallet) {
  if (shard_.FindSide(wallet) == nullptr) return;
  SideRecord& side = shard_.SideOf(wallet);
  if (side.claimed != Amount()) {
    shard_.awaited_events[{facts_.slot, wallet.unit, facts_.cause}] = {
        facts_.at, facts_.clock};
  }
  std::vector<Lot>& moving = shard_.moving;
  moving.clear();
  WalkLots(shard_.lots, side.pending, [&](const Lot& lot) {
    if (lot.activation == Instant::Greatest()) moving.push_back(lot);
    return true;
  });
  for (Lot& lot : moving) {
    PendingLists().Remove(side.pending, KeyOf(lot));
    Change(wallet, Account::kPending, -lot.remaining, lot.number);
    lot.activation = facts_.at;
    MakeAvailable(wallet, lot);
  }
  if (!moving.empty()) side.has_moved_lots = true;
}

// --- Claimed ---

void Books::Claim(Wallet& wallet, SystemAccount from, Amount amount) {
  Change(from, -amount);
  Change(wallet, Account::kPending, amount);
  shard_.SideOf(wallet).claimed += amount;
}

std::uint32_t Books::Grant(Wallet& wallet, Lot& lot) {
  if (lot.remaining == Amount()) return 0;
  Change(wallet, Account::kPending, -lot.remaining);
  shard_.SideOf(wallet).claimed -= lot.remaining;
  if (lot.activation == Instant::Greatest()) EndWaitingOf(wallet, lot);
  return Place(wallet, lot);
}

// A lot granted now that waits for an event is as if it had waited since its
// command: the first event behind that has ended it, unless the lot was at its
// own end by then.
void Books::EndWaitingOf(Wallet& wallet, Lot& lot) {
  NumberNew(wallet, &lot);
  const AwaitedEvent command{facts_.slot, wallet.unit, facts_.cause};
  const auto event = shard_.awaited_events.upper_bound(command);
  if (event == shard_.awaited_events.end() ||
      event->first.member != command.member ||
      event->first.unit != command.unit) {
    return;
  }
  SideRecord& side = shard_.SideOf(wallet);
  const auto [at, clock] = event->second;
  if (std::min(lot.expiry, side.inactive_at) <= clock) return;
  lot.activation = at;
  side.has_moved_lots = true;
}

void Books::Deny(Wallet& wallet, SystemAccount to, Amount amount) {
  if (amount == Amount()) return;
  Change(wallet, Account::kPending, -amount);
  shard_.SideOf(wallet).claimed -= amount;
  Change(to, amount);
}

// --- Out ---

// Uses up available lots in consumption order; each(lot, taken) sees them
// before they change.
template <class Each>
void Books::Consume(Wallet& wallet, Amount amount, const Each& each) {
  KUMBARA_CHECK(amount <= wallet.available);
  Add(wallet, Account::kAvailable, -amount);
  LotLists lists = ListsOf(wallet);
  while (amount != Amount()) {
    Lot& lot = lists.Front(wallet.lots);
    const Amount taken = std::min(lot.remaining, amount);
    each(lot, taken);
    Write(Account::kAvailable, wallet.unit, 0, lot.number, -taken);
    amount -= taken;
    lot.remaining -= taken;
    if (lot.remaining == Amount()) lists.PopFront(wallet.lots);
  }
}

void Books::Debit(Wallet& wallet, SystemAccount to, Amount amount,
                  CommandRecords* slices) {
  if (amount == Amount()) return;
  Consume(wallet, amount, [slices](const Lot& lot, Amount taken) {
    if (slices != nullptr) slices->AddSlice(lot, taken);
  });
  Change(to, amount);
}

Books::Found Books::FindLot(const Wallet& wallet, const LotKey& key) const {
  const SideRecord* side = shard_.FindSide(wallet);
  if (side != nullptr) {
    Lot* pending = PendingLists().Find(side->pending, key);
    if (pending != nullptr) return {pending, true};
  }
  Lot* available = ListsOf(wallet).Find(wallet.lots, key);
  const bool may_have_moved = side != nullptr && side->has_moved_lots;
  if (available != nullptr || !may_have_moved) return {available, false};
  return FindByNumber(wallet, key.number);
}

Books::Found Books::FindByNumber(const Wallet& wallet,
                                 std::uint32_t number) const {
  if (const SideRecord* side = shard_.FindSide(wallet)) {
    const auto key = PendingLists().KeyOfNumber(side->pending, number);
    if (key) return {PendingLists().Find(side->pending, *key), true};
  }
  const auto key = ListsOf(wallet).KeyOfNumber(wallet.lots, number);
  return {key ? ListsOf(wallet).Find(wallet.lots, *key) : nullptr, false};
}

Amount Books::DebitLot(Wallet& wallet, SystemAccount to, const LotKey& key,
                       Amount amount) {
  const auto [lot, pending] = FindLot(wallet, key);
  if (lot == nullptr || amount == Amount()) return Amount();
  const Amount taken = std::min(lot->remaining, amount);
  Change(wallet, pending ? Account::kPending : Account::kAvailable, -taken,
         lot->number);
  Change(to, taken);
  lot->remaining -= taken;
  if (lot->remaining != Amount()) return taken;
  if (pending) {
    PendingLists().Remove(shard_.SideOf(wallet).pending, KeyOf(*lot));
  } else {
    ListsOf(wallet).Remove(wallet.lots, KeyOf(*lot));
  }
  return taken;
}

Amount Books::DebitPending(Wallet& wallet, SystemAccount to, Amount amount) {
  Amount taken;
  while (taken != amount && wallet.pending != Amount()) {
    const LotList& pending = shard_.SideOf(wallet).pending;
    if (pending.empty()) break;  // What is left is claimed.
    const LotKey first = KeyOf(PendingLists().Front(pending));
    taken += DebitLot(wallet, to, first, amount - taken);
  }
  return taken;
}

void Books::Owe(Wallet& wallet, SystemAccount to, Amount amount) {
  if (amount == Amount()) return;
  KUMBARA_CHECK(wallet.available == Amount());
  Change(wallet, Account::kDeficit, -amount);
  Change(to, amount);
  // Debts are due at no other time.
  const Unit* unit = program_.FindUnit(wallet.unit);
  if (unit != nullptr) shard_.ListDue(facts_.slot, wallet, unit->retires);
}

void Books::PayOff(Wallet& wallet, SystemAccount from) {
  const Amount owed = wallet.deficit;
  if (owed == Amount()) return;
  Change(wallet, Account::kDeficit, owed);
  Change(from, -owed);
}

void Books::CollectFallen(LotList* list, LotLists lists, Account account,
                          const SideRecord* side, Instant instant) {
  std::vector<FallenLot>& fallen = shard_.fallen;
  if (side != nullptr && side->inactive_at <= instant) {
    WalkLots(shard_.lots, *list, [&](const Lot& lot) {
      fallen.push_back({lot, account});
      return true;
    });
    return lists.Clear(*list);
  }
  while (!list->empty()) {
    const Lot lot = lists.Soonest(*list);
    if (lot.expiry > instant) return;
    fallen.push_back({lot, account});
    lists.Remove(*list, KeyOf(lot));
  }
}

void Books::Expire(Wallet& wallet, Instant instant) {
  std::vector<FallenLot>& fallen = shard_.fallen;
  fallen.clear();
  const SideRecord* side = shard_.FindSide(wallet);
  CollectFallen(&wallet.lots, ListsOf(wallet), Account::kAvailable, side,
                instant);
  if (side != nullptr) {
    CollectFallen(&shard_.SideOf(wallet).pending, PendingLists(),
                  Account::kPending, side, instant);
  }
  std::sort(fallen.begin(), fallen.end(),
            [](const FallenLot& a, const FallenLot& b) {
              return a.lot.number < b.lot.number;
            });
  for (const FallenLot& one : fallen) {
    Change(wallet, one.account, -one.lot.remaining, one.lot.number);
    wallet.expired += one.lot.remaining;
    Change({Account::kExpired, wallet.unit, 0}, one.lot.remaining);
  }
  const Unit* unit = program_.FindUnit(wallet.unit);
  if (unit != nullptr && unit->reinstate_within) {
    Remember(wallet, *unit->reinstate_within, instant);
  }
}

void Books::Empty(Wallet& wallet, SystemAccount available_to) {
  DebitPending(wallet, {Account::kForfeited, wallet.unit, 0}, wallet.pending);
  Debit(wallet, available_to, wallet.available);
  WriteOff(wallet);
}

// --- Moved ---

bool Books::ExtendIn(LotList* list, LotLists lists,
                     const Extension& extension) {
  std::vector<Lot>& moving = shard_.moving;
  moving.clear();
  WalkLots(shard_.lots, *list, [&](const Lot& lot) {
    if (lot.expiry < std::min(extension.until, extension.before) &&
        (extension.lot == 0 || extension.lot == lot.number)) {
      moving.push_back(lot);
    }
    return true;
  });
  for (Lot& lot : moving) {
    lists.Remove(*list, KeyOf(lot));
    lot.expiry = extension.until;
    lists.Insert(*list, lot);
  }
  return !moving.empty();
}

// What was due sooner stays listed so: whoever comes for it looks again.
void Books::Extend(Wallet& wallet, const Extension& extension) {
  bool moved = ExtendIn(&wallet.lots, ListsOf(wallet), extension);
  if (shard_.FindSide(wallet) != nullptr) {
    moved |=
        ExtendIn(&shard_.SideOf(wallet).pending, PendingLists(), extension);
  }
  if (moved) shard_.SideOf(wallet).has_moved_lots = true;
}

// --- Held ---

void Books::Hold(Wallet& wallet, Amount amount, std::vector<Slice>* slices) {
  if (amount == Amount()) return;
  Consume(wallet, amount, [&](const Lot& lot, Amount taken) {
    Slice slice;
    slice.amount = taken;
    slice.activation = lot.activation;
    slice.expiry = lot.expiry;
    slice.terms = shard_.terms.At(lot.terms);
    slice.number = lot.number;
    slices->push_back(slice);
  });
  Change(wallet, Account::kHeld, amount);
}

void Books::Hold(Wallet& wallet, Amount amount, CommandRecords* slices) {
  if (amount == Amount()) return;
  Consume(wallet, amount,
          [&](const Lot& lot, Amount taken) { slices->AddSlice(lot, taken); });
  Change(wallet, Account::kHeld, amount);
}

void Books::PutBack(Wallet& wallet, Lot lot) {
  const Found rest = FindLot(wallet, KeyOf(lot));
  if (rest.lot == nullptr) {
    Place(wallet, lot);
    return;
  }
  // While a deficit stands nothing is available, and what was available once
  // never waits again, so there is no rest.
  KUMBARA_CHECK(!rest.pending && wallet.deficit == Amount());
  rest.lot->remaining += lot.remaining;
  Change(wallet, Account::kAvailable, lot.remaining, lot.number);
}

void Books::Release(Wallet& wallet, const Lot& slice) {
  Change(wallet, Account::kHeld, -slice.remaining);
  PutBack(wallet, slice);
}

void Books::ReleaseHold(Wallet& wallet, const CommandRecord& hold) {
  const CommandRecords& records = shard_.records;
  for (std::uint32_t i = records.SliceCount(hold); i-- > 0;) {
    Release(wallet, records.SliceAt(hold, i));
  }
}

void Books::Restore(Wallet& wallet, SystemAccount from, const Lot& slice) {
  Change(from, -slice.remaining);
  PutBack(wallet, slice);
}

void Books::PutHeld(Wallet& wallet, SystemAccount from, Amount amount) {
  if (amount == Amount()) return;
  Change(from, -amount);
  Change(wallet, Account::kHeld, amount);
}

void Books::TakeHeld(Wallet& wallet, SystemAccount to, Amount amount) {
  if (amount == Amount()) return;
  Change(wallet, Account::kHeld, -amount);
  Change(to, amount);
}

// --- Legs ---

void Books::Add(Wallet& wallet, Account account, Amount by) {
  switch (account) {
    case Account::kPending:
      wallet.pending += by;
      KUMBARA_CHECK(wallet.pending >= Amount());
      break;
    case Account::kAvailable:
      wallet.available += by;
      KUMBARA_CHECK(wallet.available >= Amount());
      break;
    case Account::kHeld:
      wallet.held += by;
      KUMBARA_CHECK(wallet.held >= Amount());
      break;
    case Account::kDeficit:
      // A debt is a negative balance.
      wallet.deficit -= by;
      KUMBARA_CHECK(wallet.deficit >= Amount());
      break;
    default:
      KUMBARA_CHECK(IsMemberAccount(account));
  }
}

void Books::Change(Wallet& wallet, Account account, Amount by,
                   std::uint32_t lot) {
  Add(wallet, account, by);
  Write(account, wallet.unit, 0, lot, by);
}

void Books::Change(const SystemAccount& account, Amount by) {
  shard_.accounts[account] += by.count();
  Write(account.account, account.unit, account.label, 0, by);
}

// One more posting or fact of this entry. It is written where it stays: a copy
// would wait for its own parts.
template <class Leg>
Leg& Books::AddTo(std::vector<Leg>& legs) {
  const std::uint32_t number = shard_.NextLeg(facts_.slot, facts_.sequence);
  Leg& leg = legs.emplace_back();
  leg.sequence = facts_.sequence;
  leg.member = facts_.member;
  leg.leg = number;
  leg.version = facts_.version;
  leg.cause = facts_.cause;
  leg.at = facts_.at;
  return leg;
}

void Books::Write(Account account, std::uint8_t unit, Code label,
                  std::uint32_t lot, Amount by) {
  if (shard_.postings == nullptr) return;
  Posting& posting = AddTo(*shard_.postings);
  posting.account = account;
  posting.unit = unit;
  posting.label = label;
  posting.lot = lot;
  posting.amount = by.count();
}

void Books::Note(FactKind kind, std::uint8_t unit, Amount amount) {
  if (shard_.facts == nullptr) return;
  Fact& fact = AddTo(*shard_.facts);
  fact.kind = kind;
  fact.unit = unit;
  fact.amount = amount.count();
}

void Books::NoteTier(FactKind kind, std::size_t tier_set, std::uint8_t tier) {
  if (shard_.facts == nullptr) return;
  Note(kind, 0, Amount());
  shard_.facts->back().tier_set = static_cast<std::uint8_t>(tier_set);
  shard_.facts->back().tier = tier;
}

void Books::NoteOf(FactKind kind, std::size_t place, std::int64_t times) {
  if (shard_.facts == nullptr) return;
  Note(kind, 0, Amount(times));
  shard_.facts->back().place = static_cast<std::uint8_t>(place);
}

void Books::NotePlan(FactKind kind, const PlanFact& plan) {
  if (shard_.facts == nullptr) return;
  Note(kind, 0, Amount());
  shard_.facts->back().plan = plan;
}

void Books::NoteVouchers(FactKind kind, const VoucherRun& run) {
  if (shard_.facts == nullptr) return;
  VoucherFact voucher = run.first;
  if (kind == FactKind::kVoucherIssued) {
    voucher.valid_until = DatesOf(*run.valid, facts_.at, program_.zone).expiry;
  }
  for (std::int64_t i = 0; i < run.count; ++i) {
    Note(kind, run.unit, run.cost);
    shard_.facts->back().voucher = voucher;
    ++voucher.number;
  }
}

}  // namespace kumbara
