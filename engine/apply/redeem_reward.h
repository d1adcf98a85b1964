// Redemption of a reward, and its reversal: at once, or, where the reward has a
// stock, held at first, claimed from its counter, and made or undone by the
// answer (engine/apply/counters.h).

#ifndef KUMBARA_ENGINE_APPLY_REDEEM_REWARD_H_
#define KUMBARA_ENGINE_APPLY_REDEEM_REWARD_H_

#include <optional>

#include "engine/apply/command_context.h"

namespace kumbara {

// A redeem that names a reward instead of an amount.
ResultCode RedeemReward(CommandContext& context, Code code);

// Takes back `amount` of the redemption of a reward: the points are restored,
// what it gave is taken out again, whole ones go back to stock and limit.
// REQUIRES: the record is of one, and has so much left.
ResultCode ReverseReward(CommandContext& context, CommandRecord& record,
                         Amount amount);

// --- What the three steps share ---

// Nothing when the result leaves the range of an amount.
std::optional<Amount> Times(Amount amount, std::int64_t quantity);

// Counts `by` toward the limit of a reward, if it has one.
void CountHad(const Reward& reward, Slot member, Instant at, std::int64_t by,
              const Program& program, Shard& shard);

// Tells of the vouchers of so many pieces of a redemption, numbered from
// `first` on, if the reward issues any.
void NoteVouchers(FactKind kind, const Reward& reward, Sequence redemption,
                  std::int64_t first, std::int64_t count, Books& books);

// Credits what a redeemed reward gives, if anything. Returns the number of the
// lot that all of it became, else 0.
std::uint32_t Give(const Reward& reward, Amount given, Instant at,
                   const Program& program, Shard& shard, Member& member,
                   Books& books);

}  // namespace kumbara

#endif  // KUMBARA_ENGINE_APPLY_REDEEM_REWARD_H_
