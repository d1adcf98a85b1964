#include "engine/pipeline/ingress.h"

#include "engine/base/check.h"
#include "engine/base/limits.h"

namespace kumbara {

struct IntakeToken {
  explicit IntakeToken(HandoffQueue<IntakeItem>& queue) : token(queue) {}
  HandoffQueue<IntakeItem>::Token token;
};

Producer::Producer(Ingress& ingress)
    : ingress_(ingress),
      queue_(&ingress.queue_),
      token_(std::make_unique<IntakeToken>(ingress.queue_)),
      answers_token_(answers_) {}

Producer::~Producer() {
  {
    // Whoever gave back the last answer may still be about to ring.
    const std::scoped_lock lock(ingress_.giving_back_);
  }
  while (TakeAnswer()) {
  }
}

bool Producer::CheckForm(const Frame& frame) {
  for (std::size_t i = 0; i < frame.commands().size(); ++i) {
    const Command& command = frame.commands()[i];
    std::string_view error =
        FormError(command, frame.details_of(command), codes_);
    if (!error.empty()) {
      // The counts are a copy: codes given since may make the command right.
      codes_ = CountCodes(ingress_.codes_);
      error = FormError(command, frame.details_of(command), codes_);
    }
    if (!error.empty()) {
      problem_ = {i, error};
      return false;
    }
  }
  return true;
}

SubmitResult Producer::Submit(std::unique_ptr<Frame>* frame) {
  KUMBARA_CHECK((*frame)->sealed());
  if (ingress_.poison_.is_set()) return SubmitResult::kPoisoned;
  if (ingress_.closed_.load()) return SubmitResult::kClosed;
  if (ingress_.low_space_.load()) return SubmitResult::kLowSpace;
  const std::size_t bytes = (*frame)->bytes();
  if (bytes_under_way_.load() + bytes > kProducerCreditBytes) {
    return SubmitResult::kBusy;
  }
  if (!CheckForm(**frame)) return SubmitResult::kMalformed;
  if (ingress_.bytes_under_way_.fetch_add(bytes) + bytes > kIntakeBytesMax) {
    ingress_.bytes_under_way_.fetch_sub(bytes);
    return SubmitResult::kBusy;
  }
  // Close may have come meanwhile. Either it is seen here, or whoever gives up
  // afterwards sees these bytes and waits for the frame.
  if (ingress_.closed_.load()) {
    ingress_.bytes_under_way_.fetch_sub(bytes);
    return SubmitResult::kClosed;
  }
  bytes_under_way_.fetch_add(bytes);
  ++under_way_;
  queue_->Put(token_->token,
              {frame->release(), this, ingress_.clock_.MonotonicNanos()});
  ingress_.wake_up_.Notify();
  return SubmitResult::kAccepted;
}

void Producer::GiveBack(std::unique_ptr<Frame> frame, AnswerStatus status) {
  const std::scoped_lock lock(ingress_.giving_back_);
  const std::size_t bytes = frame->bytes();
  ingress_.bytes_under_way_.fetch_sub(bytes);
  bytes_under_way_.fetch_sub(bytes);
  answers_.Put(answers_token_, {frame.release(), status});
  answered_.Notify();
}

std::optional<Answer> Producer::TakeAnswer() {
  RawAnswer raw;
  if (!answers_.Take(&raw)) return std::nullopt;
  --under_way_;
  return Answer{std::unique_ptr<Frame>(raw.frame), raw.status};
}

Answer Producer::WaitForAnswer() {
  KUMBARA_CHECK(under_way_ > 0);
  for (;;) {
    const std::uint32_t ticket = answered_.Ticket();
    if (std::optional<Answer> answer = TakeAnswer()) return *std::move(answer);
    answered_.Wait(ticket);
  }
}

Ingress::~Ingress() {
  IntakeItem item;
  while (queue_.Take(&item)) delete item.frame;
}

}  // namespace kumbara
