// TierSet: the levels that members reach by what is counted of them in a
// window of time.
//
// Units:   a counter counts what its basis does: minor units of the currency,
//          smallest decimals of a unit, or visits. Tiers are told by their
//          number in the set, from 1 on; 0 is none. Where a program has several
//          versions a number goes with the tier's name through all of them, so
//          that which tier is higher is said by ranks, not by numbers.
// Threads: immutable once compiled.

#ifndef KUMBARA_ENGINE_PROGRAM_TIER_RULES_H_
#define KUMBARA_ENGINE_PROGRAM_TIER_RULES_H_

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <optional>
#include <string>
#include <vector>

#include "engine/base/duration.h"
#include "engine/base/rational.h"
#include "engine/base/types.h"
#include "engine/base/zone.h"

namespace kumbara {

// What is counted.
enum class TierBasis : std::uint8_t { kSpend, kUnit, kVisits, kBalance };

// The window it is counted in: a local calendar year, a year since the member
// was opened, or so many whole months.
enum class TierWindow : std::uint8_t {
  kCalendarYear,
  kMembershipYear,
  kMonths
};

// Whether what a window has qualified for falls with the counter: never, with
// it, or once its end has come.
enum class TierQualify : std::uint8_t { kPeak, kNet, kNetAtEnd };

// Where a tier goes that is not kept any longer.
enum class TierDowngrade : std::uint8_t { kToQualified, kOneStep, kNone };

struct Tier {
  std::string name;
  std::int64_t at = 0;  // The least counter.
  Code code = 0;        // Of the name.
};

struct TierSet {
  std::string name;
  TierBasis basis = TierBasis::kSpend;
  std::uint8_t unit = 0;                     // Code; kUnit and kBalance.
  std::optional<std::int64_t> per_day = {};  // Visits of a local day.
  TierWindow window = TierWindow::kCalendarYear;
  // The periods that make a window: years, or months of kMonths.
  std::uint32_t periods = 1;
  TierQualify qualify = TierQualify::kPeak;
  // What a window has qualified for holds through the next one, too.
  bool keep_next = true;
  TierDowngrade downgrade = TierDowngrade::kToQualified;
  std::optional<Duration> grace = {};
  // A basket is rated with the tier that it reaches.
  bool same_basket = false;
  std::vector<Tier> tiers;  // Ascending.
  // Whether this version of the program has the set; otherwise it has no tiers
  // and stands here for the versions that do.
  bool is_named = true;
  // The numbers of the tiers, in their order; the names of all numbers from 1
  // on; and by number, from 0 on, the rank here, 1 being the lowest: of a tier
  // that this version has not, that of the next lower one that it has. All
  // empty in a set that only one version of the program has seen: numbers are
  // ranks.
  std::vector<std::uint8_t> numbers = {};
  std::vector<std::string> names = {};
  std::vector<std::uint8_t> ranks = {};

  std::uint8_t TierFor(Int128 counter) const {
    std::size_t rank = 0;
    while (rank < tiers.size() && counter >= tiers[rank].at) ++rank;
    return OfRank(rank);
  }
  std::uint8_t OfRank(std::size_t rank) const {
    if (rank == 0 || numbers.empty()) return static_cast<std::uint8_t>(rank);
    return numbers[rank - 1];
  }
  std::size_t RankOf(std::uint8_t tier) const {
    return ranks.empty() ? tier : ranks[tier];
  }
  // The tier of this version that a tier of any other is here.
  std::uint8_t Here(std::uint8_t tier) const { return OfRank(RankOf(tier)); }
  // Of these the highest, as it is here.
  std::uint8_t Highest(std::initializer_list<std::uint8_t> some) const {
    std::size_t rank = 0;
    for (const std::uint8_t tier : some) rank = std::max(rank, RankOf(tier));
    return OfRank(rank);
  }
  bool IsAbove(std::uint8_t tier, std::uint8_t other) const {
    return RankOf(tier) > RankOf(other);
  }
  // REQUIRES: the number is not 0, and known to this version or an earlier one.
  const std::string& NameOf(std::uint8_t tier) const {
    return names.empty() ? tiers[tier - 1U].name : names[tier - 1U];
  }
};

// The period that an instant lies in: a year, a year since `opened`, from 0 on,
// or a month as year × 12 + month - 1. REQUIRES: Instant::InRange of both;
// `opened` counts for years of membership alone.
std::int64_t TierPeriodOf(const TierSet& set, Instant opened, Instant instant,
                          const Zone& zone);

// Its first instant; Greatest() past the year 9999.
Instant TierPeriodStart(const TierSet& set, Instant opened, std::int64_t period,
                        const Zone& zone);

}  // namespace kumbara

#endif  // KUMBARA_ENGINE_PROGRAM_TIER_RULES_H_
