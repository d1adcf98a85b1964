// Join and leave: who is joined to which pool is known to both, and told by
// message (engine/apply/message.h).

#include <algorithm>

#include "engine/apply/addressee.h"
#include "engine/apply/command_context.h"
#include "engine/base/check.h"

namespace kumbara {
namespace {

ResultCode RefuseToTakeIn(const Addressee& pool) {
  if (pool.slot == kNoSlot) return ResultCode::kReceiverUnknown;
  if (pool.member().is_closed != 0) return ResultCode::kReceiverClosed;
  const MemberProfile* profile = pool.shard.FindProfile(pool.slot);
  if (profile == nullptr) return ResultCode::kOk;
  const bool is_full =
      profile->pool_members.size() >= pool.program.pool_members_max;
  return profile->is_joined() || profile->joining || is_full
             ? ResultCode::kReceiverRefused
             : ResultCode::kOk;
}

}  // namespace

ResultCode ApplyJoin(CommandContext& context) {
  const ResultCode code = RefuseUnknownMember(context);
  if (code != ResultCode::kOk) return code;
  MemberProfile profile = context.shard.ProfileOf(context.slot);
  if (context.program.pool_members_max == 0 || profile.is_joined() ||
      profile.joining || !profile.pool_members.empty()) {
    return ResultCode::kNotPermitted;
  }
  const Detail* pool = Find(context.input.details, DetailKind::kParty);
  KUMBARA_CHECK(pool != nullptr);
  profile.joining = true;
  context.shard.KeepProfile(context.slot, profile);
  context.messages.Add(
      context.NewMessage(MessageKind::kJoin, pool->member_id()));
  context.outcome.reserved = kOutcomeOpen;
  return ResultCode::kOk;
}

ResultCode ApplyLeave(CommandContext& context) {
  const ResultCode code = RefuseUnknownMember(context);
  if (code != ResultCode::kOk) return code;
  const MemberId* pool = context.JoinedPool();
  if (pool == nullptr) return ResultCode::kNotPermitted;
  context.messages.Add(context.NewMessage(MessageKind::kPart, *pool));
  MemberProfile profile = context.shard.ProfileOf(context.slot);
  profile.pool = MemberId{};
  context.shard.KeepProfile(context.slot, profile);
  return ResultCode::kOk;
}

void TakeIn(const Addressee& pool, Messages& messages) {
  const Message& message = pool.message;
  if (pool.slot != kNoSlot) pool.MoveClock(Instant::Least());
  const ResultCode refusal = RefuseToTakeIn(pool);
  messages.Add(Reply(message, MessageKind::kJoinAnswer, refusal));
  if (refusal != ResultCode::kOk) return;
  pool.MoveClock(message.occurred_at);
  pool.member().NoteSequence(pool.mover.sequence);
  MemberProfile profile = pool.shard.ProfileOf(pool.slot);
  profile.pool_members.push_back(message.from);
  pool.shard.KeepProfile(pool.slot, profile);
}

void FinishJoin(const Addressee& member) {
  const Message& message = member.message;
  KUMBARA_CHECK(member.slot != kNoSlot);
  member.MoveClock(Instant::Least());
  member.member().NoteSequence(member.mover.sequence);
  MemberProfile profile = member.shard.ProfileOf(member.slot);
  profile.joining = false;
  if (message.reason == ResultCode::kOk) profile.pool = message.to;
  member.shard.KeepProfile(member.slot, profile);
  // After a merge members are joined that did not ask.
  if (message.outcome == nullptr) return;
  message.outcome->code = message.reason;
  message.outcome->reserved = 0;
}

void Part(const Addressee& to) {
  KUMBARA_CHECK(to.slot != kNoSlot);
  to.member().NoteSequence(to.mover.sequence);
  MemberProfile profile = to.shard.ProfileOf(to.slot);
  if (profile.pool == to.message.from) profile.pool = MemberId{};
  std::erase(profile.pool_members, to.message.from);
  to.shard.KeepProfile(to.slot, profile);
}

}  // namespace kumbara
