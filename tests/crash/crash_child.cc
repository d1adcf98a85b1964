// The process that crash_kill9.py kills.
//
//   crash_child init DIR PROGRAM SEGMENT_BYTES
//   crash_child run DIR LOG SEED WORKERS FROM [FRAMES]
//   crash_child check DIR LOG SEED WORKERS FROM
//
// `run` opens the ledger, asks again for every frame that the log intends from
// byte FROM on and compares with what was acknowledged, then submits new
// commands until SIGTERM, or until each producer has submitted FRAMES frames.
// `check` reads beside it all, without a ledger where it can: sequences have no
// gap, every acknowledged outcome names the sequence under which the journal
// holds that very command, the books balance. Both print what is wrong and end
// with 1; nothing in here depends on how the process before it ended.

#include <atomic>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <iterator>
#include <string>
#include <thread>
#include <vector>

#include "storage/journal/journal_reader.h"
#include "storage/open/open_ledger.h"
#include "tests/crash/crash_commands.h"
#include "tests/crash/crash_log.h"

namespace kumbara {
namespace {

constexpr std::uint32_t kProducers = 3;
constexpr std::size_t kUnderWayMax = 4;
constexpr std::size_t kAskedMax = 64;

volatile std::sig_atomic_t stop_requested = 0;

struct Arguments {
  std::string directory;
  std::string log;
  std::uint64_t seed = 0;
  std::uint32_t workers = 1;
  std::uint64_t from = 0;
  std::uint64_t frames = UINT64_MAX;
};

[[noreturn]] void Die(const std::string& what) {
  std::fprintf(stderr, "crash_child: %s\n", what.c_str());
  std::fflush(nullptr);
  std::_Exit(1);  // Other threads run on: nothing may be destroyed.
}

template <class Value>
Value OrDie(absl::StatusOr<Value> value) {
  if (!value.ok()) Die(std::string(value.status().message()));
  return *std::move(value);
}

void OrDie(const absl::Status& status) {
  if (!status.ok()) Die(std::string(status.message()));
}

std::unique_ptr<storage::OpenLedger> Open(const Arguments& arguments,
                                          storage::OpenMode mode) {
  storage::OpenOptions options;
  options.mode = mode;
  options.workers = arguments.workers;
  // Writers with several workers have most of their ids on disk.
  options.hot_ids = arguments.workers > 1 ? 100 : 0;
  // With three no record stays in memory behind its batch: each batch writes
  // and reads again the chunks it adds to, which long runs had better not.
  options.hot_records = arguments.workers == 3 ? 1 : 0;
  return OrDie(storage::OpenLedger::Open(arguments.directory, options));
}

// The answer that stays the same however often a command is asked.
struct LastingAnswer {
  ResultCode code = ResultCode::kOk;
  Sequence sequence = 0;
  std::int64_t delta = 0;

  explicit LastingAnswer(const Outcome& outcome) {
    code =
        outcome.code == ResultCode::kExists ? outcome.first_code : outcome.code;
    // A conflict has a sequence of its own each time.
    if (code == ResultCode::kExistsWithDifferentContent) return;
    sequence = outcome.sequence;
    delta = outcome.delta;
  }
  friend bool operator==(const LastingAnswer&, const LastingAnswer&) = default;
};

// Asks again for what the last process intended.
class Verifier {
 public:
  Verifier(Ledger& ledger, std::uint64_t seed)
      : producer_(ledger.NewProducer()), commands_(ledger, seed) {}

  void Run(const CrashRecord& record, CrashLog& log) {
    AskAll(record);
    std::vector<bool> lost(kProducers, false);
    for (const FrameKey& key : record.intended) {
      const std::unique_ptr<Frame>& frame = answered_.at(key);
      const Known known = WasKnown(key, *frame);
      const auto acknowledged = record.acknowledged.find(key);
      if (acknowledged != record.acknowledged.end()) {
        if (known == Known::kNew) Lost(key, "was acknowledged and is new");
        Compare(key, acknowledged->second, *frame);
        continue;
      }
      // What one producer submitted is kept from its beginning on.
      if (known == Known::kWhole && lost[key.first]) {
        Lost(key, "is known, one before it is not");
      }
      if (known == Known::kNew) lost[key.first] = true;
      (known == Known::kNew ? new_ : known_) += 1;
      log.Acknowledge(key, frame->outcomes());
    }
    std::printf(
        "frames asked again %zu, without answer before: known %d, "
        "new %d\n",
        record.intended.size(), known_, new_);
  }

 private:
  // Of a frame without a new id nothing can be told.
  enum class Known : std::uint8_t { kNew, kWhole, kUntold };

  void AskAll(const CrashRecord& record) {
    for (const FrameKey& key : record.intended) {
      while (producer_->under_way() >= kAskedMax) TakeAnswer();
      std::unique_ptr<Frame> frame = commands_.MakeFrame(key.first, key.second);
      frame->Seal();
      asked_[frame.get()] = key;
      if (producer_->Submit(&frame) != SubmitResult::kAccepted) {
        Lost(key, "was not accepted");
      }
    }
    while (producer_->under_way() > 0) TakeAnswer();
  }

