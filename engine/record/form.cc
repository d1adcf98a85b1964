#include "engine/record/form.h"

namespace kumbara {
namespace {

enum class Need : std::uint8_t { kNone, kOptional, kRequired };

// What a command of each kind has.
struct KindForm {
  Need amount;
  bool signed_amount;
  Need unit;  // The byte unit_or_currency.
  bool is_currency;
  Need reference;
  Need receiver;
  Need funding_class;
  Need category;
  Need until;
};

using enum Need;

// Indexed by kind.
// clang-format off
constexpr std::array<KindForm, kCommandKindLast + 1> kForms = {{
    // amount   signed unit       currency reference  receiver   funding    category   until
    {kNone,     false, kNone,     false,   kNone,     kNone,     kNone,     kNone,     kNone},
    {kNone,     false, kNone,     false,   kNone,     kNone,     kNone,     kNone,     kNone},      // tick
    {kNone,     false, kNone,     false,   kNone,     kNone,     kNone,     kNone,     kNone},      // enroll
    {kRequired, false, kRequired, true,    kNone,     kNone,     kNone,     kOptional, kNone},      // purchase
    {kOptional, false, kOptional, true,    kOptional, kNone,     kNone,     kOptional, kNone},      // return
    {kRequired, false, kRequired, false,   kNone,     kNone,     kOptional, kNone,     kNone},      // award
    {kRequired, false, kRequired, false,   kNone,     kNone,     kNone,     kNone,     kNone},      // redeem
    {kRequired, true,  kRequired, false,   kNone,     kNone,     kNone,     kNone,     kNone},      // adjust
    {kRequired, false, kRequired, false,   kNone,     kRequired, kNone,     kNone,     kNone},      // transfer
    {kRequired, false, kRequired, false,   kNone,     kNone,     kNone,     kNone,     kRequired},  // hold
    {kOptional, false, kNone,     false,   kRequired, kNone,     kNone,     kNone,     kNone},      // capture
    {kNone,     false, kNone,     false,   kRequired, kNone,     kNone,     kNone,     kNone},      // void
    {kOptional, false, kNone,     false,   kRequired, kNone,     kNone,     kNone,     kNone},      // reverse
}};
// clang-format on

struct DetailCounts {
  int reference = 0;
  int receiver = 0;
  int funding_class = 0;
  int category = 0;
  int until = 0;
};

bool Meets(Need need, int count) {
  return need == kRequired ? count == 1 : count <= (need == kOptional ? 1 : 0);
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

std::string_view CodeError(const Detail& detail, const CodeCounts& codes,
                           DetailCounts* counts) {
  CodeSpace space;
  if (detail.sub_kind == static_cast<std::uint8_t>(CodeKind::kFundingClass)) {
    space = CodeSpace::kFundingClass;
    ++counts->funding_class;
  } else if (detail.sub_kind ==
             static_cast<std::uint8_t>(CodeKind::kCategory)) {
    space = CodeSpace::kCategory;
    ++counts->category;
  } else {
    return "code: only a funding class or a category was expected";
  }
  if (!RestIsZero(detail, 0)) return "code: nothing may follow it";
  if (detail.code32 == 0 || detail.code32 > Count(codes, space)) {
    return "code: never given";
  }
  return {};
}

std::string_view InstantError(const Command& command, const Detail& detail,
                              DetailCounts* counts) {
  ++counts->until;
  if (detail.sub_kind != static_cast<std::uint8_t>(InstantKind::kUntil) ||
      detail.code32 != 0 || !RestIsZero(detail, sizeof(std::int64_t))) {
    return "instant: only an end was expected";
  }
  if (!Instant::InRange(detail.instant().micros())) {
    return "until: outside the years 1 to 9999";
  }
  if (detail.instant().micros() <= command.occurred_at) {
    return "until: must be after occurred_at";
  }
  return {};
}

std::string_view DetailError(const Command& command, const Detail& detail,
                             const CodeCounts& codes, DetailCounts* counts) {
  if (detail.code16 != 0) return "detail: code16 must be 0";
  switch (detail.kind) {
    case DetailKind::kReference:
      ++counts->reference;
      if (detail.sub_kind != 0 || detail.code32 != 0 ||
          !RestIsZero(detail, sizeof(CommandId))) {
        return "reference: only a command id was expected";
      }
      if (detail.command_id().IsZero()) return "reference: must not be 0";
      if (detail.command_id() == command.id) {
        return "reference: a command cannot name itself";
      }
      return {};
    case DetailKind::kParty:
      ++counts->receiver;
      if (detail.sub_kind != static_cast<std::uint8_t>(PartyKind::kReceiver) ||
          detail.code32 != 0 || !RestIsZero(detail, sizeof(MemberId))) {
        return "party: only a receiver was expected";
      }
      if (detail.member_id().IsZero()) return "receiver: must not be 0";
      if (detail.member_id() == command.member) {
        return "receiver: a transfer to oneself";
      }
      return {};
    case DetailKind::kCode:
      return CodeError(detail, codes, counts);
    case DetailKind::kInstant:
      return InstantError(command, detail, counts);
  }
  return "detail: unknown kind";
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
  if (kind == 0 || kind > kCommandKindLast) return "kind: unknown";
  const KindForm& form = kForms[kind];
  if (!Instant::InRange(command.occurred_at)) {
    return "occurred_at: outside the years 1 to 9999";
  }
  if ((command.flags & ~kCommandFlagsAll) != 0) return "flags: unknown";
  const bool counted = IsCounted(command.kind);
  if (command.id.IsZero() == counted) {
    return counted ? "id: must not be 0" : "id: a tick has none";
  }
  if (command.member.IsZero() == counted) {
    return counted ? "member: must not be 0" : "member: a tick has none";
  }
  if (const auto error = AmountError(command, form); !error.empty()) {
    return error;
  }
  const CodeSpace unit_space =
      form.is_currency ? CodeSpace::kCurrency : CodeSpace::kUnit;
  if (!Meets(form.unit, command.unit_or_currency != 0 ? 1 : 0)) {
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
  DetailCounts counts;
  int last_place = -1;
  for (const Detail& detail : details) {
    const auto error = DetailError(command, detail, codes, &counts);
    if (!error.empty()) return error;
    const int place = static_cast<int>(detail.kind) * 256 + detail.sub_kind;
    if (place <= last_place) return "details: must ascend by kind";
    last_place = place;
  }
  if (!Meets(form.reference, counts.reference)) {
    return form.reference == kRequired ? "reference: exactly one required"
                                       : "reference: not expected";
  }
  if (!Meets(form.receiver, counts.receiver)) {
    return form.receiver == kRequired ? "receiver: exactly one required"
                                      : "receiver: not expected";
  }
  if (!Meets(form.funding_class, counts.funding_class)) {
    return "funding_class: not expected";
  }
  if (!Meets(form.category, counts.category)) return "category: not expected";
  if (!Meets(form.until, counts.until)) {
    return form.until == kRequired ? "until: exactly one required"
                                   : "until: not expected";
  }
  if (command.kind == CommandKind::kReturn) {
    const bool whole = (command.flags & kAmountGiven) == 0;
    if (whole && counts.reference == 0) {
      return "amount: required for a return that names no purchase";
    }
    if (!whole && command.unit_or_currency == 0) {
      return "currency: required with an amount";
    }
  }
  return {};
}

}  // namespace kumbara
