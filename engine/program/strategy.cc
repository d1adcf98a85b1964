#include "engine/program/strategy.h"

#include <map>
#include <utility>

#include "absl/strings/str_cat.h"
#include "engine/base/check.h"
#include "engine/base/rational.h"

namespace kumbara {
namespace {

// So many points for each full step of the basis: 10 for every full 25.00 are
// not the 4 for 10.00 that a rate would give.
std::optional<Amount> EachFull(const StrategyBasket& basket) {
  const Int128 steps = basket.basis.count() / basket.parameters[0];
  const Int128 points = steps * basket.parameters[1];
  if (points > Amount::kMax) return std::nullopt;
  return Amount(static_cast<std::int64_t>(points));
}

// Nodes stay where they are.
std::map<std::string, Strategy>& Registered() {
  static std::map<std::string, Strategy> registered = {
      {"each_full", {"each_full", 2, EachFull}}};
  return registered;
}

}  // namespace

void RegisterStrategy(Strategy strategy) {
  KUMBARA_CHECK(strategy.points != nullptr);
  std::string name = strategy.name;
  const bool is_new =
      Registered().emplace(std::move(name), std::move(strategy)).second;
  KUMBARA_CHECK(is_new);
}

const Strategy* FindStrategy(const std::string& name) {
  const auto found = Registered().find(name);
  return found == Registered().end() ? nullptr : &found->second;
}

std::string StrategyNames() {
  std::string names;
  for (const auto& [name, strategy] : Registered()) {
    absl::StrAppend(&names, names.empty() ? "" : " or ", "\"", name, "\"");
  }
  return names;
}

}  // namespace kumbara
