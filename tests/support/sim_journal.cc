#include "tests/support/sim_journal.h"

#include "absl/status/status.h"
#include "engine/base/check.h"

namespace kumbara {

absl::Status SimJournal::Append(BatchHeader* header, const BatchParts& parts) {
  if (failed_) return absl::InternalError("an append failed before this one");
  KUMBARA_CHECK(header->number == last_number_ + 1);
  KUMBARA_CHECK(header->batch_time >= last_time_);
  header->previous_chain = chain_;
  Value value(ValueBytes(parts));
  WriteBatch(parts, header, value.data());
  values_.push_back(std::move(value));
  if (fail_in_ != 0 && --fail_in_ == 0) {
    failed_ = true;
    return absl::UnavailableError("this append was told to fail");
  }
  synced_ = values_.size();
  synced_sequence_.store(header->last_sequence());
  last_number_ = header->number;
  last_time_ = header->batch_time;
  chain_ = ChainAfter(*header);
  return absl::OkStatus();
}

void SimJournal::Crash(InDoubt in_doubt) {
  if (in_doubt == InDoubt::kLost) values_.resize(synced_);
  synced_ = values_.size();
  fail_in_ = 0;
  failed_ = false;
  if (values_.empty()) return;
  const absl::StatusOr<BatchHeader> header = ParseBatchHeader(values_.back());
  KUMBARA_CHECK(header.ok());
  last_number_ = header->number;
  last_time_ = header->batch_time;
  synced_sequence_.store(header->last_sequence());
  chain_ = ChainAfter(*header);
}

}  // namespace kumbara
