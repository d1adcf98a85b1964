// CrashNote: DIR/CRASHED, which says what was being applied whenever that ended
// the process, a line each:
//
//   sequence 44384 id ad198eaa... kind award shard 17 signal 11 version 0.1.0
//
// Who has the journal applied again would end at the same command, each time
// anew. So a command that has ended this version of the program twice is not
// tried a third time: it is named, and its bytes are written beside the note.
// It is never left out: every answer behind it rests on it.
//
// Threads: any.
// Errors:  FailedPrecondition names the note and the command. Lines that are
//          not as above count as none.
// Cost:    a ledger without a note: one call that finds no file.

#ifndef KUMBARA_STORAGE_RECOVERY_CRASH_NOTE_H_
#define KUMBARA_STORAGE_RECOVERY_CRASH_NOTE_H_

#include <array>
#include <cstddef>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "engine/base/types.h"
#include "engine/pipeline/being_applied.h"
#include "engine/record/batch.h"

namespace kumbara::storage {

using CrashLine = std::array<char, 256>;

// Writes the line of a crash; returns its bytes. Async-signal-safe.
std::size_t WriteCrashLine(const BeingApplied& applied, int signal,
                           CrashLine& line);

class CrashNote {
 public:
  static std::string PathIn(const std::string& ledger_directory);

  // What the ledger's note says of this version of the program.
  static CrashNote Read(const std::string& ledger_directory);

  // Refuses a batch with a command that is not to be tried again.
  absl::Status Check(const ParsedBatch& batch) const;

  // Removes the ledger's note if everything it names has been applied up to a
  // sequence. What was never durable is not behind that, and stays noted.
  static absl::Status RemoveIfPast(Sequence applied,
                                   const std::string& ledger_directory);

 private:
  struct Crash {
    Sequence sequence = 0;
    CommandId id;  // 0: any.
    int signal = 0;
    bool is_of_this_version = false;
  };

  static std::vector<Crash> ReadAll(const std::string& ledger_directory);
  static bool Parse(std::string_view line, Crash* crash);
  // How often a command has ended the process, and the signal of the last time.
  struct Count {
    int times = 0;
    int last_signal = 0;
  };
  Count CountOf(Sequence sequence, const CommandId& id) const;
  absl::Status Refuse(Sequence sequence, const Command& command,
                      std::span<const Detail> details,
                      const Count& count) const;

  std::string path_;
  std::vector<Crash> crashes_;
};

}  // namespace kumbara::storage

#endif  // KUMBARA_STORAGE_RECOVERY_CRASH_NOTE_H_
