#include "tests/support/random_history.h"

#include <algorithm>
#include <optional>

#include "engine/base/limits.h"
#include "engine/base/local_time.h"
#include "engine/program/compiler.h"

namespace kumbara {
namespace {

// One of the last commands, of the kind that makes it worth naming if such a
// one is met; an enrolment that nobody made if there is none.
Command Named(std::mt19937_64& random, const std::vector<Command>& before,
              bool hold) {
  constexpr std::size_t kLast = 150;
  Command named = Enroll(std::uint64_t{1} << 40, 1).command;
  for (int tries = 0; tries < 30 && !before.empty(); ++tries) {
    const std::size_t back = Draw(random, std::min(before.size(), kLast));
    named = before[before.size() - 1 - back];
    const bool is_hold = named.kind == CommandKind::kHold;
    if (is_hold == hold && MayLeaveRecord(named.kind)) break;
  }
  return named;
}

// A hold, or a command that names one of those before it, mostly by its member.
TestCommand HoldOrNaming(std::mt19937_64& random, std::uint64_t id,
                         std::uint64_t member, std::int64_t when,
                         const std::vector<Command>& before,
                         const HistoryShape& shape) {
  const auto points = static_cast<std::int64_t>(Draw(random, 30));
  const std::uint64_t kind = Draw(random, 10);
  if (kind < 4) {
    // Behind the instant of an altered one too.
    const auto length = static_cast<std::int64_t>(2 + Draw(random, 4'000));
    return Hold(id, member, points, when + length * shape.scale);
  }
  const std::optional<std::int64_t> part =
      Draw(random, 2) == 0 ? std::nullopt : std::optional(points);
  const Command named = Named(random, before, kind < 7);
  const std::uint64_t other = named.id.low;
  if (Draw(random, 8) != 0) member = named.member.low;
  if (kind < 6) return Capture(id, member, other, part);
  if (kind < 7) return Void(id, member, other);
  const bool in_parts = named.kind == CommandKind::kRedeem ||
                        named.kind == CommandKind::kCapture ||
                        named.kind == CommandKind::kDonate;
  if (in_parts || Draw(random, 8) == 0) return Reverse(id, member, other, part);
  return Reverse(id, member, other);
}

// A few members are pools, which most others join sooner or later.
TestCommand AboutPools(std::mt19937_64& random, std::uint64_t id,
                       std::uint64_t member, std::int64_t points) {
  const std::uint64_t pool = 1 + Draw(random, 3);
  const std::uint64_t kind = Draw(random, 10);
  if (kind < 5 && pool != member) return Join(id, member, pool);
  if (kind < 7) return Leave(id, member);
  return Redeem(id, pool, points / 4)
      .With(Detail::Party(PartyKind::kActor, MemberOf(member)));
}

// A basket of a drawn total: items, what is taken off, and sometimes points.
TestCommand Basket(std::mt19937_64& random, std::uint64_t id,
                   std::uint64_t member, std::int64_t money) {
  const auto draw = [&](std::int64_t below) {
    return static_cast<std::int64_t>(
        Draw(random, static_cast<std::uint64_t>(below)));
  };
  const std::int64_t off = draw(money + 1) / 4;
  const std::int64_t apples = draw(money + 1);
  const auto quantity = [&] { return 1 + draw(5); };
  TestCommand basket =
      Purchase(id, member, money)
          .With(Line{.kind = LineKind::kItem,
                     .sku = kPears,
                     .quantity = quantity(),
                     .amount = money - apples + off})
          .With(Line{.kind = LineKind::kDiscount, .amount = -off})
          .With(Line{.kind = LineKind::kItem,
                     .sku = kApples,
                     .quantity = quantity(),
                     .amount = apples});
  if (Draw(random, 2) == 0) return basket;
  return basket.With(Line{.kind = LineKind::kTender,
                          .unit = kPoints,
                          .quantity = draw(20),
                          .amount = money / 2});
}

// Takes back a part of what such a basket has.
TestCommand ReturnOfLines(std::mt19937_64& random, TestCommand command) {
  Line line{.kind = static_cast<LineKind>(1 + 2 * Draw(random, 2))};
  if (line.kind == LineKind::kItem) {
    line.sku = static_cast<Code>(1 + Draw(random, 2));
  }
  if (Draw(random, 3) != 0) {
    line.quantity = static_cast<std::int64_t>(Draw(random, 3));
  }
  return command.With(line);
}

// Segments, a plan, and perhaps a birthday that comes soon or is over.
AttributeChange DrawAttributes(std::mt19937_64& random, std::int64_t when) {
  AttributeChange change{AttributeChange::kSegmentSet | AttributeChange::kPlan,
                         {0, 0, random(), Draw(random, 2) == 0 ? kGold : 0}};
  if (Draw(random, 3) == 0) return change;
  constexpr std::int64_t kDay = 86'400'000'000;
  const auto days = static_cast<std::int64_t>(Draw(random, 4)) - 1;
  const Date day = DateOf(LocalTime{when + days * kDay});
  change.given |= AttributeChange::kBirthday;
  change.values.birth_month = static_cast<std::uint8_t>(day.month);
  change.values.birth_day = static_cast<std::uint8_t>(day.day);
  return change;
}

// A new command; `id` and all before it may be named by returns.
TestCommand Fresh(std::mt19937_64& random, std::uint64_t id,
                  std::uint64_t member, std::int64_t when,
                  const std::vector<Command>& before,
                  const HistoryShape& shape) {
  const std::uint64_t other =
      1 + (member + Draw(random, shape.members - 1)) % shape.members;
  const auto points = static_cast<std::int64_t>(Draw(random, 60));
  const auto money = static_cast<std::int64_t>(Draw(random, 9'000));
  const std::uint64_t named =
      shape.first_id + Draw(random, id + 2 - shape.first_id);
  const std::uint64_t kind = Draw(random, 135);
  if (kind < 4) return Enroll(id, member);
  if (kind < 8) return Enroll(id, member, other);
  if (kind < 10) {
    return Extend(id, member, points * 5'000 * shape.scale);
  }
  if (kind < 11) return Set(id, member, DrawAttributes(random, when));
  // Late, as nothing happens to a member any more behind it.
  constexpr std::size_t kBeforeAClose = 200;
  if (kind < 12 && before.size() >= kBeforeAClose && Draw(random, 2) == 0) {
    return Draw(random, 3) == 0 ? Close(id, member) : Merge(id, member, other);
  }
  if (kind < 12) return Refer(id, member, other);
  if (kind < 34) return Purchase(id, member, money);
  if (kind < 40) return Basket(random, id, member, money);
  if (kind < 44 && named != id) {
    const bool basket_before =
        !before.empty() && before.back().kind == CommandKind::kPurchase;
    return ReturnOfLines(random, basket_before
                                     ? ReturnOf(id, before.back().member.low,
                                                before.back().id.low)
                                     : ReturnOf(id, member, named));
  }
  if (kind < 52 && named != id) {
    return Draw(random, 3) == 0 ? ReturnOf(id, member, named)
                                : ReturnOf(id, member, named, money / 3);
  }
  if (kind < 57) return Return(id, member, money / 2);
  if (kind < 67) return Award(id, member, points);
  if (kind < 71) return Redeem(id, member, points);
  if (kind < 73) return RedeemReward(id, member, kTeapot);
  if (kind < 75) return RedeemRewards(id, member, kCoffee, 1 + points / 20);
  if (kind < 77) return Donate(id, member, points);
  if (kind < 79) return Happening(id, member);
  if (kind < 84) return Adjust(id, member, points - 30);
  if (kind < 92) return Transfer(id, member, other, points / 3);
  if (kind < 95) {
    if (points % 8 == 0) return ImportSpend(id, member, money);
    if (points % 2 == 1) {
      return ImportTier(id, member, static_cast<Code>(1 + points / 2 % kTiers),
                        when + (1'000 + 5 * money) * shape.scale);
    }
    return Import(id, member, ImportWhat::kLot, points);
  }
  if (kind < 98) {
    // Behind the instant of an altered one too.
    const std::int64_t until =
        when +
        (1'000 + static_cast<std::int64_t>(Draw(random, 20'000))) * shape.scale;
    return Draw(random, 2) == 0
               ? Reinstate(id, member, until)
               : ReinstateLot(id, member, until, 1 + points / 8);
  }
  if (kind < 100) return Award(id, member, points).In(kStars);
  if (kind < 110) return AboutPools(random, id, member, points);
  return HoldOrNaming(random, id, member, when, before, shape);
}

bool IsLinked(const Command& command) { return (command.flags & kLinked) != 0; }

// Other content under the same id.
TestCommand Altered(TestCommand command) {
  ++command.command.occurred_at;
  return command;
}

}  // namespace

std::string ClientCommand::Content() const {
  std::string content(reinterpret_cast<const char*>(&command.command),
                      sizeof(Command));
  for (const Detail& detail : command.details) {
    content.append(reinterpret_cast<const char*>(&detail), sizeof(detail));
  }
  return content + store;
}

void DrawLots(std::mt19937_64& random, std::int64_t longest, Program* program) {
  const auto duration = [&] {
    return static_cast<std::int64_t>(
        Draw(random, static_cast<std::uint64_t>(longest)));
  };
  const auto policy = [&] {
    LotPolicy drawn;
    if (Draw(random, 4) != 0) drawn = ExpiresAfter(duration());
    if (Draw(random, 3) == 0) drawn.from = CountFrom::kEarn;
    if (Draw(random, 3) == 0) drawn = WaitsFor(duration() / 4, drawn);
    return drawn;
  };
  for (Unit& unit : program->units) {
    unit.consume = static_cast<ConsumeOrder>(Draw(random, 2));
    unit.lots = policy();
    if (Draw(random, 2) == 0) {
      unit.reinstate_within = Duration{Duration::Kind::kMicros, duration()};
    }
    if (Draw(random, 3) != 0) continue;
    const KindSet activities =
        SetOf(CommandKind::kRedeem) | SetOf(CommandKind::kReinstate) |
        SetOf(CommandKind::kPurchase) | SetOf(CommandKind::kTransfer) |
        SetOf(CommandKind::kEvent);
    unit.lots = InactiveAfter(duration(), activities, unit.lots);
  }
  program->earn->lots = policy();
  program->returns.restore = static_cast<RestorePolicy>(Draw(random, 3));
  program->returns.grace.count = duration() / 4;
  if (Draw(random, 3) == 0) {
    program->returns.reversal_horizon = Duration{.count = longest / 2};
  }
  for (std::uint64_t rules = Draw(random, 3); rules-- > 0;) {
    const auto at = static_cast<std::int64_t>(1 + Draw(random, 200));
    const auto take = static_cast<std::int64_t>(
        1 + Draw(random, static_cast<std::uint64_t>(at)));
    program->auto_redeem.push_back({kPoints, Draw(random, 2) == 0, Amount(at),
                                    Amount(take), Draw(random, 2) == 0, kAuto});
  }
  if (Draw(random, 2) == 0) {
    program->earn->basis_lines =
        SetOf(LineKind::kItem) | SetOf(LineKind::kDiscount);
  }
  program->earn->exclude_tender = Draw(random, 2) == 0;
}

namespace {

// Who and when: half of all members, a part of the day, the first purchase.
EarnCondition DrawWhen(std::mt19937_64& random) {
  EarnCondition when;
  if (Draw(random, 2) == 0) when.segments = random();
  if (Draw(random, 3) == 0) when.bucket = Bucket{0, 49, HashOfSalt("half")};
  if (Draw(random, 3) == 0) {
    when.from = static_cast<std::int32_t>(Draw(random, 24 * 60));
    when.until = when.from / 2 + 1;
  }
  if (Draw(random, 3) == 0) when.weekdays = 0b1010101;
  if (Draw(random, 3) == 0) when.first_purchase = true;
  return when;
}

// What refuses is wider, so that not all is refused.
EarnCap DrawCap(std::mt19937_64& random) {
  const auto some = [&random](std::uint64_t bound) {
    return Amount(1 + static_cast<std::int64_t>(Draw(random, bound)));
  };
  EarnCap cap;
  cap.rejects = Draw(random, 4) == 0;
  if (Draw(random, 2) == 0) cap.transaction = Amount(30) + some(50);
  for (std::optional<Amount>& most : cap.per) {
    if (Draw(random, 4) == 0) most = some(cap.rejects ? 5'000 : 300);
  }
  return cap;
}

// Gives to a rate, something fixed and two multipliers what there is besides:
// conditions, groups, caps and a cooldown; and adds steps for some lines, a
// gift in their stead, and one for who enrolls.
void DrawConditions(std::mt19937_64& random, Program* program) {
  std::vector<EarnRule>& rules = program->rules;
  EarnRule steps = rules[0];
  steps.kind = EarnRule::Kind::kTable;
  steps.steps = {{Money(1), Amount(2)}, {Money(2'000), Amount(9)}};
  steps.filter.skus = {kPears};
  steps.filters_basis = true;
  steps.basis_lines = kAllLines;
  steps.exclude_tender = false;
  EarnRule instead = rules[1];
  instead.unit = kPoints;
  EarnRule welcome = rules[1];
  welcome.on = EarnOn::kEnrolment;
  if (Draw(random, 2) == 0) welcome.when.segments = random();
  rules[0].cap = DrawCap(random);
  rules[1].cap = DrawCap(random);
  rules[1].when = DrawWhen(random);
  const bool is_long = Draw(random, 2) == 0;
  rules[1].cooldown = Duration{.count = is_long ? 86'400'000'000 : 900};
  rules[2].filter.skus = {kApples};
  rules[3].when.total_min = Money(3'000);
  rules[2].group = rules[3].group = 1;
  rules[2].stacking = rules[3].stacking =
      static_cast<Stacking>(Draw(random, 3));
  steps.group = instead.group = 2;
  steps.stacking = instead.stacking = static_cast<Stacking>(Draw(random, 3));
  instead.when = DrawWhen(random);
  rules.insert(rules.end(), {steps, instead, welcome});
  program->line_rules = {2, 4};
}

}  // namespace

void DrawRules(std::mt19937_64& random, Program* program) {
  if (Draw(random, 2) == 0) return;
  const EarnRule base = *program->earn;
  program->earn.reset();
  program->earn_units = {kPoints, kStars};
  EarnRule fixed = base;
  fixed.kind = EarnRule::Kind::kFixed;
  fixed.unit = kStars;
  fixed.fixed = Amount(1 + static_cast<std::int64_t>(Draw(random, 9)));
  fixed.funding_class = kPromotion;
  EarnRule times = base;
  times.kind = EarnRule::Kind::kMultiplier;
  times.rate = {3, 2};
  times.rounding = static_cast<Rounding>(Draw(random, 4));
  times.funding_class = kPromotion;
  times.lots = LotPolicy();
  program->rules = {base, fixed, times, times};
  program->rules[0].combine = static_cast<Combine>(Draw(random, 3));
  program->rules[3].rate = {5, 3};
  if (Draw(random, 2) == 0) DrawConditions(random, program);
}

void DrawGifts(std::mt19937_64& random, Program* program) {
  program->transfer.new_dates = Draw(random, 2) == 0;
  // Half of all sets of segments have one of these.
  const auto who = [&random] {
    WhoMay may;
    if (Draw(random, 4) != 0) return may;
    may.who = WhoMay::Who::kSome;
    may.segments = 1 << Draw(random, 8);
    if (Draw(random, 3) == 0) may.plans = {kGold};
    return may;
  };
  program->transfer.give = who();
  program->transfer.receive = who();
  program->donate.give = who();
  constexpr KindSet kGifts =
      SetOf(CommandKind::kTransfer) | SetOf(CommandKind::kDonate);
  for (std::uint64_t rules = Draw(random, 3); rules-- > 0;) {
    Allowance allowance{
        kGifts, kPoints,
        Amount(static_cast<std::int64_t>(20 + Draw(random, 80))), std::nullopt};
    if (Draw(random, 3) != 0) {
      allowance.per = static_cast<Period>(1 + Draw(random, 4));
    }
    program->allowances.push_back(allowance);
  }
}

void AllowPools(std::uint32_t members_max, Program* program) {
  program->pool_members_max = members_max;
  program->message_kinds = MessageKindsOf(*program);
}

void OrderIds(std::vector<ClientCommand>* history) {
  const auto ordered = [](const CommandId& id) {
    return OrderedIdOf(id.high + id.low % 3, id.low / 3);
  };
  for (ClientCommand& client : *history) {
    Command& command = client.command.command;
    if (!IsCounted(command.kind)) continue;
    command.id = ordered(command.id);
    command.flags |= kOrdered;
    for (Detail& detail : client.command.details) {
      if (detail.kind != DetailKind::kReference) continue;
      detail = Detail::Reference(ordered(detail.command_id()));
    }
  }
}

bool GoesOn(const ClientCommand& command) {
  return IsLinked(command.command.command);
}

void DrawReferral(std::mt19937_64& random, Program* program) {
  if (Draw(random, 3) == 0) return;
  const auto amount = [&random](std::uint64_t bound) {
    return static_cast<std::int64_t>(Draw(random, bound));
  };
  ReferralRules& rules = program->referral.emplace();
  rules.unit = Draw(random, 3) == 0 ? kStars : kPoints;
  rules.referrer = Amount(amount(50));
  rules.referee = Amount(amount(50));
  rules.when = static_cast<ReferralEvent>(Draw(random, 3));
  if (rules.when == ReferralEvent::kSpend) rules.at = Money(1 + amount(20'000));
  if (Draw(random, 2) == 0) rules.cap = 1 + amount(3);
  rules.per = static_cast<Period>(Draw(random, 5));
  rules.keep = Draw(random, 4) == 0;
  rules.funding_class = kPromotion;
  program->message_kinds = MessageKindsOf(*program);
}

namespace {

// One or two, of rules of any kind, which other rules may share.
void DrawBudgets(std::mt19937_64& random, Program* program) {
  const std::vector<std::string> names = {"spring", "autumn"};
  const std::size_t count = 1 + Draw(random, names.size());
  for (std::size_t i = 0; i < count; ++i) {
    const std::size_t rules = std::max<std::size_t>(program->rules.size(), 1);
    AddBudget(static_cast<std::int64_t>(Draw(random, 900)), program,
              Draw(random, rules), names[i]);
  }
  Budget& first = program->budgets.front();
  if (Draw(random, 3) == 0) first.funding_class = kGoodwill;
  for (EarnRule& rule : program->rules) {
    const bool shares = !rule.budget && rule.unit == first.unit;
    if (shares && Draw(random, 4) == 0) rule.budget = 0;
    rule.partial = Draw(random, 2) == 0;
  }
}

}  // namespace

void DrawRewards(std::mt19937_64& random, Program* program) {
  Reward& coffee = AddReward(kCoffee, 4, program);
  if (Draw(random, 2) == 0) coffee.limit = 1 + Draw(random, 8);
  if (Draw(random, 2) == 0) coffee.when.segments = 1;
  if (Draw(random, 3) != 0) {
    Reward& teapot = AddReward(kTeapot, 12, program);
    if (Draw(random, 4) != 0) teapot.stock = Draw(random, 8);
    if (Draw(random, 2) == 0)
      teapot.gives = RewardGift{kStars, Amount(2), kSale};
  }
  if (Draw(random, 3) != 0) DrawBudgets(random, program);
  program->message_kinds = MessageKindsOf(*program);
}

void DrawTiers(std::mt19937_64& random, Program* program) {
  constexpr std::uint64_t kTiersOfSet = 3;
  static_assert(kTierSetsMax * kTiersOfSet <= kTiers);
  const std::uint64_t sets = Draw(random, kTierSetsMax + 1);
  for (std::uint64_t i = 0; i < sets; ++i) {
    TierSet& set = program->tier_sets.emplace_back();
    set.name = "set " + std::to_string(i);
    set.basis = static_cast<TierBasis>(Draw(random, 4));
    if (set.basis == TierBasis::kUnit) set.unit = kStars;
    if (set.basis == TierBasis::kBalance) set.unit = kPoints;
    if (set.basis == TierBasis::kVisits && Draw(random, 2) == 0) {
      set.per_day = static_cast<std::int64_t>(1 + Draw(random, 2));
    }
    const bool adds_up = set.basis != TierBasis::kBalance;
    set.window = static_cast<TierWindow>(Draw(random, adds_up ? 3 : 2));
    if (set.window == TierWindow::kMonths) {
      set.periods = static_cast<std::uint32_t>(1 + Draw(random, 4));
    }
    set.qualify = static_cast<TierQualify>(Draw(random, 3));
    set.keep_next = Draw(random, 2) == 0;
    set.downgrade = static_cast<TierDowngrade>(Draw(random, 3));
    if (Draw(random, 2) == 0) {
      set.grace = Duration{
          Duration::Kind::kMicros,
          static_cast<std::int64_t>(Draw(random, 60) * 86'400'000'000)};
    }
    set.same_basket = set.unit == 0 && Draw(random, 2) == 0;
    std::int64_t at = 0;
    const std::uint64_t tiers = 1 + Draw(random, kTiersOfSet);
    for (std::uint64_t tier = 0; tier < tiers; ++tier) {
      const bool is_spend = set.basis == TierBasis::kSpend;
      at += static_cast<std::int64_t>(1 + Draw(random, is_spend ? 9'000 : 30));
      const auto code = static_cast<Code>(1 + i * kTiersOfSet + tier);
      set.tiers.push_back({"tier " + std::to_string(code), at, code});
    }
  }
  for (EarnRule& rule : program->rules) {
    if (sets == 0 || Draw(random, 3) == 0) continue;
    rule.tier_set = Draw(random, sets);
    if (rule.kind == EarnRule::Kind::kMultiplier) {
      rule.by_tier = {{1, 1}, {5, 4}, {3, 2}, {7, 3}};
    } else if (Draw(random, 2) == 0) {
      rule.when.asks_for_tiers = true;
      rule.when.tiers[rule.tier_set] =
          static_cast<std::uint16_t>(1U << Draw(random, 3));
    }
  }
}

void DrawAchievements(std::mt19937_64& random, Program* program) {
  const std::uint64_t count = Draw(random, 5);
  for (std::uint64_t i = 0; i < count; ++i) {
    Achievement& achievement = program->achievements.emplace_back();
    achievement.name = "achievement " + std::to_string(i);
    achievement.basis = static_cast<AchievementBasis>(Draw(random, 3));
    const bool is_spend = achievement.basis == AchievementBasis::kSpend;
    achievement.at =
        static_cast<std::int64_t>(1 + Draw(random, is_spend ? 5'000 : 5));
    achievement.per = static_cast<Period>(Draw(random, 5));
    const bool may_be_streak = achievement.per != Period::kLifetime;
    if (may_be_streak && Draw(random, 2) == 0) {
      achievement.streak = static_cast<std::int64_t>(2 + Draw(random, 2));
    }
    achievement.repeats = Draw(random, 2) == 0;
    if (!is_spend && Draw(random, 2) == 0) achievement.per_day = 1;
    if (Draw(random, 4) == 0) continue;
    achievement.give = Amount(static_cast<std::int64_t>(1 + Draw(random, 40)));
    achievement.unit = Draw(random, 3) == 0 ? kStars : kPoints;
    achievement.funding_class = kPromotion;
    achievement.lots = program->FindUnit(achievement.unit)->lots;
  }
  const std::uint64_t benefits = Draw(random, 4);
  for (std::uint64_t i = 0; i < benefits; ++i) {
    Benefit& benefit = program->benefits.emplace_back();
    if (Draw(random, 2) == 0) benefit.when.plans = {kGold};
    if (!program->tier_sets.empty() && Draw(random, 2) == 0) {
      benefit.when.asks_for_tiers = true;
      benefit.when.tiers[0] = 0b10;
    }
    if (count != 0) benefit.achievements = 1;
  }
  if (program->rewards.empty()) return;
  Benefit& pass = program->benefits.emplace_back();
  pass.name = "pass";
  pass.rewards = {program->rewards.front().code};
  constexpr std::int64_t kScales[] = {1, 1'000'000, kScaleOfYears};
  pass.lasts.count = 2'000 * kScales[Draw(random, 3)];
}

std::vector<ClientCommand> RandomHistory(std::mt19937_64& random,
                                         std::size_t commands,
                                         const HistoryShape& shape) {
  std::vector<ClientCommand> history;
  std::vector<Command> before;  // Without repeats and altered ones.
  std::uint64_t id = shape.first_id;
  while (history.size() < commands) {
    const std::uint64_t what = Draw(random, 100);
    const auto when =
        static_cast<std::int64_t>(history.size() * 100 + Draw(random, 2'000)) *
        shape.scale;
    if (what < 4) {
      history.push_back({Tick(when), ""});
    } else if (what < 12 && !history.empty()) {
      ClientCommand again = history[Draw(random, history.size())];
      const bool tick = !IsCounted(again.command.command.kind);
      if (!tick && what < 7) again.command = Altered(again.command);
      history.push_back(again);
    } else {
      const bool in_run = !before.empty() && IsLinked(before.back());
      const std::uint64_t member = in_run && Draw(random, 12) != 0
                                       ? before.back().member.low
                                       : 1 + Draw(random, shape.members);
      TestCommand fresh =
          Fresh(random, id++, member, when, before, shape).At(when);
      if (Draw(random, in_run ? 2 : 14) == 0) fresh = fresh.Linked();
      const bool has_end = fresh.command.kind == CommandKind::kHold ||
                           fresh.command.kind == CommandKind::kReinstate ||
                           Find(fresh.details, InstantKind::kExpiry) != nullptr;
      if (what < 14 && !has_end) fresh = fresh.At(shape.latest * 1'000'000'000);
      std::string store;
      if (what > 70) store = "store " + std::to_string(Draw(random, 9));
      history.push_back({fresh, store});
      before.push_back(fresh.command);
    }
  }
  return history;
}

}  // namespace kumbara
