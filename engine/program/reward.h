// Reward and Budget: what points can be redeemed for by name, and how many may
// be given; both may be counted over all members together.
//
// Units:   of Amount, in the smallest decimal of the unit.
// Threads: plain values, immutable within a Program.

#ifndef KUMBARA_ENGINE_PROGRAM_REWARD_H_
#define KUMBARA_ENGINE_PROGRAM_REWARD_H_

#include <cstdint>
#include <optional>
#include <string>

#include "engine/base/period.h"
#include "engine/base/types.h"
#include "engine/program/earn_rule.h"
#include "engine/program/lot_policy.h"

namespace kumbara {

// Another unit, for each one redeemed.
struct RewardGift {
  std::uint8_t unit = 0;  // Code.
  Amount amount;
  Code funding_class = 0;
};

struct Reward {
  std::string name;
  Code code = 0;          // Of its name, among rewards.
  std::uint8_t unit = 0;  // Code.
  Amount cost;            // Of one; above 0.
  // How many there are in all, and how many a member may have in a period.
  std::optional<std::int64_t> stock = {};
  std::optional<std::int64_t> limit = {};
  Period per = Period::kLifetime;
  Instant from = Instant::Least();
  Instant until = Instant::Greatest();
  // Whom it is for, by segment, plan and tier alone.
  EarnCondition when = {};
  std::optional<RewardGift> gives = {};
  // Whether each piece is a voucher, and how long that is valid.
  std::optional<LotPolicy> voucher = {};
  MemberId counter;  // Of its stock.
};

// How much may be given in a period, to all members together.
struct Budget {
  std::string name;
  std::uint8_t unit = 0;  // Code.
  Amount amount;
  Period per = Period::kLifetime;
  MemberId counter;
  Code funding_class = 0;  // Whose awards it pays for too; 0 = nobody's.
};

}  // namespace kumbara

#endif  // KUMBARA_ENGINE_PROGRAM_REWARD_H_
