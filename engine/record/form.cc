#include "engine/record/form.h"

#include "engine/base/limits.h"
#include "engine/record/attributes.h"
#include "engine/record/detail_form.h"
#include "engine/record/import_what.h"
#include "engine/record/line_form.h"

namespace kumbara {
namespace {

enum class Need : std::uint8_t { kNone, kOptional, kRequired };

// What a command of each kind has; all that are counted may name persons too.
struct KindForm {
  CommandKind kind{};
  Need amount = Need::kNone;
  bool signed_amount = false;
  Need unit = Need::kNone;  // The byte unit_or_currency.
  DetailSet required = 0;
  DetailSet optional = 0;
  std::uint8_t flags = kAmountGiven;
};

using enum Need;

constexpr DetailSet kReference = SetOf(DetailPart::kReference);
constexpr DetailSet kReceiver = SetOf(DetailPart::kReceiver);
constexpr DetailSet kReferrer = SetOf(DetailPart::kReferrer);
constexpr DetailSet kActor = SetOf(DetailPart::kActor);
constexpr DetailSet kFundingClass = SetOf(DetailPart::kFundingClass);
constexpr DetailSet kCategory = SetOf(DetailPart::kCategory);
constexpr DetailSet kCause = SetOf(DetailPart::kCause);
constexpr DetailSet kEvent = SetOf(DetailPart::kEvent);
constexpr DetailSet kReward = SetOf(DetailPart::kReward);
constexpr DetailSet kTier = SetOf(DetailPart::kTier);
constexpr DetailSet kQuantity = SetOf(DetailPart::kQuantity);
constexpr DetailSet kUntil = SetOf(DetailPart::kUntil);
constexpr DetailSet kBefore = SetOf(DetailPart::kBefore);
constexpr DetailSet kLot = SetOf(DetailPart::kLot);
constexpr DetailSet kWhat = SetOf(DetailPart::kWhat);
constexpr DetailSet kPoints = SetOf(DetailPart::kPoints);
constexpr DetailSet kLeft = SetOf(DetailPart::kLeft);
constexpr DetailSet kAttributes = SetOf(DetailPart::kAttributes);
constexpr DetailSet kPersons =
    SetOf(DetailPart::kOperator) | SetOf(DetailPart::kApprover);
constexpr DetailSet kExpiry = SetOf(DetailPart::kExpiry);
// What only an imported lot has, be it what a purchase earned.
constexpr DetailSet kLotFields = kFundingClass |
                                 SetOf(DetailPart::kActivation) | kExpiry |
                                 SetOf(DetailPart::kVintage);

// clang-format off
constexpr auto kKindForms = ByKind<KindForm>({
    // kind                    amount     signed unit       details needed  taken, flags
    {CommandKind::kTick,       kNone,     false, kNone,     0,              0},
    {CommandKind::kEnroll,     kNone,     false, kNone,     0,              kAttributes | kReferrer},
    {CommandKind::kPurchase,   kRequired, false, kRequired, 0,              kCategory},
    {CommandKind::kReturn,     kOptional, false, kOptional, 0,              kReference | kCategory},
    {CommandKind::kAward,      kRequired, false, kRequired, 0,              kFundingClass},
    {CommandKind::kRedeem,     kOptional, false, kOptional, 0,              kActor | kReward | kQuantity},
    {CommandKind::kAdjust,     kRequired, true,  kRequired, 0,              0},
    {CommandKind::kTransfer,   kRequired, false, kRequired, kReceiver,      0},
    {CommandKind::kHold,       kRequired, false, kRequired, kUntil,         kActor},
    {CommandKind::kCapture,    kOptional, false, kNone,     kReference,     0},
    {CommandKind::kVoid,       kNone,     false, kNone,     kReference,     0},
    {CommandKind::kReverse,    kOptional, false, kNone,     kReference,     0},
    {CommandKind::kDonate,     kRequired, false, kRequired, kCause,         kActor},
    {CommandKind::kEvent,      kNone,     false, kNone,     kEvent,         0},
    {CommandKind::kExtend,     kNone,     false, kRequired, kUntil,         kBefore | kLot},
    {CommandKind::kReinstate,  kNone,     false, kRequired, kUntil,         kLot},
    {CommandKind::kClose,      kNone,     false, kNone,     0,              0, kAmountGiven | kForce | kPayOut},
    {CommandKind::kJoin,       kNone,     false, kNone,     kReceiver,      0},
    {CommandKind::kLeave,      kNone,     false, kNone,     0,              0},
    {CommandKind::kMerge,      kNone,     false, kNone,     kReceiver,      0},
    {CommandKind::kRefer,      kNone,     false, kNone,     kReceiver,      0},
    {CommandKind::kSet,        kNone,     false, kNone,     kAttributes,    0},
    {CommandKind::kImport,     kRequired, false, kRequired, kWhat,          kLotFields},
});
// By ImportMeasure.
constexpr KindForm kImportForms[] = {
    {CommandKind::kImport,     kRequired, false, kRequired, kWhat,          kLotFields},
    {CommandKind::kImport,     kRequired, false, kNone,     kWhat,          0},
    {CommandKind::kImport,     kNone,     false, kNone,     kWhat | kQuantity, 0},
    {CommandKind::kImport,     kNone,     false, kNone,     kWhat | kTier,  kExpiry},
    {CommandKind::kImport,     kRequired, false, kOptional, kWhat,          kLotFields | kPoints | kLeft},
    {CommandKind::kImport,     kNone,     false, kNone,     kWhat,          0},
};
// clang-format on
static_assert(HasEveryKind(kKindForms));

bool IsKnownWhat(const Detail& what) {
  return what.number() >= 1 && what.number() <= kImportWhatLast;
}

const KindForm& FormFor(const Command& command,
                        std::span<const Detail> details) {
  const auto kind = static_cast<std::size_t>(command.kind);
  if (command.kind != CommandKind::kImport) return kKindForms[kind];
  const Detail* what = Find(details, NumberKind::kWhat);
  if (what == nullptr || !IsKnownWhat(*what)) return kKindForms[kind];
  const auto measure = MeasureOf(static_cast<ImportWhat>(what->number()));
  return kImportForms[static_cast<std::size_t>(measure)];
}

bool Meets(Need need, bool given) {
  return need == kOptional || given == (need == kRequired);
}

Code Count(const CodeCounts& codes, CodeSpace space) {
  return codes[static_cast<std::size_t>(space)];
}

// Whether `body` holds nothing behind its first `used` bytes.
bool RestIsZero(const Detail& detail, std::size_t used) {
  for (std::size_t i = used; i < detail.body.size(); ++i) {
    if (detail.body[i] != std::byte{0}) return false;
  }
  return true;
}

// What is wrong with a part that has its form.
std::string_view ContentError(const Command& command, const Detail& detail,
                              DetailPart part) {
  switch (part) {
    case DetailPart::kReference:
      if (detail.command_id().IsZero()) return "reference: must not be 0";
      if (detail.command_id() == command.id) {
        return "reference: a command cannot name itself";
      }
      return {};
    case DetailPart::kReceiver:
      if (detail.member_id().IsZero()) return "receiver: must not be 0";
      if (detail.member_id() == command.member) {
        return "receiver: must be another member";
      }
      return {};
    case DetailPart::kReferrer:
      if (detail.member_id().IsZero()) return "referrer: must not be 0";
      if (detail.member_id() == command.member) {
        return "referrer: must be another member";
      }
      return {};
    case DetailPart::kActor:
      return detail.member_id().IsZero() ? "actor: must not be 0" : "";
    case DetailPart::kOperator:
    case DetailPart::kApprover:
      if (detail.member_id().IsZero()) {
        return "operator or approver: must not be 0";
      }
      return {};
    case DetailPart::kUntil:
    case DetailPart::kBefore:
      if (!Instant::InRange(detail.number())) {
        return "until or before: outside the years 1 to 9999";
      }
      if (command.kind != CommandKind::kExtend &&
          detail.number() <= command.occurred_at) {
        return "until: must be after the business time";
      }
      return {};
    case DetailPart::kActivation:
    case DetailPart::kExpiry:
      if (!Instant::InRange(detail.number())) {
        return "activation or expiry: outside the years 1 to 9999";
      }
      return {};
    case DetailPart::kLot:
      if (detail.number() < 1 || detail.number() > kLotNumberMax) {
        return "lot: outside 1 to 4294967295";
      }
      return {};
    case DetailPart::kWhat:
      return IsKnownWhat(detail) ? "" : "what: unknown";
    case DetailPart::kVintage:
      if (detail.number() < kVintageMin || detail.number() > kVintageMax) {
        return "vintage: outside 0001-01 to 5461-04";
      }
      return {};
    case DetailPart::kQuantity:
      if (detail.number() < 1 || detail.number() > kQuantityMax) {
        return "quantity: outside 1 to 1000000000";
      }
      return {};
    case DetailPart::kPoints:
    case DetailPart::kLeft:
      if (detail.number() < 0 || detail.number() > Amount::kMax) {
        return "points or points_left: outside 0 to 10^18";
      }
      return {};
    case DetailPart::kAttributes:
      return AttributesError(detail);
    case DetailPart::kFundingClass:
    case DetailPart::kCategory:
    case DetailPart::kCause:
    case DetailPart::kEvent:
    case DetailPart::kReward:
    case DetailPart::kTier:
      return {};
  }
  return {};
}

std::string_view DetailError(const Command& command, const Detail& detail,
                             const CodeCounts& codes, DetailSet* parts) {
  if (detail.code16 != 0) return "detail: code16 must be 0";
  const DetailForm* form = FormOf(detail);
  if (form == nullptr) return "detail: unknown kind";
  *parts |= SetOf(form->part);
  const bool has_code = form->space != kNoCodeSpace;
  if (!RestIsZero(detail, form->body_bytes) ||
      (!has_code && detail.code32 != 0)) {
    return form->malformed;
  }
  if (has_code && ((detail.code32 == 0 && !form->may_lack_code) ||
                   detail.code32 > Count(codes, form->space))) {
    return "code: never given";
  }
  return ContentError(command, detail, form->part);
}

// Whether the parts are those that the kind needs and takes.
std::string_view PartsError(const KindForm& form, DetailSet parts) {
  const DetailSet missing = form.required & ~parts;
  const DetailSet persons = IsCounted(form.kind) ? kPersons : 0;
  const DetailSet excess = parts & ~(form.required | form.optional | persons);
  if ((missing | excess) == 0) return {};
  for (const DetailForm& detail : DetailForms()) {
    if ((missing & SetOf(detail.part)) != 0) return detail.required;
    if ((excess & SetOf(detail.part)) != 0) return detail.unexpected;
  }
  return {};
}

// The details that are no lines, each once and in their order.
std::string_view OthersError(const Command& command,
                             std::span<const Detail> details,
                             const CodeCounts& codes, DetailSet* parts) {
  int last_place = -1;
  for (const Detail& detail : details) {
    if (detail.kind == DetailKind::kLine) {
      return "lines: must stand behind all other details";
    }
    const auto error = DetailError(command, detail, codes, parts);
    if (!error.empty()) return error;
    const int place = static_cast<int>(detail.kind) * 256 + detail.sub_kind;
    if (place <= last_place) return "details: must ascend by kind";
    last_place = place;
  }
  return {};
}

// What a purchase or return has depends on whether it names another.
std::string_view BasketError(const Command& command,
                             std::span<const Detail> lines, DetailSet parts) {
  const bool names_one = (parts & kReference) != 0;
  if (command.kind == CommandKind::kReturn) {
    const bool whole = (command.flags & kAmountGiven) == 0;
    if (whole && !names_one) {
      return "amount: required for a return that names no purchase";
    }
    if (!whole && command.unit_or_currency == 0) {
      return "currency: required with an amount";
    }
  }
  return LinesError(command, lines, names_one);
}

// A purchase without points has earned nothing, and nothing is said of them.
std::string_view OpenPurchaseError(const Command& command,
                                   std::span<const Detail> details,
                                   DetailSet parts) {
  const Detail* points = Find(details, NumberKind::kPoints);
  if ((points != nullptr) != (command.unit_or_currency != 0)) {
    return "points: go with a unit";
  }
  if (points == nullptr) {
    return (parts & (kLotFields | kLeft)) == 0
               ? ""
               : "points: required beside what is said of them";
  }
  const Detail* left = Find(details, NumberKind::kLeft);
  if (left != nullptr && left->number() > points->number()) {
    return "points_left: more than the points";
  }
  return {};
}

// What an import has besides depends on what it brings.
std::string_view ImportError(const Command& command,
                             std::span<const Detail> details, DetailSet parts) {
  const auto what =
      static_cast<ImportWhat>(Find(details, NumberKind::kWhat)->number());
  const bool is_purchase = what == ImportWhat::kPurchase;
  if (is_purchase) {
    const auto error = OpenPurchaseError(command, details, parts);
    if (!error.empty()) return error;
  }
  const bool has_dates =
      is_purchase || what == ImportWhat::kLot || what == ImportWhat::kTier;
  if (!has_dates) {
    return (parts & kLotFields) == 0
               ? ""
               : "what: goes with no dates, class or vintage";
  }
  const Detail* activation = Find(details, InstantKind::kActivation);
  const Detail* expiry = Find(details, InstantKind::kExpiry);
  const Instant from = activation != nullptr ? activation->instant()
                                             : Instant(command.occurred_at);
  if (expiry != nullptr && expiry->instant() <= from) {
    return "expiry: must be after the activation";
  }
  return {};
}

// The price of a reward is the program's.
std::string_view RedeemError(const Command& command, DetailSet parts) {
  const bool has_amount = (command.flags & kAmountGiven) != 0;
  const bool has_unit = command.unit_or_currency != 0;
  if ((parts & kReward) != 0) {
    return has_amount || has_unit ? "reward: has neither amount nor unit" : "";
  }
  if ((parts & kQuantity) != 0) return "quantity: of a reward only";
  if (!has_amount) return "amount: required";
  return has_unit ? "" : "unit or currency: required";
}

std::string_view AmountError(const Command& command, const KindForm& form) {
  const bool given = (command.flags & kAmountGiven) != 0;
  if (!given && command.amount != 0) return "amount: set but not flagged";
  if (!given && form.amount == kRequired) return "amount: required";
  if (given && form.amount == kNone) return "amount: not taken by this kind";
  if (command.amount < 0 && !form.signed_amount) {
    return "amount: must not be negative";
  }
  if (!Amount::InRange(command.amount)) return "amount: out of range";
  return {};
}

}  // namespace

CodeCounts CountCodes(const CodeTable& codes) {
  CodeCounts counts{};
  for (std::size_t space = 1; space < kCodeSpaces; ++space) {
    counts[space] = codes.Count(static_cast<CodeSpace>(space));
  }
  return counts;
}

std::string_view FormError(const Command& command,
                           std::span<const Detail> details,
                           const CodeCounts& codes) {
  const auto kind = static_cast<std::size_t>(command.kind);
  if (kind >= kKindForms.size() || kKindForms[kind].kind == CommandKind{}) {
    return "kind: unknown";
  }
  const KindForm& form = FormFor(command, details);
  if (!Instant::InRange(command.occurred_at)) {
    return "occurred_at: outside the years 1 to 9999";
  }
  const bool counted = IsCounted(command.kind);
  if ((command.flags & ~(form.flags | (counted ? kLinked | kOrdered : 0))) !=
      0) {
    return "flags: unknown";
  }
  if (command.id.IsZero() == counted) {
    return counted ? "id: must not be 0" : "id: a tick has none";
  }
  if ((command.flags & kOrdered) != 0 && command.id.low == 0) {
    return "id: the source of an ordered one must not be 0";
  }
  if (command.member.IsZero() == counted) {
    return counted ? "member: must not be 0" : "member: a tick has none";
  }
  if (const auto error = AmountError(command, form); !error.empty()) {
    return error;
  }
  const CodeSpace unit_space =
      IsBasket(command.kind) ? CodeSpace::kCurrency : CodeSpace::kUnit;
  if (!Meets(form.unit, command.unit_or_currency != 0)) {
    return form.unit == kNone ? "unit: not taken by this kind"
                              : "unit or currency: required";
  }
  if (command.unit_or_currency > Count(codes, unit_space)) {
    return "unit or currency: a code never given";
  }
  if (command.store > Count(codes, CodeSpace::kStore) ||
      command.reason > Count(codes, CodeSpace::kReason) ||
      command.channel > Count(codes, CodeSpace::kChannel)) {
    return "store, reason or channel: a code never given";
  }
  if (!counted && (command.store | command.reason | command.channel) != 0) {
    return "tick: has only a business time";
  }
  const std::span<const Detail> lines = LinesOf(details);
  for (const Detail& line : lines) {
    const auto error = LineError(command.kind, line, codes);
    if (!error.empty()) return error;
  }
  DetailSet parts = 0;
  const auto others = details.first(details.size() - lines.size());
  if (const auto error = OthersError(command, others, codes, &parts);
      !error.empty()) {
    return error;
  }
  if (const auto error = PartsError(form, parts); !error.empty()) return error;
  if (command.kind == CommandKind::kRedeem) return RedeemError(command, parts);
  if (command.kind == CommandKind::kImport) {
    return ImportError(command, details, parts);
  }
  return IsBasket(command.kind) ? BasketError(command, lines, parts) : "";
}

}  // namespace kumbara
