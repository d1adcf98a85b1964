#include "tools/kumbara/member_text.h"

#include <array>
#include <string_view>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "engine/base/hex.h"
#include "engine/base/period.h"
#include "engine/base/time_text.h"
#include "tools/csv/attribute_text.h"
#include "tools/csv/printable.h"
#include "tools/kumbara/achievement_text.h"
#include "tools/kumbara/day_gift_text.h"
#include "tools/kumbara/dealings_text.h"
#include "tools/kumbara/instant_text.h"
#include "tools/kumbara/json_text.h"
#include "tools/kumbara/numbers.h"
#include "tools/kumbara/rule_use_text.h"
#include "tools/kumbara/tier_text.h"

namespace kumbara::tools {
namespace {

struct NamedAmount {
  std::string_view name;
  Amount amount;
};

std::array<NamedAmount, 10> AmountsOf(const Wallet& wallet) {
  return {{{"pending", wallet.pending},
           {"available", wallet.available},
           {"held", wallet.held},
           {"deficit", wallet.deficit},
           {"net", wallet.net()},
           {"earned", wallet.earned},
           {"clawed_back", wallet.clawed_back},
           {"redeemed", wallet.redeemed},
           {"restored", wallet.restored},
           {"expired", wallet.expired}}};
}

std::string_view StateOf(const LotView& lot) {
  return lot.pending ? "pending" : "available";
}

// The local month in which a lot was earned.
std::string VintageText(const LotView& lot) {
  return absl::StrFormat("%04d-%02d", lot.terms.vintage / 12,
                         lot.terms.vintage % 12 + 1);
}

std::string ClassText(const LotView& lot, const CodeTable& codes) {
  const Code code = lot.terms.funding_class;
  return code == 0 ? "" : codes.Text(CodeSpace::kFundingClass, code);
}

// The class, or what made a lot that has none.
std::string OriginText(const LotView& lot, const CodeTable& codes) {
  return lot.terms.funding_class == 0 ? "no class"
                                      : Printable(ClassText(lot, codes));
}

std::string LotLine(const LotView& lot, std::string_view state,
                    const Unit& unit, const CodeTable& codes) {
  return absl::StrFormat("  lot %-6d %22s  %-9s  %s to %s  %s, %s", lot.number,
                         Scaled(lot.remaining.count(), unit.decimals, true),
                         std::string(state), InstantText(lot.activation),
                         InstantText(lot.expiry), OriginText(lot, codes),
                         VintageText(lot));
}

// The lots of one wallet, and what is remembered of it.
std::string LotTable(const MemberView& view, const Unit& unit,
                     const CodeTable& codes) {
  std::string text;
  for (const LotView& lot : view.lots) {
    if (lot.unit == unit.code) {
      absl::StrAppend(&text, LotLine(lot, StateOf(lot), unit, codes), "\n");
    }
  }
  for (const RememberedView& one : view.remembered) {
    if (one.lot.unit != unit.code) continue;
    absl::StrAppend(&text, LotLine(one.lot, "expired", unit, codes),
                    ", remembered until ", InstantText(one.last_chance), "\n");
  }
  return text;
}

// `state` is what kind of lot it is, as a key and its value.
std::string LotJson(const LotView& lot, std::string_view state,
                    const CodeTable& codes) {
  return absl::StrCat("{\"number\": ", lot.number,
                      ", \"remaining\": ", lot.remaining.count(), ", ",
                      std::string(state),
                      ", \"activation\": ", InstantJson(lot.activation),
                      ", \"expiry\": ", InstantJson(lot.expiry),
                      ", \"funding_class\": ", JsonText(ClassText(lot, codes)),
                      ", \"version\": ", lot.terms.version,
                      ", \"vintage\": ", JsonText(VintageText(lot)), "}");
}

// Nothing for a member that has neither attributes nor a pool nor an end.
std::string ProfileLines(const NamedMember& member, const CodeTable& codes) {
  const MemberProfile& profile = member.view.profile;
  std::string text;
  const auto add = [&text](std::string_view name, const std::string& value) {
    absl::StrAppendFormat(&text, "  %-12s %s\n", std::string(name), value);
  };
  const auto name_of = [&member](const MemberId& id) {
    return Printable(member.name_of(id));
  };
  const Attributes& attributes = profile.attributes;
  if (attributes.birth_month != 0) add("birthday", BirthdayText(attributes));
  if (attributes.segments != 0) add("segments", SegmentsText(attributes));
  if (attributes.plan != 0) {
    add("plan", Printable(codes.Text(CodeSpace::kPlan, attributes.plan)));
  }
  if (const PlanTerm& term = profile.plan_term; term != PlanTerm{}) {
    add("paid through", ToText(term.paid_through));
    add("lapses at", InstantText(term.lapses_at));
  }
  if (profile.is_joined()) add("pool", name_of(profile.pool));
  for (const MemberId& joined : profile.pool_members) {
    add("joined by", name_of(joined));
  }
  if (profile.is_merged()) {
    add("merged into", name_of(profile.merged_into));
  }
  for (const MemberId& merged : profile.merged_here) {
    add("was also", name_of(merged));
  }
  if (profile.is_closed()) add("closed since", ToText(profile.closed_at));
  return text;
}

std::string ProfileJson(const NamedMember& member, const CodeTable& codes) {
  const MemberProfile& profile = member.view.profile;
  const Attributes& attributes = profile.attributes;
  std::string text = ", \"birthday\": ";
  text +=
      attributes.birth_month != 0 ? JsonText(BirthdayText(attributes)) : "null";
  text += ", \"segments\": [";
  const char* separator = "";
  for (unsigned i = 0; i < kSegments; ++i) {
    if ((attributes.segments >> i & 1) == 0) continue;
    absl::StrAppend(&text, separator, i);
    separator = ", ";
  }
  text += "], \"plan\": ";
  text += attributes.plan != 0
              ? JsonText(codes.Text(CodeSpace::kPlan, attributes.plan))
              : "null";
  text += ", \"paid_through\": " + InstantJson(profile.plan_term.paid_through);
  text += ", \"lapses_at\": " + InstantJson(profile.plan_term.lapses_at);
  text += ", \"pool\": ";
  text += profile.is_joined() ? JsonText(member.name_of(profile.pool)) : "null";
  text += ", \"joined_by\": [";
  separator = "";
  for (const MemberId& joined : profile.pool_members) {
    absl::StrAppend(&text, separator, JsonText(member.name_of(joined)));
    separator = ", ";
  }
  text += "], \"merged_into\": ";
  text += profile.is_merged() ? JsonText(member.name_of(profile.merged_into))
                              : "null";
  text += ", \"was_also\": [";
  separator = "";
  for (const MemberId& merged : profile.merged_here) {
    absl::StrAppend(&text, separator, JsonText(member.name_of(merged)));
    separator = ", ";
  }
  text += "], \"closed_since\": ";
  text += profile.is_closed() ? JsonText(ToText(profile.closed_at)) : "null";
  return text;
}

std::string HoldLine(const HoldView& hold, const Unit& unit) {
  return absl::StrFormat("  hold %29s  until %s  id %s\n",
                         Scaled(hold.amount.count(), unit.decimals, true),
                         ToText(hold.timeout), ToHex(hold.id));
}

std::string HoldJson(const HoldView& hold) {
  return absl::StrCat("{\"id\": ", JsonText(ToHex(hold.id)),
                      ", \"amount\": ", hold.amount.count(),
                      ", \"since\": ", JsonText(ToText(hold.at)),
                      ", \"until\": ", JsonText(ToText(hold.timeout)), "}");
}

// Calls visit(reward, period as text, count) for what the member has had of
// rewards that have limits.
template <class Visit>
void ForEachHad(const MemberView& view, const Program& program,
                const Visit& visit) {
  for (const RewardsHadView& had : view.rewards_had) {
    const Reward* reward = program.FindReward(had.reward);
    if (reward == nullptr) continue;
    visit(*reward, PeriodText(reward->per, had.period), had.count);
  }
}

std::string HadJson(const MemberView& view, const Program& program) {
  std::string text = "[";
  const char* separator = "\n ";
  ForEachHad(
      view, program,
      [&](const Reward& reward, const std::string& period, std::int64_t count) {
        absl::StrAppend(
            &text, separator, "{\"reward\": ", JsonText(reward.name),
            ", \"period\": ", JsonText(period), ", \"count\": ", count,
            ", \"limit\": ", reward.limit.value_or(0), "}");
        separator = ",\n ";
      });
  return text + "]";
}

std::uint8_t UnitOf(const LotView& lot) { return lot.unit; }
std::uint8_t UnitOf(const RememberedView& one) { return one.lot.unit; }
std::uint8_t UnitOf(const HoldView& hold) { return hold.unit; }

// The JSON array of what write(element) makes of those of one unit.
template <class Element, class Write>
std::string ListText(const std::vector<Element>& elements, std::uint8_t unit,
                     const Write& write) {
  std::string text = "[";
  const char* separator = "\n  ";
  for (const Element& element : elements) {
    if (UnitOf(element) != unit) continue;
    absl::StrAppend(&text, separator, write(element));
    separator = ",\n  ";
  }
  return text + "]";
}

// Calls visit(wallet, unit) for the wallets of a member, in the program's
// order of units.
template <class Visit>
void ForEachUnit(const NamedMember& member, const Program& program,
                 const Visit& visit) {
  for (const Unit& unit : program.units) {
    for (const Wallet& wallet : member.view.wallets) {
      if (wallet.unit == unit.code) visit(wallet, unit);
    }
  }
}

// Who brought the member; empty if nobody did.
std::string ReferrerOf(const NamedMember& member) {
  const MemberId& referrer = member.view.dealings.link.referrer;
  return referrer.IsZero() ? "" : member.name_of(referrer);
}

}  // namespace

std::string MemberTable(const NamedMember& member, const Program& program,
                        const CodeTable& codes) {
  std::string text =
      absl::StrCat("member ", Printable(member.name), "\n  id           ",
                   ToHex(member.view.id), "\n  clock        ",
                   ToText(member.view.clock), "\n");
  text += ProfileLines(member, codes);
  text += DealingsLines(member.view, program, Printable(ReferrerOf(member)));
  text += TierTable(member.view, program);
  text += BenefitTable(member.view, program);
  text += DayGiftTable(member.view, program);
  ForEachUnit(member, program, [&](const Wallet& wallet, const Unit& unit) {
    absl::StrAppend(&text, unit.name, "\n");
    for (const NamedAmount& line : AmountsOf(wallet)) {
      absl::StrAppendFormat(&text, "  %-12s %20s\n", std::string(line.name),
                            Scaled(line.amount.count(), unit.decimals, true));
    }
    text += LotTable(member.view, unit, codes);
    for (const HoldView& hold : member.view.holds) {
      if (hold.unit == unit.code) text += HoldLine(hold, unit);
    }
  });
  ForEachHad(
      member.view, program,
      [&](const Reward& reward, const std::string& period, std::int64_t count) {
        absl::StrAppend(&text, "reward ", reward.name, "  ", period, "  ",
                        count, " of ", reward.limit.value_or(0), "\n");
      });
  return text + RuleUseTable(member.view, program) +
         AchievementTable(member.view, program) +
         GrantTable(member.view, program);
}

std::string MemberJson(const NamedMember& member, const Program& program,
                       const CodeTable& codes) {
  std::string text = absl::StrCat(
      "{\"member\": ", JsonText(member.name),
      ", \"id\": ", JsonText(ToHex(member.view.id)),
      ", \"clock\": ", JsonText(ToText(member.view.clock)),
      ProfileJson(member, codes),
      DealingsJson(member.view, program, ReferrerOf(member)),
      ", \"tiers\": ", TierJson(member.view, program), ", \"wallets\": [");
  const char* separator = "\n ";
  ForEachUnit(member, program, [&](const Wallet& wallet, const Unit& unit) {
    absl::StrAppend(&text, separator, "{\"unit\": ", JsonText(unit.name),
                    ", \"decimals\": ", unit.decimals);
    for (const NamedAmount& line : AmountsOf(wallet)) {
      absl::StrAppend(&text, ", ", JsonText(line.name), ": ",
                      line.amount.count());
    }
    absl::StrAppend(
        &text, ", \"lots\": ",
        ListText(member.view.lots, unit.code,
                 [&](const LotView& lot) {
                   return LotJson(lot, "\"state\": " + JsonText(StateOf(lot)),
                                  codes);
                 }),
        ", \"remembered\": ",
        ListText(member.view.remembered, unit.code,
                 [&](const RememberedView& one) {
                   return LotJson(
                       one.lot,
                       "\"last_chance\": " + InstantJson(one.last_chance),
                       codes);
                 }),
        ", \"holds\": ",
        ListText(member.view.holds, unit.code,
                 [](const HoldView& hold) { return HoldJson(hold); }),
        "}");
    separator = ",\n ";
  });
  return absl::StrCat(
      text, "], \"rewards\": ", HadJson(member.view, program),
      ", \"rules\": ", RuleUseJson(member.view, program),
      ", \"achievements\": ", AchievementJson(member.view, program),
      ", \"benefits\": ", BenefitJson(member.view, program),
      ", \"benefit_grants\": ", GrantJson(member.view, program),
      ", \"day_gifts\": ", DayGiftJson(member.view, program), "}\n");
}

std::string LotLines(const NamedMember& member, const Program& program,
                     const CodeTable& codes) {
  std::string text;
  const auto line = [&](const LotView& lot, std::string_view state,
                        const Unit& unit) {
    absl::StrAppend(&text, "lot ", lot.number, " of ", Printable(member.name),
                    "  ", Scaled(lot.remaining.count(), unit.decimals, false),
                    " ", unit.name, "  ", std::string(state), "  ",
                    InstantText(lot.activation), " to ",
                    InstantText(lot.expiry), "  ", OriginText(lot, codes),
                    ", version ", lot.terms.version, ", ", VintageText(lot));
  };
  for (const Unit& unit : program.units) {
    for (const LotView& lot : member.view.lots) {
      if (lot.unit != unit.code) continue;
      line(lot, StateOf(lot), unit);
      text += "\n";
    }
    for (const RememberedView& one : member.view.remembered) {
      if (one.lot.unit != unit.code) continue;
      line(one.lot, "expired", unit);
      absl::StrAppend(&text, ", remembered until ",
                      InstantText(one.last_chance), "\n");
    }
  }
  return text;
}

}  // namespace kumbara::tools
