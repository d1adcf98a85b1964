#include "tools/kumbara/dealings_text.h"

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "tools/kumbara/json_text.h"
#include "tools/kumbara/numbers.h"

namespace kumbara::tools {
namespace {

// Calls visit(allowance, unit, count) for those under which something was
// counted.
template <class Visit>
void ForEachGiven(const MemberView& view, const Program& program,
                  const Visit& visit) {
  for (const Allowance& allowance : program.allowances) {
    const PeriodCount& count = view.dealings.given[allowance.number];
    if (!allowance.per || count.empty()) continue;
    visit(allowance, *program.FindUnit(allowance.unit), count);
  }
}

// The kinds that an allowance is for, each after what `write` makes of it.
template <class Write>
std::string KindsText(const Allowance& allowance, const Write& write) {
  std::string text;
  for (const KindFacts& facts : kKindFacts) {
    if ((allowance.kinds & SetOf(facts.kind)) == 0) continue;
    absl::StrAppend(&text, text.empty() ? "" : ", ",
                    write(std::string(facts.name)));
  }
  return text;
}

std::string PerText(const Allowance& allowance) {
  return std::string(kPeriodWords[static_cast<std::size_t>(*allowance.per)]);
}

std::string_view StateText(const ReferralLink& link) {
  switch (link.state) {
    case ReferralLink::State::kNone:
      break;
    case ReferralLink::State::kAsked:
      return "asked";
    case ReferralLink::State::kStands:
      return "waiting";
    case ReferralLink::State::kPaid:
      return "done";
  }
  return "";
}

bool CountsSpend(const ReferralLink& link, const Program& program) {
  return link.is_open() && program.referral &&
         program.referral->when == ReferralEvent::kSpend;
}

std::string ReferralLines(const MemberDealings& dealings,
                          const Program& program, std::string_view referrer) {
  std::string text;
  const ReferralLink& link = dealings.link;
  if (link.state != ReferralLink::State::kNone) {
    absl::StrAppendFormat(&text, "  referred by  %s, %s", std::string(referrer),
                          std::string(StateText(link)));
    if (CountsSpend(link, program)) {
      absl::StrAppendFormat(&text, ", spent %d of %d", link.spent,
                            program.referral->at.count());
    }
    text += "\n";
  }
  if (dealings.referees == 0) return text;
  absl::StrAppendFormat(&text, "  referees     %d", dealings.referees);
  if (!dealings.paid.empty() && program.referral) {
    absl::StrAppendFormat(
        &text, ", paid %d times in %s", dealings.paid.in_latest,
        PeriodText(program.referral->per, dealings.paid.latest));
  }
  return text + "\n";
}

std::string ReferralJson(const MemberDealings& dealings, const Program& program,
                         std::string_view referrer) {
  const ReferralLink& link = dealings.link;
  std::string text = ", \"referral\": ";
  if (link.state == ReferralLink::State::kNone) {
    text += "null";
  } else {
    absl::StrAppend(&text, "{\"referrer\": ", JsonText(referrer),
                    ", \"state\": ", JsonText(StateText(link)), ", \"spent\": ",
                    CountsSpend(link, program) ? absl::StrCat(link.spent)
                                               : std::string("null"),
                    "}");
  }
  absl::StrAppend(&text, ", \"referees\": ", dealings.referees, ", \"paid\": ");
  if (dealings.paid.empty() || !program.referral) return text + "null";
  absl::StrAppend(
      &text, "{\"latest\": ",
      JsonText(PeriodText(program.referral->per, dealings.paid.latest)),
      ", \"in_latest\": ", dealings.paid.in_latest,
      ", \"in_previous\": ", dealings.paid.in_previous, "}");
  return text;
}

}  // namespace

std::string DealingsLines(const MemberView& view, const Program& program,
                          std::string_view referrer) {
  std::string text = ReferralLines(view.dealings, program, referrer);
  ForEachGiven(
      view, program,
      [&](const Allowance& allowance, const Unit& unit,
          const PeriodCount& count) {
        const auto scaled = [&](std::int64_t amount) {
          return Scaled(amount, unit.decimals, true);
        };
        absl::StrAppendFormat(
            &text,
            "  gave         %s of %s %s in the %s %s, %s in the one "
            "before  %s\n",
            scaled(count.in_latest), scaled(allowance.amount.count()),
            unit.name, PerText(allowance),
            PeriodText(*allowance.per, count.latest), scaled(count.in_previous),
            KindsText(allowance, [](const std::string& kind) { return kind; }));
      });
  return text;
}

std::string DealingsJson(const MemberView& view, const Program& program,
                         std::string_view referrer) {
  std::string text = ", \"given\": [";
  const char* separator = "";
  ForEachGiven(
      view, program,
      [&](const Allowance& allowance, const Unit& unit,
          const PeriodCount& count) {
        absl::StrAppend(
            &text, separator, "{\"on\": [",
            KindsText(allowance,
                      [](const std::string& kind) { return JsonText(kind); }),
            "], \"unit\": ", JsonText(unit.name),
            ", \"amount\": ", allowance.amount.count(),
            ", \"per\": ", JsonText(PerText(allowance)), ", \"latest\": ",
            JsonText(PeriodText(*allowance.per, count.latest)),
            ", \"in_latest\": ", count.in_latest,
            ", \"in_previous\": ", count.in_previous, "}");
        separator = ", ";
      });
  return text + "]" + ReferralJson(view.dealings, program, referrer);
}

}  // namespace kumbara::tools
