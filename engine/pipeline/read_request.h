// ReadRequest: a reader's question to the shard that has the answer.
//
// Threads: made and awaited by the reader, answered by a shard worker,
//          released by the acknowledger.

#ifndef KUMBARA_ENGINE_PIPELINE_READ_REQUEST_H_
#define KUMBARA_ENGINE_PIPELINE_READ_REQUEST_H_

#include <atomic>
#include <cstdint>

#include "engine/member/member_view.h"

namespace kumbara {

struct ReadRequest {
  enum State : int { kPending, kDone, kFailed };

  MemberId member;
  MemberView view;  // Valid once done.
  // Batches that must be durable before the view may be seen, beside the one
  // of its last sequence.
  std::uint64_t batches = 0;
  std::atomic<int> state{kPending};

  void Finish(State result) {
    state.store(result, std::memory_order_release);
    state.notify_all();
  }
  // True if answered, false if the ledger closed or failed first.
  bool Wait() const {
    state.wait(kPending);
    return state.load(std::memory_order_acquire) == kDone;
  }
};

}  // namespace kumbara

#endif  // KUMBARA_ENGINE_PIPELINE_READ_REQUEST_H_
