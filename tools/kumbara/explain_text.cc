#include "tools/kumbara/explain_text.h"

#include <algorithm>
#include <map>
#include <string_view>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "engine/base/hex.h"
#include "engine/base/time_text.h"
#include "engine/member/state_digest.h"
#include "engine/record/import_what.h"
#include "tools/csv/printable.h"
#include "tools/kumbara/achievement_text.h"
#include "tools/kumbara/explain_rule.h"
#include "tools/kumbara/numbers.h"
#include "tools/kumbara/outcome_text.h"
#include "tools/kumbara/refusal_text.h"
#include "tools/kumbara/rule_use_text.h"
#include "tools/kumbara/tier_text.h"
#include "tools/kumbara/unit_text.h"

namespace kumbara::tools {
namespace {

std::string UnitsText(const Explained& explained, std::uint8_t unit,
                      std::int64_t amount) {
  return Scaled(amount, UnitDecimals(explained.program(), unit), false);
}

std::string DateText(Instant instant) {
  return instant == Instant::Greatest() ? "never" : ToText(instant);
}

// The command that it names.
std::string NamedLine(const Explained& explained) {
  const Detail* named = Find(explained.told.details, DetailKind::kReference);
  if (named == nullptr) return {};
  return absl::StrCat("  names ", ToHex(named->command_id()), "\n");
}

// What an import brings, and how much of it: "lot 500 points", "visits 3",
// "tier gold until 2027-07-01T00:00:00Z", "purchase 1000 that earned 10
// points".
std::string ImportText(const Explained& explained) {
  const Command& command = explained.told.command;
  const std::span<const Detail> details = explained.told.details;
  const auto what =
      static_cast<ImportWhat>(Find(details, NumberKind::kWhat)->number());
  std::string text = absl::StrCat(", ", std::string(Name(what)), " ");
  const auto points = [&](std::int64_t amount) {
    return absl::StrCat(
        UnitsText(explained, command.unit_or_currency, amount), " ",
        UnitName(explained.program(), command.unit_or_currency));
  };
  switch (MeasureOf(what)) {
    case ImportMeasure::kOfUnit:
      return absl::StrCat(text, points(command.amount));
    case ImportMeasure::kMoney:
      return absl::StrCat(text, command.amount);
    case ImportMeasure::kTimes:
      return absl::StrCat(text, Find(details, NumberKind::kQuantity)->number());
    case ImportMeasure::kTier:
      break;
    case ImportMeasure::kPurchase: {
      const Detail* earned = Find(details, NumberKind::kPoints);
      absl::StrAppend(&text, command.amount);
      if (earned == nullptr) return text;
      absl::StrAppend(&text, " that earned ", points(earned->number()));
      const Detail* left = Find(details, NumberKind::kLeft);
      if (left == nullptr) return text;
      return absl::StrCat(text, ", left ", points(left->number()));
    }
    case ImportMeasure::kNothing:
      return absl::StrCat(", ", std::string(Name(what)));
  }
  text += Printable(explained.ledger.codes().Text(
      CodeSpace::kTier, Find(details, DetailKind::kCode)->code32));
  const Detail* expiry = Find(details, InstantKind::kExpiry);
  if (expiry == nullptr) return text;
  return absl::StrCat(text, " until ", ToText(expiry->instant()));
}

// purchase of ada, 1250 GBP at 2026-03-06T18:30:00Z, under shop, version 1
std::string CommandLine(const Explained& explained) {
  const Command& command = explained.told.command;
  std::string text =
      absl::StrCat(std::string(Name(command.kind)), " of ",
                   Printable(NameOf(explained.directory, command.member)));
  const CodeTable& codes = explained.ledger.codes();
  const Code code = command.unit_or_currency;
  const bool is_basket = (kBasketKinds & SetOf(command.kind)) != 0;
  if (command.kind == CommandKind::kImport) {
    text += ImportText(explained);
  } else if (is_basket && code != 0) {
    absl::StrAppend(&text, ", ", command.amount, " ",
                    Printable(codes.Text(CodeSpace::kCurrency, code)));
  } else if ((command.flags & kAmountGiven) != 0) {
    absl::StrAppend(
        &text, ", ",
        UnitsText(explained, static_cast<std::uint8_t>(code), command.amount),
        " ", UnitName(explained.program(), static_cast<std::uint8_t>(code)));
  }
  return absl::StrCat(text, " at ", ToText(Instant(command.occurred_at)),
                      ", under ", explained.program().name, ", version ",
                      explained.program().version, "\n", NamedLine(explained));
}

// Why it was refused, in a sentence; nothing if it was not.
std::string RefusalLine(const Explained& explained) {
  const std::string_view why = RefusalText(explained.outcome.code);
  return why.empty() ? "" : absl::StrCat("  ", std::string(why), "\n");
}

std::string WalletLine(const Wallet& wallet, const Unit& unit) {
  const auto number = [&](Amount amount) {
    return Scaled(amount.count(), unit.decimals, false);
  };
  return absl::StrFormat(
      "  %-14s net %s: %s pending, %s available, %s held, %s owed\n", unit.name,
      number(wallet.net()), number(wallet.pending), number(wallet.available),
      number(wallet.held), number(wallet.deficit));
}

// How a member stands.
std::string Standing(std::string_view title, const MemberView& view,
                     const Program& program) {
  std::string text = absl::StrCat(std::string(title), "\n");
  if (!view.found) return text + "  no member of this name\n";
  for (const Unit& unit : program.units) {
    for (const Wallet& wallet : view.wallets) {
      if (wallet.unit == unit.code) text += WalletLine(wallet, unit);
    }
  }
  if (view.wallets.empty()) text += "  nothing\n";
  for (std::size_t i = 0; i < view.tiers.size(); ++i) {
    const TierSet& set = program.tier_sets[view.tiers[i].place];
    absl::StrAppendFormat(
        &text, "  %-14s %s, %s counted", set.name,
        TierText(set, view.tiers[i].tier, "no tier"),
        Scaled(view.tiers[i].counter, UnitDecimals(program, set.unit), false));
    for (const TierTerm& term : view.tiers[i].brought) {
      absl::StrAppend(&text, ", ", TierText(set, term.tier, ""),
                      " imported, until ", DateText(term.until));
    }
    text += "\n";
  }
  const std::string uses =
      RuleUseTable(view, program) + AchievementTable(view, program);
  std::string_view rest = uses;
  while (!rest.empty()) {
    const std::size_t end = rest.find('\n') + 1;
    absl::StrAppend(&text, "  ", std::string(rest.substr(0, end)));
    rest.remove_prefix(end);
  }
  return text;
}

void AddRow(std::string_view name, std::string_view value,
            std::string_view says, std::string* text) {
  absl::StrAppendFormat(text, "  %-14s %18s%s%s\n", std::string(name),
                        std::string(value), says.empty() ? "" : "   ",
                        std::string(says));
}

// A line or more of one rule, each behind the other of its workings.
void AddRule(const Explained& explained, std::size_t place, std::string* text) {
  const EarnRule& rule = EarnRulesOf(explained.program())[place];
  const RuleNote& note = explained.told.basket->rules[place];
  if (note.unmet != Unmet::kNone) {
    const UnmetText unmet = UnmetOfRule(explained, place);
    return AddRow(
        rule.name, "-",
        absl::StrCat(std::string(unmet.condition), ": ", Printable(unmet.value),
                     "; expected ", Printable(unmet.expected)),
        text);
  }
  const auto given = [&](Amount amount) {
    return GivenText(explained, place, amount);
  };
  AddRow(rule.name, given(note.given), WorkingOfRule(explained, place), text);
  const auto add = [&](const std::string& says) { AddRow("", "", says, text); };
  if (note.gave_way) {
    const std::string winner = WinnerOf(explained, place);
    add(absl::StrCat(
        "its group, ",
        std::string(kStackingWords[static_cast<std::size_t>(rule.stacking)]),
        ": ", given(note.alone), " give",
        winner.empty() ? " nothing away" : " way to " + winner));
  }
  for (const Headroom& room : note.headrooms) {
    add(absl::StrCat("cap ", CapPeriodText(room), " ", given(room.most), ": ",
                     given(room.left), " left",
                     room.left < note.wanted
                         ? ", " + given(note.wanted - room.left) + " too many"
                         : ""));
  }
  if (note.denied != Amount()) {
    add(absl::StrCat("budget ", explained.program().budgets[*rule.budget].name,
                     ": ", given(note.denied), " not granted"));
  }
  if (const Amount paid = AbsorbedOf(explained, place); paid != Amount()) {
    add(absl::StrCat("a deficit took ", given(paid)));
  }
  if (!note.lot) return;
  add(absl::StrCat(
      note.lot->number == 0 ? std::string("lot")
                            : absl::StrCat("lot ", note.lot->number),
      " of ", given(AmountOfLot(explained, place)), ", ",
      DateText(note.lot->activation), " to ", DateText(note.lot->expiry)));
}

std::string RulesText(const Explained& explained) {
  if (!explained.told.basket) return {};
  const bool negated = explained.told.command.kind == CommandKind::kReturn;
  std::string text = negated
                         ? "what a purchase would get, which is demanded back\n"
                         : "earn rules\n";
  const std::size_t count = explained.told.basket->rules.size();
  for (std::size_t i = 0; i < count; ++i) AddRule(explained, i, &text);
  if (count == 0) text += "  the program has none\n";
  return text;
}

std::string TierGiftsText(const Explained& explained) {
  if (explained.told.tier_gifts.empty()) return {};
  std::string text = "given for coming into tiers\n";
  for (const TierGiftNote& gift : explained.told.tier_gifts) {
    const EarnRule& rule = gift.program->rules[gift.rule];
    const Unit& unit = *gift.program->FindUnit(rule.unit);
    const TierSet& set = gift.program->tier_sets[gift.set];
    AddRow(rule.name,
           absl::StrCat(Scaled(rule.fixed.count(), unit.decimals, false), " ",
                        unit.name),
           absl::StrCat(TierText(set, gift.tier, ""), " of ", set.name), &text);
  }
  return text;
}

std::string DemandsText(const Explained& explained) {
  if (explained.told.demands.empty()) return {};
  const std::uint32_t first = explained.told.demands.front().rule;
  const bool of_event =
      EarnRulesOf(explained.program())[first].on == EarnOn::kEvent;
  std::string text = of_event
                         ? "demanded back, as nothing of the event is left\n"
                         : "demanded back, by what is left of the purchase\n";
  for (const DemandNote& demand : explained.told.demands) {
    const Unit& unit = *explained.program().FindUnit(
        EarnRulesOf(explained.program())[demand.rule].unit);
    const auto number = [&](Amount amount) {
      return Scaled(amount.count(), unit.decimals, false);
    };
    AddRow(EarnRulesOf(explained.program())[demand.rule].name,
           number(demand.demanded) + " " + unit.name,
           absl::StrCat(number(demand.all), " for ", demand.basis_all.count(),
                        ", ", number(demand.kept), " for the ",
                        demand.basis_kept.count(), " that remain, ",
                        number(demand.demanded_before), " demanded before"),
           &text);
    if (demand.most < demand.all) {
      AddRow("", "",
             number(demand.most) + " at most, as a cap or a budget has it",
             &text);
    }
  }
  return text;
}

// What one member's wallet of a unit got from each account of the system.
using Movements = std::map<std::pair<Account, Code>, std::int64_t>;

std::string AccountText(const Explained& explained, Account account,
                        Code label) {
  std::string text(Name(account));
  if (label == 0) return text;
  return absl::StrCat(
      text, ":",
      Printable(explained.ledger.codes().Text(LabelSpace(account), label)));
}

std::int64_t NetOf(const MemberView& view, const Unit& unit,
                   std::int64_t otherwise) {
  for (const Wallet& wallet : view.wallets) {
    if (wallet.unit == unit.code) return wallet.net().count();
  }
  return otherwise;
}

// Net before, what came and went, net after. A command that has messages is
// through with its round's end, and by then others of the round may have come
// behind it.
std::string WaterfallOf(const Explained& explained, const MemberId& member,
                        const Unit& unit) {
  Movements movements;
  std::int64_t change = 0;
  std::int64_t absorbed = 0;
  for (const Event& event : explained.events) {
    const Posting* posting = std::get_if<Posting>(&event);
    if (posting == nullptr || posting->unit != unit.code ||
        posting->member != member || explained.IsDue(event)) {
      continue;
    }
    if (IsMemberAccount(posting->account)) {
      const bool pays = posting->account == Account::kDeficit;
      if (pays && posting->amount > 0) absorbed += posting->amount;
      continue;
    }
    movements[{posting->account, posting->label}] -= posting->amount;
    change -= posting->amount;
  }
  if (movements.empty()) return {};
  const auto number = [&](std::int64_t amount) {
    return UnitsText(explained, unit.code, amount);
  };
  std::string text = absl::StrCat(
      unit.name, " of ", Printable(NameOf(explained.directory, member)), "\n");
  const bool is_own = member == explained.told.command.member;
  const std::int64_t net = NetOf(explained.told.before, unit, 0);
  const auto add = [&](const std::string& name, const std::string& value) {
    absl::StrAppendFormat(&text, "  %-22s %10s\n", name, value);
  };
  if (is_own) add("net before", number(net));
  for (const auto& [account, amount] : movements) {
    add(AccountText(explained, account.first, account.second),
        (amount > 0 ? "+" : "") + number(amount));
  }
  if (is_own) {
    const std::int64_t after = NetOf(explained.told.after, unit, net + change);
    const std::int64_t others = after - net - change;
    if (others != 0) add("others of its round", number(others));
    add("net after", number(after));
  }
  if (absorbed != 0) add("absorbed by a deficit", number(absorbed));
  return text;
}

std::string Waterfall(const Explained& explained) {
  std::vector<MemberId> members{explained.told.command.member};
  for (const Event& event : explained.events) {
    const MemberId member = IdOf(event).member;
    if (std::find(members.begin(), members.end(), member) == members.end()) {
      members.push_back(member);
    }
  }
  std::string text;
  for (const MemberId& member : members) {
    for (const Unit& unit : explained.program().units) {
      text += WaterfallOf(explained, member, unit);
    }
  }
  return text;
}

// Postings and facts, of what was due or of the command itself.
std::string EventsText(const Explained& explained, bool due,
                       std::string_view title) {
  std::string text;
  for (const Event& event : explained.events) {
    if (explained.IsDue(event) != due) continue;
    absl::StrAppend(&text, "  ",
                    EventText(explained.ledger, explained.directory, event),
                    "\n");
  }
  return text.empty() ? text : absl::StrCat(std::string(title), "\n", text);
}

}  // namespace

std::string ExplainText(const Explained& explained) {
  const Explanation& told = explained.told;
  const std::string answer =
      explained.is_open()
          ? "open, until its round ends\n"
          : OutcomeText(explained.ledger, explained.outcome) + "\n";
  if (told.program == nullptr) {
    return absl::StrCat(answer, RefusalLine(explained), "  id ", ToHex(told.id),
                        "\n");
  }
  const std::string text = absl::StrCat(
      CommandLine(explained), answer, RefusalLine(explained), "  id ",
      ToHex(told.id), "\n", EventsText(explained, true, "due before"),
      Standing("before", told.before, explained.program()),
      RulesText(explained), DemandsText(explained));
  return absl::StrCat(text, TierGiftsText(explained), Waterfall(explained),
                      EventsText(explained, false, "postings and facts"),
                      Standing("after", told.after, explained.program()));
}

}  // namespace kumbara::tools
