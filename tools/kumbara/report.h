// What the subcommands print, and what they say when something is wrong, or
// rows were.

#ifndef KUMBARA_TOOLS_KUMBARA_REPORT_H_
#define KUMBARA_TOOLS_KUMBARA_REPORT_H_

#include <cstdint>
#include <memory>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "tools/csv/row_error.h"
#include "tools/rows/reject_writer.h"

namespace kumbara::tools {

// Prints "kumbara: " and the message; returns the exit code it deserves.
int Fail(const absl::Status& status);

// The same of a command line that is wrong: kExitUsage.
int FailUsage(const absl::Status& status);

// Says that the ledger has no member of this name.
int FailNoMember(const std::string& member);

// Says that standard output cannot be written.
int FailToPrint();

// For subcommands whose only work is what they print. Prints all of it:
// kExitOk, or FailToPrint() if it does not get there.
int PrintWhole(const std::string& text);
// The same of a subcommand that has done something: that stands whether it can
// be told or not, so kExitOk. `done` says it, such as "2011-01 is closed".
int PrintDone(const std::string& text, const std::string& done);
// The same as these two of what was printed piece by piece.
int EndOutput();
int EndDone(const std::string& done);

// Reads a whole small file, such as a program.
absl::StatusOr<std::string> ReadTextFile(const std::string& path);

// Tells of rejected rows on standard error, and keeps them in a file if one is
// named. Only the first thousand are printed.
class RejectReport {
 public:
  static absl::StatusOr<std::unique_ptr<RejectReport>> Create(
      const std::string& path);

  void Add(const RowError& error, std::string_view raw);
  // Says where the rest is.
  absl::Status Close();

  std::uint64_t rows() const { return rows_; }

 private:
  std::string path_;
  std::unique_ptr<RejectWriter> writer_;
  absl::Status write_error_;
  std::uint64_t rows_ = 0;
};

}  // namespace kumbara::tools

#endif  // KUMBARA_TOOLS_KUMBARA_REPORT_H_
