// The books of what has expired: lots that are remembered, and how they come
// back.

#include <algorithm>

#include "engine/apply/books.h"
#include "engine/apply/remembered_lots.h"
#include "engine/base/check.h"

namespace kumbara {

// What is over is forgotten when something is added: so a wallet remembers at
// most what expired within one such time, and what expired last.
void Books::Remember(Wallet& wallet, const Duration& within, Instant expired) {
  const auto is_over = [&](Instant instant) {
    return LastChance(within, instant, program_.zone) <= facts_.clock;
  };
  if (is_over(expired)) return;
  LotList& list = shard_.SideOf(wallet).expired;
  LotLists lists(shard_.lots, kRememberedOrder);
  while (!list.empty() && is_over(lists.Front(list).expiry)) {
    lists.PopFront(list);
  }
  for (const FallenLot& fallen : shard_.fallen) {
    Lot lot = fallen.lot;
    lot.expiry = expired;
    // A part of it may have come back late and expired at the same instant.
    if (Lot* same = lists.Find(list, KeyOf(lot))) {
      same->remaining += lot.remaining;
    } else {
      lists.Insert(list, lot);
    }
  }
}

// Puts what is remembered, all or of one number, to `recalled`, by number, and
// forgets it.
void Books::Recall(Wallet& wallet, std::optional<std::uint32_t> number) {
  std::vector<RecalledLot>& recalled = shard_.recalled;
  recalled.clear();
  ForEachRemembered(shard_, wallet, program_, facts_.clock,
                    [&](const Lot& lot, Instant) {
                      if (!number || lot.number == *number) {
                        recalled.push_back({lot, std::nullopt});
                      }
                    });
  if (recalled.empty()) return;
  LotList& list = shard_.SideOf(wallet).expired;
  LotLists lists(shard_.lots, kRememberedOrder);
  if (number) {
    for (const RecalledLot& one : recalled) lists.Remove(list, KeyOf(one.lot));
  } else {
    lists.Clear(list);
  }
  std::sort(recalled.begin(), recalled.end(),
            [](const RecalledLot& a, const RecalledLot& b) {
              return a.lot.number < b.lot.number;
            });
  // Parts of one lot that expired at several instants come back as one.
  std::size_t last = 0;
  for (std::size_t i = 1; i < recalled.size(); ++i) {
    if (recalled[i].lot.number == recalled[last].lot.number) {
      recalled[last].lot.remaining += recalled[i].lot.remaining;
    } else {
      recalled[++last] = recalled[i];
    }
  }
  recalled.resize(last + 1);
}

// A part of a lot may have come back, by a transfer that was refused, after the
// rest of it had expired, and be there.
void Books::FindRests(const Wallet& wallet) {
  std::vector<RecalledLot>& recalled = shard_.recalled;
  ForEachLot(shard_, wallet, [&](const Lot& lot, bool) {
    const auto same =
        std::lower_bound(recalled.begin(), recalled.end(), lot.number,
                         [](const RecalledLot& one, std::uint32_t number) {
                           return one.lot.number < number;
                         });
    if (same != recalled.end() && same->lot.number == lot.number) {
      same->rest = KeyOf(lot);
    }
  });
}

void Books::Reinstate(Wallet& wallet, std::optional<std::uint32_t> number,
                      Instant until) {
  Recall(wallet, number);
  if (shard_.recalled.empty()) return;
  FindRests(wallet);
  shard_.SideOf(wallet).has_moved_lots = true;
  for (RecalledLot& one : shard_.recalled) {
    one.lot.expiry = until;
    Change({Account::kExpired, wallet.unit, 0}, -one.lot.remaining);
    wallet.expired -= one.lot.remaining;
    if (one.rest) {
      Join(wallet, one.lot, *one.rest);
    } else {
      Place(wallet, one.lot);
    }
  }
}

// Puts a lot to what is there of it, in the same account: they share their
// activation, and beside what is available there is no deficit.
void Books::Join(Wallet& wallet, Lot lot, const LotKey& rest) {
  const bool pending = FindLot(wallet, rest).pending;
  LotList& list = pending ? shard_.SideOf(wallet).pending : wallet.lots;
  LotLists lists = pending ? PendingLists() : ListsOf(wallet);
  const Amount there = lists.Find(list, rest)->remaining;
  lists.Remove(list, rest);
  Change(wallet, pending ? Account::kPending : Account::kAvailable,
         lot.remaining, lot.number);
  lot.remaining += there;
  lot.expiry = std::max(lot.expiry, rest.expiry);
  lists.Insert(list, lot);
  ListDue(wallet, pending ? std::min(lot.activation, lot.expiry) : lot.expiry);
}

}  // namespace kumbara
