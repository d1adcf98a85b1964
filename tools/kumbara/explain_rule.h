// What an earn rule gave and why, in words.

#ifndef KUMBARA_TOOLS_KUMBARA_EXPLAIN_RULE_H_
#define KUMBARA_TOOLS_KUMBARA_EXPLAIN_RULE_H_

#include <cstddef>
#include <string>
#include <string_view>

#include "tools/kumbara/explained.h"

namespace kumbara::tools {

// A condition that does not hold: by the name of its key, as it is, and as it
// would have to be.
struct UnmetText {
  std::string_view condition;
  std::string value;
  std::string expected;
};

// REQUIRES: the basket is told, and the rule at this place has an unmet one.
UnmetText UnmetOfRule(const Explained& explained, std::size_t rule);

// How what it gives before its group and caps comes about:
//   1250 × 1/100 = 12.5, floor
std::string WorkingOfRule(const Explained& explained, std::size_t rule);
// By what it multiplies: "1/100", or of a multiplier "3/2"; empty of others.
std::string RateOfRule(const Explained& explained, std::size_t rule);

// An amount in the unit of a rule: "12 points".
std::string GivenText(const Explained& explained, std::size_t rule,
                      Amount amount);
// What it gives away to the others of its group: the one that it gives way to.
// Nothing if it just gives nothing.
std::string WinnerOf(const Explained& explained, std::size_t rule);

// What of a rule's points came to lie in its lot, a deficit having been paid
// first. REQUIRES: it made one.
Amount AmountOfLot(const Explained& explained, std::size_t rule);
// What the member's deficit took of them.
Amount AbsorbedOf(const Explained& explained, std::size_t rule);

// "of one purchase", "day", ...
std::string CapPeriodText(const Headroom& room);

}  // namespace kumbara::tools

#endif  // KUMBARA_TOOLS_KUMBARA_EXPLAIN_RULE_H_
