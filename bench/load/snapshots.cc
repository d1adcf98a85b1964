#include "bench/load/snapshots.h"

#include <fcntl.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <csignal>
#include <cstdio>
#include <memory>
#include <string>
#include <thread>
#include <utility>

#include "bench/load/whole_ledger.h"
#include "engine/base/check.h"

namespace kumbara::bench {
namespace {

// `chrt --idle 0 kumbara snapshot create DIR --every BYTES --follow`: the
// process that makes them. LMDB allows a file to be open once in a process.
class MakerProcess {
 public:
  MakerProcess() = default;
  MakerProcess(const MakerProcess&) = delete;
  MakerProcess& operator=(const MakerProcess&) = delete;

  // Returns once the first has been made: that one takes the whole journal. To
  // be called once, and Stop if it was ok.
  absl::Status Start(const std::string& kumbara, const std::string& directory,
                     const std::string& every) {
    int ends[2];
    KUMBARA_CHECK(pipe2(ends, O_CLOEXEC) == 0);
    posix_spawn_file_actions_t actions;
    posix_spawn_file_actions_init(&actions);
    posix_spawn_file_actions_adddup2(&actions, ends[1], STDOUT_FILENO);
    std::vector<std::string> words = {
        "chrt",   "--idle",  "0",       kumbara, "snapshot",
        "create", directory, "--every", every,   "--follow"};
    std::vector<char*> arguments;
    for (std::string& word : words) arguments.push_back(word.data());
    arguments.push_back(nullptr);
    const int error = posix_spawnp(&process_, words.front().c_str(), &actions,
                                   nullptr, arguments.data(), environ);
    posix_spawn_file_actions_destroy(&actions);
    close(ends[1]);
    if (error != 0) {
      close(ends[0]);
      return absl::ErrnoToStatus(error, words.front() + " cannot be started");
    }
    lines_ = fdopen(ends[0], "r");
    KUMBARA_CHECK(lines_ != nullptr);
    reader_ = std::thread([this] { CountLines(); });
    made_.wait(0);
    return absl::OkStatus();
  }

  // So far, the first one not counted.
  int made() const { return made_.load() - 1; }

  absl::Status Stop() {
    kill(process_, SIGTERM);
    reader_.join();
    std::fclose(lines_);
    int how = 0;
    KUMBARA_CHECK(waitpid(process_, &how, 0) == process_);
    if (WIFEXITED(how) && WEXITSTATUS(how) == 0) return absl::OkStatus();
    return absl::InternalError("kumbara snapshot create did not end well");
  }

 private:
  // It prints a line for each.
  void CountLines() {
    int c = 0;
    while ((c = std::fgetc(lines_)) != EOF) {
      if (c != '\n') continue;
      ++made_;
      made_.notify_all();
    }
    // One that ended by itself is noticed by Stop.
    if (made_.load() == 0) made_ = 1;
    made_.notify_all();
  }

  pid_t process_ = 0;
  std::FILE* lines_ = nullptr;
  std::atomic<int> made_{0};
  std::thread reader_;
};

// Runs `work` alone and then beside a maker, and adds how many it made.
template <class Work>
absl::Status Twice(WholeLedger& whole, const SnapshotsOptions& options,
                   const std::string& what, Work work, Figures* figures) {
  work(what + "_alone");
  MakerProcess maker;
  absl::Status status =
      maker.Start(options.kumbara, whole.path(), options.every);
  if (!status.ok()) return status;
  work(what + "_beside");
  const int made = maker.made();
  if (status = maker.Stop(); !status.ok()) return status;
  std::printf("  %d snapshots were completed meanwhile\n", made);
  figures->Add(what + "_snapshots", made);
  return absl::OkStatus();
}

absl::StatusOr<Figures> RunOnce(WholeLedger& whole,
                                const SnapshotsOptions& options) {
  Figures figures;
  const auto throughput = [&](const std::string& name) {
    const std::int64_t nanos = whole.Send(options.commands);
    const double rate = static_cast<double>(options.commands) /
                        static_cast<double>(nanos) * 1e9;
    std::printf("  %-18s %.2f M commands/s\n", name.c_str(), rate / 1e6);
    figures.Add(name + "_per_second", rate);
  };
  const auto latency = [&](const std::string& name) {
    const StageTimes before = whole.stage_times();
    Tell(name,
         TimeOpenLoop(whole.ledger(), whole.clock(), whole.traffic(),
                      options.latency),
         &figures);
    TellStages(name, before, whole.stage_times(), &figures);
  };
  absl::Status status =
      Twice(whole, options, "throughput", throughput, &figures);
  if (!status.ok()) return status;
  const double kept = figures.Get("throughput_beside_per_second") /
                      figures.Get("throughput_alone_per_second");
  std::printf("  %.2f of the throughput is kept\n", kept);
  figures.Add("throughput_kept", kept);
  status = Twice(whole, options, "latency", latency, &figures);
  if (!status.ok()) return status;
  const double ratio = figures.Get("latency_beside_p999_us") /
                       figures.Get("latency_alone_p999_us");
  std::printf("  p99.9 is %.1f times as long\n", ratio);
  figures.Add("latency_p999_ratio", ratio);
  if (status = whole.Verify(); !status.ok()) return status;
  std::printf("  verified\n");
  std::fflush(stdout);
  return figures;
}

}  // namespace

absl::StatusOr<std::vector<Figures>> RunSnapshots(
    const RigOptions& rig, const SnapshotsOptions& options) {
  auto whole = WholeLedger::Make(rig);
  if (!whole.ok()) return whole.status();
  if (absl::Status status = (*whole)->Open(); !status.ok()) return status;
  (*whole)->Send(std::max(rig.members, rig.ids_before));
  std::vector<Figures> runs;
  for (std::uint32_t i = 0; i < options.runs; ++i) {
    std::printf("run %u: %.1f M ids before\n", i + 1,
                static_cast<double>((*whole)->ledger().ids()) / 1e6);
    absl::StatusOr<Figures> figures = RunOnce(**whole, options);
    if (!figures.ok()) return figures.status();
    runs.push_back(*std::move(figures));
  }
  const auto median = [&](const std::string& name) {
    std::vector<double> values;
    for (const Figures& run : runs) values.push_back(run.Get(name));
    return Median(values);
  };
  std::printf(
      "median of %u runs: beside a snapshot %.2f of the throughput, p99.9 %.0f "
      "us at %llu commands/s\n",
      options.runs, median("throughput_kept"), median("latency_beside_p999_us"),
      static_cast<unsigned long long>(options.latency.rate));
  if (absl::Status status = (*whole)->Close(); !status.ok()) return status;
  return runs;
}

}  // namespace kumbara::bench
