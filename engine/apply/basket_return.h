// What a return takes of a purchase: of its total, of its lines, and of the
// points that it was paid with. Worked out first, in a copy of the lines, for a
// refusal changes nothing.

#ifndef KUMBARA_ENGINE_APPLY_BASKET_RETURN_H_
#define KUMBARA_ENGINE_APPLY_BASKET_RETURN_H_

#include <optional>
#include <span>

#include "engine/apply/command_context.h"

namespace kumbara {

struct Returning {
  Money total;         // Of what is left of the purchase's amount.
  bool whole = false;  // All that is left of the lines too.
  Amount restored;     // Of the points tendered.
};

// Plans a return of `amount` and `lines`, of all that is left without either;
// what the lines will be is in the shard's scratch. Or says why not.
ResultCode PlanReturn(const CommandContext& context,
                      const CommandRecord& record, std::optional<Money> amount,
                      std::span<const Detail> lines, Returning* returning);

// By what a purchase was rated, and by what what remains of it would be.
// REQUIRES: the return was planned last.
struct BasisPair {
  Money all;
  Money kept;
};
BasisPair BasisAround(const CommandContext& context,
                      const CommandRecord& record, const Returning& returning);

// a × b / c, rounded toward 0; of c = 0 nothing.
inline std::int64_t Share(std::int64_t a, std::int64_t b, std::int64_t c) {
  return c == 0 ? 0 : static_cast<std::int64_t>(Int128{a} * b / c);
}

// What was tendered of a purchase, for what is left of its amount.
Money TenderedOf(const CommandRecord& record, const BasketRecord& basket,
                 Money left);

// Keeps in the record what was planned, points apart: its total and lines.
void KeepReturn(CommandContext& context, CommandRecord& record,
                const Returning& returning);

}  // namespace kumbara

#endif  // KUMBARA_ENGINE_APPLY_BASKET_RETURN_H_
