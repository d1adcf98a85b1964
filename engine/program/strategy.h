// Strategy: how many points a basket earns, worked out by C++ code, for what
// the keys of a program file cannot say. An earn rule names it:
//
//   [[earn]]
//   name = "parking"
//   on = "purchase"
//   basis = "total"
//   strategy = "per_started_hour"
//   parameters = [300, 5]
//
// The code is no part of the journal, the name is. So what a strategy gives is
// part of the ledger's meaning for ever: it is asked again whenever the journal
// is applied again, and for each return, of the purchase and of what remains of
// it, by the same values. It is a pure function of its argument: no clock, no
// random number, no floating point, no memory of its calls, nothing of the
// process or the machine; and it allocates nothing. One that gives something
// else than it did is another strategy and needs another name, as long as a
// journal has the old one. A build with debug checks asks twice and compares.
//
// Units:   money in minor units, points in the smallest decimal of the rule's
//          unit.
// Threads: all workers ask at the same time. Register before any ledger is
//          opened or program compiled, in one thread.
// Errors:  a program file that names one that is not registered, or gives other
//          than its number of parameters, is refused, also one in a journal.
// Cost:    one call for each such rule and basket; nothing where no rule names
//          one.

#ifndef KUMBARA_ENGINE_PROGRAM_STRATEGY_H_
#define KUMBARA_ENGINE_PROGRAM_STRATEGY_H_

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>

#include "engine/base/local_time.h"
#include "engine/base/types.h"
#include "engine/program/earn_rule.h"

namespace kumbara {

// A purchase, or what remains of one after a return.
struct StrategyBasket {
  Money basis;               // By the rule's `basis`; not below 0.
  Money total;               // The whole basket's.
  LocalTime local;           // The purchase's business time, by the zone.
  const BasketTiers& tiers;  // That it is rated with.
  std::span<const std::int64_t> parameters;  // Each at least 1.
};

struct Strategy {
  std::string name;  // As a program file may name a rule.
  std::size_t parameters = 0;
  // Not below 0; nothing for what is no amount, which is an overflow.
  std::optional<Amount> (*points)(const StrategyBasket& basket) = nullptr;
};

// `each_full` is always there (docs/program_file.md). REQUIRES: none of that
// name is registered.
void RegisterStrategy(Strategy strategy);

// Null if there is none; else it stays where it is.
const Strategy* FindStrategy(const std::string& name);

// The names of all, in their order, for an error; such as `"a" or "b"`.
std::string StrategyNames();

}  // namespace kumbara

#endif  // KUMBARA_ENGINE_PROGRAM_STRATEGY_H_
