// Gift rules: who may give points to others or to a cause, who may receive
// them, and how much of that is allowed in a while.
//
// Threads: immutable once compiled.

#ifndef KUMBARA_ENGINE_PROGRAM_GIFT_RULES_H_
#define KUMBARA_ENGINE_PROGRAM_GIFT_RULES_H_

#include <algorithm>
#include <cstdint>
#include <optional>
#include <vector>

#include "engine/base/period.h"
#include "engine/base/types.h"
#include "engine/record/attributes.h"
#include "engine/record/command.h"

namespace kumbara {

// Whose attributes permit something.
struct WhoMay {
  enum class Who : std::uint8_t { kAnyone, kNobody, kSome };

  Who who = Who::kAnyone;
  // Of kSome: has one of these segments, has one of these plans. Empty: any.
  std::uint64_t segments = 0;
  std::vector<Code> plans = {};

  bool Permits(const Attributes& attributes) const {
    if (who != Who::kSome) return who == Who::kAnyone;
    return (segments == 0 || (segments & attributes.segments) != 0) &&
           (plans.empty() || std::find(plans.begin(), plans.end(),
                                       attributes.plan) != plans.end());
  }
};

struct TransferRules {
  WhoMay give;
  WhoMay receive;
  // Lots get the dates of points given today, or keep those they had.
  bool new_dates = false;
};

struct DonateRules {
  WhoMay give;
};

// How much a member may give.
struct Allowance {
  KindSet kinds = 0;
  std::uint8_t unit = 0;  // Code.
  Amount amount;
  // Of a period together; nothing: by each command.
  std::optional<Period> per;
  // Goes with all of that but the amount through all versions of a program:
  // what is counted of it stands under that. REQUIRES: there is a period.
  std::uint32_t number = 0;
};

}  // namespace kumbara

#endif  // KUMBARA_ENGINE_PROGRAM_GIFT_RULES_H_
