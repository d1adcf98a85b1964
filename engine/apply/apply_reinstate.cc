// Reinstate: what has expired comes back while it is remembered.

#include <optional>

#include "engine/apply/command_context.h"
#include "engine/apply/remembered_lots.h"
#include "engine/base/check.h"

namespace kumbara {
namespace {

bool Remembers(CommandContext& context, std::uint32_t number) {
  bool found = false;
  ForEachRemembered(context.shard, context.Look(context.unit), context.program,
                    context.member().clock, [&](const Lot& lot, Instant) {
                      found |= lot.number == number;
                    });
  return found;
}

}  // namespace

ResultCode ApplyReinstate(CommandContext& context) {
  ResultCode code = RefuseUnknownMember(context);
  if (code != ResultCode::kOk) return code;
  code = RefuseUnit(context, false);
  if (code != ResultCode::kOk) return code;
  const std::span<const Detail> details = context.input.details;
  std::optional<std::uint32_t> number;
  if (const Detail* lot = Find(details, NumberKind::kLot)) {
    number = static_cast<std::uint32_t>(lot->number());
    if (!Remembers(context, *number)) return ResultCode::kReferenceNotFound;
  }
  if (!context.program.FindUnit(context.unit)->reinstate_within) {
    return ResultCode::kNotPermitted;
  }

  // What comes back leaves what has expired, so there is room for it.
  const Detail* until = Find(details, InstantKind::kUntil);
  KUMBARA_CHECK(until != nullptr);
  Wallet& wallet = context.Touch(context.unit);
  context.books().Reinstate(wallet, number, until->instant());
  return ResultCode::kOk;
}

}  // namespace kumbara
