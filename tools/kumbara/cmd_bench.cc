// kumbara bench: what a machine makes of kumbara, with its limits beside it.
// bench/README.md says what is measured and how to read it.

#include <sys/prctl.h>

#include <algorithm>
#include <csignal>
#include <cstdio>
#include <filesystem>
#include <memory>
#include <string>
#include <system_error>
#include <vector>

#include "bench/load/figures.h"
#include "bench/load/id_growth.h"
#include "bench/load/latency.h"
#include "bench/load/recovery.h"
#include "bench/load/rig.h"
#include "bench/load/roll.h"
#include "bench/load/snapshots.h"
#include "bench/load/throughput.h"
#include "engine/base/limits.h"
#include "tools/kumbara/commands.h"
#include "tools/kumbara/exit_code.h"
#include "tools/kumbara/from_one.h"
#include "tools/kumbara/report.h"

namespace kumbara::tools {
namespace {

using bench::Figures;

struct BenchFlags {
  bench::RigOptions rig{.members = 1'000'000, .ids_before = 1'000'000};
  bench::LatencyOptions latency;
  bench::RollOptions rolls;
  bench::IdGrowthOptions ids;
  std::uint64_t commands = 4'000'000;
  std::uint64_t part = 16'000'000;
  std::uint32_t runs = 3;
  std::string every = "1";
  std::string journal = "lmdb";
  std::string json;
  bool smoke = false;
};

using Runs = absl::StatusOr<std::vector<Figures>>;

// A bench by its subcommand.
struct Bench {
  const char* name;
  const char* what;
  void (*add_options)(CLI::App& command, BenchFlags& flags);
  Runs (*run)(const BenchFlags& flags);
  Figures (*describe)(const BenchFlags& flags);
};

void AddRigOptions(CLI::App& command, BenchFlags& flags) {
  command.add_option("--members", flags.rig.members)
      ->check(CLI::Range(2, 1 << 30))
      ->capture_default_str();
  command
      .add_option("--ids-before", flags.rig.ids_before,
                  "Commands run before measuring")
      ->capture_default_str();
  command
      .add_option("--workers", flags.rig.workers, "Threads that apply commands")
      ->check(CLI::Range(1u, kWorkersMax))
      ->capture_default_str();
  command.add_flag("--zipf", flags.rig.zipf,
                   "Draw members by Zipf(0.99) (default: uniformly)");
  command
      .add_option("--repeats", flags.rig.repeats_per_mille,
                  "Repeated commands, in thousandths")
      ->capture_default_str();
  command
      .add_option("--refusals", flags.rig.refusals_per_mille,
                  "Refused commands, in thousandths")
      ->capture_default_str();
}

void AddJournal(CLI::App& command, BenchFlags& flags) {
  command.add_option("--journal", flags.journal, "none: leave the disk out")
      ->check(CLI::IsMember({"lmdb", "none"}))
      ->capture_default_str();
}

void AddRuns(CLI::App& command, BenchFlags& flags) {
  command.add_option("--runs", flags.runs)
      ->check(CLI::Range(1, 1000))
      ->capture_default_str();
}

void AddCommands(CLI::App& command, BenchFlags& flags, const char* what) {
  command.add_option("--commands", flags.commands, what)
      ->check(kFromOne)
      ->capture_default_str();
}

void AddFrame(CLI::App& command, std::uint32_t& frame_commands) {
  command.add_option("--frame", frame_commands, "Commands a frame")
      ->check(CLI::Range(1u, kFrameCommandsMax))
      ->capture_default_str();
}

void AddOpenLoop(CLI::App& command, BenchFlags& flags) {
  command
      .add_option("--rate", flags.latency.rate,
                  "Commands a second, sent when they are due")
      ->check(kFromOne)
      ->capture_default_str();
  command.add_option("--producers", flags.latency.producers)
      ->check(CLI::Range(1, 4096))
      ->capture_default_str();
  command.add_option("--seconds", flags.latency.seconds)
      ->check(kFromOne)
      ->capture_default_str();
}

void AddThroughputOptions(CLI::App& command, BenchFlags& flags) {
  AddRigOptions(command, flags);
  AddCommands(command, flags, "Commands of each run");
  command
      .add_option("--part", flags.part,
                  "Commands whose frames are held in memory at a time")
      ->check(kFromOne)
      ->capture_default_str();
  AddFrame(command, flags.rig.frame_commands);
  AddJournal(command, flags);
  AddRuns(command, flags);
}

void AddLatencyOptions(CLI::App& command, BenchFlags& flags) {
  AddRigOptions(command, flags);
  AddOpenLoop(command, flags);
  AddFrame(command, flags.latency.frame_commands);
  AddJournal(command, flags);
  AddRuns(command, flags);
}

void AddRecoveryOptions(CLI::App& command, BenchFlags& flags) {
  AddRigOptions(command, flags);
  AddCommands(command, flags, "Commands of the ledger");
  AddFrame(command, flags.rig.frame_commands);
}

void AddSnapshotsOptions(CLI::App& command, BenchFlags& flags) {
  AddRigOptions(command, flags);
  AddCommands(command, flags, "Commands of each measured part");
  AddFrame(command, flags.rig.frame_commands);
  AddOpenLoop(command, flags);
  command
      .add_option("--every", flags.every,
                  "Bytes of journal a snapshot is made for; 1: without a pause")
      ->capture_default_str();
  AddRuns(command, flags);
}

void AddRollsOptions(CLI::App& command, BenchFlags& flags) {
  command.add_option("--rolls", flags.rolls.rolls)
      ->check(kFromOne)
      ->capture_default_str();
}

void AddIdsOptions(CLI::App& command, BenchFlags& flags) {
  command.add_option("--ids", flags.ids.ids, "How many there come to be")
      ->check(CLI::Range(1u, kNoSlot))
      ->capture_default_str();
  command
      .add_option("--hot-ids", flags.ids.hot_ids,
                  "Of them that stay in memory, about")
      ->check(kFromOne)
      ->capture_default_str();
}

Figures DescribeRig(const BenchFlags& flags) {
  Figures described;
  described.Add("members", static_cast<double>(flags.rig.members));
  described.Add("ids_before", static_cast<double>(flags.rig.ids_before));
  described.Add("frame_commands", flags.rig.frame_commands);
  described.Add("workers", flags.rig.workers);
  described.Add("zipf", flags.rig.zipf ? 1 : 0);
  described.Add("journal", flags.rig.journal ? 1 : 0);
  described.Add("repeats_per_mille", flags.rig.repeats_per_mille);
  described.Add("refusals_per_mille", flags.rig.refusals_per_mille);
  return described;
}

Figures DescribeCommands(const BenchFlags& flags) {
  Figures described = DescribeRig(flags);
  described.Add("commands", static_cast<double>(flags.commands));
  return described;
}

Figures DescribeOpenLoop(const BenchFlags& flags) {
  Figures described = DescribeRig(flags);
  described.Add("rate", static_cast<double>(flags.latency.rate));
  described.Add("producers", flags.latency.producers);
  described.Add("seconds", flags.latency.seconds);
  return described;
}

Figures DescribeRolls(const BenchFlags& flags) {
  Figures described;
  described.Add("rolls", flags.rolls.rolls);
  return described;
}

Figures DescribeIds(const BenchFlags& flags) {
  Figures described;
  described.Add("ids", static_cast<double>(flags.ids.ids));
  described.Add("hot_ids", flags.ids.hot_ids);
  return described;
}

// Those that measure once.
Runs OneOf(absl::StatusOr<Figures> figures) {
  if (!figures.ok()) return figures.status();
  return std::vector<Figures>{*std::move(figures)};
}

// Runs `measure(rig)` so often on one ledger, which grows.
template <class Measure>
Runs RunOnRig(const BenchFlags& flags, bool several_producers,
              std::uint64_t commands, const Measure& measure) {
  bench::RigOptions options = flags.rig;
  options.several_producers = several_producers;
  options.commands = commands * flags.runs;
  bench::Rig rig(options);
  if (absl::Status status = rig.Prepare(); !status.ok()) return status;
  std::vector<Figures> runs;
  for (std::uint32_t i = 0; i < flags.runs; ++i) {
    absl::StatusOr<Figures> figures = measure(rig);
    if (!figures.ok()) return figures.status();
    runs.push_back(*std::move(figures));
  }
  return runs;
}

std::vector<double> ValuesOf(const std::vector<Figures>& runs,
                             const std::string& name) {
  std::vector<double> values;
  for (const Figures& run : runs) values.push_back(run.Get(name));
  return values;
}

Runs RunThroughput(const BenchFlags& flags) {
  Runs runs = RunOnRig(flags, false, flags.commands, [&](bench::Rig& rig) {
    return bench::RunThroughput(rig, flags.commands, flags.part);
  });
  if (!runs.ok()) return runs;
  const std::vector<double> rates = ValuesOf(*runs, "commands_per_second");
  std::printf("median of %u runs: %.2f M commands/s, best %.2f\n", flags.runs,
              bench::Median(rates) / 1e6,
              *std::max_element(rates.begin(), rates.end()) / 1e6);
  return runs;
}

Runs RunLatency(const BenchFlags& flags) {
  Runs runs = RunOnRig(
      flags, true, flags.latency.rate * flags.latency.seconds,
      [&](bench::Rig& rig) { return bench::RunLatency(rig, flags.latency); });
  if (!runs.ok()) return runs;
  const auto median = [&](const char* name) {
    return bench::Median(ValuesOf(*runs, name));
  };
  std::printf("median of %u runs: p50 %.0f, p99 %.0f, p99.9 %.0f us\n",
              flags.runs, median("answered_p50_us"), median("answered_p99_us"),
              median("answered_p999_us"));
  return runs;
}

Runs RunRecovery(const BenchFlags& flags) {
  return OneOf(bench::RunRecovery(flags.rig, {.commands = flags.commands}));
}

Runs RunSnapshots(const BenchFlags& flags) {
  std::error_code error;
  const std::string self =
      std::filesystem::read_symlink("/proc/self/exe", error);
  if (error) return absl::InternalError("/proc/self/exe: " + error.message());
  bench::RigOptions rig = flags.rig;
  rig.several_producers = true;
  return bench::RunSnapshots(
      rig, {flags.commands, flags.runs, flags.latency, self, flags.every});
}

Runs RunRolls(const BenchFlags& flags) {
  bench::RollOptions options = flags.rolls;
  options.directory = flags.rig.directory;
  return OneOf(bench::RunRolls(options));
}

Runs RunIds(const BenchFlags& flags) {
  bench::IdGrowthOptions options = flags.ids;
  options.directory = flags.rig.directory;
  return OneOf(bench::RunIdGrowth(options));
}

constexpr Bench kBenches[] = {
    {"throughput", "Commands a second that become durable and answered",
     AddThroughputOptions, RunThroughput, DescribeCommands},
    {"latency", "How long a command waits for its durable answer at a rate",
     AddLatencyOptions, RunLatency, DescribeOpenLoop},
    {"recovery", "How long opening takes, from a snapshot and without",
     AddRecoveryOptions, RunRecovery, DescribeCommands},
    {"snapshots", "What snapshots made beside cost throughput and latency",
     AddSnapshotsOptions, RunSnapshots, DescribeOpenLoop},
    {"rolls", "The pause where one segment ends and the next begins",
     AddRollsOptions, RunRolls, DescribeRolls},
    {"ids", "What ids cost while there come to be more than memory holds",
     AddIdsOptions, RunIds, DescribeIds},
};

// Small enough for a test: what is checked is the same.
void MakeSmoke(BenchFlags* flags) {
  flags->rig.members = 1'000;
  flags->rig.ids_before = 2'000;
  flags->rig.frame_commands = 512;
  flags->commands = 20'000;
  flags->part = 10'000;
  flags->runs = 2;
  flags->latency.rate = 2'000;
  flags->latency.seconds = 1;
  flags->rolls.rolls = 3;
  flags->ids.ids = 100'000;
  flags->ids.hot_ids = 2'000;
}

int Run(const Bench& bench, BenchFlags flags) {
  // There is nothing to go on with: a signal ends it at once.
  std::signal(SIGINT, SIG_DFL);
  std::signal(SIGTERM, SIG_DFL);
  prctl(PR_SET_NAME, "producer");
  flags.rig.journal = flags.journal == "lmdb";
  if (flags.smoke) MakeSmoke(&flags);
  const Runs runs = bench.run(flags);
  if (!runs.ok()) return Fail(runs.status());
  if (!flags.json.empty()) {
    const absl::Status written =
        bench::WriteJson(flags.json, bench.describe(flags), *runs);
    if (!written.ok()) return Fail(written);
  }
  return EndOutput();
}

}  // namespace

void AddBench(CLI::App& app, int* exit_code) {
  CLI::App* group = app.add_subcommand(
      "bench", "What this machine makes of kumbara, with its limits beside");
  group->require_subcommand(1);
  group->footer(
      "Examples:\n"
      "  kumbara bench throughput --workers 2 --dir /data\n"
      "  kumbara bench latency --rate 100000 --seconds 10 --dir /data\n"
      "  kumbara bench recovery --commands 100000000 --dir /data\n"
      "  kumbara bench snapshots --dir /data --json figures.json\n");
  for (const Bench& bench : kBenches) {
    auto flags = std::make_shared<BenchFlags>();
    CLI::App* command = group->add_subcommand(bench.name, bench.what);
    bench.add_options(*command, *flags);
    command
        ->add_option("--dir", flags->rig.directory,
                     "A directory on the disk to measure; what is made there "
                     "is removed")
        ->check(CLI::ExistingDirectory)
        ->capture_default_str();
    command->add_option("--json", flags->json,
                        "Write the figures to this file");
    command->add_flag("--smoke", flags->smoke, "Sizes of a test");
    command->callback(
        [&bench, flags, exit_code] { *exit_code = Run(bench, *flags); });
  }
}

}  // namespace kumbara::tools
