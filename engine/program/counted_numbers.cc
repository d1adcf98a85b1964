#include "engine/program/counted_numbers.h"

#include <algorithm>
#include <cstddef>
#include <string>
#include <vector>

#include "engine/base/check.h"
#include "engine/base/limits.h"

namespace kumbara {
namespace {

void NumberRule(EarnRule* rule, std::vector<std::string>* names) {
  const auto known = std::find(names->begin(), names->end(), rule->name);
  rule->number = static_cast<std::uint32_t>(known - names->begin());
  if (known == names->end()) names->push_back(rule->name);
}

bool CountTogether(const Allowance& a, const Allowance& b) {
  return a.kinds == b.kinds && a.unit == b.unit && a.per == b.per;
}

// Of two that say the same of one version each has its own number.
void NumberAllowances(Program* program) {
  std::vector<Allowance>& known = program->counted_allowances;
  std::vector<bool> taken(known.size());
  for (Allowance& allowance : program->allowances) {
    if (!allowance.per) continue;
    std::size_t number = 0;
    while (number < known.size() &&
           (taken[number] || !CountTogether(known[number], allowance))) {
      ++number;
    }
    allowance.number = static_cast<std::uint32_t>(number);
    if (number == known.size()) {
      known.push_back(allowance);
      taken.push_back(false);
    }
    taken[number] = true;
  }
  KUMBARA_CHECK(known.size() <= kAllowancesMax);
}

}  // namespace

void NumberCounted(const Program& before, Program* program) {
  program->rule_names = before.rule_names;
  program->counted_allowances = before.counted_allowances;
  if (program->earn) NumberRule(&*program->earn, &program->rule_names);
  for (EarnRule& rule : program->rules) NumberRule(&rule, &program->rule_names);
  NumberAllowances(program);
}

}  // namespace kumbara
