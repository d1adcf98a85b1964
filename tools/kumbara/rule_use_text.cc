#include "tools/kumbara/rule_use_text.h"

#include <string_view>

#include "absl/strings/str_cat.h"
#include "engine/base/period.h"
#include "engine/base/time_text.h"
#include "tools/kumbara/json_text.h"
#include "tools/kumbara/numbers.h"

namespace kumbara::tools {
namespace {

// Calls visit(period, count, cap) for what counts towards a rule's caps.
template <class Visit>
void ForEachCount(const EarnRule& rule, const RuleUse& use,
                  const Visit& visit) {
  for (std::size_t per = 0; per < use.given.size(); ++per) {
    if (use.given[per].empty() || !rule.cap.per[per]) continue;
    visit(static_cast<Period>(per), use.given[per], *rule.cap.per[per]);
  }
}

std::string CountsJson(const EarnRule& rule, const RuleUse& use) {
  std::string text = "[";
  const char* separator = "";
  ForEachCount(rule, use,
               [&](Period per, const PeriodCount& count, Amount cap) {
                 const auto word = kPeriodWords[static_cast<std::size_t>(per)];
                 absl::StrAppend(
                     &text, separator, "{\"per\": ", JsonText(word),
                     ", \"latest\": ", JsonText(PeriodText(per, count.latest)),
                     ", \"in_latest\": ", count.in_latest,
                     ", \"in_previous\": ", count.in_previous,
                     ", \"cap\": ", cap.count(), "}");
                 separator = ", ";
               });
  return text + "]";
}

}  // namespace

std::string RuleUseTable(const MemberView& view, const Program& program) {
  std::string text;
  for (const UseOfRule& one : view.rule_uses) {
    const EarnRule& rule = program.rules[one.rule];
    const Unit& unit = *program.FindUnit(rule.unit);
    const auto number = [&](std::int64_t amount) {
      return Scaled(amount, unit.decimals, false);
    };
    ForEachCount(rule, one.use,
                 [&](Period per, const PeriodCount& count, Amount cap) {
                   absl::StrAppend(&text, "earn ", rule.name, "  ",
                                   PeriodText(per, count.latest), "  ",
                                   number(count.in_latest), " of ",
                                   number(cap.count()), " ", unit.name, "\n");
                 });
    if (rule.cooldown) {
      absl::StrAppend(&text, "earn ", rule.name, "  last ",
                      ToText(one.use.last), "\n");
    }
  }
  return text;
}

std::string RuleUseJson(const MemberView& view, const Program& program) {
  std::string text = "[";
  const char* separator = "\n ";
  for (const UseOfRule& one : view.rule_uses) {
    const EarnRule& rule = program.rules[one.rule];
    absl::StrAppend(&text, separator, "{\"rule\": ", JsonText(rule.name),
                    ", \"last\": ", JsonText(ToText(one.use.last)),
                    ", \"counts\": ", CountsJson(rule, one.use), "}");
    separator = ",\n ";
  }
  return text + "]";
}

}  // namespace kumbara::tools
