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
void ForEachCount(const EarnRule& rule, const RuleUses& uses,
                  const Visit& visit) {
  for (std::size_t i = 0; i < rule.cap.per.size(); ++i) {
    const auto per = static_cast<Period>(i);
    const PeriodCount* count = uses.FindCount(rule.number, per);
    if (count == nullptr || count->empty() || !rule.cap.per[i]) continue;
    visit(per, *count, *rule.cap.per[i]);
  }
}

std::string CountsJson(const EarnRule& rule, const RuleUses& uses) {
  std::string text = "[";
  const char* separator = "";
  ForEachCount(rule, uses,
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
  for (const EarnRule& rule : program.rules) {
    const Unit& unit = *program.FindUnit(rule.unit);
    const auto number = [&](std::int64_t amount) {
      return Scaled(amount, unit.decimals, false);
    };
    ForEachCount(rule, view.rule_uses,
                 [&](Period per, const PeriodCount& count, Amount cap) {
                   absl::StrAppend(&text, "earn ", rule.name, "  ",
                                   PeriodText(per, count.latest), "  ",
                                   number(count.in_latest), " of ",
                                   number(cap.count()), " ", unit.name, "\n");
                 });
    const Instant last = view.rule_uses.LastOf(rule.number);
    if (last == Instant::Least()) continue;
    absl::StrAppend(&text, "earn ", rule.name, "  last ", ToText(last), "\n");
  }
  return text;
}

std::string RuleUseJson(const MemberView& view, const Program& program) {
  std::string text = "[";
  const char* separator = "\n ";
  for (const EarnRule& rule : program.rules) {
    const Instant last = view.rule_uses.LastOf(rule.number);
    const bool has_given = last != Instant::Least();
    const std::string counts = CountsJson(rule, view.rule_uses);
    if (!has_given && counts == "[]") continue;
    absl::StrAppend(&text, separator, "{\"rule\": ", JsonText(rule.name),
                    ", \"last\": ", has_given ? JsonText(ToText(last)) : "null",
                    ", \"counts\": ", counts, "}");
    separator = ",\n ";
  }
  return text + "]";
}

}  // namespace kumbara::tools
