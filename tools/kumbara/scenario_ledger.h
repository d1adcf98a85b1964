// ScenarioLedger: the ledger of a scenario, in a temporary directory, with
// stable member ids and no limit to business time unless one is asked for.
//
// A ledger as of an instant is derived from the same journal, which one process
// opens once at a time: so the present and the past take turns, and each is
// opened when it is asked for.
//
// Threads: one owner; the ledger's driver runs its own.
// Errors:  one sentence; what was open before is closed.

#ifndef KUMBARA_TOOLS_KUMBARA_SCENARIO_LEDGER_H_
#define KUMBARA_TOOLS_KUMBARA_SCENARIO_LEDGER_H_

#include <cstdint>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/statusor.h"
#include "engine/base/types.h"
#include "storage/open/open_ledger.h"
#include "tools/kumbara/temporary_directory.h"

namespace kumbara::tools {

class ScenarioLedger {
 public:
  // Program files are named as seen from `folder`.
  explicit ScenarioLedger(std::string folder) : folder_(std::move(folder)) {}
  ~ScenarioLedger();
  ScenarioLedger(const ScenarioLedger&) = delete;
  ScenarioLedger& operator=(const ScenarioLedger&) = delete;

  // A new ledger, of the words [FILE] [key=value...]; `program` is the text
  // where no file is named.
  absl::Status Begin(const std::vector<std::string>& words,
                     std::string program);
  // The next version of its program, of the words effective=INSTANT
  // [retroactive] [FILE]. What is under way stays so, and its frames are gone.
  absl::Status Activate(const std::vector<std::string>& words,
                        std::string program);
  bool has_begun() const { return directory_ != nullptr; }

  // Idle when it is returned; valid until another is asked for.
  absl::StatusOr<storage::OpenLedger*> Present();
  absl::StatusOr<storage::OpenLedger*> AsOf(Instant instant);

  // Derives the state from the journal again: an error if it is another one.
  absl::Status Reopen();

  // Of the present. REQUIRES: Present was ok, and nothing was opened since.
  Producer& producer() { return *producer_; }

  // Most commands of a frame.
  std::uint32_t frame_commands() const { return frame_commands_; }

 private:
  absl::Status SetOption(const std::string& key, const std::string& value);
  absl::Status Open(storage::OpenMode mode, Instant until);
  absl::Status Close();

  const std::string folder_;
  std::unique_ptr<TemporaryDirectory> directory_;
  storage::InitOptions init_;
  std::uint32_t workers_ = 1;
  std::uint32_t hot_ids_ = 0;
  std::uint32_t hot_records_ = 0;
  std::uint32_t frame_commands_ = kBatchCommandsMax;
  std::unique_ptr<storage::OpenLedger> opened_;
  // Lives as long as the present is open: frames of an open round are under
  // way.
  std::unique_ptr<Producer> producer_;
  Instant until_ = Instant::Greatest();  // Of the opened one.
};

}  // namespace kumbara::tools

#endif  // KUMBARA_TOOLS_KUMBARA_SCENARIO_LEDGER_H_
