#include "engine/apply/linked_run.h"

#include "engine/base/check.h"

namespace kumbara {

namespace {

// Where the refusals end that are known of a command before what it names is.
constexpr ResultCode kFirstOfReference = ResultCode::kReferenceNotFound;

}  // namespace

// The commands as the copy knows them: an id has another slot there.
void LinkedRuns::Prepare(std::span<const LinkedCommand> run, const Shard& shard,
                         Slot member) {
  copy_.Take(shard, member);
  inputs_.clear();
  for (const LinkedCommand& one : run) {
    Input& input = inputs_.emplace_back(one.input);
    const Detail* named = Find(input.details, DetailKind::kReference);
    if (named == nullptr || input.reference.id_slot == kNoSlot) continue;
    input.reference.id_slot = copy_.TakeRecord(shard, named->command_id(),
                                               one.input.reference.id_slot);
  }
  const Slot first = copy_.MakeRoom(static_cast<std::uint32_t>(run.size()));
  for (std::size_t i = 0; i < run.size(); ++i) {
    inputs_[i].id_slot = first + static_cast<Slot>(i);
    const Slot id_slot = run[i].input.id_slot;
    for (std::size_t later = i + 1; later < run.size(); ++later) {
      if (run[later].input.reference.id_slot != id_slot) continue;
      inputs_[later].reference.id_slot = inputs_[i].id_slot;
    }
  }
}

Refusal LinkedRuns::TryOne(SemanticVersion version, const LinkedCommand& one,
                           const Input& input) {
  const bool is_last_of_all = input.command.kind == CommandKind::kClose ||
                              input.command.kind == CommandKind::kMerge;
  Outcome outcome;
  if (one.would_wait && is_last_of_all) {
    // Beside what is under way it cannot even be tried: only who it is counts.
    const Member* member = copy_.shard().members.Find(input.command.member);
    if (member == nullptr) return {ResultCode::kMemberUnknown, 0};
    if (member->is_closed != 0) return {ResultCode::kMemberClosed, 0};
    return {one.against};
  }
  kumbara::Apply(version, input, program_, copy_.shard(), messages_, &outcome);
  const Refusal own{outcome.code, outcome.unit};
  if (one.against == ResultCode::kOk) return own;
  const ResultCode end = one.would_wait ? kFirstOfReference : one.against;
  const bool is_less = own.code != ResultCode::kOk && own.code < end;
  return is_less ? own : Refusal{one.against};
}

LinkedRuns::Failure LinkedRuns::Try(SemanticVersion version,
                                    std::span<const LinkedCommand> run,
                                    const Shard& shard) {
  const Slot member = shard.members.FindSlot(run.front().input.command.member);
  if (member != kNoSlot && shard.members.At(member).is_merged != 0) {
    return {0, {ResultCode::kNotPermitted}};
  }
  Prepare(run, shard, member);
  messages_.Clear();
  for (std::size_t i = 0; i < run.size(); ++i) {
    const Refusal refusal = TryOne(version, run[i], inputs_[i]);
    if (refusal.code != ResultCode::kOk) return {i, refusal};
  }
  return {run.size(), {}};
}

void LinkedRuns::Apply(SemanticVersion version,
                       std::span<const LinkedCommand> run, bool must_fail,
                       Shard& shard) {
  KUMBARA_CHECK(!run.empty());
  const Failure failure = Try(version, run, shard);
  const bool fails = must_fail || failure.index < run.size();
  for (std::size_t i = 0; i < run.size(); ++i) {
    const LinkedCommand& one = run[i];
    if (!fails) {
      kumbara::Apply(version, one.input, program_, shard, messages_,
                     one.outcome);
      KUMBARA_CHECK(one.outcome->code == ResultCode::kOk);
      KUMBARA_CHECK(messages_.empty());
      continue;
    }
    Refusal refusal = failure.refusal;
    if (i != failure.index) {
      refusal = {one.against == ResultCode::kOk ? ResultCode::kLinkedFailed
                                                : one.against};
    }
    Refuse(version, one.input, refusal, program_, shard, one.outcome);
  }
}

}  // namespace kumbara