  void TakeAnswer() {
    Answer answer = producer_->WaitForAnswer();
    const auto asked = asked_.find(answer.frame.get());
    const FrameKey key = asked->second;
    asked_.erase(asked);
    if (answer.status != AnswerStatus::kAnswered) Lost(key, "has no answer");
    answered_[key] = std::move(answer.frame);
  }

  // A frame is known whole, one command right behind the other, or not at all.
  Known WasKnown(const FrameKey& key, const Frame& frame) {
    int known = 0;
    int plain = 0;
    Sequence base = 0;
    for (std::size_t i = 0; i < frame.outcomes().size(); ++i) {
      if (commands_.RoleOf(key.first, key.second + i) != Role::kPlain) continue;
      const Outcome& outcome = frame.outcomes()[i];
      const bool exists = outcome.code == ResultCode::kExists;
      if (plain == 0) base = outcome.sequence - i;
      if (outcome.sequence - i != base) Lost(key, "is not in one piece");
      plain += 1;
      known += exists ? 1 : 0;
      if (outcome.code == ResultCode::kExistsWithDifferentContent) {
        Lost(key, "has other content than before");
      }
    }
    if (known != 0 && known != plain) Lost(key, "is known in part");
    if (plain == 0) return Known::kUntold;
    return known > 0 ? Known::kWhole : Known::kNew;
  }

  void Compare(const FrameKey& key, const std::vector<Outcome>& before,
               const Frame& frame) {
    if (before.size() != frame.outcomes().size()) Lost(key, "has other size");
    for (std::size_t i = 0; i < before.size(); ++i) {
      if (commands_.RoleOf(key.first, key.second + i) == Role::kTick) continue;
      const Outcome& now = frame.outcomes()[i];
      if (LastingAnswer(before[i]) == LastingAnswer(now)) continue;
      Lost(key, "command " + std::to_string(i) + " is answered otherwise");
    }
  }

  [[noreturn]] void Lost(const FrameKey& key, const std::string& what) {
    Die("LOST: frame " + std::to_string(key.first) + "/" +
        std::to_string(key.second) + " " + what);
  }

  std::unique_ptr<Producer> producer_;
  CrashCommands commands_;
  std::map<const Frame*, FrameKey> asked_;
  std::map<FrameKey, std::unique_ptr<Frame>> answered_;
  int known_ = 0;
  int new_ = 0;
};

// One producer with new commands, until it is told to stop.
class Submitter {
 public:
  Submitter(Ledger& ledger, const Arguments& arguments, std::uint32_t number,
            std::uint64_t next, CrashLog& log)
      : ledger_(ledger),
        producer_(ledger.NewProducer()),
        commands_(ledger, arguments.seed),
        frames_(arguments.frames),
        number_(number),
        next_(next),
        log_(log) {}

  void Run() {
    bool more_follows = false;
    for (std::uint64_t i = 0;
         more_follows || (stop_requested == 0 && i < frames_); ++i) {
      while (const std::optional<Answer> answer = producer_->TakeAnswer()) {
        Acknowledge(*answer);
      }
      // A frame that says more follows is always followed.
      more_follows = stop_requested == 0 && next_ % 3 != 0 &&
                     producer_->under_way() + 1 < kUnderWayMax;
      Submit(more_follows ? std::uint16_t{kMoreFollows} : std::uint16_t{0});
      while (producer_->under_way() >= kUnderWayMax && stop_requested == 0) {
        Acknowledge(producer_->WaitForAnswer());
      }
    }
  }

 private:
  void Submit(std::uint16_t flags) {
    const FrameKey key{number_, next_};
    std::unique_ptr<Frame> frame = commands_.MakeFrame(number_, next_);
    const auto size = static_cast<std::uint32_t>(frame->commands().size());
    next_ += size;
    frame->Seal(flags);
    under_way_[frame.get()] = key;
    log_.Intend(key, size);
    if (producer_->Submit(&frame) != SubmitResult::kAccepted) {
      GiveUp("a frame was not accepted");
    }
  }

  void Acknowledge(const Answer& answer) {
    if (answer.status != AnswerStatus::kAnswered) GiveUp("a frame is unknown");
    const auto found = under_way_.find(answer.frame.get());
    log_.Acknowledge(found->second, answer.frame->outcomes());
    under_way_.erase(found);
  }

  [[noreturn]] void GiveUp(const std::string& what) const {
    Die(what + ": " + std::string(ledger_.status().message()));
  }

