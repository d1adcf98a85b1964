#include "tools/kumbara/member_text.h"

#include <array>
#include <string_view>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "engine/base/hex.h"
#include "engine/base/time_text.h"
#include "tools/kumbara/json_text.h"
#include "tools/kumbara/numbers.h"

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
  return absl::StrFormat("%d-%02d", lot.terms.vintage / 12,
                         lot.terms.vintage % 12 + 1);
}

std::string ClassText(const LotView& lot, const CodeTable& codes) {
  const Code code = lot.terms.funding_class;
  return code == 0 ? "" : codes.Text(CodeSpace::kFundingClass, code);
}

std::string InstantText(Instant instant) {
  return instant == Instant::Greatest() ? "never" : ToText(instant);
}

std::string InstantJson(Instant instant) {
  return instant == Instant::Greatest() ? "null" : JsonText(ToText(instant));
}

std::string LotLine(const LotView& lot, const Unit& unit,
                    const CodeTable& codes) {
  return absl::StrFormat(
      "  lot %-6d %22s  %-9s  %s to %s  %s, %s\n", lot.number,
      Scaled(lot.remaining.count(), unit.decimals, true),
      std::string(StateOf(lot)), InstantText(lot.activation),
      InstantText(lot.expiry),
      lot.terms.funding_class == 0 ? "adjusted" : ClassText(lot, codes),
      VintageText(lot));
}

std::string LotJson(const LotView& lot, const CodeTable& codes) {
  return absl::StrCat("{\"number\": ", lot.number,
                      ", \"remaining\": ", lot.remaining.count(),
                      ", \"state\": ", JsonText(StateOf(lot)),
                      ", \"activation\": ", InstantJson(lot.activation),
                      ", \"expiry\": ", InstantJson(lot.expiry),
                      ", \"funding_class\": ", JsonText(ClassText(lot, codes)),
                      ", \"version\": ", lot.terms.version,
                      ", \"vintage\": ", JsonText(VintageText(lot)), "}");
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

// The JSON array of what write(element) makes of those of one unit.
template <class Element, class Write>
std::string JsonArray(const std::vector<Element>& elements, std::uint8_t unit,
                      const Write& write) {
  std::string text = "[";
  const char* separator = "\n  ";
  for (const Element& element : elements) {
    if (element.unit != unit) continue;
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

}  // namespace

std::string MemberTable(const NamedMember& member, const Program& program,
                        const CodeTable& codes) {
  std::string text = absl::StrCat("member ", member.name, "\n  id           ",
                                  ToHex(member.view.id), "\n  clock        ",
                                  ToText(member.view.clock), "\n");
  ForEachUnit(member, program, [&](const Wallet& wallet, const Unit& unit) {
    absl::StrAppend(&text, unit.name, "\n");
    for (const NamedAmount& line : AmountsOf(wallet)) {
      absl::StrAppendFormat(&text, "  %-12s %20s\n", std::string(line.name),
                            Scaled(line.amount.count(), unit.decimals, true));
    }
    for (const LotView& lot : member.view.lots) {
      if (lot.unit == unit.code) text += LotLine(lot, unit, codes);
    }
    for (const HoldView& hold : member.view.holds) {
      if (hold.unit == unit.code) text += HoldLine(hold, unit);
    }
  });
  return text;
}

std::string MemberJson(const NamedMember& member, const Program& program,
                       const CodeTable& codes) {
  std::string text = absl::StrCat(
      "{\"member\": ", JsonText(member.name),
      ", \"id\": ", JsonText(ToHex(member.view.id)),
      ", \"clock\": ", JsonText(ToText(member.view.clock)), ", \"wallets\": [");
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
        JsonArray(member.view.lots, unit.code,
                  [&](const LotView& lot) { return LotJson(lot, codes); }),
        ", \"holds\": ",
        JsonArray(member.view.holds, unit.code,
                  [](const HoldView& hold) { return HoldJson(hold); }),
        "}");
    separator = ",\n ";
  });
  return text + "]}\n";
}

}  // namespace kumbara::tools
