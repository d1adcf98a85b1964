#include "bench/load/roll.h"

#include <cstdio>
#include <memory>
#include <utility>
#include <vector>

#include "bench/workload/scratch_directory.h"
#include "engine/base/check.h"
#include "engine/base/clock.h"
#include "engine/record/batch.h"
#include "storage/journal/lmdb_journal.h"

namespace kumbara::bench {
namespace {

constexpr LedgerId kRollLedger{0x1111, 0x2222};

// One of the two journals, and how long its appends took.
class TimedJournal {
 public:
  TimedJournal(std::string name, const ScratchDirectory& scratch,
               const RollOptions& options, bool prepares_next)
      : name_(std::move(name)) {
    auto made =
        storage::LmdbJournal::Create(scratch.Make(name_), kRollLedger,
                                     {.segment_bytes = options.segment_bytes,
                                      .prepares_next = prepares_next});
    KUMBARA_CHECK(made.ok());
    journal_ = *std::move(made);
    for (std::uint32_t i = 0; i < options.batch_commands; ++i) {
      Command command;
      command.id = CommandId{7, i + 1};
      command.kind = CommandKind::kAward;
      KUMBARA_CHECK(frame_.Add(command));
    }
    frame_.Seal();
  }

  absl::Status Append() {
    BatchHeader header;
    header.ledger = kRollLedger;
    header.number = journal_->end().number + 1;
    header.first_sequence = journal_->end().last_sequence + 1;
    const Frame* const frames[] = {&frame_};
    const std::uint32_t before = journal_->end().segment;
    const std::int64_t begin = clock_.MonotonicNanos();
    const absl::Status status = journal_->Append(
        &header, {.records = {}, .frames = frames, .marks = {}});
    const std::int64_t took = clock_.MonotonicNanos() - begin;
    const bool rolled = before != 0 && journal_->end().segment != before;
    (rolled ? rolls_ : others_).push_back(took);
    return status;
  }
  absl::Status Close() { return journal_->Close(); }

  std::size_t rolls() const { return rolls_.size(); }

  // The medians, and what a roll takes beyond another append.
  double Report(Figures* figures) {
    const auto tell = [&](const char* what, std::vector<std::int64_t>* times) {
      const std::int64_t p50 = Percentile(times, 500);
      const std::int64_t p99 = Percentile(times, 990);
      figures->Add(name_ + "_" + what + "_p50", static_cast<double>(p50));
      figures->Add(name_ + "_" + what + "_p99", static_cast<double>(p99));
      std::printf("%-10s %-7s p50 %8.0f us  p99 %8.0f us\n", name_.c_str(),
                  what, static_cast<double>(p50) / 1e3,
                  static_cast<double>(p99) / 1e3);
      return p50;
    };
    const std::int64_t other = tell("append", &others_);
    return static_cast<double>(tell("roll", &rolls_) - other);
  }

 private:
  const std::string name_;
  SystemClock clock_;
  Frame frame_;
  std::unique_ptr<storage::LmdbJournal> journal_;
  std::vector<std::int64_t> rolls_;
  std::vector<std::int64_t> others_;
};

}  // namespace

absl::StatusOr<Figures> RunRolls(const RollOptions& options) {
  const ScratchDirectory scratch(options.directory);
  TimedJournal ahead("prepared", scratch, options, true);
  TimedJournal inline_made("in_place", scratch, options, false);
  while (ahead.rolls() < options.rolls) {
    for (TimedJournal* journal : {&ahead, &inline_made}) {
      const absl::Status status = journal->Append();
      if (!status.ok()) return status;
    }
  }
  for (TimedJournal* journal : {&ahead, &inline_made}) {
    const absl::Status status = journal->Close();
    if (!status.ok()) return status;
  }
  Figures figures;
  const double paused = ahead.Report(&figures);
  const double paused_in_place = inline_made.Report(&figures);
  figures.Add("pause_ratio", paused_in_place / paused);
  std::printf(
      "a roll pauses %.0f us beyond an append, made in place %.0f us: "
      "%.2f times\n",
      paused / 1e3, paused_in_place / 1e3, paused_in_place / paused);
  return figures;
}

}  // namespace kumbara::bench
