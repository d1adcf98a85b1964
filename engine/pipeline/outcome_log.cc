#include "engine/pipeline/outcome_log.h"

#include "absl/strings/str_cat.h"
#include "engine/base/check.h"

namespace kumbara {
namespace {

// What of an outcome is compared: texts instead of codes, no reserved bytes.
struct CanonicalOutcome {
  Sequence sequence;
  Sequence answered_sequence;  // Of a repeat: the first's.
  std::int64_t delta;
  std::int64_t net;
  Digest unit;
  std::uint64_t codes;
  std::uint64_t tier;
};
static_assert(sizeof(CanonicalOutcome) == 64);

}  // namespace

Digest OutcomeLog::HashOf(Sequence sequence, const Outcome& outcome) {
  const CanonicalOutcome canonical{
      sequence,
      outcome.sequence,
      outcome.delta,
      outcome.net,
      texts_.Of(CodeSpace::kUnit, outcome.unit),
      static_cast<std::uint64_t>(outcome.code) << 8 |
          static_cast<std::uint64_t>(outcome.first_code),
      outcome.tier};
  return Hash128(&canonical, sizeof(canonical));
}

void OutcomeLog::Add(Sequence first, std::span<const Outcome> outcomes) {
  KUMBARA_CHECK(first == sequence_ + waiting_.size() + 1);
  std::size_t taken = 0;
  if (waiting_.empty() && !expecting_) {
    while (taken < outcomes.size() && outcomes[taken].reserved == 0) {
      digest_ += HashOf(++sequence_, outcomes[taken++]);
    }
  }
  const std::span<const Outcome> left = outcomes.subspan(taken);
  waiting_.insert(waiting_.end(), left.begin(), left.end());
  if (expecting_) Advance();
}

void OutcomeLog::Close(Sequence sequence, const Outcome& outcome) {
  KUMBARA_CHECK(sequence > sequence_);
  const std::size_t index = sequence - sequence_ - 1;
  KUMBARA_CHECK(index < waiting_.size() && waiting_[index].reserved != 0);
  KUMBARA_CHECK(outcome.reserved == 0);
  waiting_[index] = outcome;
  if (index == 0) Advance();
}

void OutcomeLog::Advance() {
  for (;;) {
    if (expecting_) Compare();
    if (expecting_ && sequence_ == expectation_.sequence) return;
    if (waiting_.empty() || waiting_.front().reserved != 0) return;
    digest_ += HashOf(++sequence_, waiting_.front());
    waiting_.pop_front();
  }
}

// Moves on to the next expectation once the present one has been reached.
void OutcomeLog::Compare() {
  while (sequence_ == expectation_.sequence) {
    if (digest_ != expectation_.digest && mismatch_.ok()) {
      mismatch_ = absl::DataLossError(absl::StrCat(
          "the outcomes up to sequence ", sequence_,
          " differ from those the journal vouches for (", ToHex(digest_),
          " instead of ", ToHex(expectation_.digest), ")"));
    }
    if (expectations_.empty()) return;
    expectation_ = expectations_.front();
    expectations_.pop_front();
  }
}

void OutcomeLog::Expect(Sequence sequence, const Digest& digest) {
  // From the first on, also if it is of a sequence before what was loaded: else
  // the log would run ahead of the next one.
  if (!expecting_) {
    expecting_ = true;
    expectation_ = {sequence_, digest_};
  }
  if (sequence < loaded_sequence_) return;
  if (sequence < expectation_.sequence ||
      (!expectations_.empty() && sequence < expectations_.back().sequence)) {
    mismatch_ = absl::DataLossError(
        absl::StrCat("the journal vouches for outcomes up to sequence ",
                     sequence, " after later ones"));
    return;
  }
  expectations_.push_back({sequence, digest});
  Advance();
}

void OutcomeLog::Save(StateWriter& writer) {
  auto& [texts, sequence, digest, loaded_sequence, waiting, expecting,
         expectation, expectations, mismatch] = *this;
  // The log goes no further than what it was told to compare; the state does.
  Sequence last = sequence;
  Digest sum = digest;
  for (const Outcome& outcome : waiting) {
    KUMBARA_CHECK(outcome.reserved == 0);
    sum += HashOf(++last, outcome);
  }
  writer.Pass(last, sum);
}

void OutcomeLog::Load(StateReader& reader) {
  reader.Pass(sequence_, digest_);
  loaded_sequence_ = sequence_;
}

void OutcomeLog::StopExpecting() {
  // What was expected and is not reached although all was applied: an answer
  // that was final then is open now.
  if (expecting_ && mismatch_.ok() &&
      (sequence_ != expectation_.sequence || !expectations_.empty())) {
    mismatch_ = absl::DataLossError(
        absl::StrCat("the journal vouches for outcomes up to sequence ",
                     expectation_.sequence, ", reached ", sequence_));
  }
  expecting_ = false;
  Advance();
}

}  // namespace kumbara
