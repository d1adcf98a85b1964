// Clawback: taking back points that a member may have spent, by the program's
// policy on deficits.

#ifndef KUMBARA_ENGINE_APPLY_CLAWBACK_H_
#define KUMBARA_ENGINE_APPLY_CLAWBACK_H_

#include <optional>

#include "engine/apply/basket_return.h"
#include "engine/apply/command_context.h"

namespace kumbara {

// From where points are taken; what is left of a demand is forgone.
struct Taking {
  std::optional<LotKey> own;  // First, wherever it is.
  Amount pending;             // Then of the other pending lots,
  Amount available;           // or of the available ones,
  Amount debt;                // or owed.
  Amount total;
};

// How `demanded` is taken of a wallet; `own` is the lot that the command made
// whose points these are, whether or not anything is left of it.
Taking PlanTaking(const Books& books, const Wallet& wallet,
                  DeficitPolicy policy, Amount demanded,
                  const std::optional<LotKey>& own);

// The same of what made no lot, or several of which so much is pending and is
// taken first. So much of pending is claimed.
Taking PlanTaking(const Wallet& wallet, DeficitPolicy policy, Amount demanded,
                  Amount own_pending = Amount(), Amount claimed = Amount());

// Whether the wallet has room for the debt and the total clawed back.
bool CanTake(const Wallet& wallet, const Taking& taking);

// Does so. REQUIRES: nothing has changed since it was planned.
void Take(const Taking& taking, SystemAccount to, Wallet& wallet, Books& books);

// A return or reversal of a purchase takes back what was planned last, unless
// that is refused.
ResultCode TakeBackPurchase(CommandContext& context, CommandRecord& record,
                            const Returning& returning);

// The dates of the lot that a command made, as it gave them.
LotDates OwnDatesOf(const CommandContext& context, const CommandRecord& record);

// The budget that an award was claimed of, counted from 1; 0 if of none.
std::uint16_t BudgetOfAward(const Program& program,
                            const CommandRecord& record);

// The lot that a command made, by the dates that it gave it; none if it made
// none.
std::optional<LotKey> OwnLotOf(const CommandContext& context,
                               const CommandRecord& record);

}  // namespace kumbara

#endif  // KUMBARA_ENGINE_APPLY_CLAWBACK_H_
