// ScenarioRun: carries out the blocks of a scenario, one after the other.
//
// Everything is real: each program begins a ledger of its own
// (scenario_ledger.h); the commands of a block are submitted together, and the
// last ends the round.
//
// Threads: one owner.
// Errors:  what is wrong in a block is its result, as text.

#ifndef KUMBARA_TOOLS_KUMBARA_SCENARIO_RUN_H_
#define KUMBARA_TOOLS_KUMBARA_SCENARIO_RUN_H_

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "engine/record/event.h"
#include "engine/record/frame.h"
#include "tools/kumbara/member_text.h"
#include "tools/kumbara/scenario_file.h"
#include "tools/kumbara/scenario_ledger.h"
#include "tools/kumbara/text_table.h"

namespace kumbara::tools {

class ScenarioRun {
 public:
  // Program files are named as seen from `folder`.
  explicit ScenarioRun(std::string folder) : ledger_(std::move(folder)) {}

  // The results, a line each; without empty lines.
  std::vector<std::string> Run(const ScenarioBlock& block);

 private:
  using Lines = std::vector<std::string>;
  using Result = absl::StatusOr<Lines>;

  Result RunBlock(const ScenarioBlock& block);
  Result Apply(const Lines& commands);
  // Frames of at most so many commands as the ledger's option `frame` says, of
  // the commands that can be submitted; the results of the others, and places
  // for the answers of these.
  std::vector<std::unique_ptr<Frame>> MakeFrames(
      const Lines& commands, storage::OpenLedger& opened, Lines* results,
      std::vector<std::size_t>* places);
  Result Postings();
  Result Balances(const Lines& words);
  using TableOf = std::string (*)(const storage::OpenLedger& opened,
                                  TableFormat format, bool header);
  Result Table(const Lines& asked, TableOf table);
  Result Lots(const Lines& words);
  Result Tiers(const Lines& words);
  Result Achievements(const Lines& words);
  // The lines of what is said of members, those named or all.
  using LinesOf = std::function<std::string(const NamedMember&, const Ledger&)>;
  Result OfMembers(const Lines& asked, const LinesOf& lines_of);
  // The ledger as it is, or as of the instant of a word "at=INSTANT", which is
  // taken out of the words.
  absl::StatusOr<storage::OpenLedger*> Reader(Lines* words);

  ScenarioLedger ledger_;
  std::string at_ = "2026-01-01T00:00:00Z";  // Where a command says nothing.
  std::uint64_t commands_ = 0;               // So far, for their ids.
  std::vector<Event> events_;                // Of the last commands.
};

}  // namespace kumbara::tools

#endif  // KUMBARA_TOOLS_KUMBARA_SCENARIO_RUN_H_
