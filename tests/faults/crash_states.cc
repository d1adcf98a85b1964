// Power losses, from the log of a ledger that ran: at every moment, in many of
// the states in which the disk may then be. Once making it has returned, the
// ledger must recover to one of the states it was in, with all that was
// acknowledged before that moment, and go on.
//
//   crash_states LOG ROOT WORK STATES SEED
//
// LOG is fault_shim's, of `crash_child init` and `run` on the folder ROOT,
// which still is what they left; its marks are crash_child's log. WORK is a
// folder for the states. STATES are drawn; each that is tried differs from all
// others in what the disk holds or in what had been acknowledged, one drawn
// again counts as seen before. Prints how many there were of each kind; ends
// with 1 if any is wrong, and names it by its number.

#include <sys/prctl.h>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <map>
#include <set>
#include <sstream>
#include <string>
#include <tuple>
#include <vector>

#include "storage/journal/journal_reader.h"
#include "storage/open/event_reader.h"
#include "storage/open/open_ledger.h"
#include "tests/faults/simulated_disk.h"
#include "tests/faults/state_folder.h"
#include "tests/storage/child_process.h"

namespace kumbara {
namespace {

// Opening a ledger to write takes many times as long as reading its journal.
constexpr std::size_t kWrittenEvery = 16;
// For one state so many are drawn at most, until one is new.
constexpr int kDrawsMax = 16;

enum Result : int { kHolds, kNotYetALedger, kSeen, kWrong };

[[noreturn]] void Die(const std::string& what) {
  std::fprintf(stderr, "crash_states: %s\n", what.c_str());
  std::exit(1);
}

// Behind a batch of the journal.
struct Place {
  Digest chain;
  Digest state;
};

// By the number of the batch.
std::vector<Place> PlacesOf(const std::string& directory) {
  const auto reader = storage::EventReader::Open(directory, "");
  if (!reader.ok()) Die(std::string(reader.status().message()));
  std::vector<Place> places(1);
  std::vector<Event> events;
  for (;;) {
    places.push_back(
        {(*reader)->position().chain, (*reader)->ledger().StateDigest()});
    const absl::StatusOr<bool> read = (*reader)->Next(&events);
    if (!read.ok()) Die(std::string(read.status().message()));
    if (!*read) return places;
  }
}

std::string LedgerIn(const std::string& folder) { return folder + "/ledger"; }

// The greatest sequence that a line of crash_child's log acknowledges.
Sequence AcknowledgedBy(const std::string& line) {
  std::istringstream words(line);
  std::string word;
  words >> word;
  if (word != "ack" || !line.ends_with(" .")) return 0;
  words >> word >> word;  // Producer and first command.
  Sequence greatest = 0;
  while (words >> word) {
    std::uint64_t sequence = 0;
    unsigned code = 0;
    unsigned first_code = 0;
    if (std::sscanf(word.c_str(), "%u,%u,%lu", &code, &first_code, &sequence) ==
        3) {
      greatest = std::max<Sequence>(greatest, sequence);
    }
  }
  return greatest;
}

class CrashStates {
 public:
  CrashStates(std::vector<LoggedEvent> events, std::string root,
              std::string work, std::size_t states, std::uint64_t seed)
      : events_(std::move(events)),
        root_(std::move(root)),
        folder_(std::move(work)),
        seed_(seed),
        places_(PlacesOf(LedgerIn(root_))) {
    std::mt19937_64 random(seed);
    for (std::size_t i = 0; i < states; ++i) {
      moments_.push_back(random() % (events_.size() + 1));
    }
    std::sort(moments_.begin(), moments_.end());
  }

  Result Try(std::size_t number) {
    while (done_ < moments_[number]) Step();
    if (!BecomeNewState(number)) return kSeen;
    const absl::Status status = Look(number);
    if (status.ok()) return kHolds;
    if (!is_made_) return kNotYetALedger;
    std::fprintf(stderr, "state %zu, after %zu of %zu events: %s\n", number,
                 done_, events_.size(), std::string(status.message()).c_str());
    return kWrong;
  }

 private:
  void Step() {
    const LoggedEvent& logged = events_[done_++];
    disk_.Apply(logged);
    if (logged.event.kind != FaultEventKind::kMark) return;
    is_made_ = true;
    line_ += logged.data;
    for (std::size_t end; (end = line_.find('\n')) != std::string::npos;) {
      acknowledged_ =
          std::max(acknowledged_, AcknowledgedBy(line_.substr(0, end)));
      line_.erase(0, end + 1);
    }
  }

