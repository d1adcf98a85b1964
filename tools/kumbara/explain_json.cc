#include <string>
#include <string_view>

#include "absl/strings/str_cat.h"
#include "engine/base/hex.h"
#include "engine/base/time_text.h"
#include "engine/program/program_keys.h"
#include "tools/kumbara/event_text.h"
#include "tools/kumbara/explain_rule.h"
#include "tools/kumbara/explain_text.h"
#include "tools/kumbara/json_text.h"
#include "tools/kumbara/member_text.h"
#include "tools/kumbara/numbers.h"
#include "tools/kumbara/outcome_text.h"
#include "tools/kumbara/refusal_text.h"
#include "tools/kumbara/tier_text.h"

namespace kumbara::tools {
namespace {

std::string BoolJson(bool value) { return value ? "true" : "false"; }

std::string LastInstantJson(Instant instant) {
  return instant == Instant::Greatest() ? "null" : JsonText(ToText(instant));
}

std::string OutcomeJson(const Explained& explained) {
  const Outcome& outcome = explained.outcome;
  std::string text =
      absl::StrCat("{\"code\": ",
                   JsonText(explained.is_open() ? "open" : Name(outcome.code)),
                   ", \"why\": ", JsonText(RefusalText(outcome.code)),
                   ", \"sequence\": ", outcome.sequence);
  const Program& program = explained.ledger.program();
  if (const Unit* unit = program.FindUnit(outcome.unit)) {
    absl::StrAppend(&text, ", \"unit\": ", JsonText(unit->name),
                    ", \"delta\": ", outcome.delta, ", \"net\": ", outcome.net);
  }
  if (outcome.tier != 0) {
    absl::StrAppend(
        &text, ", \"tier\": ",
        JsonText(TierText(program.tier_sets.front(), outcome.tier, "")));
  }
  return text + "}";
}

std::string UnmetJson(const Explained& explained, std::size_t place) {
  if (explained.told.basket->rules[place].unmet == Unmet::kNone) return "null";
  const UnmetText unmet = UnmetOfRule(explained, place);
  return absl::StrCat("{\"condition\": ", JsonText(unmet.condition),
                      ", \"value\": ", JsonText(unmet.value),
                      ", \"expected\": ", JsonText(unmet.expected), "}");
}

std::string CapsJson(const RuleNote& note) {
  std::string text = "[";
  const char* separator = "";
  for (const Headroom& room : note.headrooms) {
    absl::StrAppend(&text, separator,
                    "{\"per\": ", JsonText(CapPeriodText(room)),
                    ", \"most\": ", room.most.count(),
                    ", \"left\": ", room.left.count(), "}");
    separator = ", ";
  }
  return text + "]";
}

std::string MadeLotJson(const Explained& explained, std::size_t place) {
  const RuleNote& note = explained.told.basket->rules[place];
  if (!note.lot) return "null";
  return absl::StrCat(
      "{\"number\": ", note.lot->number,
      ", \"amount\": ", AmountOfLot(explained, place).count(),
      ", \"activation\": ", LastInstantJson(note.lot->activation),
      ", \"expiry\": ", LastInstantJson(note.lot->expiry), "}");
}

std::string RuleJson(const Explained& explained, std::size_t place) {
  const EarnRule& rule = EarnRulesOf(explained.program())[place];
  const RuleNote& note = explained.told.basket->rules[place];
  const bool met = note.unmet == Unmet::kNone;
  std::string text = absl::StrCat(
      "{\"rule\": ", JsonText(rule.name),
      ", \"unit\": ", JsonText(explained.program().FindUnit(rule.unit)->name),
      ", \"fired\": ", BoolJson(note.given != Amount()),
      ", \"unmet\": ", UnmetJson(explained, place));
  if (!met) return text + "}";
  absl::StrAppend(&text, ", \"basis\": ", note.basis.count());
  if (const std::string rate = RateOfRule(explained, place); !rate.empty()) {
    absl::StrAppend(&text, ", \"rate\": ", JsonText(rate));
    absl::StrAppend(
        &text, ", \"rounding\": ",
        JsonText(kRoundingWords[static_cast<std::size_t>(rule.rounding)]),
        ", \"round_per\": ", JsonText(rule.rounds_lines ? "line" : "basket"));
  }
  if (rule.multiplies()) {
    absl::StrAppend(&text, ", \"multiplies\": ",
                    JsonText(EarnRulesOf(explained.program())[rule.base].name));
  }
  absl::StrAppend(&text,
                  ", \"working\": ", JsonText(WorkingOfRule(explained, place)));
  if (rule.may_give_way()) {
    absl::StrAppend(
        &text, ", \"alone\": ", note.alone.count(),
        ", \"gave_way\": ", BoolJson(note.gave_way),
        ", \"gave_way_to\": ", JsonText(WinnerOf(explained, place)));
  }
  return absl::StrCat(text, ", \"before_caps\": ", note.wanted.count(),
                      ", \"caps\": ", CapsJson(note),
                      ", \"not_granted\": ", note.denied.count(),
                      ", \"given\": ", note.given.count(),
                      ", \"absorbed\": ", AbsorbedOf(explained, place).count(),
                      ", \"lot\": ", MadeLotJson(explained, place), "}");
}

std::string RulesJson(const Explained& explained) {
  if (!explained.told.basket) return "null";
  std::string text = "[";
  const char* separator = "\n  ";
  for (std::size_t i = 0; i < explained.told.basket->rules.size(); ++i) {
    absl::StrAppend(&text, separator, RuleJson(explained, i));
    separator = ",\n  ";
  }
  return text + "]";
}

std::string DemandsJson(const Explained& explained) {
  std::string text = "[";
  const char* separator = "\n  ";
  for (const DemandNote& demand : explained.told.demands) {
    const EarnRule& rule = EarnRulesOf(explained.program())[demand.rule];
    absl::StrAppend(
        &text, separator, "{\"rule\": ", JsonText(rule.name),
        ", \"unit\": ", JsonText(explained.program().FindUnit(rule.unit)->name),
        ", \"basis_all\": ", demand.basis_all.count(),
        ", \"basis_kept\": ", demand.basis_kept.count(),
        ", \"all\": ", demand.all.count(), ", \"kept\": ", demand.kept.count(),
        ", \"most\": ",
        demand.most == Amount(Amount::kMax) ? std::string("null")
                                            : absl::StrCat(demand.most.count()),
        ", \"demanded_before\": ", demand.demanded_before.count(),
        ", \"demanded\": ", demand.demanded.count(), "}");
    separator = ",\n  ";
  }
  return text + "]";
}

std::string TierGiftsJson(const Explained& explained) {
  std::string text = "[";
  const char* separator = "\n  ";
  for (const TierGiftNote& gift : explained.told.tier_gifts) {
    const EarnRule& rule = gift.program->rules[gift.rule];
    const TierSet& set = gift.program->tier_sets[gift.set];
    absl::StrAppend(
        &text, separator, "{\"rule\": ", JsonText(rule.name),
        ", \"unit\": ", JsonText(gift.program->FindUnit(rule.unit)->name),
        ", \"set\": ", JsonText(set.name),
        ", \"tier\": ", JsonText(TierText(set, gift.tier, "")),
        ", \"given\": ", rule.fixed.count(), "}");
    separator = ",\n  ";
  }
  return text + "]";
}

std::string EventsJson(const Explained& explained) {
  std::string text = "[";
  const char* separator = "\n  ";
  for (const Event& event : explained.events) {
    absl::StrAppend(&text, separator, "{",
                    EventFields(event, explained.ledger, explained.directory),
                    ", \"due_before\": ", BoolJson(explained.IsDue(event)),
                    "}");
    separator = ",\n  ";
  }
  return text + "]";
}

// As `kumbara member --format json` shows one; null for nobody.
std::string ViewJson(const Explained& explained, const MemberView& view) {
  if (!view.found) return "null";
  NamedMember member;
  member.name = NameOf(explained.directory, view.id);
  member.view = view;
  member.name_of = [&](const MemberId& other) {
    return NameOf(explained.directory, other);
  };
  std::string text =
      MemberJson(member, explained.program(), explained.ledger.codes());
  text.pop_back();  // Its newline.
  return text;
}

}  // namespace

std::string ExplainJson(const Explained& explained) {
  const Explanation& told = explained.told;
  std::string text = absl::StrCat("{\"id\": ", JsonText(ToHex(told.id)),
                                  ", \"outcome\": ", OutcomeJson(explained));
  if (told.program == nullptr) return text + "}\n";
  const Command& command = told.command;
  return absl::StrCat(
      text, ",\n \"kind\": ", JsonText(Name(command.kind)),
      ", \"member\": ", JsonText(NameOf(explained.directory, command.member)),
      ", \"amount\": ", command.amount,
      ", \"occurred_at\": ", JsonText(ToText(Instant(command.occurred_at))),
      ", \"program\": ", JsonText(explained.program().name),
      ", \"version\": ", explained.program().version,
      ",\n \"rules\": ", RulesJson(explained),
      ",\n \"demands\": ", DemandsJson(explained),
      ",\n \"tier_gifts\": ", TierGiftsJson(explained),
      ",\n \"events\": ", EventsJson(explained),
      ",\n \"before\": ", ViewJson(explained, told.before),
      ",\n \"after\": ", ViewJson(explained, told.after), "}\n");
}

}  // namespace kumbara::tools
