#include <algorithm>

#include "engine/apply/command_context.h"
#include "engine/apply/rate.h"
#include "engine/base/check.h"

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

// What of a claim is taken now; the rest is forgone.
Amount Collectable(const Wallet& wallet, DeficitPolicy policy, Amount claim) {
  switch (policy) {
    case DeficitPolicy::kNegative:
      return claim;
    case DeficitPolicy::kClamp:
      return std::min(wallet.available, claim);
    case DeficitPolicy::kOnlyPending:
      return std::min(wallet.pending, claim);
  }
  return claim;
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
  const Wallet before = context.Look(unit);
  const Amount taken =
      Collectable(before, program.returns.deficit, claim.points);
  if (!Books::CanDebit(before, taken) || !Fits(before.clawed_back, taken)) {
    return ResultCode::kOverflow;
  }

  context.OpenMember();
  if (claim.record != nullptr) {
    context.shard.records.NoteReturn(claim.record->id, claim.returned,
                                     claim.record->demanded + claim.points);
  }
  if (unit == 0) return ResultCode::kOk;
  Wallet& wallet = context.Touch(unit);
  context.books().DebitIntoDeficit(
      wallet, {Account::kClawedBack, unit, program.earn->funding_class}, taken);
  wallet.clawed_back += taken;
  context.Answer(wallet, -taken);
  return ResultCode::kOk;
}

}  // namespace kumbara
