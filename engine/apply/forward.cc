// What comes to a merged member goes on to the one it was merged into: its own
// commands, and the messages of others.

#include "engine/apply/addressee.h"
#include "engine/apply/command_context.h"
#include "engine/base/check.h"

namespace kumbara {
namespace {

// Its lots are numbered higher there.
std::uint32_t Renumbered(const MemberProfile& merged, std::uint8_t unit,
                         std::uint32_t number) {
  return number == 0 ? 0 : number + merged.ShiftOf(unit);
}

}  // namespace

void Forward(CommandContext& context) {
  const MemberProfile* profile = context.shard.FindProfile(context.slot);
  Message message =
      context.NewMessage(MessageKind::kForward, profile->merged_into);
  message.forwarded =
      context.messages.Keep(std::make_shared<const Input>(context.input));
  context.messages.Add(message);
  context.outcome.reserved = kOutcomeOpen;
}

void ApplyForwarded(SemanticVersion version, const Addressee& to,
                    Messages& messages) {
  KUMBARA_CHECK(to.slot != kNoSlot);
  const Message& message = to.message;
  Command command = message.forwarded->command;
  command.member = message.to;
  const std::size_t before = messages.size();
  Apply(version, message.forwarded->As(command, to.mover.sequence, to.slot),
        to.program, to.shard, messages, message.outcome);
  for (Message& made : messages.list().subspan(before)) {
    made.outcome = message.outcome;
  }
}

void PassOn(const Addressee& merged, std::span<const Slice> slices,
            Messages& messages) {
  const Message& message = merged.message;
  // Where it leads to is merged into nobody.
  KUMBARA_CHECK(message.kind != MessageKind::kForward);
  const MemberProfile* profile = merged.shard.FindProfile(merged.slot);
  Message next = message;
  next.to = profile->merged_into;
  if (message.was_also != nullptr) {
    next.was_also = messages.Keep(
        std::make_shared<const std::vector<MemberId>>(*message.was_also));
  }
  next.first_lot = Renumbered(*profile, message.unit, message.first_lot);
  for (Slice slice : slices) {
    if (message.kind == MessageKind::kClawback) {
      const std::uint8_t unit = slice.unit != 0 ? slice.unit : message.unit;
      slice.number = Renumbered(*profile, unit, slice.number);
    }
    messages.slices().push_back(slice);
  }
  messages.Add(next);
}

}  // namespace kumbara
