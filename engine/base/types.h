// The words of the domain: identifiers, instants and quantities.
//
// Units:   Instant is microseconds since 1970-01-01 UTC; Amount counts the
//          smallest decimal of a unit, Money the minor unit of a currency.
// Errors:  sums are checked: leaving the range is reported, never wrapped.

#ifndef KUMBARA_ENGINE_BASE_TYPES_H_
#define KUMBARA_ENGINE_BASE_TYPES_H_

#include <bit>
#include <compare>
#include <cstdint>
#include <cstring>
#include <utility>

#include "engine/base/check.h"

namespace kumbara {

static_assert(std::endian::native == std::endian::little,
              "records are written in memory order, which is little-endian");

// A 128-bit identifier. Ids compare and hash; they do not add. The order of
// the bytes in memory is the order in which they are written and printed.
template <class Tag>
struct Id {
  std::uint64_t low = 0;   // Bytes 0 to 7.
  std::uint64_t high = 0;  // Bytes 8 to 15.

  static Id FromBytes(const void* bytes) {
    Id id;
    std::memcpy(&id, bytes, sizeof(id));
    return id;
  }
  constexpr bool IsZero() const { return (low | high) == 0; }
  friend constexpr bool operator==(const Id&, const Id&) = default;
  friend constexpr auto operator<=>(const Id&, const Id&) = default;
  // For tables in memory: seeded per process, so it must never reach disk.
  template <class H>
  friend H AbslHashValue(H hash, const Id& id) {
    return H::combine(std::move(hash), id.low, id.high);
  }
};

using MemberId = Id<struct MemberTag>;
using CommandId = Id<struct CommandTag>;
using LedgerId = Id<struct LedgerTag>;
static_assert(sizeof(MemberId) == 16);

// Position in the total order of one stream; the first command has 1.
using Sequence = std::uint64_t;
// Position in the journal; the batch that `init` writes has 1.
using BatchNumber = std::uint64_t;

// A code given to an interned text (engine/record/code_table.h). 0 is absent.
using Code = std::uint32_t;

// Microseconds since 1970-01-01T00:00:00Z, within the years 1 to 9999.
class Instant {
 public:
  static constexpr std::int64_t kMin = -62'135'596'800'000'000;
  static constexpr std::int64_t kMax = 253'402'300'799'999'999;

  constexpr Instant() = default;
  constexpr explicit Instant(std::int64_t micros) : micros_(micros) {}

  static constexpr Instant Least() { return Instant(INT64_MIN); }
  static constexpr Instant Greatest() { return Instant(INT64_MAX); }
  static constexpr bool InRange(std::int64_t micros) {
    return micros >= kMin && micros <= kMax;
  }

  constexpr std::int64_t micros() const { return micros_; }
  friend constexpr auto operator<=>(Instant, Instant) = default;

 private:
  std::int64_t micros_ = 0;
};

// A signed quantity in [-kMax, kMax]. The range leaves room for one sum in 64
// bits, so a checked sum needs no wider type.
template <class Tag>
class Quantity {
 public:
  static constexpr std::int64_t kMax = 1'000'000'000'000'000'000;

  constexpr Quantity() = default;
  constexpr explicit Quantity(std::int64_t count) : count_(count) {
    KUMBARA_CHECK(InRange(count));
  }

  static constexpr bool InRange(std::int64_t count) {
    return count >= -kMax && count <= kMax;
  }

  constexpr std::int64_t count() const { return count_; }
  constexpr Quantity operator-() const { return Quantity(-count_); }
  // REQUIRES: the result is in range. Where input decides, ask Fits first.
  constexpr Quantity& operator+=(Quantity other) {
    return *this = Quantity(count_ + other.count_);
  }
  constexpr Quantity& operator-=(Quantity other) {
    return *this = Quantity(count_ - other.count_);
  }
  friend constexpr Quantity operator+(Quantity a, Quantity b) { return a += b; }
  friend constexpr Quantity operator-(Quantity a, Quantity b) { return a -= b; }
  friend constexpr auto operator<=>(Quantity, Quantity) = default;

  // Whether a + b stays in range.
  friend constexpr bool Fits(Quantity a, Quantity b) {
    return InRange(a.count_ + b.count_);
  }

 private:
  std::int64_t count_ = 0;
};

using Amount = Quantity<struct AmountTag>;
using Money = Quantity<struct MoneyTag>;

}  // namespace kumbara

#endif  // KUMBARA_ENGINE_BASE_TYPES_H_
