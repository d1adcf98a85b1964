// Message: what reaches another member of the ledger. Made by apply, delivered
// at the end of the round, never journaled: the same journal makes it again.
//
// A transfer takes three steps: the giver's command holds the amount, the
// message `kTransfer` credits the receiver or fails, and `kTransferDone` or
// `kTransferRefused` goes back to settle what was held.

#ifndef KUMBARA_ENGINE_APPLY_MESSAGE_H_
#define KUMBARA_ENGINE_APPLY_MESSAGE_H_

#include <cstdint>
#include <vector>

#include "engine/base/result_code.h"
#include "engine/base/types.h"
#include "engine/record/outcome.h"

namespace kumbara {

enum class MessageKind : std::uint8_t {
  kTransfer = 1,
  kTransferDone = 2,
  kTransferRefused = 3,
};

struct Message {
  Sequence origin = 0;      // The command it goes back to,
  std::uint32_t index = 0;  // and which of its messages this is.
  MessageKind kind = MessageKind::kTransfer;
  std::uint8_t unit = 0;
  ResultCode reason = ResultCode::kOk;  // Of a refusal.
  CommandId command;                    // Id of the origin.
  MemberId from;
  MemberId to;
  Amount amount;
  Instant occurred_at;         // The origin's business time.
  Outcome* outcome = nullptr;  // The origin's, answered by the last message.

  // Whom it is delivered to.
  const MemberId& addressee() const {
    return kind == MessageKind::kTransfer ? to : from;
  }
};

// Order of delivery within a wave.
inline bool DeliveredBefore(const Message& a, const Message& b) {
  return a.origin != b.origin ? a.origin < b.origin : a.index < b.index;
}

using Messages = std::vector<Message>;

// An outcome whose answer comes at the round's end has this in `reserved`; a
// final one has 0.
inline constexpr std::uint32_t kOutcomeOpen = 1;

}  // namespace kumbara

#endif  // KUMBARA_ENGINE_APPLY_MESSAGE_H_
