#include "engine/query/counters.h"

#include <map>

namespace kumbara {
namespace {

// By period.
std::map<std::int64_t, std::int64_t> GrantedBy(
    const MemberId& counter, std::span<const Shard* const> shards) {
  const std::uint32_t shard =
      ShardOf(counter, static_cast<std::uint32_t>(shards.size()));
  std::map<std::int64_t, std::int64_t> granted;
  shards[shard]->granted.VisitFrom(
      counter,
      [&](const MemberId& of, std::int64_t period, std::int64_t count) {
        if (of != counter) return false;
        granted[period] = count;
        return true;
      });
  return granted;
}

}  // namespace

std::vector<CounterView> CountersOf(std::span<const Shard* const> shards,
                                    const Program& program, Instant clock) {
  std::vector<CounterView> counters;
  for (const Reward& reward : program.rewards) {
    if (!reward.stock) continue;
    CounterView& view = counters.emplace_back();
    view.name = reward.name;
    view.amount = *reward.stock;
    for (const auto& [period, granted] : GrantedBy(reward.counter, shards)) {
      view.granted += granted;
    }
  }
  for (const Budget& budget : program.budgets) {
    auto granted = GrantedBy(budget.counter, shards);
    if (budget.per == Period::kLifetime || Instant::InRange(clock.micros())) {
      granted.try_emplace(PeriodNumber(budget.per, clock, program.zone), 0);
    }
    for (const auto& [period, count] : granted) {
      counters.push_back({CounterView::Kind::kBudget, budget.name, budget.unit,
                          budget.per, period, budget.amount.count(), count});
    }
  }
  return counters;
}

}  // namespace kumbara
