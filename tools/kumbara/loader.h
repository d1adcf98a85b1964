// Loader: from rows in order to answered commands of one ledger.
//
// Rows become frames, frames are submitted as fast as the ledger takes them,
// and every answer is looked at. All frames but the last say that more
// follows, so rounds end where their count says and not where a batch happens
// to be cut: the same rows give the same state however they are cut, stopped
// and loaded again. The last frame holds the closing tick.
//
// Threads: one owner; the ledger's driver runs its own.
// Errors:  rows that cannot be or are not applied go to on_reject; an error of
//          the ledger or of an input ends the load.

#ifndef KUMBARA_TOOLS_KUMBARA_LOADER_H_
#define KUMBARA_TOOLS_KUMBARA_LOADER_H_

#include <array>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "engine/pipeline/ledger.h"
#include "storage/open/open_ledger.h"
#include "tools/kumbara/command_maker.h"
#include "tools/kumbara/linked_load.h"
#include "tools/rows/row_order.h"

namespace kumbara::tools {

// Called for every import that is in the ledger, by this load or by an earlier
// one.
using OnImport =
    std::function<void(const Command&, std::span<const Detail> details)>;

struct LoadOptions {
  std::string source = "csv";
  std::uint32_t batch = 16'384;  // Most commands of a frame and of a batch.
  // Only rows before it; the closing tick is then at this instant.
  Instant until = Instant::Greatest();
  OnBadRow on_reject;  // Rows that were bad or refused.
  // Called in the order of the rows applied.
  std::function<void(const CommandId& id, std::string_view transaction_id,
                     const Outcome&)>
      on_outcome;
  std::function<void(const RowSource&, std::uint64_t rows)> on_progress;
  OnImport on_import;
  // Called when the disk is nearly full and the loader waits, with the sentence
  // that says so, and with ok once there is room again.
  std::function<void(const absl::Status&)> on_space;
};

struct LoadSummary {
  std::uint64_t rows = 0;    // Given to the ledger.
  std::uint64_t bad = 0;     // Found bad after RowSource took them as good.
  std::uint64_t beyond = 0;  // Left out: not before `until`.
  std::uint64_t applied = 0;
  std::uint64_t existing = 0;   // Known before, answered ok then.
  std::uint64_t purchases = 0;  // Of the applied ones.
  std::uint64_t returns = 0;
  std::array<std::uint64_t, kResultCodes> refused{};  // By code.
  Int128 earned = 0;
  Int128 clawed_back = 0;
  bool stopped = false;  // By a signal: the round stays open.

  std::uint64_t refused_in_all() const;
};

class Loader {
 public:
  // REQUIRES: opened.Start() was called.
  Loader(storage::OpenLedger& opened, LoadOptions options);

  // Takes all rows. REQUIRES: source.Open() was called.
  absl::Status Run(RowSource& source);

  const LoadSummary& summary() const { return summary_; }

 private:
  // What is needed of a row once its outcome is known.
  struct RowFacts {
    std::uint32_t file = 0;
    std::uint64_t line = 0;
    CommandKind kind = CommandKind::kTick;
    std::uint32_t raw_at = 0;  // In Pending::text; the transaction id behind.
    std::uint32_t raw_size = 0;
    std::uint32_t id_size = 0;
  };
  // A frame under way with its rows.
  struct Pending {
    std::uint64_t number = 0;
    std::vector<RowFacts> rows;
    std::string text;
  };
  struct Answered {
    Pending rows;
    std::unique_ptr<Frame> frame;
  };

  absl::Status TakeRow(RowSource& source, const Row& row);
  // A row that is linked, or to which the one before it is.
  absl::Status TakeIntoRun(RowSource& source, const Row& row,
                           std::optional<RowError> error);
  absl::Status EndRun(RowSource& source);
  void Reject(const RowError& error, std::string_view raw);
  absl::Status Finish(RowSource& source);
  absl::Status Send(RowSource& source, std::uint16_t flags);
  absl::Status TakeAnswer(RowSource& source, Answer answer);
  // False if a signal came first.
  absl::StatusOr<bool> WaitForRoom(RowSource& source);
  absl::Status DropFrame();
  absl::Status WaitForAll(RowSource& source);
  void Report(RowSource& source, const Answered& answered);
  void ReportRow(RowSource& source, const Answered& answered, std::size_t row);
  void Note(const RowSource& source, const Row& row);
  void ReportImport(const Answered& answered, std::size_t row);
  void CountApplied(CommandKind kind, const Outcome& outcome);

  storage::OpenLedger& opened_;
  const LoadOptions options_;
  std::unique_ptr<Producer> producer_;
  CommandMaker maker_;
  LoadSummary summary_;
  std::unique_ptr<Frame> frame_;  // Being filled.
  Pending pending_;
  LinkedLoad run_;
  std::vector<std::unique_ptr<Frame>> spare_;
  absl::flat_hash_map<const Frame*, Pending> under_way_;
  // Answered out of order: a frame may wait for its round's end.
  absl::flat_hash_map<std::uint64_t, Answered> early_;
  std::uint64_t next_number_ = 0;
  std::uint64_t next_report_ = 0;
  bool gives_up_ = false;  // Stopped while it waited for room.
};

// What a refusal says was expected, for people.
std::string_view ExpectedBy(ResultCode code);

}  // namespace kumbara::tools

#endif  // KUMBARA_TOOLS_KUMBARA_LOADER_H_
