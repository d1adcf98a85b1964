#include "engine/apply/achievements.h"

#include <optional>
#include <vector>

#include "engine/apply/achievement_count.h"
#include "engine/apply/clawback.h"
#include "engine/apply/earn_conditions.h"
#include "engine/apply/merge_contents.h"
#include "engine/apply/new_lot.h"
#include "engine/program/program_versions.h"

namespace kumbara {
namespace {

AchievementState& StateOf(CommandContext& context, std::size_t place) {
  return context.shard.achievements.Of(context.slot).Of(place);
}

AchievementCount CountOf(CommandContext& context, const Program& program,
                         std::size_t place) {
  return AchievementCount(program.achievements[place], program.zone,
                          StateOf(context, place));
}

// What so many completions are worth; nothing if that is no amount.
std::optional<Amount> GiftFor(const Achievement& achievement,
                              std::int64_t times) {
  const Int128 gift = Int128{achievement.give.count()} * times;
  if (gift > Amount::kMax) return std::nullopt;
  return Amount(static_cast<std::int64_t>(gift));
}

// Credits it, unless there is no room for it.
bool Give(CommandContext& context, std::size_t place, std::int64_t times) {
  const Achievement& achievement = context.program.achievements[place];
  const std::optional<Amount> gift = GiftFor(achievement, times);
  const std::uint8_t unit = achievement.unit;
  if (!gift || !Books::CanEarn(context.shard, context.Look(unit), *gift)) {
    return false;
  }
  AchievementState& state = StateOf(context, place);
  state.given_at = context.occurred_at();
  state.version = context.program.version;
  state.lot = 0;
  if (gift == Amount()) return true;
  context.Watch(unit);
  Wallet& wallet = context.shard.members.WalletOf(context.member(), unit);
  wallet.earned += *gift;
  state.lot = context.books().Credit(
      wallet, {Account::kIssued, unit, achievement.funding_class},
      NewLot(context.program, context.shard.terms, state.given_at, *gift,
             achievement.lots, achievement.funding_class));
  return true;
}

// What the last completion gave is by the version that gave it.
const Achievement& GivenBy(const Program& any, std::size_t place,
                           const AchievementState& state) {
  const auto version = static_cast<std::uint16_t>(state.version);
  return (version != 0 ? VersionOf(any, version) : any).achievements[place];
}

// Takes it back, as the last completion gave it, by the policy on deficits,
// that of the last completion from its own lot first, unless the debt has no
// room.
bool TakeBack(CommandContext& context, std::size_t place, std::int64_t times) {
  const Program& program = context.program;
  AchievementState& state = StateOf(context, place);
  const Achievement& achievement = GivenBy(program, place, state);
  const std::optional<Amount> gift = GiftFor(achievement, times);
  if (gift == Amount()) return true;
  if (!gift) return false;
  const std::uint8_t unit = achievement.unit;
  std::optional<LotKey> own;
  if (state.lot != 0) {
    const LotDates dates =
        DatesOf(achievement.lots, state.given_at, program.zone);
    own = LotKey{dates.activation, dates.expiry, state.lot};
  }
  Books books = context.books();
  Wallet& wallet = context.shard.members.WalletOf(context.member(), unit);
  const Taking taking =
      PlanTaking(books, wallet, program.returns.deficit, *gift, own);
  if (!CanTake(wallet, taking)) return false;
  wallet.clawed_back += taking.total;
  Take(taking, {Account::kClawedBack, unit, achievement.funding_class}, wallet,
       books);
  books.Forgo(unit, *gift - taking.total);
  state.lot = 0;
  return true;
}

// Counts a command for an achievement whose conditions it meets, and says
// whether it counts.
bool Count(CommandContext& context, std::size_t place, std::int64_t by) {
  AchievementCount count = CountOf(context, context.program, place);
  const Instant at = context.occurred_at();
  if (!count.Count(at, by)) return false;
  const std::int64_t times = count.Due(at);
  if (times == 0 || !Give(context, place, times)) return true;
  count.NoteCompleted(at, times);
  context.books().NoteOf(FactKind::kAchievementCompleted, place, times);
  return true;
}

// Whether a basket comes to enough and holds such lines.
bool HasBasket(const Achievement& achievement, Money total,
               std::span<const Detail> lines) {
  if (total < achievement.when.total_min) return false;
  if (achievement.filter.empty()) return true;
  Int128 sum = 0;
  for (const Detail& detail : lines) {
    const Line line = Line::Of(detail);
    const bool counts = line.kind != LineKind::kTender;
    if (counts && achievement.filter.Passes(line)) {
      sum += line.amount.value_or(0);
    }
  }
  return sum > 0;
}

}  // namespace

void CountTowardAchievements(CommandContext& context,
                             const CommandRecord& purchase,
                             std::span<const Detail> lines) {
  if (purchase.amount == 0) return;
  const std::vector<Achievement>& all = context.program.achievements;
  CommandRecords& records = context.shard.records;
  CountedIn counted = records.CountedOf(purchase);
  for (std::size_t i = 0; i < all.size(); ++i) {
    const bool applies = all[i].is_named && all[i].counts_purchases() &&
                         HasBasket(all[i], Money(purchase.amount), lines) &&
                         IsMet(all[i].when, context, {.lines = lines});
    if (!applies) continue;
    const bool is_spend = all[i].basis == AchievementBasis::kSpend;
    if (!Count(context, i, is_spend ? purchase.amount : 1)) continue;
    counted.achievements |= static_cast<std::uint16_t>(1U << i);
  }
  records.SetCounted(purchase, counted);
}

void CountTowardAchievements(CommandContext& context,
                             const CommandRecord* event) {
  const std::vector<Achievement>& all = context.program.achievements;
  CountedIn counted;
  for (std::size_t i = 0; i < all.size(); ++i) {
    const bool applies =
        all[i].is_named && !all[i].counts_purchases() &&
        (all[i].events.empty() || IsAnyOf(all[i].events, EventOf(context))) &&
        IsMet(all[i].when, context, {});
    if (!applies || !Count(context, i, 1)) continue;
    counted.achievements |= static_cast<std::uint16_t>(1U << i);
  }
  if (event != nullptr) context.shard.records.SetCounted(*event, counted);
}

void UncountFromAchievements(CommandContext& context,
                             const CommandRecord& record, Money asked) {
  const Program& program = StandingBy(context.program, context.member().clock);
  const std::vector<Achievement>& all = program.achievements;
  const CountedIn counted = context.shard.records.CountedOf(record);
  const bool is_whole = record.left() == 0 && asked != Money();
  for (std::size_t i = 0; i < all.size(); ++i) {
    if ((counted.achievements >> i & 1U) == 0) continue;
    const bool is_spend = all[i].basis == AchievementBasis::kSpend;
    if (!is_spend && !is_whole) continue;
    AchievementCount count = CountOf(context, program, i);
    const std::int64_t times =
        count.Uncount(record.at, is_spend ? asked.count() : 1);
    if (times <= 0 || !TakeBack(context, i, times)) continue;
    count.Forget(record.at, times);
    context.books().NoteOf(FactKind::kAchievementUndone, i, times);
  }
}

void TakeAchievements(const Addressee& to) {
  const MemberAchievements& other = to.message.parcel->achievements;
  if (other.empty()) return;
  const Program& program = StandingBy(to.program, to.member().clock);
  MemberAchievements& own = to.shard.achievements.Of(to.slot);
  for (std::size_t i = 0; i < other.size(); ++i) {
    const std::uint8_t unit = GivenBy(program, i, other.At(i)).unit;
    AchievementCount(program.achievements[i], program.zone, own.Of(i))
        .Join(other.At(i), ShiftIn(to, unit));
  }
}

}  // namespace kumbara
