// Closing: the record by which a month is closed. It fixes what the month came
// to behind a sequence; what comes later for that month, or for one before it,
// belongs to the first month that is open. It stands in its batch before all
// commands, and moves nothing: no state and no digest of one knows of it.
//
// Units:   months as year * 12 + month - 1; the smallest decimals of units.
// Threads: plain values.
// Errors:  FromBytes is nothing where a form is not the one that ToBytes
//          writes.

#ifndef KUMBARA_ENGINE_RECORD_CLOSING_H_
#define KUMBARA_ENGINE_RECORD_CLOSING_H_

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

#include "engine/base/rational.h"
#include "engine/base/types.h"

namespace kumbara {

// What an amount of a closing is; a greater number is the account that a
// movement faces (engine/record/posting.h).
inline constexpr std::uint8_t kOpeningPart = 1;
inline constexpr std::uint8_t kPriorPeriodPart = 2;
inline constexpr std::uint8_t kClosingPart = 3;

// "opening", "prior_period", "closing", "issued", ...
std::string_view PartName(std::uint8_t part);

struct ClosedAmount {
  std::uint8_t unit = 0;  // Code.
  std::uint8_t part = 0;
  std::uint8_t reserved[14] = {};
  Int128 amount = 0;

  friend bool operator==(const ClosedAmount&, const ClosedAmount&) = default;
};
static_assert(sizeof(ClosedAmount) == 32);
static_assert(std::has_unique_object_representations_v<ClosedAmount>);

struct ClosingTerms {
  Sequence sequence = 0;  // The last one that it has.
  std::uint32_t month = 0;
  Code reason = 0;    // 0: none is given.
  MemberId by;        // The operator,
  MemberId approver;  // and who approved it; zero: nobody.

  friend bool operator==(const ClosingTerms&, const ClosingTerms&) = default;
};
static_assert(sizeof(ClosingTerms) == 48);
static_assert(std::has_unique_object_representations_v<ClosingTerms>);

struct Closing {
  ClosingTerms terms;
  // Those that are not 0, ascending by unit and part.
  std::vector<ClosedAmount> amounts;

  std::string ToBytes() const;
  static std::optional<Closing> FromBytes(std::string_view bytes);

  friend bool operator==(const Closing&, const Closing&) = default;
};

}  // namespace kumbara

#endif  // KUMBARA_ENGINE_RECORD_CLOSING_H_
