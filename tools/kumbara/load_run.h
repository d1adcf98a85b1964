// One load of files into an open ledger, as `load` and `replay` do it: rows
// in order, progress, rejects, and the summary for people.

#ifndef KUMBARA_TOOLS_KUMBARA_LOAD_RUN_H_
#define KUMBARA_TOOLS_KUMBARA_LOAD_RUN_H_

#include <CLI/CLI.hpp>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "storage/open/open_ledger.h"
#include "tools/kumbara/loader.h"
#include "tools/rows/row_form.h"
#include "tools/rows/row_order.h"

namespace kumbara::tools {

// What the options mean that are texts.
struct LoadPlan {
  std::optional<RowForm> form;
  RowOrder order = RowOrder::kTime;
  std::uint64_t memory = 0;
  Instant until = Instant::Greatest();
};

// The options both subcommands have.
struct LoadFlags {
  std::vector<std::string> files;
  std::string source = "csv";
  std::string format;  // Empty: by the names of the files.
  std::string order = "time";
  std::string rejects;
  std::string memory = "256M";
  std::string until;
  std::string outcomes;
  std::uint32_t workers = 1;
  std::uint32_t batch = 16'384;
  std::uint32_t hot_ids = 0;
  std::uint32_t hot_records = 0;

  void AddTo(CLI::App& command);
  // InvalidArgument is a wrong command line.
  absl::StatusOr<LoadPlan> Parse() const;
};

struct LoadResult {
  LoadSummary summary;
  RowTotals totals;
  std::uint64_t rejected = 0;
  std::uint64_t late = 0;  // Rows older than their member's clock.
  double seconds = 0;

  // kExitOk, kExitRowsRejected or kExitInterrupted.
  int exit_code() const;
};

// Loads everything and closes the ledger.
absl::StatusOr<LoadResult> LoadFiles(const LoadFlags& flags,
                                     const LoadPlan& plan,
                                     storage::OpenLedger& opened,
                                     const OnImport& on_import = nullptr);

// Refusals by reason, one line each.
void PrintRefusals(const LoadSummary& summary);

}  // namespace kumbara::tools

#endif  // KUMBARA_TOOLS_KUMBARA_LOAD_RUN_H_
