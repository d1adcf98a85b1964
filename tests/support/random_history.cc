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
  if (kind < 12) return Enroll(id, member);
  if (kind < 40) return Purchase(id, member, money);
  if (kind < 52 && named != id) {
    return Draw(random, 3) == 0 ? ReturnOf(id, member, named)
                                : ReturnOf(id, member, named, money / 3);
  }
  if (kind < 57) return Return(id, member, money / 2);
  if (kind < 67) return Award(id, member, points);
  if (kind < 78) return Redeem(id, member, points);
  if (kind < 84) return Adjust(id, member, points - 30);
  if (kind < 97) return Transfer(id, member, other, points / 3);
  return Award(id, member, points).In(kStars);
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

std::vector<ClientCommand> RandomHistory(std::mt19937_64& random,
                                         std::size_t commands,
                                         const HistoryShape& shape) {
  std::vector<ClientCommand> history;
  std::uint64_t id = shape.first_id;
  while (history.size() < commands) {
    const std::uint64_t what = Draw(random, 100);
    const auto when =
        static_cast<std::int64_t>(history.size() * 100 + Draw(random, 2'000));
    if (what < 4) {
      history.push_back({Tick(when), ""});
    } else if (what < 12 && !history.empty()) {
      ClientCommand again = history[Draw(random, history.size())];
      const bool tick = !IsCounted(again.command.command.kind);
      if (!tick && what < 7) again.command = Altered(again.command);
      history.push_back(again);
    } else {
      TestCommand fresh = Fresh(random, id++, shape).At(when);
      if (what < 14) fresh = fresh.At(shape.latest * 1'000'000'000);
      std::string store;
      if (what > 70) store = "store " + std::to_string(Draw(random, 9));
      history.push_back({fresh, store});
    }
  }
  return history;
}

}  // namespace kumbara
