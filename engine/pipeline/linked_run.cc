#include "engine/pipeline/linked_run.h"

#include <algorithm>

#include "engine/base/limits.h"

namespace kumbara {
namespace {

// Why an item may not stand at its place in a run, of several reasons the one
// with the least number; kOk if it may.
ResultCode ReasonAgainst(const WorkItem& item, std::size_t place,
                         const MemberId& member, bool is_cut_off) {
  if (item.may_send || item.would_wait) return ResultCode::kNotPermitted;
  if (place >= kRunCommandsMax) return ResultCode::kLimitReached;
  if (is_cut_off) return ResultCode::kLinkedOpen;
  if (item.command->member != member) return ResultCode::kLinkedOtherMember;
  return ResultCode::kOk;
}

}  // namespace

bool HappensBefore(Instant until, std::span<const WorkItem> run) {
  return std::all_of(run.begin(), run.end(), [&](const WorkItem& item) {
    return Instant(item.command->occurred_at) < until;
  });
}

void SkipRun(std::span<WorkItem> run) {
  for (WorkItem& item : run) {
    if (IsNew(item.kind)) item.kind = ItemKind::kSkipped;
  }
}

void MarkRun(bool is_open, std::span<WorkItem> run) {
  const MemberId member = run.front().command->member;
  WorkItem* first = nullptr;
  bool has_failed = false;  // At an item so far.
  for (std::size_t i = 0; i < run.size(); ++i) {
    WorkItem& item = run[i];
    if (!IsNew(item.kind)) {
      has_failed = true;
      if (first != nullptr) first->run_fails = true;
      continue;
    }
    item.would_wait = item.kind == ItemKind::kCarried;
    item.refusal =
        ReasonAgainst(item, i, member, is_open && i + 1 == run.size());
    // Answered here and now: so it waits for no round's end.
    item.may_send = false;
    const bool is_other = item.command->member != member;
    if (is_other && first != nullptr) first->run_fails = true;
    if (has_failed || is_other) {
      item.kind = ItemKind::kRefused;
      if (item.refusal == ResultCode::kOk) {
        item.refusal = ResultCode::kLinkedFailed;
      }
    } else if (first == nullptr) {
      first = &item;
      item.kind = ItemKind::kRun;
    } else {
      item.kind = ItemKind::kInRun;
      ++first->run_rest;
    }
    // What may not stand there is the last that is tried.
    has_failed |= is_other || item.refusal != ResultCode::kOk;
  }
}

}  // namespace kumbara
