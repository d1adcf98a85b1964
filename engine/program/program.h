// Program: the rules in force, compiled. Immutable, no strings to compare, no
// floating point; apply reads it and nothing else.
//
// Threads: immutable after Compile; shared by all workers.

#ifndef KUMBARA_ENGINE_PROGRAM_PROGRAM_H_
#define KUMBARA_ENGINE_PROGRAM_PROGRAM_H_

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "engine/base/types.h"
#include "engine/base/zone.h"
#include "engine/program/achievement.h"
#include "engine/program/benefit.h"
#include "engine/program/earn_rule.h"
#include "engine/program/gift_rules.h"
#include "engine/program/lot_policy.h"
#include "engine/program/plan.h"
#include "engine/program/referral_rules.h"
#include "engine/program/reward.h"
#include "engine/program/tier_rules.h"
#include "engine/record/command.h"

namespace kumbara {

enum class EnrolPolicy : std::uint8_t { kExplicit, kFirstSight };
// What 29 February is in common years.
enum class LeapDay : std::uint8_t { kFeb28, kMar1 };
// What a return that names no purchase does.
enum class UnmatchedReturn : std::uint8_t { kRate, kRefuse };
// What a return does that names a command the ledger does not know.
enum class UnknownReference : std::uint8_t { kRefuse, kAsNone };
// Where a clawback goes that the member's points do not cover.
enum class DeficitPolicy : std::uint8_t { kNegative, kClamp, kOnlyPending };

// The dates of points that come back: those they had, those with an expiry that
// is not before a time from now, or new ones.
enum class RestorePolicy : std::uint8_t { kOriginal, kNew, kGrace };

// In which order a debit takes lots: what expires soonest first, or what became
// active first.
enum class ConsumeOrder : std::uint8_t { kEarliestExpiry, kFifo };

// What a version of a program says of a unit: that it is one of its own; that
// earlier versions had it, so that what there is of it may be used up; or
// nothing yet.
enum class UnitStanding : std::uint8_t { kNamed, kRemoved, kLater };

struct Unit {
  std::string name;
  std::uint8_t code = 0;
  std::uint8_t decimals = 0;
  bool spendable = true;
  ConsumeOrder consume = ConsumeOrder::kEarliestExpiry;
  LotPolicy lots = {};
  // How long what has expired is remembered; without, it is gone at once.
  std::optional<Duration> reinstate_within = {};
  // What a whole one is worth, in millionths of the currency's minor unit; 0 =
  // not said. Only reports look at it.
  std::int64_t value_millionths = 0;
  // From when on there is none of it: as this version says, and as is so by all
  // versions. Greatest() = never.
  Instant retire_at = Instant::Greatest();
  Instant retires = Instant::Greatest();
  UnitStanding standing = UnitStanding::kNamed;

