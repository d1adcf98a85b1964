// BasketRecord: what the record of a purchase has more that has lines, is paid
// with points, or earned by one of several rules: what may come back of it, and
// what has.
//
// Lines are kept by kind and sku, added up: a return names them so. How much of
// each is looked at by rules that look closer stands beside it. What was bought
// never changes; what came back is a running sum beside it.
//
// Units:   as in a Line (engine/record/line.h).
// Threads: one shard worker at a time.
// Cost:    72 bytes, and 40 a kind and sku, for the few purchases that have
//          them.

#ifndef KUMBARA_ENGINE_MEMBER_BASKET_RECORD_H_
#define KUMBARA_ENGINE_MEMBER_BASKET_RECORD_H_

#include <array>
#include <cstdint>
#include <tuple>
#include <type_traits>

#include "engine/base/limits.h"
#include "engine/base/types.h"
#include "engine/record/line.h"

namespace kumbara {

struct BasketRecord {
  std::int64_t basis = 0;          // What the purchase was rated by.
  std::int64_t tendered = 0;       // Points that it was paid with,
  std::int64_t restored = 0;       // how many of them came back so far,
  std::int64_t tender_amount = 0;  // and what they paid.
  // Which of several rules applied, one bit each by their places.
  std::uint64_t rules = 0;
  std::uint32_t first_slice = 0;  // What they were taken of.
  std::uint32_t first_line = 0;
  std::uint32_t line_count = 0;
  std::uint32_t first_part = 0;   // What each of several rules gave.
  std::uint32_t first_match = 0;  // See CommandRecords::SetMatches.
  std::uint16_t part_count = 0;
  std::uint8_t tender_unit = 0;  // Code; 0 if no points were tendered.
  // With which tiers several rules rated it, by tier set; 0 = none.
  std::array<std::uint8_t, kTierSetsMax> tiers = {};
  std::uint8_t match_count = 0;  // For each line.
  std::array<std::uint8_t, 4> reserved = {};
};
static_assert(sizeof(BasketRecord) == 72);
static_assert(std::has_unique_object_representations_v<BasketRecord>);

// The items, taxes or discounts of one sku, which may be none.
struct KeptLine {
  Code sku = 0;
  LineKind kind = LineKind::kItem;
  std::array<std::uint8_t, 3> reserved{};
  std::int64_t amount = 0;
  std::int64_t quantity = 0;
  // So far; never of another sign than what was bought, nor of greater size.
  std::int64_t returned_amount = 0;
  std::int64_t returned_quantity = 0;

  std::int64_t amount_left() const { return amount - returned_amount; }
  std::int64_t quantity_left() const { return quantity - returned_quantity; }
  std::tuple<LineKind, Code> key() const { return {kind, sku}; }
};
static_assert(sizeof(KeptLine) == 40);
static_assert(std::has_unique_object_representations_v<KeptLine>);

}  // namespace kumbara

#endif  // KUMBARA_ENGINE_MEMBER_BASKET_RECORD_H_
