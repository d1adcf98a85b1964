// CrashLog: what a process intended and what it was answered, in a file of its
// own that the ledger knows nothing of.
//
// One line an event, each written by one write(2) to a file opened to append,
// so that a line survives the death of the process the moment it is written:
//
//   opening                           the ledger is about to be opened
//   open WORKERS DIGEST               it is
//   verified N0 N1 ...                all before this line was asked again and
//                                     agreed; the producers go on at N0, N1...
//   intent PRODUCER FIRST COUNT .     the frame is about to be submitted
//   ack PRODUCER FIRST C,F,S,D,N ... .   its outcomes: code, first code,
//                                     sequence, delta, net
//   closing, closed
//
// A line that the dying process left unfinished has no final dot and counts as
// never written.

#ifndef KUMBARA_TESTS_CRASH_CRASH_LOG_H_
#define KUMBARA_TESTS_CRASH_CRASH_LOG_H_

#include <fcntl.h>
#include <unistd.h>

#include <cstdint>
#include <fstream>
#include <map>
#include <span>
#include <sstream>
#include <string>
#include <utility>
#include <vector>

#include "engine/base/check.h"
#include "engine/record/outcome.h"

namespace kumbara {

// Producer and number of the first command.
using FrameKey = std::pair<std::uint32_t, std::uint64_t>;

class CrashLog {
 public:
  explicit CrashLog(const std::string& path)
      : file_(open(path.c_str(), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC,
                   0600)) {
    KUMBARA_CHECK(file_ >= 0);
    // Ends what a predecessor left unfinished.
    Write("\n");
  }
  CrashLog(const CrashLog&) = delete;
  CrashLog& operator=(const CrashLog&) = delete;
  ~CrashLog() { close(file_); }

  void Say(const std::string& event) { Write(event + "\n"); }

  void Intend(const FrameKey& key, std::uint32_t count) {
    Say("intent " + std::to_string(key.first) + " " +
        std::to_string(key.second) + " " + std::to_string(count) + " .");
  }

  void Acknowledge(const FrameKey& key, std::span<const Outcome> outcomes) {
    std::ostringstream line;
    line << "ack " << key.first << ' ' << key.second;
    for (const Outcome& outcome : outcomes) {
      line << ' ' << static_cast<int>(outcome.code) << ','
           << static_cast<int>(outcome.first_code) << ',' << outcome.sequence
           << ',' << outcome.delta << ',' << outcome.net;
    }
    line << " .";
    Say(line.str());
  }

 private:
  void Write(const std::string& line) {
    KUMBARA_CHECK(write(file_, line.data(), line.size()) ==
                  static_cast<ssize_t>(line.size()));
  }

  const int file_;
};

// What a log says.
struct CrashRecord {
  // The producers' next numbers, as of the last line `verified`.
  std::vector<std::uint64_t> next;
  // Intended frames in the order of the log, with their acknowledgement.
  std::vector<FrameKey> intended;
  std::map<FrameKey, std::vector<Outcome>> acknowledged;
};

inline bool ReadOutcome(const std::string& word, Outcome* outcome) {
  std::istringstream fields(word);
  int code = 0;
  int first_code = 0;
  char comma[4];
  fields >> code >> comma[0] >> first_code >> comma[1] >> outcome->sequence >>
      comma[2] >> outcome->delta >> comma[3] >> outcome->net;
  outcome->code = static_cast<ResultCode>(code);
  outcome->first_code = static_cast<ResultCode>(first_code);
  return !fields.fail();
}

// Reads from a byte on: with that of a line `verified`, only what came after.
inline CrashRecord ReadCrashLog(const std::string& path, std::uint64_t from) {
  CrashRecord record;
  std::ifstream file(path, std::ios::binary);
  file.seekg(static_cast<std::streamoff>(from));
  for (std::string line; std::getline(file, line);) {
    std::istringstream words(line);
    std::string what;
    words >> what;
    if (what == "verified") {
      record.next.clear();
      for (std::uint64_t number; words >> number;) {
        record.next.push_back(number);
      }
    }
    if (!line.ends_with(" .")) continue;
    FrameKey key;
    words >> key.first >> key.second;
    if (what == "intent") record.intended.push_back(key);
    if (what != "ack") continue;
    std::vector<Outcome>& outcomes = record.acknowledged[key];
    outcomes.clear();
    Outcome outcome;
    for (std::string word; words >> word && ReadOutcome(word, &outcome);) {
      outcomes.push_back(outcome);
    }
  }
  return record;
}

}  // namespace kumbara

#endif  // KUMBARA_TESTS_CRASH_CRASH_LOG_H_
