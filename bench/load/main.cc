// kumbara_bench_load: a ledger under load, in one process with its producers.
// bench/README.md says what is measured and how to read it.

#include <sys/prctl.h>

#include <CLI/CLI.hpp>
#include <cstdio>
#include <string>
#include <vector>

#include "bench/load/figures.h"
#include "bench/load/id_growth.h"
#include "bench/load/latency.h"
#include "bench/load/recovery.h"
#include "bench/load/rig.h"
#include "bench/load/roll.h"
#include "bench/load/snapshots.h"
#include "bench/load/throughput.h"

namespace kumbara::bench {
namespace {

struct Options {
  RigOptions rig;
  LatencyOptions latency;
  std::uint64_t commands = 16'000'000;
  std::uint64_t part = 16'000'000;
  std::uint32_t runs = 5;
  bool open_loop = false;
  // With one of these nothing else is measured.
  std::uint32_t rolls = 0;
  IdGrowthOptions id_growth;
  bool recovery = false;
  SnapshotsOptions snapshots;  // If it names the program that makes them.
  std::string json;
};

// Small enough for a test: what is checked is the same.
void MakeSmoke(Options* options) {
  options->rig.members = 1'000;
  options->rig.ids_before = 2'000;
  options->rig.frame_commands = 512;
  options->commands = 20'000;
  options->part = 10'000;
  options->runs = 2;
  options->latency.rate = 2'000;
  options->latency.seconds = 1;
}

Figures Describe(const Options& options) {
  Figures described;
  described.Add("members", static_cast<double>(options.rig.members));
  described.Add("ids_before", static_cast<double>(options.rig.ids_before));
  described.Add("frame_commands", options.rig.frame_commands);
  described.Add("workers", options.rig.workers);
  described.Add("zipf", options.rig.zipf ? 1 : 0);
  described.Add("journal", options.rig.journal ? 1 : 0);
  described.Add("repeats_per_mille", options.rig.repeats_per_mille);
  described.Add("refusals_per_mille", options.rig.refusals_per_mille);
  if (options.open_loop) {
    described.Add("rate", static_cast<double>(options.latency.rate));
    described.Add("producers", options.latency.producers);
    described.Add("seconds", options.latency.seconds);
  }
  return described;
}

absl::Status RunRollsOnly(const Options& options) {
  RollOptions rolls;
  rolls.directory = options.rig.directory;
  rolls.rolls = options.rolls;
  const absl::StatusOr<Figures> figures = RunRolls(rolls);
  if (!figures.ok() || options.json.empty()) return figures.status();
  Figures described;
  described.Add("rolls", options.rolls);
  return WriteJson(options.json, described, {*figures});
}

absl::Status RunIdGrowthOnly(const Options& options) {
  IdGrowthOptions growth = options.id_growth;
  growth.directory = options.rig.directory;
  const absl::StatusOr<Figures> figures = RunIdGrowth(growth);
  if (!figures.ok() || options.json.empty()) return figures.status();
  Figures described;
  described.Add("ids", static_cast<double>(growth.ids));
  described.Add("hot_ids", growth.hot_ids);
  return WriteJson(options.json, described, {*figures});
}

absl::Status RunRecoveryOnly(const Options& options) {
  const absl::StatusOr<Figures> figures =
      RunRecovery(options.rig, {.commands = options.commands});
  if (!figures.ok() || options.json.empty()) return figures.status();
  return WriteJson(options.json, Describe(options), {*figures});
}

absl::Status RunSnapshotsOnly(const Options& options) {
  SnapshotsOptions snapshots = options.snapshots;
  snapshots.commands = options.commands;
  snapshots.runs = options.runs;
  snapshots.latency = options.latency;
  const absl::StatusOr<std::vector<Figures>> runs =
      RunSnapshots(options.rig, snapshots);
  if (!runs.ok() || options.json.empty()) return runs.status();
  return WriteJson(options.json, Describe(options), *runs);
}

absl::Status Run(Options options) {
  if (options.rolls != 0) return RunRollsOnly(options);
  if (options.id_growth.ids != 0) return RunIdGrowthOnly(options);
  if (options.recovery) return RunRecoveryOnly(options);
  if (!options.snapshots.kumbara.empty()) return RunSnapshotsOnly(options);
  options.rig.commands = options.open_loop
                             ? options.latency.rate * options.latency.seconds
                             : options.commands;
  options.rig.commands *= options.runs;
  Rig rig(options.rig);
  if (absl::Status status = rig.Prepare(); !status.ok()) return status;
  std::vector<Figures> runs;
  std::vector<double> rates;
  for (std::uint32_t i = 0; i < options.runs; ++i) {
    absl::StatusOr<Figures> figures =
        options.open_loop ? RunLatency(rig, options.latency)
                          : RunThroughput(rig, options.commands, options.part);
    if (!figures.ok()) return figures.status();
    rates.push_back(figures->Get("commands_per_second"));
    runs.push_back(*std::move(figures));
  }
  std::printf("median of %u runs: %.2f M commands/s, best %.2f\n", options.runs,
              Median(rates) / 1e6,
              *std::max_element(rates.begin(), rates.end()) / 1e6);
  if (options.json.empty()) return absl::OkStatus();
  return WriteJson(options.json, Describe(options), runs);
}

int Main(int argc, char** argv) {
  prctl(PR_SET_NAME, "producer");
  CLI::App app{"A ledger under load, with the limits of the machine beside it"};
  Options options;
  bool smoke = false;
  bool uniform = false;
  std::string journal = "lmdb";
  app.add_option("--members", options.rig.members)
      ->check(CLI::Range(2, 1 << 30));
  app.add_option("--ids-before", options.rig.ids_before,
                 "commands run before measuring");
  app.add_option("--commands", options.commands, "commands of each run");
  app.add_option("--part", options.part,
                 "commands whose frames are held in memory at a time");
  app.add_option("--frame", options.rig.frame_commands, "commands a frame")
      ->check(CLI::Range(1u, kFrameCommandsMax));
  app.add_option("--workers", options.rig.workers)
      ->check(CLI::Range(1u, kWorkersMax));
  app.add_flag("--zipf", options.rig.zipf, "members drawn by Zipf(0.99)");
  app.add_flag("--uniform", uniform, "members drawn uniformly (the default)")
      ->excludes("--zipf");
  app.add_option("--repeats", options.rig.repeats_per_mille,
                 "repeated commands, in thousandths");
  app.add_option("--refusals", options.rig.refusals_per_mille,
                 "refused commands, in thousandths");
  app.add_option("--dir", options.rig.directory,
                 "a directory on the disk to measure")
      ->check(CLI::ExistingDirectory);
  app.add_option("--journal", journal)->check(CLI::IsMember({"lmdb", "none"}));
  app.add_option("--runs", options.runs)->check(CLI::Range(1, 1000));
  CLI::Option* rate = app.add_option("--rate", options.latency.rate,
                                     "open loop: commands a second");
  app.add_option("--producers", options.latency.producers, "of the open loop")
      ->check(CLI::Range(1, 4096));
  app.add_option("--seconds", options.latency.seconds, "of the open loop");
  app.add_option("--rolls", options.rolls,
                 "only the pause of a roll, over so many");
  CLI::Option* id_growth =
      app.add_option("--id-growth", options.id_growth.ids,
                     "only what ids cost while there come to be so many")
          ->check(CLI::Range(1u, kNoSlot));
  app.add_option("--hot-ids", options.id_growth.hot_ids,
                 "of them that stay in memory, about")
      ->check(CLI::PositiveNumber)
      ->needs(id_growth);
  app.add_flag("--recovery", options.recovery,
               "only how long opening takes, from a snapshot and without");
  CLI::Option* snapshots = app.add_option(
      "--snapshots", options.snapshots.kumbara,
      "only what snapshots cost that this program, kumbara, makes beside");
  app.add_option("--every", options.snapshots.every,
                 "bytes of journal a snapshot is made for; 1: without a pause")
      ->needs(snapshots);
  app.add_option("--json", options.json, "file to write the figures to");
  app.add_flag("--smoke", smoke, "sizes of a test");
  CLI11_PARSE(app, argc, argv);
  options.rig.journal = journal == "lmdb";
  options.open_loop = rate->count() > 0;
  options.rig.several_producers = options.open_loop || snapshots->count() > 0;
  options.latency.frame_commands =
      app.count("--frame") > 0 ? options.rig.frame_commands : 1;
  if (smoke) MakeSmoke(&options);
  const absl::Status status = Run(options);
  if (status.ok()) return 0;
  std::fprintf(stderr, "kumbara_bench_load: %s\n", status.ToString().c_str());
  return 1;
}

}  // namespace
}  // namespace kumbara::bench

int main(int argc, char** argv) { return kumbara::bench::Main(argc, argv); }
