#include "tests/support/random_history.h"

namespace kumbara {
namespace {

// A new command; `id` and all before it may be named by returns.
TestCommand Fresh(std::mt19937_64& random, std::uint64_t id,
                  const HistoryShape& shape) {
  const std::uint64_t member = 1 + Draw(random, shape.members);
  const std::uint64_t other =
      1 + (member + Draw(random, shape.members - 1)) % shape.members;
  const auto points = static_cast<std::int64_t>(Draw(random, 60));
  const auto money = static_cast<std::int64_t>(Draw(random, 9'000));
  const std::uint64_t named =
      shape.first_id + Draw(random, id + 2 - shape.first_id);
  const std::uint64_t kind = Draw(random, 100);
  if (kind < 8) return Enroll(id, member);
  if (kind < 10) {
    return Extend(id, member, points * 5'000 * shape.scale);
  }
  if (kind < 11) {
    return Set(id, member,
               {AttributeChange::kSegmentSet | AttributeChange::kPlan,
                {0, 0, random(), Draw(random, 2) == 0 ? kGold : 0}});
  }
  // Rarely: nothing happens to a member any more behind it.
  if (kind < 12 && Draw(random, 6) == 0) return Close(id, member);
  if (kind < 12) return Enroll(id, member);
  if (kind < 40) return Purchase(id, member, money);
  if (kind < 52 && named != id) {
    return Draw(random, 3) == 0 ? ReturnOf(id, member, named)
                                : ReturnOf(id, member, named, money / 3);
  }
  if (kind < 57) return Return(id, member, money / 2);
  if (kind < 67) return Award(id, member, points);
  if (kind < 75) return Redeem(id, member, points);
  if (kind < 77) return Donate(id, member, points);
  if (kind < 79) return Event(id, member);
  if (kind < 84) return Adjust(id, member, points - 30);
  if (kind < 94) return Transfer(id, member, other, points / 3);
  if (kind < 95) return Import(id, member, ImportWhat::kLot, points);
  if (kind < 98) {
    // When that is, is drawn with the business time.
    return Draw(random, 2) == 0 ? Reinstate(id, member, 0)
                                : ReinstateLot(id, member, 0, 1 + points / 8);
  }
  return Award(id, member, points).In(kStars);
}

TestCommand At(std::mt19937_64& random, TestCommand command, std::int64_t when,
               std::int64_t scale) {
  command = command.At(when);
  if (command.command.kind != CommandKind::kReinstate) return command;
  const auto later = static_cast<std::int64_t>(1'000 + Draw(random, 20'000));
  command.details[0] =
      Detail::OfInstant(InstantKind::kUntil, Instant(when + later * scale));
  return command;
}

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
  for (std::uint64_t rules = Draw(random, 3); rules-- > 0;) {
    const auto at = static_cast<std::int64_t>(1 + Draw(random, 200));
    const auto take = static_cast<std::int64_t>(
        1 + Draw(random, static_cast<std::uint64_t>(at)));
    program->auto_redeem.push_back({kPoints, Draw(random, 2) == 0, Amount(at),
                                    Amount(take), Draw(random, 2) == 0, kAuto});
  }
}

std::vector<ClientCommand> RandomHistory(std::mt19937_64& random,
                                         std::size_t commands,
                                         const HistoryShape& shape) {
  std::vector<ClientCommand> history;
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
      const std::int64_t at = what < 14 ? shape.latest * 1'000'000'000 : when;
      const TestCommand fresh =
          At(random, Fresh(random, id++, shape), at, shape.scale);
      std::string store;
      if (what > 70) store = "store " + std::to_string(Draw(random, 9));
      history.push_back({fresh, store});
    }
  }
  return history;
}

}  // namespace kumbara
