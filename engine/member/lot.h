// Lot: what is left of one earn, with the dates between which it can be spent.
//
// Units:   amounts in the unit's smallest decimal; Instant::Greatest() as an
//          expiry is never, as an activation it stays pending for ever.

#ifndef KUMBARA_ENGINE_MEMBER_LOT_H_
#define KUMBARA_ENGINE_MEMBER_LOT_H_

#include <cstdint>
#include <type_traits>

#include "engine/base/types.h"

namespace kumbara {

// What a lot keeps for ever of the earn that made it.
struct LotTerms {
  Code funding_class = 0;     // 0 = none: an adjustment.
  std::uint16_t version = 0;  // Of the program.
  std::uint16_t vintage = 0;  // Local year * 12 + month - 1 of the earn.

  friend bool operator==(const LotTerms&, const LotTerms&) = default;
};
static_assert(sizeof(LotTerms) == 8);
static_assert(std::has_unique_object_representations_v<LotTerms>);

// As a slot in the shard's table of terms: few earns differ in theirs.
using TermsSlot = std::uint32_t;

struct Lot {
  Instant activation;
  Instant expiry;
  Amount remaining;          // Above 0: a lot used up is gone.
  std::uint32_t number = 0;  // 1, 2, 3... per wallet, in order of making.
  TermsSlot terms = 0;

  friend bool operator==(const Lot&, const Lot&) = default;
};
static_assert(sizeof(Lot) == 32);
static_assert(std::is_trivially_copyable_v<Lot>);

// Where a lot stands among the others of its list.
struct LotKey {
  Instant activation;
  Instant expiry;
  std::uint32_t number = 0;

  friend bool operator==(const LotKey&, const LotKey&) = default;
};

inline LotKey KeyOf(const Lot& lot) {
  return {lot.activation, lot.expiry, lot.number};
}

enum class LotOrder : std::uint8_t {
  kByExpiry,      // Expiry (never last), then activation, then number.
  kByActivation,  // Activation, then number.
};

inline bool Before(LotOrder order, const LotKey& a, const LotKey& b) {
  if (order == LotOrder::kByExpiry && a.expiry != b.expiry) {
    return a.expiry < b.expiry;
  }
  return a.activation != b.activation ? a.activation < b.activation
                                      : a.number < b.number;
}

}  // namespace kumbara

#endif  // KUMBARA_ENGINE_MEMBER_LOT_H_
