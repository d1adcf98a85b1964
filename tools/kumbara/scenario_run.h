// ScenarioRun: carries out the blocks of a scenario, one after the other.
//
// Everything is real: each program begins a ledger in a temporary directory,
// with stable member ids and no limit to business time; the commands of a block
// are one frame, whose last ends the round.
//
// Threads: one owner.
// Errors:  what is wrong in a block is its result, as text.

#ifndef KUMBARA_TOOLS_KUMBARA_SCENARIO_RUN_H_
#define KUMBARA_TOOLS_KUMBARA_SCENARIO_RUN_H_

#include <memory>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "engine/record/event.h"
#include "storage/open/open_ledger.h"
#include "tools/kumbara/scenario_file.h"
#include "tools/kumbara/temporary_directory.h"

namespace kumbara::tools {

class ScenarioRun {
 public:
  // Program files are named as seen from `folder`.
  explicit ScenarioRun(std::string folder) : folder_(std::move(folder)) {}
  ~ScenarioRun();

  // The results, a line each; without empty lines.
  std::vector<std::string> Run(const ScenarioBlock& block);

 private:
  using Lines = std::vector<std::string>;

  absl::Status Begin(const ScenarioBlock& block);
  absl::Status Open();
  absl::Status Reopen();
  Lines Apply(const Lines& commands);
  Lines Postings() const;
  absl::StatusOr<Lines> Balances(const Lines& words);

  const std::string folder_;
  std::unique_ptr<TemporaryDirectory> directory_;
  std::unique_ptr<storage::OpenLedger> opened_;
  std::string at_ = "2026-01-01T00:00:00Z";  // Where a command says nothing.
  std::uint64_t commands_ = 0;               // So far, for their ids.
  std::vector<Event> events_;                // Of the last commands.
};

}  // namespace kumbara::tools

#endif  // KUMBARA_TOOLS_KUMBARA_SCENARIO_RUN_H_
