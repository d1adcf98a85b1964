#include "tools/kumbara/command_json.h"

#include <string_view>

#include "absl/strings/str_cat.h"
#include "engine/base/hex.h"
#include "engine/base/time_text.h"
#include "engine/record/attributes.h"
#include "engine/record/import_what.h"
#include "engine/record/line.h"
#include "tools/csv/attribute_text.h"
#include "tools/kumbara/json_text.h"
#include "tools/kumbara/numbers.h"
#include "tools/kumbara/outcome_text.h"

namespace kumbara::tools {
namespace {

// How a detail of some kind and sub-kind is called, and where its text lies.
struct DetailName {
  DetailKind kind;
  std::uint8_t sub_kind;
  std::string_view key;
  CodeSpace space = CodeSpace::kUnit;  // Of a code.
};

template <class SubKind>
constexpr DetailName Named(DetailKind kind, SubKind sub_kind,
                           std::string_view key,
                           CodeSpace space = CodeSpace::kUnit) {
  return {kind, static_cast<std::uint8_t>(sub_kind), key, space};
}

constexpr DetailName kDetailNames[] = {
    {DetailKind::kReference, 0, "reference"},
    Named(DetailKind::kParty, PartyKind::kReceiver, "to_member_id"),
    Named(DetailKind::kParty, PartyKind::kReferrer, "referrer"),
    Named(DetailKind::kParty, PartyKind::kActor, "actor_member_id"),
    Named(DetailKind::kParty, PartyKind::kOperator, "operator"),
    Named(DetailKind::kParty, PartyKind::kApprover, "approver"),
    Named(DetailKind::kCode, CodeKind::kFundingClass, "funding_class",
          CodeSpace::kFundingClass),
    Named(DetailKind::kCode, CodeKind::kCategory, "category",
          CodeSpace::kCategory),
    Named(DetailKind::kCode, CodeKind::kCause, "cause", CodeSpace::kReward),
    Named(DetailKind::kCode, CodeKind::kEvent, "name", CodeSpace::kEvent),
    Named(DetailKind::kCode, CodeKind::kReward, "reward", CodeSpace::kReward),
    Named(DetailKind::kCode, CodeKind::kTier, "tier", CodeSpace::kTier),
    Named(DetailKind::kInstant, InstantKind::kUntil, "until"),
    Named(DetailKind::kInstant, InstantKind::kBefore, "before"),
    Named(DetailKind::kInstant, InstantKind::kActivation, "activation"),
    Named(DetailKind::kInstant, InstantKind::kExpiry, "expiry"),
    Named(DetailKind::kNumber, NumberKind::kLot, "lot"),
    Named(DetailKind::kNumber, NumberKind::kWhat, "what"),
    Named(DetailKind::kNumber, NumberKind::kVintage, "vintage"),
    Named(DetailKind::kNumber, NumberKind::kQuantity, "quantity"),
    Named(DetailKind::kNumber, NumberKind::kPoints, "points"),
    Named(DetailKind::kNumber, NumberKind::kLeft, "points_left"),
};

void AddText(std::string_view key, std::string_view text, std::string* line) {
  absl::StrAppend(line, ", ", JsonText(key), ": ", JsonText(text));
}

void AddAttributes(const Detail& detail, const CodeTable& codes,
                   std::string* line) {
  const AttributeChange change = AttributeChange::FromDetail(detail);
  const Attributes& values = change.values;
  const auto add = [&](AttributeChange::Field field, std::string_view key,
                       bool is_empty, const std::string& text) {
    if ((change.given & field) == 0) return;
    AddText(key, is_empty ? kNoAttribute : std::string_view(text), line);
  };
  add(AttributeChange::kBirthday, "birthday", values.birth_month == 0,
      BirthdayText(values));
  add(AttributeChange::kSegmentSet, "segments", values.segments == 0,
      SegmentsText(values));
  add(AttributeChange::kPlan, "plan", values.plan == 0,
      values.plan == 0 ? "" : codes.Text(CodeSpace::kPlan, values.plan));
}

constexpr std::uint8_t Number(NumberKind kind) {
  return static_cast<std::uint8_t>(kind);
}

// `unit` is that of the command; null without one.
void AddNamed(const DetailName& name, const Detail& detail, const Unit* unit,
              const storage::EventReader& reader, std::string* line) {
  switch (detail.kind) {
    case DetailKind::kReference:
      return AddText(name.key, ToHex(detail.command_id()), line);
    case DetailKind::kParty:
      return AddText(name.key, NameOf(reader.directory(), detail.member_id()),
                     line);
    case DetailKind::kCode:
      return AddText(name.key,
                     reader.ledger().codes().Text(name.space, detail.code32),
                     line);
    case DetailKind::kInstant:
      return AddText(name.key,
                     detail.instant() == Instant::Greatest()
                         ? "never"
                         : ToText(detail.instant()),
                     line);
    default:
      break;
  }
  if (name.key == "what") {
    return AddText(name.key, Name(static_cast<ImportWhat>(detail.number())),
                   line);
  }
  const bool counts_points = detail.sub_kind == Number(NumberKind::kPoints) ||
                             detail.sub_kind == Number(NumberKind::kLeft);
  if (counts_points) {
    const int decimals = unit != nullptr ? unit->decimals : 0;
    return AddText(name.key, Scaled(detail.number(), decimals, false), line);
  }
  absl::StrAppend(line, ", ", JsonText(name.key), ": ", detail.number());
}

// A line of a basket, with the keys of docs/ndjson.md.
std::string LineJson(const Line& line, const Ledger& ledger) {
  const CodeTable& codes = ledger.codes();
  std::string text =
      absl::StrCat("{\"kind\": ", JsonText(kumbara::Name(line.kind)));
  const auto add = [&](std::string_view key, CodeSpace space, Code code) {
    if (code != 0) AddText(key, codes.Text(space, code), &text);
  };
  add("sku", CodeSpace::kSku, line.sku);
  add("category", CodeSpace::kCategory, line.category);
  add("brand", CodeSpace::kBrand, line.brand);
  add("unit", CodeSpace::kUnit, line.unit);
  const Unit* unit = ledger.program().FindUnit(line.unit);
  if (line.is_points() && unit != nullptr) {
    AddText("quantity", Scaled(*line.quantity, unit->decimals, false), &text);
  } else if (line.quantity) {
    absl::StrAppend(&text, ", \"quantity\": ", *line.quantity);
  }
  if (line.amount) absl::StrAppend(&text, ", \"amount\": ", *line.amount);
  return text + "}";
}

void AddLines(std::span<const Detail> lines, const Ledger& ledger,
              std::string* line) {
  if (lines.empty()) return;
  absl::StrAppend(line, ", \"lines\": ");
  const char* separator = "[";
  for (const Detail& detail : lines) {
    absl::StrAppend(line, separator, LineJson(Line::Of(detail), ledger));
    separator = ", ";
  }
  absl::StrAppend(line, "]");
}

// What this table has no name for is told by its numbers.
void AddDetail(const Detail& detail, const Unit* unit,
               const storage::EventReader& reader, std::string* line) {
  if (detail.kind == DetailKind::kAttributes) {
    return AddAttributes(detail, reader.ledger().codes(), line);
  }
  for (const DetailName& name : kDetailNames) {
    if (name.kind == detail.kind && name.sub_kind == detail.sub_kind) {
      return AddNamed(name, detail, unit, reader, line);
    }
  }
  AddText(absl::StrCat("detail_", static_cast<int>(detail.kind), "_",
                       detail.sub_kind),
          BytesToHex(std::as_bytes(std::span(&detail, 1))), line);
}

void AddAmount(const Command& command, std::span<const Detail> details,
               const Ledger& ledger, std::string* line) {
  const CodeTable& codes = ledger.codes();
  const Code code = command.unit_or_currency;
  const bool has_amount =
      command.amount != 0 || (command.flags & kAmountGiven) != 0;
  // What is spent elsewhere has no currency but the ledger's.
  const bool is_import = command.kind == CommandKind::kImport;
  const bool has_earned = Find(details, NumberKind::kPoints) != nullptr;
  if ((kBasketKinds & SetOf(command.kind)) != 0 ||
      (is_import && (code == 0 || has_earned))) {
    if (has_amount)
      absl::StrAppend(line, ", \"amount_minor\": ", command.amount);
    const CodeSpace space = is_import ? CodeSpace::kUnit : CodeSpace::kCurrency;
    if (code != 0)
      AddText(is_import ? "unit" : "currency", codes.Text(space, code), line);
    return;
  }
  if (code != 0) AddText("unit", codes.Text(CodeSpace::kUnit, code), line);
  if (!has_amount) return;
  // Without a unit it counts the smallest decimal of one named elsewhere.
  const Unit* unit = ledger.program().FindUnit(command.unit_or_currency);
  if (unit != nullptr) {
    AddText("points", Scaled(command.amount, unit->decimals, false), line);
  } else {
    absl::StrAppend(line, ", \"amount\": ", command.amount);
  }
}

}  // namespace

std::string CommandFields(Sequence sequence, const Command& command,
                          std::span<const Detail> details,
                          const storage::EventReader& reader) {
  const CodeTable& codes = reader.ledger().codes();
  std::string line = absl::StrCat(
      "\"sequence\": ", sequence,
      ", \"command_id\": ", JsonText(ToHex(command.id)),
      ", \"kind\": ", JsonText(Name(command.kind)),
      ", \"occurred_at\": ", JsonText(ToText(Instant(command.occurred_at))));
  AddAmount(command, details, reader.ledger(), &line);
  if (command.store != 0) {
    AddText("store_id", codes.Text(CodeSpace::kStore, command.store), &line);
  }
  if (command.channel != 0) {
    AddText("channel", codes.Text(CodeSpace::kChannel, command.channel), &line);
  }
  if (command.reason != 0) {
    AddText("reason", codes.Text(CodeSpace::kReason, command.reason), &line);
  }
  if ((command.flags & kForce) != 0) AddText("force", "yes", &line);
  if ((command.flags & kPayOut) != 0) AddText("pay_out", "yes", &line);
  if ((command.flags & kLinked) != 0) AddText("linked", "yes", &line);
  const std::span<const Detail> lines = LinesOf(details);
  const Unit* unit =
      IsBasket(command.kind)
          ? nullptr
          : reader.ledger().program().FindUnit(command.unit_or_currency);
  for (const Detail& detail : details.first(details.size() - lines.size())) {
    AddDetail(detail, unit, reader, &line);
  }
  AddLines(lines, reader.ledger(), &line);
  return line;
}

std::string AnswerFields(Sequence sequence, const IdAnswer& entry,
                         const storage::EventReader& reader) {
  if (entry.first_sequence != sequence) {
    return absl::StrCat("\"same_id_as\": ", entry.first_sequence);
  }
  if (entry.state != IdState::kFinal) return "\"answer\": \"open\"";
  std::string line = absl::StrCat("\"answer\": ", JsonText(Name(entry.code)));
  const Unit* unit = reader.ledger().program().FindUnit(entry.unit);
  if (unit != nullptr) {
    AddText("delta", Scaled(entry.delta, unit->decimals, false), &line);
    AddText("delta_unit", unit->name, &line);
  }
  return line;
}

}  // namespace kumbara::tools
