// Extend: expiries of one unit's lots, later and never earlier.

#include "engine/apply/command_context.h"
#include "engine/base/check.h"

namespace kumbara {

ResultCode ApplyExtend(CommandContext& context) {
  ResultCode code = RefuseUnknownMember(context);
  if (code != ResultCode::kOk) return code;
  code = RefuseUnit(context, false);
  if (code != ResultCode::kOk) return code;
  const std::span<const Detail> details = context.input.details;
  const std::uint8_t unit = context.command().unit_or_currency;
  Extension extension;
  const Detail* until = Find(details, InstantKind::kUntil);
  KUMBARA_CHECK(until != nullptr);
  extension.until = until->instant();
  if (const Detail* before = Find(details, InstantKind::kBefore)) {
    extension.before = before->instant();
  }
  if (const Detail* lot = Find(details, NumberKind::kLot)) {
    extension.lot = static_cast<std::uint32_t>(lot->number());
    const Books::Found found =
        context.books().FindByNumber(context.Look(unit), extension.lot);
    if (found.lot == nullptr) {
      return ResultCode::kReferenceNotFound;
    }
  }
  // Who has no wallet has nothing to extend, and gets none.
  Wallet* wallet = context.shard.members.FindWallet(context.member(), unit);
  if (wallet != nullptr) context.books().Extend(*wallet, extension);
  return ResultCode::kOk;
}

}  // namespace kumbara
