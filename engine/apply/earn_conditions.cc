#include "engine/apply/earn_conditions.h"

#include <algorithm>
#include <optional>

#include "engine/apply/attribute_history.h"
#include "engine/base/check.h"

namespace kumbara {

Wall Wall::Of(LocalTime local) {
  constexpr std::int64_t kMinute = 60'000'000;
  constexpr std::int64_t kDay = 24 * 60 * kMinute;
  std::int64_t day = local.micros / kDay;
  if (local.micros % kDay < 0) --day;
  const std::int64_t minute = (local.micros - day * kDay) / kMinute;
  // 1970-01-01 was a Thursday.
  const std::int64_t weekday = ((day + 3) % 7 + 7) % 7;
  return {static_cast<std::uint32_t>(weekday),
          static_cast<std::int32_t>(minute)};
}

bool IsWeekday(const EarnCondition& when, const Wall& wall) {
  return when.weekdays == 0 || (when.weekdays >> wall.weekday & 1U) != 0;
}

namespace {

bool IsAmong(const std::vector<Code>& codes, Code code) {
  return codes.empty() || IsAnyOf(codes, code);
}

bool IsTendered(const std::vector<Code>& tenders,
                std::span<const Detail> lines) {
  return tenders.empty() ||
         std::any_of(lines.begin(), lines.end(), [&](const Detail& detail) {
           const Line line = Line::Of(detail);
           return line.kind == LineKind::kTender &&
                  IsAnyOf(tenders, line.category);
         });
}

bool IsTime(const EarnCondition& when, const Wall& wall) {
  const bool behind = wall.minute >= when.from;
  const bool before = wall.minute < when.until;
  return when.from < when.until ? behind && before : behind || before;
}

bool HasSegment(const EarnCondition& when, const Attributes& attributes) {
  return when.segments == 0 || (when.segments & attributes.segments) != 0;
}

}  // namespace

Unmet FirstUnmetBy(const MemberId& member, const Attributes& attributes,
                   const EarnCondition& when) {
  if (!HasSegment(when, attributes)) return Unmet::kSegment;
  if (!IsAmong(when.plans, attributes.plan)) return Unmet::kPlan;
  if (when.bucket && !when.bucket->Has(member)) return Unmet::kBucket;
  return Unmet::kNone;
}

namespace {

// Whether it is long enough ago that a rule gave something.
bool IsRested(const CommandContext& context, std::uint32_t rule) {
  const EarnRule& ruled = context.program.rules[rule];
  if (!ruled.cooldown || context.slot == kNoSlot) return true;
  const RuleUses* uses = context.shard.rule_uses.Find(context.slot);
  const Instant last =
      uses != nullptr ? uses->LastOf(ruled.number) : Instant::Least();
  return last == Instant::Least() ||
         context.occurred_at() >=
             context.program.zone.Add(last, *ruled.cooldown);
}

// Whose command it is, as who that was then, and when that is on the wall once
// somebody has looked.
struct Asking {
  const CommandContext& context;
  const Occasion& occasion;
  Attributes attributes;
  std::optional<Wall> wall = {};
};

Asking AskingOf(const CommandContext& context, const Occasion& occasion) {
  const MemberProfile* profile = context.slot == kNoSlot
                                     ? nullptr
                                     : context.shard.FindProfile(context.slot);
  return {context, occasion,
          profile != nullptr ? AttributesAt(*profile, context.occurred_at())
                             : Attributes{}};
}

const Wall& LookAtWall(Asking* asking) {
  const CommandContext& context = asking->context;
  if (!asking->wall) {
    asking->wall =
        Wall::Of(context.program.zone.ToLocal(context.occurred_at()));
  }
  return *asking->wall;
}

// What keeps a condition from being met, up to the members that it is for.
Unmet FirstUnmetOf(Asking& asking, const EarnCondition& when) {
  const Command& command = asking.context.command();
  if (!when.HasTier(asking.occasion.tiers)) return Unmet::kTier;
  if (!IsAmong(when.stores, command.store)) return Unmet::kStore;
  if (!IsAmong(when.channels, command.channel)) return Unmet::kChannel;
  if (!IsTendered(when.tenders, asking.occasion.lines)) return Unmet::kTender;
  if (when.looks_at_time()) {
    const Wall& wall = LookAtWall(&asking);
    if (!IsWeekday(when, wall)) return Unmet::kWeekday;
    if (!IsTime(when, wall)) return Unmet::kTime;
  }
  return FirstUnmetBy(command.member, asking.attributes, when);
}

Unmet FirstUnmet(Asking& asking, std::uint32_t place) {
  const CommandContext& context = asking.context;
  const EarnRule& rule = context.program.rules[place];
  const EarnCondition& when = rule.when;
  const bool has_bought =
      context.found != nullptr && context.found->has_bought != 0;
  if (rule.on != asking.occasion.on) return Unmet::kOn;
  if (!rule.events.empty() && !IsAnyOf(rule.events, EventOf(context))) {
    return Unmet::kEvent;
  }
  const Unit* unit = context.program.FindUnit(rule.unit);
  if (unit != nullptr && context.occurred_at() >= unit->retires) {
    return Unmet::kRetired;
  }
  const Unmet first = FirstUnmetOf(asking, when);
  if (first != Unmet::kNone) return first;
  if (when.first_purchase && has_bought) return Unmet::kFirstPurchase;
  if (!IsRested(context, place)) return Unmet::kCooldown;
  return Unmet::kNone;
}

}  // namespace

Code EventOf(const CommandContext& context) {
  const Detail* name = Find(context.input.details, DetailKind::kCode);
  KUMBARA_CHECK(name != nullptr);
  return name->code32;
}

bool IsMet(const EarnCondition& when, const CommandContext& context,
           const Occasion& occasion) {
  Asking asking = AskingOf(context, occasion);
  return FirstUnmetOf(asking, when) == Unmet::kNone;
}

RuleSet ApplyingRules(const CommandContext& context, const Occasion& occasion,
                      RuleSet asked, UnmetByRule* unmet) {
  const bool is_purchase = occasion.on == EarnOn::kPurchase;
  RuleSet applying = is_purchase ? asked & context.program.always_applying : 0;
  Asking asking = AskingOf(context, occasion);
  ForEachRule(asked & ~applying, [&](std::uint32_t place) {
    const Unmet first = FirstUnmet(asking, place);
    if (first == Unmet::kNone) {
      applying |= SetOfRule(place);
    } else if (unmet != nullptr) {
      (*unmet)[place] = first;
    }
  });
  return applying;
}

}  // namespace kumbara
