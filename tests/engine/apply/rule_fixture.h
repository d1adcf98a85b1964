// A shard whose program has several earn rules: a point for every 100 minor
// units, and what a test adds.

#ifndef KUMBARA_TESTS_ENGINE_APPLY_RULE_FIXTURE_H_
#define KUMBARA_TESTS_ENGINE_APPLY_RULE_FIXTURE_H_

#include <algorithm>
#include <cstdint>
#include <optional>
#include <vector>

#include "tests/engine/apply/apply_fixture.h"

namespace kumbara {

class RuleFixture : public ApplyFixture {
 protected:
  RuleFixture() {
    latest_ = Instant::Greatest();
    program_.rules = {*program_.earn};
    program_.earn.reset();
    program_.earn_units = {kPoints};
    program_.enrol = EnrolPolicy::kFirstSight;
  }

  EarnRule& Base() { return program_.rules.front(); }
  // What these give is good until the next.
  EarnRule& AddFixed(std::int64_t points) {
    EarnRule& rule = Add(EarnRule::Kind::kFixed);
    rule.fixed = Amount(points);
    return rule;
  }
  EarnRule& AddMultiplier(std::uint32_t by, std::uint32_t base = 0) {
    EarnRule& rule = Add(EarnRule::Kind::kMultiplier);
    rule.rate = {by, 1};
    rule.base = base;
    return rule;
  }
  // Says that the last rule looks at some lines only.
  LineFilter& LinesOfLast() {
    program_.line_rules.push_back(
        static_cast<std::uint32_t>(program_.rules.size() - 1));
    return program_.rules.back().filter;
  }

  // Of a command that is not refused.
  std::int64_t Delta(const TestCommand& command) {
    const Outcome outcome = Do(command);
    EXPECT_EQ(outcome.code, ResultCode::kOk);
    return outcome.delta;
  }
  // Merges one member into another; the round ends.
  void MergeAll(std::uint64_t id, std::uint64_t from, std::uint64_t to) {
    std::vector<Outcome> outcomes = {Do(Merge(id, from, to))};
    outcomes.resize(std::max<std::size_t>(1, messages_.size()));
    EndRound(&outcomes);
    ASSERT_EQ(outcomes[0].code, ResultCode::kOk);
  }

 private:
  EarnRule& Add(EarnRule::Kind kind) {
    EarnRule& rule = program_.rules.emplace_back();
    rule.name = "rule " + std::to_string(program_.rules.size());
    rule.unit = kPoints;
    rule.funding_class = kPromotion;
    rule.kind = kind;
    return rule;
  }
};

inline Line ItemOf(Code sku, std::optional<std::int64_t> amount = {}) {
  return Line{.kind = LineKind::kItem, .sku = sku, .amount = amount};
}

}  // namespace kumbara

#endif  // KUMBARA_TESTS_ENGINE_APPLY_RULE_FIXTURE_H_
