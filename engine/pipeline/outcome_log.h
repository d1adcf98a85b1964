// OutcomeLog: the running digest of all outcomes, in sequence order.
//
//   outcome_digest(n) = sum mod 2^128 of XXH3-128(canonical outcome of s)
//                       over all sequences s <= n
//
// Every batch header carries (outcome_seq, outcome_digest) as far as they were
// known, so whoever applies the journal again compares as he goes and stops at
// the very batch that differs. Answers become final out of order (a transfer
// waits for its round's end); the log keeps what is final behind an open one
// until that is final too.
//
// Threads: one.
// Cost:    one hash of 64 bytes a command.

#ifndef KUMBARA_ENGINE_PIPELINE_OUTCOME_LOG_H_
#define KUMBARA_ENGINE_PIPELINE_OUTCOME_LOG_H_

#include <cstdint>
#include <deque>
#include <span>
#include <vector>

#include "absl/status/status.h"
#include "engine/base/hash.h"
#include "engine/base/state_stream.h"
#include "engine/record/code_table.h"
#include "engine/record/outcome.h"

namespace kumbara {

class OutcomeLog {
 public:
  explicit OutcomeLog(const CodeTable& codes) : texts_(codes) {}

  // Adds the outcomes of one frame, which follow all added before. An open one
  // (`reserved` != 0) stops the digest until Close gives it. The outcomes may
  // go away after the call.
  void Add(Sequence first, std::span<const Outcome> outcomes);

  // The final outcome of a sequence that was open when added.
  void Close(Sequence sequence, const Outcome& outcome);

  // While re-applying a journal: the digest must have this value at this
  // sequence. The log then goes no further than it is told. Expectations come
  // in order; those of a journal never fall.
  void Expect(Sequence sequence, const Digest& digest);
  void StopExpecting();
  // The first expectation that did not hold.
  const absl::Status& mismatch() const { return mismatch_; }

  // As bytes and back. REQUIRES: to write, no answer is open; to read, nothing
  // was added. What the journal vouched for of sequences before is not compared
  // any more: what it vouches for later includes them.
  void Save(StateWriter& writer);
  void Load(StateReader& reader);

  // Every answer up to this sequence is final, and in the digest.
  Sequence sequence() const { return sequence_; }
  const Digest& digest() const { return digest_; }

 private:
  struct Expectation {
    Sequence sequence = 0;
    Digest digest;
  };

  void Advance();
  void Compare();
  Digest HashOf(Sequence sequence, const Outcome& outcome);

  TextHashes texts_;
  Sequence sequence_ = 0;
  Digest digest_;
  Sequence loaded_sequence_ = 0;  // What was read began there.
  // Outcomes behind sequence_, open ones among them.
  std::deque<Outcome> waiting_;
  bool expecting_ = false;
  Expectation expectation_;  // Where the log may go to while expecting.
  std::deque<Expectation> expectations_;
  absl::Status mismatch_;
};

}  // namespace kumbara

#endif  // KUMBARA_ENGINE_PIPELINE_OUTCOME_LOG_H_