  // Whether a command of that time may name it.
  bool is_known(Instant at) const {
    return standing != UnitStanding::kLater && at < retires;
  }
};

// A redemption that the ledger makes by itself when enough is available.
struct AutoRedeem {
  std::uint8_t unit = 0;   // Code.
  bool on_credit = false;  // After every rise of available, or purchases only.
  Amount at;               // Acts when at least so much is available...
  Amount take;             // ...and takes so much, at most `at`.
  bool repeat = false;     // As often as there is enough, or once.
  Code label = 0;          // Of the account redeemed: the reward "auto".
  // As of a Reward, a piece being what is taken at once.
  std::optional<LotPolicy> voucher = {};
};

struct ReturnsPolicy {
  UnmatchedReturn unmatched = UnmatchedReturn::kRate;
  UnknownReference unknown_reference = UnknownReference::kRefuse;
  DeficitPolicy deficit = DeficitPolicy::kNegative;
  // After which a command is too old to be taken back; nothing is never.
  std::optional<Duration> reversal_horizon = {};
  RestorePolicy restore = RestorePolicy::kOriginal;
  Duration grace = {};  // kGrace
};

// Kinds that may reach another member where there are pools.
inline constexpr KindSet kPoolMessageKinds =
    SetOf(CommandKind::kJoin) | SetOf(CommandKind::kLeave) |
    SetOf(CommandKind::kClose) | SetOf(CommandKind::kPurchase) |
    SetOf(CommandKind::kAward) | SetOf(CommandKind::kReturn);

class ProgramVersions;

struct Program {
  std::string name;
  std::uint16_t version = 1;
  // All versions of a ledger's program, this one among them; null: it is the
  // only one.
  const ProgramVersions* versions = nullptr;
  Zone zone;                  // Of its calendar.
  std::uint8_t currency = 0;  // Code; 0 takes the ledger's first.
  EnrolPolicy enrol = EnrolPolicy::kExplicit;
  LeapDay leap_day = LeapDay::kFeb28;  // Of birthdays and anniversaries.
  // How far behind its member's clock a command may be; nothing: any far.
  std::optional<Duration> oldest = {};
  // In the order of the file, behind those of earlier versions.
  std::vector<Unit> units;
  // The earn rule, where the only one is plain, as it mostly is. Otherwise all
  // of them, in the order of the file.
  std::optional<EarnRule> earn;
  std::vector<EarnRule> rules;
  // By number, those of earlier versions too.
  std::vector<std::string> rule_names;
  // The units that the earn rules give, each once, in the order of the file.
  std::vector<std::uint8_t> earn_units;
  // The places of those of `rules` that look at some lines only.
  std::vector<std::uint32_t> line_rules;
  bool has_strategy = false;  // Among the rules.
  bool rounds_lines = false;  // Any of them.
  // Whether there are rules for birthdays and anniversaries, in this version or
  // one before; of all versions the newest knows.
  bool has_birthdays = false;
  bool has_anniversaries = false;
  bool has_tier_entries = false;  // Among the rules.
  // Those of `rules` that apply to every purchase that comes to enough, and
  // those without a cap: of them nothing need be asked.
  RuleSet always_applying = 0;
  RuleSet uncapped = 0;
  std::vector<AutoRedeem> auto_redeem;  // In the order of the file.
  std::vector<Budget> budgets;          // In the order of the file.
  std::vector<Reward> rewards;          // In the order of the file.
  absl::flat_hash_map<Code, std::uint32_t> reward_index;  // By their codes.
  ReturnsPolicy returns;
  bool adjust_approver = false;  // An adjustment takes two persons.
  TransferRules transfer;
  DonateRules donate;
  std::vector<Allowance> allowances;  // In the order of the file.
  // Those with a period by number, those of earlier versions too.
  std::vector<Allowance> counted_allowances;
  // How many members may be joined to a pool; 0 = there are no pools.
  std::uint32_t pool_members_max = 0;
  std::optional<ReferralRules> referral;
  // In the order of the file, behind those of earlier versions.
  std::vector<TierSet> tier_sets;
  std::vector<Achievement> achievements;  // Likewise.
  std::vector<Benefit> benefits;          // Likewise.
  // Those that members may have; empty: any, and none has an end.
  std::vector<Plan> plans;
  Code award_class = 0;   // Funding class of an award that names none.
  Code tender_label = 0;  // Of redeemed: the reward "tender".
  // Of these kinds a command may make messages to other members, and then is
  // answered at its round's end.
  KindSet message_kinds = kMessageKinds;
  // Index into `units` by code; kNoUnit where the program has none.
  static constexpr std::uint8_t kNoUnit = 255;
  std::array<std::uint8_t, 256> unit_index{};

  const Unit* FindUnit(std::uint8_t code) const {
    const std::uint8_t index = unit_index[code];
    return index == kNoUnit ? nullptr : &units[index];
  }
  // The place of the budget that pays for awards of a class in a unit.
  std::optional<std::uint32_t> BudgetOf(Code funding_class,
                                        std::uint8_t unit) const {
    for (std::uint32_t i = 0; i < budgets.size(); ++i) {
      const Budget& budget = budgets[i];
      if (budget.funding_class == funding_class && budget.unit == unit) {
        return i;
      }
    }
    return std::nullopt;
  }
  // Null for one that the program does not declare.
  const Plan* FindPlan(Code code) const {
    for (const Plan& plan : plans) {
      if (plan.code == code) return &plan;
    }
    return nullptr;
  }
  const Reward* FindReward(Code code) const {
    const auto found = reward_index.find(code);
    return found == reward_index.end() ? nullptr : &rewards[found->second];
  }
};

}  // namespace kumbara

#endif  // KUMBARA_ENGINE_PROGRAM_PROGRAM_H_
