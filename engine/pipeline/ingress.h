// Stage 3 of a transaction's path: the bounded intake.
//
// A producer hands in sealed frames and gets each back once, answered. What is
// under way is bounded by credits in bytes, per producer and in all: beyond
// them Submit says "busy" and keeps nothing. Frames of one producer are
// sequenced in the order submitted; between producers only an answer orders.
//
// Threads: a Producer belongs to one thread; the rest is safe.
// Errors:  SubmitResult. Only an accepted frame is ever sequenced.

#ifndef KUMBARA_ENGINE_PIPELINE_INGRESS_H_
#define KUMBARA_ENGINE_PIPELINE_INGRESS_H_

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <mutex>
#include <optional>
#include <string_view>

#include "engine/base/clock.h"
#include "engine/pipeline/handoff_queue.h"
#include "engine/pipeline/poison.h"
#include "engine/pipeline/wake_up.h"
#include "engine/record/form.h"
#include "engine/record/frame.h"

namespace kumbara {

enum class SubmitResult : std::uint8_t {
  kAccepted,
  kBusy,       // Too much under way: take answers, then submit again.
  kLowSpace,   // The disk is nearly full: submit again once there is room.
  kMalformed,  // A command of wrong form: see Producer::problem().
  kClosed,     // The ledger is shutting down.
  kPoisoned,   // A write failed: reopen the ledger.
};

enum class AnswerStatus : std::uint8_t {
  kAnswered,  // Every outcome is final and durable.
  // The ledger closed or failed first: nothing is known of the frame's
  // commands. Send them again under the same ids.
  kUnknown,
};

struct Answer {
  std::unique_ptr<Frame> frame;
  AnswerStatus status = AnswerStatus::kUnknown;
};

class Ingress;

class Producer {
 public:
  explicit Producer(Ingress& ingress);
  // REQUIRES: the ledger lives and either has no driver any more or has given
  // every frame back.
  ~Producer();

  // Takes the frame when accepted, else leaves it with the caller.
  // REQUIRES: *frame is sealed.
  SubmitResult Submit(std::unique_ptr<Frame>* frame);

  // The next frame that came back, if one has.
  std::optional<Answer> TakeAnswer();
  // Sleeps until one has. REQUIRES: a frame is under way.
  Answer WaitForAnswer();

  // Frames accepted and not yet taken back.
  std::size_t under_way() const { return under_way_; }

  // Of the last malformed frame: which command, and what is wrong with it.
  struct Problem {
    std::size_t command = 0;
    std::string_view text;
  };
  const Problem& problem() const { return problem_; }

 private:
  friend class Acknowledger;
  struct RawAnswer {
    Frame* frame = nullptr;
    AnswerStatus status = AnswerStatus::kUnknown;
  };

  bool CheckForm(const Frame& frame);
  // Called by the acknowledger.
  void GiveBack(std::unique_ptr<Frame> frame, AnswerStatus status);

  Ingress& ingress_;
  HandoffQueue<struct IntakeItem>* queue_;
  std::unique_ptr<struct IntakeToken> token_;
  CodeCounts codes_{};
  std::atomic<std::size_t> bytes_under_way_{0};  // W: both sides.
  std::size_t under_way_ = 0;
  Problem problem_;
  HandoffQueue<RawAnswer> answers_;
  HandoffQueue<RawAnswer>::Token answers_token_;  // The acknowledger's.
  WakeUp answered_;
};

struct IntakeItem {
  Frame* frame = nullptr;  // Owned by the queue.
  Producer* producer = nullptr;
  std::int64_t enqueued_ns = 0;
};

class Ingress {
 public:
  Ingress(Clock& clock, const CodeTable& codes, const Poison& poison)
      : clock_(clock), codes_(codes), poison_(poison) {}
  ~Ingress();

  // Nothing is accepted from now on.
  void Close() { closed_.store(true); }
  // Nothing is accepted while the disk is nearly full. What was stays.
  void set_low_space(bool is_low) { low_space_.store(is_low); }

  // For the sequencer.
  bool Take(IntakeItem* item) { return queue_.Take(taker_, item); }
  bool SeemsEmpty() const { return queue_.SeemsEmpty(); }
  // Whether every frame taken in has been given back.
  bool NothingUnderWay() const { return bytes_under_way_.load() == 0; }

  // Rings when a frame comes in.
  WakeUp& wake_up() { return wake_up_; }

 private:
  friend class Producer;

  Clock& clock_;
  const CodeTable& codes_;
  const Poison& poison_;
  HandoffQueue<IntakeItem> queue_;
  HandoffQueue<IntakeItem>::Taker taker_{queue_};  // The sequencer's.
  std::atomic<std::size_t> bytes_under_way_{0};
  std::atomic<bool> closed_{false};
  std::atomic<bool> low_space_{false};
  std::mutex giving_back_;  // Held while a producer gets an answer.
  WakeUp wake_up_;
};

}  // namespace kumbara

#endif  // KUMBARA_ENGINE_PIPELINE_INGRESS_H_
