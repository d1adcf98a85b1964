#include <algorithm>

#include "engine/apply/command_context.h"
#include "engine/apply/rate.h"
#include "engine/base/check.h"
#include "engine/program/lot_dates.h"

namespace kumbara {
namespace {

// What a return asks back, and what its purchase's record becomes.
struct Claim {
  const PurchaseRecord* record = nullptr;  // Null for a return of none.
  Money returned;                          // Of the record, this one included.
  Amount points;
};

ResultCode ClaimByRate(const CommandContext& context, Claim* claim) {
  const Money total(context.command().amount);
  const std::optional<Amount> points = Rate(context.program, total);
  if (!points) return ResultCode::kOverflow;
  claim->points = *points;
  return ResultCode::kOk;
}

ResultCode ClaimOnPurchase(const CommandContext& context, Claim* claim) {
  const Command& command = context.command();
  const Detail* reference = Find(context.input.details, DetailKind::kReference);
  KUMBARA_CHECK(reference != nullptr);
  const PurchaseRecord* record =
      context.shard.records.Find(reference->command_id());
  if (record == nullptr) return ResultCode::kReferenceNotFound;
  // Resolve compares 32 bits of the member; this decides.
  if (record->member != context.slot) {
    return ResultCode::kReferenceOfOtherMember;
  }
  const Money left = record->amount - record->returned;
  if (left == Money() && record->returned != Money()) {
    return ResultCode::kAlreadyReversed;
  }
  const bool whole = (command.flags & kAmountGiven) == 0;
  const Money asked = whole ? left : Money(command.amount);
  if (asked > left) return ResultCode::kExceedsRemaining;

  const std::optional<Amount> all = Rate(context.program, record->amount);
  const std::optional<Amount> kept = Rate(context.program, left - asked);
  KUMBARA_CHECK(all && kept);  // The purchase was rated: less stays in range.
  claim->record = record;
  claim->returned = record->returned + asked;
  claim->points = *all - *kept - record->demanded;
  KUMBARA_CHECK(claim->points >= Amount());
  return ResultCode::kOk;
}

ResultCode ClaimOf(const CommandContext& context, Claim* claim) {
  const ReturnsPolicy& policy = context.program.returns;
  switch (context.input.reference) {
    case Reference::kNone:
      if (policy.unmatched == UnmatchedReturn::kRefuse) {
        return ResultCode::kReferenceNotFound;
      }
      return ClaimByRate(context, claim);
    case Reference::kUnknown:
      if (policy.unknown_reference == UnknownReference::kRefuse ||
          policy.unmatched == UnmatchedReturn::kRefuse ||
          (context.command().flags & kAmountGiven) == 0) {
        return ResultCode::kReferenceNotFound;
      }
      return ClaimByRate(context, claim);
    case Reference::kWrongKind:
      return ResultCode::kReferenceWrongKind;
    case Reference::kOtherMember:
      return ResultCode::kReferenceOfOtherMember;
    case Reference::kPurchase:
      return ClaimOnPurchase(context, claim);
  }
  return ResultCode::kReferenceNotFound;
}

// The lot that a purchase made, whether or not anything is left of it.
std::optional<LotKey> OwnLot(const CommandContext& context,
                             const Claim& claim) {
  if (claim.record == nullptr || claim.record->lot == 0) return std::nullopt;
  const LotDates dates = DatesOf(context.program.earn->lots,
                                 claim.record->earned, context.program.zone);
  return LotKey{dates.activation, dates.expiry, claim.record->lot};
}

// From where a claim is taken; what is left of it is forgone.
struct Taking {
  std::optional<LotKey> own;  // First, wherever it is.
  Amount pending;             // Then of the other pending lots,
  Amount available;           // or of the available ones,
  Amount debt;                // or owed.
  Amount total;
};

Taking PlanTaking(CommandContext& context, const Claim& claim,
                  const Wallet& wallet) {
  Taking taking;
  taking.own = OwnLot(context, claim);
  Amount own_pending;
  if (taking.own && context.slot != kNoSlot) {
    taking.own = context.books().KeyNow(wallet, *taking.own);
    const Lot* lot = context.books().FindPending(wallet, *taking.own);
    if (lot != nullptr) own_pending = lot->remaining;
  }
  const Amount own_part = std::min(own_pending, claim.points);
  const Amount rest = claim.points - own_part;
  switch (context.program.returns.deficit) {
    case DeficitPolicy::kNegative:
      taking.available = std::min(wallet.available, rest);
      taking.debt = rest - taking.available;
      break;
    case DeficitPolicy::kClamp:
      taking.available = std::min(wallet.available, rest);
      break;
    case DeficitPolicy::kOnlyPending:
      taking.pending = std::min(wallet.pending - own_pending, rest);
      if (own_pending == Amount()) taking.own.reset();
      break;
  }
  taking.total = own_part + taking.pending + taking.available + taking.debt;
  return taking;
}

void Take(const Taking& taking, SystemAccount to, Wallet& wallet,
          Books& books) {
  Amount rest = taking.total - taking.debt;
  if (taking.own) rest -= books.DebitLot(wallet, to, *taking.own, rest);
  if (taking.pending != Amount()) {
    books.DebitPending(wallet, to, rest);
  } else {
    books.Debit(wallet, to, rest);
  }
  books.Owe(wallet, to, taking.debt);
}

}  // namespace

ResultCode ApplyReturn(CommandContext& context) {
  const Program& program = context.program;
  if (program.enrol == EnrolPolicy::kExplicit) {
    const ResultCode code = RefuseUnknownMember(context);
    if (code != ResultCode::kOk) return code;
  }
  ResultCode code = RefuseCurrency(context);
  if (code != ResultCode::kOk) return code;
  Claim claim;
  code = ClaimOf(context, &claim);
  if (code != ResultCode::kOk) return code;
  const std::uint8_t unit = EarnedUnit(program);
  const Wallet& before = context.Look(unit);
  const Taking taking = PlanTaking(context, claim, before);
  if (!Books::CanOwe(before, taking.debt) ||
      !Fits(before.clawed_back, taking.total)) {
    return ResultCode::kOverflow;
  }

  context.OpenMember();
  if (claim.record != nullptr) {
    context.shard.records.NoteReturn(claim.record->id, claim.returned,
                                     claim.record->demanded + claim.points);
  }
  if (unit == 0) return ResultCode::kOk;
  Wallet& wallet = context.Touch(unit);
  wallet.clawed_back += taking.total;
  Books books = context.books();
  Take(taking, {Account::kClawedBack, unit, program.earn->funding_class},
       wallet, books);
  books.Forgo(unit, claim.points - taking.total);
  return ResultCode::kOk;
}

}  // namespace kumbara