  // False if all that was drawn for this moment had been there before: there
  // are few states where nearly everything is synced.
  bool BecomeNewState(std::size_t number) {
    if (done_ == used_up_) return false;
    std::mt19937_64 random(seed_ + number);
    for (int draws = 0; draws < kDrawsMax; ++draws) {
      const DiskState state = disk_.Draw(root_, random);
      DiskHashes hashes = HashesOf(state);
      const Digest hash = HashOf(hashes);
      if (!seen_.emplace(hash.low, hash.high, acknowledged_).second) continue;
      folder_.Become(state, std::move(hashes));
      return true;
    }
    used_up_ = done_;
    return false;
  }

  absl::Status Look(std::size_t number) {
    const std::string ledger = LedgerIn(folder_.path());
    if (absl::Status status = storage::CheckIsLedger(ledger); !status.ok()) {
      return absl::NotFoundError(status.message());
    }
    absl::Status status = Recover(ledger);
    if (!status.ok() || number % kWrittenEvery != 0) return status;
    folder_.NoteChange();
    storage::OpenOptions options;
    options.mode = storage::OpenMode::kWrite;
    auto opened = storage::OpenLedger::Open(ledger, options);
    if (!opened.ok()) return opened.status();
    (*opened)->Start();
    status = (*opened)->Close();
    opened->reset();
    return status.ok() ? Compare(ledger) : status;
  }

  // To a state that the ledger was in, not before what was acknowledged.
  absl::Status Recover(const std::string& ledger) const {
    const auto opened = storage::OpenLedger::Open(ledger, {});
    if (!opened.ok()) return opened.status();
    const storage::JournalPosition& end = (*opened)->opened_at();
    if (end.number >= places_.size() ||
        places_[end.number].chain != end.chain) {
      return absl::DataLossError("holds a batch that was never written");
    }
    if (places_[end.number].state != (*opened)->ledger().StateDigest()) {
      return absl::DataLossError("recovers to a state that never was");
    }
    return CheckNothingLost(end.last_sequence);
  }

  absl::Status CheckNothingLost(Sequence last) const {
    if (last >= acknowledged_) return absl::OkStatus();
    return absl::DataLossError("LOST: ends with sequence " +
                               std::to_string(last) + ", acknowledged was " +
                               std::to_string(acknowledged_));
  }

  // The journal is a beginning of the one that was written, or that and what
  // its closing adds, and not shorter than what was acknowledged.
  absl::Status Compare(const std::string& ledger) const {
    auto reader = storage::JournalReader::Open(ledger);
    if (!reader.ok()) return reader.status();
    std::span<const std::byte> value;
    Sequence last = 0;
    for (;;) {
      const absl::StatusOr<bool> read = (*reader)->Next(&value);
      if (!read.ok()) return read.status();
      if (!*read) break;
      const storage::JournalPosition& position = (*reader)->position();
      const bool adds = position.last_sequence != last;
      last = position.last_sequence;
      if (adds && (position.number >= places_.size() ||
                   places_[position.number].chain != position.chain)) {
        return absl::DataLossError("holds a batch that was never written");
      }
    }
    return CheckNothingLost(last);
  }

  const std::vector<LoggedEvent> events_;
  const std::string root_;
  StateFolder folder_;
  const std::uint64_t seed_;
  const std::vector<Place> places_;
  std::vector<std::size_t> moments_;  // After how many events, ascending.
  SimulatedDisk disk_;
  // Hashes of states, each with the last sequence acknowledged before.
  std::set<std::tuple<std::uint64_t, std::uint64_t, Sequence>> seen_;
  std::size_t done_ = 0;
  std::size_t used_up_ = SIZE_MAX;  // A moment that has no more new states.
  bool is_made_ = false;            // Making the ledger has returned.
  std::string line_;
  Sequence acknowledged_ = 0;
};

int Main(int count, char** words) {
  if (count != 6) Die("wrong command line");
  // Ledgers are small and many: clearing huge pages would take half the time.
  prctl(PR_SET_THP_DISABLE, 1, 0, 0, 0);
  const std::size_t states = std::strtoull(words[4], nullptr, 10);
  CrashStates test(ReadFaultLog(words[1]), words[2],
                   std::string(words[3]) + "/state", states,
                   std::strtoull(words[5], nullptr, 10));
  const std::vector<storage::ChildResult> results = storage::RunEachInChild(
      states, [&](std::size_t number) -> int { return test.Try(number); });
  std::map<std::string, std::size_t> table;
  for (std::size_t i = 0; i < results.size(); ++i) {
    if (results[i].signal != 0) {
      std::fprintf(stderr, "state %zu: signal %d\n", i, results[i].signal);
      ++table["wrong"];
    } else {
      static constexpr const char* kNames[] = {"held", "not yet a ledger",
                                               "seen before", "wrong"};
      ++table[kNames[results[i].exit_code]];
    }
  }
  for (const auto& [name, states_of_it] : table) {
    std::printf("%s %zu\n", name.c_str(), states_of_it);
  }
  return table.contains("wrong") ? 1 : 0;
}

}  // namespace
}  // namespace kumbara

int main(int count, char** words) { return kumbara::Main(count, words); }
