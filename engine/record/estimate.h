// Estimate: the record by which finance says how much of what members are owed
// will be redeemed, and at what price. Reports go by it from an instant on, for
// a unit and months of earning. It stands in its batch before all commands, and
// moves nothing: no state and no digest of one knows of it.
//
// Units:   months as year * 12 + month - 1; rates and prices in millionths.
// Threads: plain values.
// Errors:  FromBytes is nothing where a form is not the one that ToBytes
//          writes.

#ifndef KUMBARA_ENGINE_RECORD_ESTIMATE_H_
#define KUMBARA_ENGINE_RECORD_ESTIMATE_H_

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>

#include "engine/base/types.h"

namespace kumbara {

// All of it is expected to be redeemed.
inline constexpr std::uint32_t kWholeRedemptionRate = 1'000'000;

// What an estimate may say: months, and millionths.
bool IsVintageRange(std::uint16_t from, std::uint16_t to);
inline bool IsRedemptionRate(std::int64_t millionths) {
  return millionths >= 0 && millionths <= kWholeRedemptionRate;
}
inline bool IsPrice(std::int64_t millionths) {
  return millionths > 0 && millionths <= Amount::kMax;
}

struct Estimate {
  Sequence sequence = 0;       // The last one before it.
  std::int64_t effective = 0;  // Reports of this instant and later use it.
  // Of a whole unit, in millionths of the currency's minor unit.
  std::int64_t price = 0;
  std::uint32_t number = 0;        // From 1 on.
  std::uint32_t redemption = 0;    // The share that is expected to be redeemed.
  Code reason = 0;                 // 0: none is given.
  std::uint16_t from_vintage = 0;  // 0: of all months, and of none.
  std::uint16_t to_vintage = 0;    // Included.
  std::uint8_t unit = 0;           // Code.
  std::uint8_t reserved[7] = {};
  MemberId by;        // The operator,
  MemberId approver;  // and who approved it; zero: nobody.

  // `vintage` 0 is that of what no month is known of.
  bool Has(std::uint16_t vintage) const {
    return from_vintage == 0 ||
           (from_vintage <= vintage && vintage <= to_vintage);
  }

  std::string ToBytes() const;
  static std::optional<Estimate> FromBytes(std::string_view bytes);

  friend bool operator==(const Estimate&, const Estimate&) = default;
};
static_assert(sizeof(Estimate) == 80);
static_assert(std::has_unique_object_representations_v<Estimate>);

}  // namespace kumbara

#endif  // KUMBARA_ENGINE_RECORD_ESTIMATE_H_
