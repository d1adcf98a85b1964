// RebasedJournal: a journal that begins in the middle of a ledger's life.
//
// The commands a bench runs before it measures are not journaled. The journal
// behind this port sees the batches after them, numbered as if they were the
// first.
//
// Threads: one owner, the journal thread.

#ifndef KUMBARA_BENCH_LOAD_REBASED_JOURNAL_H_
#define KUMBARA_BENCH_LOAD_REBASED_JOURNAL_H_

#include <memory>
#include <utility>

#include "engine/pipeline/sequencer.h"
#include "engine/port/journal.h"

namespace kumbara::bench {

class RebasedJournal final : public Journal {
 public:
  RebasedJournal(std::unique_ptr<Journal> journal, const JournalEnd& before)
      : journal_(std::move(journal)), before_(before) {}

  absl::Status Append(BatchHeader* header, const BatchParts& parts) override {
    header->number -= before_.batch;
    header->first_sequence -= before_.sequence;
    return journal_->Append(header, parts);
  }
  absl::Status Close() override { return journal_->Close(); }

 private:
  std::unique_ptr<Journal> journal_;
  const JournalEnd before_;
};

}  // namespace kumbara::bench

#endif  // KUMBARA_BENCH_LOAD_REBASED_JOURNAL_H_
