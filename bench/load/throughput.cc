#include "bench/load/throughput.h"

#include <algorithm>
#include <cstdio>
#include <map>
#include <string>
#include <thread>

#include "bench/load/disk_limit.h"
#include "bench/load/thread_times.h"

namespace kumbara::bench {
namespace {

// As much as the disk limit is measured with.
constexpr std::size_t kLimitBytes = std::size_t{512} << 20;
constexpr std::size_t kLimitWritesMax = 4'096;

// What was spent while the clock ran.
struct Spent {
  std::int64_t nanos = 0;
  std::int64_t process = 0;
  std::map<std::string, std::int64_t> threads;
};

Spent SendAll(Rig& rig, std::uint64_t commands, std::uint64_t part) {
  Spent spent;
  while (commands > 0) {
    const std::uint64_t now = std::min(commands, part);
    const TimedPart timed = rig.Send(now);
    spent.nanos += timed.nanos;
    spent.process += timed.process_nanos;
    for (const auto& [name, nanos] : timed.thread_nanos) {
      spent.threads[name] += nanos;
    }
    commands -= now;
  }
  return spent;
}

void AddStages(const StageTimes& before, const StageTimes& after,
               double commands, Figures* figures) {
  std::printf(
      "  stage     per batch: mean      p50      p99 us   ns/command\n");
  for (std::size_t i = 0; i < kStages; ++i) {
    const Stage stage = static_cast<Stage>(i);
    const Histogram times = after.of(stage).Since(before.of(stage));
    if (times.count() == 0) continue;
    const std::string name(Name(stage));
    const double sum = static_cast<double>(times.sum());
    const double mean = sum / static_cast<double>(times.count()) / 1e3;
    const double p50 = static_cast<double>(times.Percentile(500)) / 1e3;
    const double p99 = static_cast<double>(times.Percentile(990)) / 1e3;
    std::printf("  %-9s %16.0f %8.0f %8.0f %12.1f\n", name.c_str(), mean, p50,
                p99, sum / commands);
    figures->Add("stage_" + name + "_mean_us", mean);
    figures->Add("stage_" + name + "_p50_us", p50);
    figures->Add("stage_" + name + "_p99_us", p99);
    figures->Add("stage_" + name + "_ns_per_command", sum / commands);
  }
}

void AddProcessor(const Spent& spent, double commands, Figures* figures) {
  std::printf("  processor, ns/command:");
  for (const auto& [name, nanos] : spent.threads) {
    const double each = static_cast<double>(nanos) / commands;
    std::printf(" %s %.0f,", name.c_str(), each);
    figures->Add("cpu_" + name + "_ns_per_command", each);
  }
  const double all = static_cast<double>(spent.process) / commands;
  std::printf(" all %.0f\n", all);
  figures->Add("cpu_ns_per_command", all);
}

double Rate(std::size_t commands_each, const std::vector<std::int64_t>& times) {
  std::int64_t sum = 0;
  for (const std::int64_t time : times) sum += time;
  return static_cast<double>(commands_each * times.size()) /
         static_cast<double>(sum) * 1e9;
}

void AddLimit(const std::string& name, double limit, Figures* figures) {
  const double ratio = figures->Get("commands_per_second") / limit;
  std::printf("  limit %-34s %6.2f M/s, reached %.2f of it\n", name.c_str(),
              limit / 1e6, ratio);
  figures->Add("limit_" + name + "_per_second", limit);
  figures->Add("ratio_to_" + name, ratio);
}

void AddLimits(const Rig& rig, Figures* figures) {
  const std::size_t each = static_cast<std::size_t>(
      std::max(figures->Get("commands_per_batch"), 1.0));
  const std::size_t bytes = each * sizeof(Command);
  const std::size_t count =
      std::clamp<std::size_t>(kLimitBytes / bytes, 8, kLimitWritesMax);
  const std::string& directory = rig.scratch().path();
  AddLimit("write_fdatasync",
           Rate(each, TimeSyncedWrites(directory, bytes, count)), figures);
  AddLimit("lmdb_commit", Rate(each, TimeLmdbCommits(directory, bytes, count)),
           figures);
  const double cores = std::thread::hardware_concurrency();
  AddLimit("cores_by_processor_time",
           cores * 1e9 / figures->Get("cpu_ns_per_command"), figures);
}

}  // namespace

absl::StatusOr<Figures> RunThroughput(Rig& rig, std::uint64_t commands,
                                      std::uint64_t part) {
  const std::uint64_t ids_before = rig.ledger().ids();
  const std::uint64_t exists_before = rig.traffic().check().exists();
  const std::uint64_t refused_before = rig.traffic().check().insufficient();
  const StageTimes before = rig.stage_times();
  const Spent spent = SendAll(rig, commands, part);
  const StageTimes after = rig.stage_times();

  Figures figures;
  const double count = static_cast<double>(commands);
  const double batches = static_cast<double>(after.of(Stage::kTotal).count() -
                                             before.of(Stage::kTotal).count());
  const double rate = count / static_cast<double>(spent.nanos) * 1e9;
  figures.Add("commands_per_second", rate);
  figures.Add("commands", count);
  figures.Add("commands_per_batch", count / batches);
  figures.Add("ids_before", static_cast<double>(ids_before));
  std::printf(
      "%.2f M commands/s: %.0f commands, %.0f per batch, %.1f M ids before\n",
      rate / 1e6, count, count / batches,
      static_cast<double>(ids_before) / 1e6);
  AddStages(before, after, count, &figures);
  AddProcessor(spent, count, &figures);
  AddLimits(rig, &figures);
  if (absl::Status status = rig.Verify(); !status.ok()) return status;
  const auto exists =
      static_cast<double>(rig.traffic().check().exists() - exists_before);
  const auto refused = static_cast<double>(
      rig.traffic().check().insufficient() - refused_before);
  std::printf("  verified: %.0f answered, %.0f repeats, %.0f refused\n", count,
              exists, refused);
  figures.Add("repeats", exists);
  figures.Add("refused", refused);
  std::fflush(stdout);
  return figures;
}

}  // namespace kumbara::bench
