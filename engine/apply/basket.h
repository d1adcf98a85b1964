// Basket: what the lines of a purchase or return say: what it is rated by, what
// is paid with points, and what of it a later return may name.

#ifndef KUMBARA_ENGINE_APPLY_BASKET_H_
#define KUMBARA_ENGINE_APPLY_BASKET_H_

#include <array>
#include <span>
#include <vector>

#include "engine/apply/command_context.h"
#include "engine/record/line.h"

namespace kumbara {

// The part of a purchase that is paid with points.
struct PointsTender {
  std::uint8_t unit = 0;  // Code; 0 = none is.
  Amount points;
  Money amount;  // What they pay.
};
PointsTender PointsTenderOf(std::span<const Detail> lines);

// By what a basket of that total is rated.
Money BasisOf(const Program& program, Money total,
              std::span<const Detail> lines, const PointsTender& tender);

// The sums of a basket's lines by their kinds, tenders left out; `any` says
// whether it has such.
struct LineSums {
  std::array<Money, 4> by_kind = {};
  bool any = false;

  void Add(LineKind kind, std::int64_t amount);
  Money Of(LineSet kinds) const;
};
LineSums SumsOf(std::span<const Detail> lines);

// By what one rule rates a basket, of which so much was tendered in points.
Money BasisOf(const EarnRule& rule, Money total, const LineSums& sums,
              Money tendered);

// Why points cannot be tendered, by the order of precedence: first by their
// unit, then for their number. kOk if none are.
ResultCode RefuseTenderUnit(const CommandContext& context,
                            const PointsTender& tender);
ResultCode RefuseTender(CommandContext& context, const PointsTender& tender);

// The lines that a return can name, added up by their keys and in the order of
// these. And the place among them for the key of a line.
void AddUpLines(std::span<const Detail> lines, std::vector<KeptLine>* kept);
std::size_t PlaceOf(const Line& line, std::span<const KeptLine> kept);

// Redeems what is tendered and keeps in the record of the purchase what its
// basket has more. REQUIRES: none of its lines is refused, they were added up
// last in the shard's scratch; no slices were added since the record was.
void PayAndKeep(CommandContext& context, CommandRecord& record, Money basis,
                const PointsTender& tender);

}  // namespace kumbara

#endif  // KUMBARA_ENGINE_APPLY_BASKET_H_
