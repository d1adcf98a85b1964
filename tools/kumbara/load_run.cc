#include "tools/kumbara/load_run.h"

#include <cstdio>
#include <optional>
#include <utility>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "engine/base/check.h"
#include "engine/base/hex.h"
#include "tools/csv/csv_field.h"
#include "tools/kumbara/exit_code.h"
#include "tools/kumbara/kept_answers.h"
#include "tools/kumbara/numbers.h"
#include "tools/kumbara/open_flags.h"
#include "tools/kumbara/progress.h"
#include "tools/kumbara/report.h"
#include "tools/kumbara/stopwatch.h"

namespace kumbara::tools {
namespace {

std::uint64_t LateSoFar(const Ledger& ledger) {
  std::uint64_t late = 0;
  for (const Shard* shard : ledger.shards()) late += shard->counters.late;
  return late;
}

// The outcomes file: one line a row, in the order applied.
class OutcomeWriter {
 public:
  ~OutcomeWriter() {
    if (file_ != nullptr) std::fclose(file_);
  }

  absl::Status Open(const std::string& path) {
    file_ = std::fopen(path.c_str(), "wb");
    if (file_ == nullptr) {
      return absl::FailedPreconditionError(
          absl::StrCat(path, ": cannot be written"));
    }
    std::fprintf(file_, "%s\n", kOutcomesHeader);
    return absl::OkStatus();
  }

  // A tick has no id.
  void Write(const CommandId& id, std::string_view transaction_id,
             const Outcome& outcome) {
    std::fprintf(file_, "%s,%s,%lld,%lld,%s\n",
                 CsvField(transaction_id).c_str(), Name(outcome.code).data(),
                 static_cast<long long>(outcome.delta),
                 static_cast<long long>(outcome.net),
                 id.IsZero() ? "" : ToHex(id).c_str());
  }

  absl::Status Close() {
    const bool written = std::ferror(file_) == 0;
    const bool closed = std::fclose(std::exchange(file_, nullptr)) == 0;
    if (written && closed) return absl::OkStatus();
    return absl::UnavailableError("the outcomes could not be written");
  }

 private:
  std::FILE* file_ = nullptr;
};

std::optional<Instant> LatestOf(const Ledger& ledger) {
  if (ledger.settings().max_ahead_micros < 0) return std::nullopt;
  return ledger.settings().Latest(SystemClock().Now());
}

}  // namespace

absl::StatusOr<LoadPlan> LoadFlags::Parse() const {
  LoadPlan plan;
  plan.form = RowFormByName(format);
  const std::optional<RowOrder> by = RowOrderByName(order);
  KUMBARA_CHECK(by.has_value());
  plan.order = *by;
  const std::optional<std::uint64_t> bytes = ParseBytes(memory);
  if (!bytes || *bytes < kMiB) {
    return absl::InvalidArgumentError(absl::StrCat(
        "--memory ", memory, ": expected ", kBytesForm, ", of at least 1M"));
  }
  plan.memory = *bytes;
  const absl::StatusOr<Instant> at = ParseAt("--until", until);
  if (!at.ok()) return at.status();
  plan.until = *at;
  return plan;
}

void LoadFlags::AddTo(CLI::App& command) {
  command
      .add_option("--source", source,
                  "Where the transaction ids come from: the same id of the "
                  "same source is the same command")
      ->capture_default_str();
  command
      .add_option("--format", format,
                  "Form of the files (default: ndjson where the name ends in "
                  ".ndjson or .jsonl, else csv)")
      ->check(CLI::IsMember({"csv", "ndjson"}));
  command
      .add_option("--order", order,
                  "time: by business time, ties as they stand; file: as "
                  "they stand")
      ->check(CLI::IsMember({"time", "file"}))
      ->capture_default_str();
  command.add_option("--rejects", rejects,
                     "Keep rows that were bad or refused in this file");
  command.add_option("--workers", workers, "Threads that apply commands")
      ->check(CLI::Range(1u, kWorkersMax))
      ->capture_default_str();
  command
      .add_option("--memory", memory,
                  "For sorting files that are not in order, e.g. 64M, 2G")
      ->capture_default_str();
  command
      .add_option("--batch", batch, "Most commands of a frame and of a batch")
      ->check(CLI::Range(1u, kFrameCommandsMax))
      ->capture_default_str();
  command.add_option("--hot-ids", hot_ids,
                     "Keep about so many transaction ids in memory, older "
                     "ones on disk (default: all in memory)");
  command.add_option("--hot-records", hot_records,
                     "Keep about so many records of what can be taken back in "
                     "memory, older ones on disk (default: all in memory)");
  command.add_option("--outcomes", outcomes,
                     "Write every row's outcome to this CSV file");
}

int LoadResult::exit_code() const {
  if (summary.stopped) return kExitInterrupted;
  return rejected > 0 ? kExitRowsRejected : kExitOk;
}

absl::StatusOr<LoadResult> LoadFiles(const LoadFlags& flags,
                                     const LoadPlan& plan,
                                     storage::OpenLedger& opened,
                                     const OnImport& on_import) {
  auto rejects = RejectReport::Create(flags.rejects);
  if (!rejects.ok()) return rejects.status();
  OutcomeWriter outcomes;
  LoadOptions load;
  if (!flags.outcomes.empty()) {
    const absl::Status status = outcomes.Open(flags.outcomes);
    if (!status.ok()) return status;
    load.on_outcome = [&](const CommandId& id, std::string_view transaction_id,
                          const Outcome& outcome) {
      outcomes.Write(id, transaction_id, outcome);
    };
  }
  const OnBadRow reject = [&](const RowError& error, std::string_view raw) {
    (*rejects)->Add(error, raw);
  };
  Progress progress("loading", "rows");
  load.source = flags.source;
  load.batch = flags.batch;
  load.until = plan.until;
  load.on_reject = reject;
  load.on_import = on_import;
  load.on_progress = [&](const RowSource& source, std::uint64_t rows) {
    progress.Show(source.progress().bytes_read, source.progress().bytes_total,
                  rows);
  };

  load.on_space = [](const absl::Status& space) {
    const std::string text(space.ok() ? "there is room again"
                                      : space.message());
    std::fprintf(stderr, "kumbara: %s\n", text.c_str());
  };
  const Stopwatch stopwatch;
  const std::uint64_t late = LateSoFar(opened.ledger());
  RowSource source({flags.files, plan.order, plan.memory,
                    LatestOf(opened.ledger()), "", reject, plan.form});
  absl::Status status = source.Open();
  if (!status.ok()) return status;
  opened.Start();
  LoadResult result;
  {
    Loader loader(opened, std::move(load));
    status = loader.Run(source);
    result.summary = loader.summary();
    // Frames of an open round go back to the loader's producer.
    const absl::Status closed = opened.Close();
    if (status.ok()) status = closed;
  }
  if (!status.ok()) return status;
  result.seconds = stopwatch.Seconds();
  result.totals = source.totals();
  result.late = LateSoFar(opened.ledger()) - late;
  result.rejected = (*rejects)->rows();
  status = (*rejects)->Close();
  if (status.ok() && !flags.outcomes.empty()) status = outcomes.Close();
  if (!status.ok()) return status;
  return result;
}

void PrintRefusals(const LoadSummary& summary) {
  for (std::size_t code = 0; code < summary.refused.size(); ++code) {
    if (summary.refused[code] == 0) continue;
    std::printf("    %-32s %14s\n", Name(static_cast<ResultCode>(code)).data(),
                Grouped(Int128{summary.refused[code]}).c_str());
  }
}

}  // namespace kumbara::tools
