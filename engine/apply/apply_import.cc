// Import: what a member had elsewhere comes in as it was.

#include <algorithm>

#include "engine/apply/command_context.h"
#include "engine/apply/tiers.h"
#include "engine/base/check.h"
#include "engine/record/import_what.h"

namespace kumbara {
namespace {

// The running total that an import raises; null for all else.
using Total = Amount Wallet::*;

Total TotalOf(ImportWhat what) {
  switch (what) {
    case ImportWhat::kLot:
    case ImportWhat::kDeficit:
    case ImportWhat::kSpend:
    case ImportWhat::kVisits:
    case ImportWhat::kCounted:
    case ImportWhat::kTier:
    case ImportWhat::kPurchase:
    case ImportWhat::kId:
      break;
    case ImportWhat::kEarned:
      return &Wallet::earned;
    case ImportWhat::kClawedBack:
      return &Wallet::clawed_back;
    case ImportWhat::kRedeemed:
      return &Wallet::redeemed;
    case ImportWhat::kRestored:
      return &Wallet::restored;
    case ImportWhat::kExpired:
      return &Wallet::expired;
  }
  return nullptr;
}

Amount CoveredBy(const Wallet& wallet, Amount amount) {
  return std::min(wallet.available, amount);
}

bool HasRoom(const Shard& shard, ImportWhat what, const Wallet& wallet,
             Amount amount) {
  switch (what) {
    case ImportWhat::kLot:
    // All that a wallet holds may come to expire beside what has.
    case ImportWhat::kExpired:
      return Books::CanCredit(shard, wallet, amount);
    case ImportWhat::kDeficit:
      return Books::CanOwe(wallet, amount - CoveredBy(wallet, amount));
    default:
      return Fits(wallet.*TotalOf(what), amount);
  }
}

Code ClassOf(const CommandContext& context) {
  const Detail* code = Find(context.input.details, DetailKind::kCode);
  return code != nullptr ? code->code32 : 0;
}

// The lot as it was elsewhere; what the command leaves out is as if it had
// been earned at its business time and never expired.
Lot ImportedLot(CommandContext& context, Amount amount) {
  const std::span<const Detail> details = context.input.details;
  const Detail* activation = Find(details, InstantKind::kActivation);
  const Detail* expiry = Find(details, InstantKind::kExpiry);
  const Detail* vintage = Find(details, NumberKind::kVintage);
  Lot lot;
  lot.activation =
      activation != nullptr ? activation->instant() : context.occurred_at();
  lot.expiry = expiry != nullptr ? expiry->instant() : Instant::Greatest();
  lot.remaining = amount;
  LotTerms terms;
  terms.funding_class = ClassOf(context);
  terms.version = context.program.version;
  terms.vintage = vintage != nullptr
                      ? static_cast<std::uint16_t>(vintage->number())
                      : VintageOf(context.occurred_at(), context.program.zone);
  lot.terms = context.shard.terms.SlotOf(terms);
  return lot;
}

const Detail& Have(const Detail* detail) {
  KUMBARA_CHECK(detail != nullptr);
  return *detail;
}

ResultCode ImportTier(CommandContext& context) {
  const std::span<const Detail> details = context.input.details;
  const Detail* expiry = Find(details, InstantKind::kExpiry);
  return BringTier(context, Have(Find(details, DetailKind::kCode)).code32,
                   expiry != nullptr ? expiry->instant() : Instant::Greatest());
}

ResultCode ImportPoints(CommandContext& context, ImportWhat what) {
  const std::uint8_t unit = context.command().unit_or_currency;
  const Amount amount = context.amount();
  if (!HasRoom(context.shard, what, context.Look(unit), amount))
    return ResultCode::kOverflow;

  Wallet& wallet = context.Touch(unit);
  Books books = context.books();
  const SystemAccount imported{Account::kImported, unit, 0};
  if (what == ImportWhat::kLot) {
    books.Credit(wallet, imported, ImportedLot(context, amount));
  } else if (what == ImportWhat::kDeficit) {
    const Amount covered = CoveredBy(wallet, amount);
    books.Debit(wallet, imported, covered);
    books.Owe(wallet, imported, amount - covered);
  } else {
    wallet.*TotalOf(what) += amount;
  }
  return ResultCode::kOk;
}

// What is left of what it earned comes as a lot, its own; what it earned is
// kept for its returns.
ResultCode ImportPurchase(CommandContext& context) {
  const std::span<const Detail> details = context.input.details;
  const Detail* points = Find(details, NumberKind::kPoints);
  const Detail* said = Find(details, NumberKind::kLeft);
  const Amount earned(points != nullptr ? points->number() : 0);
  const Amount left = said != nullptr ? Amount(said->number()) : earned;
  const std::uint8_t unit = context.command().unit_or_currency;
  if (!Books::CanCredit(context.shard, context.Look(unit), left)) {
    return ResultCode::kOverflow;
  }
  context.OpenMember();
  CommandRecord& record = context.LeaveRecord(unit);
  record.label = ClassOf(context);
  Lot lot = ImportedLot(context, left);
  if (left != Amount()) {
    lot.number = context.books().Credit(
        context.Touch(unit), {Account::kImported, unit, 0}, Lot(lot));
  }
  context.shard.records.AddSlice(lot, earned);
  return ResultCode::kOk;
}

// An id that was used elsewhere is used here too: every command uses its own.
ResultCode ImportId(CommandContext& context) {
  context.OpenMember();
  return ResultCode::kOk;
}

}  // namespace

ResultCode ApplyImport(CommandContext& context) {
  const std::span<const Detail> details = context.input.details;
  const auto what =
      static_cast<ImportWhat>(Have(Find(details, NumberKind::kWhat)).number());
  if (context.command().unit_or_currency != 0) {
    const ResultCode code = RefuseUnit(context, false);
    if (code != ResultCode::kOk) return code;
  }
  switch (what) {
    case ImportWhat::kSpend:
      return CountImported(context, TierBasis::kSpend,
                           context.amount().count());
    case ImportWhat::kCounted:
      return CountImported(context, TierBasis::kUnit, context.amount().count());
    case ImportWhat::kVisits:
      return CountImported(context, TierBasis::kVisits,
                           Have(Find(details, NumberKind::kQuantity)).number());
    case ImportWhat::kTier:
      return ImportTier(context);
    case ImportWhat::kPurchase:
      return ImportPurchase(context);
    case ImportWhat::kId:
      return ImportId(context);
    default:
      return ImportPoints(context, what);
  }
}

}  // namespace kumbara