  Ledger& ledger_;
  std::unique_ptr<Producer> producer_;
  CrashCommands commands_;
  const std::uint64_t frames_;
  const std::uint32_t number_;
  std::uint64_t next_;
  CrashLog& log_;
  std::map<const Frame*, FrameKey> under_way_;
};

// Where the producers go on: behind all that was ever intended.
std::vector<std::uint64_t> NextNumbers(const CrashRecord& record,
                                       const CrashCommands& commands) {
  std::vector<std::uint64_t> next = record.next;
  next.resize(kProducers, 0);
  for (const auto& [producer, first] : record.intended) {
    next[producer] =
        std::max(next[producer], first + commands.FrameSize(producer, first));
  }
  return next;
}

int Run(const Arguments& arguments) {
  std::signal(SIGTERM, [](int) { stop_requested = 1; });
  const CrashRecord record = ReadCrashLog(arguments.log, arguments.from);
  CrashLog log(arguments.log);
  log.Say("opening");
  const auto opened = Open(arguments, storage::OpenMode::kWrite);
  Ledger& ledger = opened->ledger();
  log.Say("open " + std::to_string(arguments.workers) + " " +
          ToHex(ledger.StateDigest()));
  opened->Start();
  {
    Verifier(ledger, arguments.seed).Run(record, log);
    const std::vector<std::uint64_t> next =
        NextNumbers(record, CrashCommands(ledger, arguments.seed));
    std::string line = "verified";
    for (const std::uint64_t number : next) {
      line += " " + std::to_string(number);
    }
    log.Say(line);
    std::vector<std::unique_ptr<Submitter>> submitters;
    for (std::uint32_t i = 0; i < kProducers; ++i) {
      submitters.push_back(
          std::make_unique<Submitter>(ledger, arguments, i, next[i], log));
    }
    std::vector<std::thread> threads;
    for (const auto& submitter : submitters) {
      threads.emplace_back([&submitter] { submitter->Run(); });
    }
    for (std::thread& thread : threads) thread.join();
    log.Say("closing");
    OrDie(opened->Close());
  }
  log.Say("closed");
  return 0;
}

// The ids of the journal by sequence, read without a ledger.
std::vector<CommandId> JournalIds(const std::string& directory) {
  const auto reader = OrDie(storage::JournalReader::Open(directory));
  std::vector<CommandId> ids(1);  // Sequences begin at 1.
  ParsedBatch batch;
  while (OrDie(reader->NextBatch(&batch))) {
    if (batch.header.first_sequence != ids.size()) {
      Die("batch " + std::to_string(batch.header.number) +
          " leaves a gap before its first sequence");
    }
    for (const auto& frame : batch.frames) {
      for (const Command& command : frame->commands()) {
        ids.push_back(command.id);
      }
    }
    if (batch.header.last_sequence() + 1 != ids.size()) {
      Die("batch " + std::to_string(batch.header.number) +
          " has other sequences than commands");
    }
  }
  return ids;
}

int Check(const Arguments& arguments) {
  const std::vector<CommandId> ids = JournalIds(arguments.directory);
  const CrashRecord record = ReadCrashLog(arguments.log, arguments.from);
  const auto opened = Open(arguments, storage::OpenMode::kRead);
  CrashCommands commands(opened->ledger(), arguments.seed);
  std::size_t compared = 0;
  for (const auto& [key, outcomes] : record.acknowledged) {
    const auto frame = commands.MakeFrame(key.first, key.second);
    if (frame->commands().size() != outcomes.size()) Die("LOST: outcomes");
    for (std::size_t i = 0; i < outcomes.size(); ++i, ++compared) {
      const Sequence sequence = outcomes[i].sequence;
      if (sequence < ids.size() && ids[sequence] == frame->commands()[i].id) {
        continue;
      }
      Die("LOST: the journal does not hold sequence " +
          std::to_string(sequence) + " as acknowledged");
    }
  }
  opened->ledger().CheckAllBooks();
  std::printf("%u %s %zu %zu\n", arguments.workers,
              ToHex(opened->ledger().StateDigest()).c_str(), ids.size() - 1,
              compared);
  return 0;
}

int Init(char** words) {
  storage::InitOptions options;
  options.directory = words[0];
  std::ifstream program(words[1], std::ios::binary);
  options.program_text.assign(std::istreambuf_iterator<char>(program), {});
  options.program_name = words[1];
  options.segment_bytes = std::stoull(words[2]);
  // It is small, and opened again and again.
  options.shards = 16;
  options.round_commands = 64;
  options.max_ahead_micros = -1;
  options.pseudonym = Pseudonym::kStable;
  OrDie(storage::InitLedger(options).status());
  return 0;
}

int Main(int count, char** words) {
  const std::string mode = count > 1 ? words[1] : "";
  if (mode == "init" && count == 5) return Init(words + 2);
  if (count < 7) Die("wrong command line");
  Arguments arguments{words[2], words[3], std::stoull(words[4]),
                      static_cast<std::uint32_t>(std::stoul(words[5])),
                      std::stoull(words[6])};
  if (count > 7) arguments.frames = std::stoull(words[7]);
  if (mode == "run") return Run(arguments);
  if (mode == "check") return Check(arguments);
  Die("wrong command line");
}

}  // namespace
}  // namespace kumbara

int main(int argc, char** argv) { return kumbara::Main(argc, argv); }
