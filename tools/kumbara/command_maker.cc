#include "tools/kumbara/command_maker.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "engine/base/limits.h"
#include "tools/csv/attribute_text.h"
#include "tools/csv/decimal.h"
#include "tools/kumbara/unit_text.h"

namespace kumbara::tools {
namespace {

// Commands whose unit is that of the command they name.
bool IsOfNamedUnit(CommandKind kind) {
  return kind == CommandKind::kCapture || kind == CommandKind::kReverse;
}

// The decimals that the points of such a command are written in: those of the
// unit in the row, or of all units if they have the same. Nothing if neither is
// there.
std::optional<int> DecimalsFor(const Row& row, const Program& program) {
  std::optional<int> decimals;
  for (const Unit& unit : program.units) {
    if (!row.unit.empty() && unit.name != row.unit) continue;
    if (decimals && *decimals != unit.decimals) return std::nullopt;
    decimals = unit.decimals;
  }
  return decimals;
}

std::string DecimalsTaken(int decimals) {
  return "a number of at most " + std::to_string(decimals) +
         " decimals within 10^18 of the least of them";
}

}  // namespace

CommandMaker::CommandMaker(storage::OpenLedger& opened, std::string_view source)
    : ledger_(opened.ledger()), directory_(opened.directory()), ids_(source) {}

bool CommandMaker::CodeOf(CodeSpace space, std::string_view text, Code* code) {
  *code = 0;
  if (text.empty()) return true;
  Codes& codes = codes_[static_cast<std::size_t>(space)];
  if (codes.last_text != text) {
    const auto [known, added] = codes.known.try_emplace(std::string(text), 0);
    if (added) known->second = ledger_.Intern(space, text);
    codes.last_text = text;
    codes.last_code = known->second;
  }
  *code = codes.last_code;
  return *code != 0;
}

CommandMaker::Problem CommandMaker::Full(CodeSpace space,
                                         std::string_view field,
                                         std::string_view text) const {
  return {field,
          "one of the " + std::to_string(GreatestCode(space)) +
              " texts this ledger can tell apart there",
          text};
}

std::optional<CommandMaker::Problem> CommandMaker::Make(const Row& row) {
  made_.details.clear();
  Command& command = made_.command;
  command = Command{};
  command.kind = row.kind;
  command.occurred_at = row.occurred_at.micros();
  if (row.kind == CommandKind::kTick) return std::nullopt;
  if (row.command_id) {
    command.id = *row.command_id;
  } else if (row.counter) {
    command.id = ids_.MakeOrdered(row.source, *row.counter);
    command.flags |= kOrdered;
  } else {
    command.id = ids_.Make(row.transaction_id);
  }
  command.member = directory_.FindOrAdd(row.member_id);
  if (std::optional<Problem> problem = SetCodes(row)) return problem;
  if (std::optional<Problem> problem = SetUnit(row)) return problem;
  return AddDetails(row);
}

std::optional<CommandMaker::Problem> CommandMaker::SetCodes(const Row& row) {
  Code code = 0;
  if (!CodeOf(CodeSpace::kStore, row.store_id, &code)) {
    return Full(CodeSpace::kStore, "store_id", row.store_id);
  }
  made_.command.store = code;
  if (!CodeOf(CodeSpace::kChannel, row.channel, &code)) {
    return Full(CodeSpace::kChannel, "channel", row.channel);
  }
  made_.command.channel = static_cast<std::uint8_t>(code);
  if (!CodeOf(CodeSpace::kReason, row.reason, &code)) {
    return Full(CodeSpace::kReason, "reason", row.reason);
  }
  made_.command.reason = static_cast<std::uint16_t>(code);
  return std::nullopt;
}

std::optional<CommandMaker::Problem> CommandMaker::SetUnit(const Row& row) {
  if (IsOfNamedUnit(row.kind)) {
    if (row.points.empty()) return std::nullopt;
    const auto decimals = DecimalsFor(row, ledger_.program());
    if (decimals) return SetPoints(row, *decimals);
    return Problem{"unit",
                   row.unit.empty()
                       ? "that of the points, as the units' decimals differ"
                       : "a unit of the program",
                   row.unit};
  }
  Command& command = made_.command;
  const bool basket = IsBasket(row.kind);
  const CodeSpace space = basket ? CodeSpace::kCurrency : CodeSpace::kUnit;
  const std::string_view text = basket ? row.currency : row.unit;
  Code code = 0;
  if (!CodeOf(space, text, &code)) {
    return Full(space, basket ? "currency" : "unit", text);
  }
  command.unit_or_currency = static_cast<std::uint8_t>(code);
  if (row.amount) {
    command.amount = row.amount->count();
    command.flags |= kAmountGiven;
  }
  // Beside the amount of an imported purchase they are a detail: AddEarned.
  if (row.points.empty() || row.amount) return std::nullopt;
  return SetPoints(row,
                   UnitDecimals(ledger_.program(), command.unit_or_currency));
}

std::optional<CommandMaker::Problem> CommandMaker::SetPoints(const Row& row,
                                                             int decimals) {
  Command& command = made_.command;
  const std::optional<std::int64_t> amount = ScaleDecimal(row.points, decimals);
  if (!amount) {
    return Problem{"points", DecimalsTaken(decimals), row.points};
  }
  command.amount = *amount;
  command.flags |= kAmountGiven;
  return std::nullopt;
}

// In ascending order of kind and sub-kind.
std::optional<CommandMaker::Problem> CommandMaker::AddDetails(const Row& row) {
  std::vector<Detail>& details = made_.details;
  if (row.has_reference()) {
    details.push_back(Detail::Reference(
        row.reference_counter
            ? ids_.MakeOrdered(row.source, *row.reference_counter)
            : ids_.Make(row.reference)));
    if (details.back().command_id() == made_.command.id) {
      return Problem{"reference", "another transaction than this one",
                     row.reference};
    }
  }
  if (std::optional<Problem> problem = AddParties(row)) return problem;
  if (std::optional<Problem> problem = AddCodes(row)) return problem;
  if (std::optional<Problem> problem = AddRare(row)) return problem;
  return row.lines.empty() ? std::nullopt : AddLines(row);
}

std::optional<CommandMaker::Problem> CommandMaker::AddRare(const Row& row) {
  const Row::Rare& rare = row.rare;
  std::vector<Detail>& details = made_.details;
  if (rare.force) made_.command.flags |= kForce;
  if (rare.pay_out) made_.command.flags |= kPayOut;
  if (rare.linked) made_.command.flags |= kLinked;
  if (rare.until) {
    details.push_back(Detail::OfInstant(InstantKind::kUntil, *rare.until));
  }
  if (rare.before) {
    details.push_back(Detail::OfInstant(InstantKind::kBefore, *rare.before));
  }
  if (rare.activation) {
    details.push_back(
        Detail::OfInstant(InstantKind::kActivation, *rare.activation));
  }
  if (rare.expiry) {
    details.push_back(Detail::OfInstant(InstantKind::kExpiry, *rare.expiry));
  }
  if (rare.lot) {
    details.push_back(Detail::OfNumber(NumberKind::kLot, *rare.lot));
  }
  if (rare.what) {
    details.push_back(Detail::OfNumber(NumberKind::kWhat,
                                       static_cast<std::int64_t>(*rare.what)));
  }
  if (rare.vintage) {
    details.push_back(Detail::OfNumber(NumberKind::kVintage, *rare.vintage));
  }
  if (rare.quantity) {
    details.push_back(Detail::OfNumber(NumberKind::kQuantity, *rare.quantity));
  }
  if (rare.what == ImportWhat::kPurchase) {
    if (std::optional<Problem> problem = AddEarned(row)) return problem;
  }
  if (rare.attributes.given != 0) {
    AttributeChange change = rare.attributes;
    const bool cleared = row.plan == kNoAttribute;
    if (!cleared && !CodeOf(CodeSpace::kPlan, row.plan, &change.values.plan)) {
      return Full(CodeSpace::kPlan, "plan", row.plan);
    }
    details.push_back(change.ToDetail());
  }
  return std::nullopt;
}

// What an imported purchase earned, and what is left of that.
std::optional<CommandMaker::Problem> CommandMaker::AddEarned(const Row& row) {
  const int decimals =
      UnitDecimals(ledger_.program(), made_.command.unit_or_currency);
  const struct {
    NumberKind kind;
    std::string_view field;
    std::string_view text;
  } numbers[] = {{NumberKind::kPoints, "points", row.points},
                 {NumberKind::kLeft, "points_left", row.points_left}};
  std::optional<std::int64_t> last;
  for (const auto& [kind, field, text] : numbers) {
    if (text.empty()) continue;
    const std::optional<std::int64_t> amount = ScaleDecimal(text, decimals);
    if (!amount) return Problem{field, DecimalsTaken(decimals), text};
    if (last && *amount > *last) {
      return Problem{field, "at most as many as points", text};
    }
    made_.details.push_back(Detail::OfNumber(kind, *amount));
    last = amount;
  }
  return std::nullopt;
}

// Behind all others, in the order of the row.
std::optional<CommandMaker::Problem> CommandMaker::AddLines(const Row& row) {
  for (const RowLine& said : row.lines) {
    Line line;
    if (std::optional<Problem> problem = SetLine(said, &line)) return problem;
    made_.details.push_back(line.ToDetail());
  }
  if (made_.details.size() <= kDetailsPerCommandMax) return std::nullopt;
  return Problem{"lines",
                 "at most " + std::to_string(kDetailsPerCommandMax) +
                     " lines and other details",
                 std::to_string(made_.details.size())};
}

std::optional<CommandMaker::Problem> CommandMaker::SetLine(const RowLine& said,
                                                           Line* line) {
  line->kind = said.kind;
  line->quantity = said.quantity;
  line->amount = said.amount;
  Code unit = 0;
  const struct {
    CodeSpace space;
    const LineWord& word;
    Code* code;
  } words[] = {{CodeSpace::kSku, said.sku, &line->sku},
               {CodeSpace::kCategory, said.category, &line->category},
               {CodeSpace::kBrand, said.brand, &line->brand},
               {CodeSpace::kUnit, said.unit, &unit}};
  for (const auto& [space, word, code] : words) {
    if (!word.empty() && !CodeOf(space, word.Text(), code)) {
      return Full(space, "lines", word.raw);
    }
  }
  if (said.points.empty()) return std::nullopt;
  line->unit = static_cast<std::uint8_t>(unit);
  const int decimals = UnitDecimals(ledger_.program(), line->unit);
  line->quantity = ScaleDecimal(said.points, decimals);
  if (line->quantity) return std::nullopt;
  return Problem{"lines", DecimalsTaken(decimals), said.points};
}

// Names of operators and approvers become ids like those of members, and are no
// members.
std::optional<CommandMaker::Problem> CommandMaker::AddParties(const Row& row) {
  std::vector<Detail>& details = made_.details;
  if (!row.to_member_id.empty()) {
    const MemberId receiver = directory_.FindOrAdd(row.to_member_id);
    if (receiver == made_.command.member) {
      return Problem{"to_member_id", "another member than the row's",
                     row.to_member_id};
    }
    details.push_back(Detail::Receiver(receiver));
  }
  if (!row.referrer.empty()) {
    const MemberId referrer = directory_.FindOrAdd(row.referrer);
    if (referrer == made_.command.member) {
      return Problem{"referrer", "another member than the row's", row.referrer};
    }
    details.push_back(Detail::Party(PartyKind::kReferrer, referrer));
  }
  const std::pair<PartyKind, std::string_view> persons[] = {
      {PartyKind::kActor, row.actor_member_id},
      {PartyKind::kOperator, row.by},
      {PartyKind::kApprover, row.approver}};
  for (const auto& [kind, name] : persons) {
    if (name.empty()) continue;
    details.push_back(Detail::Party(kind, directory_.FindOrAdd(name)));
  }
  return std::nullopt;
}

std::optional<CommandMaker::Problem> CommandMaker::AddCodes(const Row& row) {
  const struct {
    CodeKind kind;
    CodeSpace space;
    std::string_view field;
    std::string_view text;
  } codes[] = {
      {CodeKind::kFundingClass, CodeSpace::kFundingClass, "funding_class",
       row.funding_class},
      {CodeKind::kCategory, CodeSpace::kCategory, "category", row.category},
      {CodeKind::kCause, CodeSpace::kReward, "cause", row.cause},
      {CodeKind::kEvent, CodeSpace::kEvent, "name", row.name},
      {CodeKind::kReward, CodeSpace::kReward, "reward", row.reward},
      {CodeKind::kTier, CodeSpace::kTier, "tier", row.tier},
  };
  for (const auto& [kind, space, field, text] : codes) {
    Code code = 0;
    if (!CodeOf(space, text, &code)) return Full(space, field, text);
    if (code != 0) made_.details.push_back(Detail::OfCode(kind, code));
  }
  return std::nullopt;
}

std::string ToText(const CommandMaker::Problem& problem) {
  return absl::StrCat(std::string(problem.field), ": expected ",
                      problem.expected, "; got \"", std::string(problem.got),
                      "\"");
}

}  // namespace kumbara::tools
