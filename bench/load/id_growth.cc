#include "bench/load/id_growth.h"

#include <algorithm>
#include <array>
#include <cstdio>
#include <memory>
#include <thread>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "bench/workload/bytes_in_use.h"
#include "bench/workload/scratch_directory.h"
#include "bench/workload/workload.h"
#include "engine/base/clock.h"
#include "engine/pipeline/id_table.h"
#include "storage/runs/run_store.h"

namespace kumbara::bench {
namespace {

// As many as resolve asks for ahead, and about as many as a batch has.
constexpr std::uint32_t kBlock = 32;
constexpr std::uint32_t kBatch = 16'384;
constexpr int kLimitReads = 20'000;

// The time of one part of the growth.
struct Spent {
  std::int64_t new_nanos = 0;
  std::vector<std::int64_t> repeat_nanos;
};

class Growth {
 public:
  Growth(const IdGrowthOptions& options, storage::RunStore& store)
      : options_(options),
        store_(store),
        ids_(arena_, options.hot_ids, store),
        workload_({.members = 2, .repeats_per_mille = 0}) {}

  // Adds ids until there are `end`.
  absl::Status GrowTo(std::uint64_t end, Spent* spent) {
    while (ids_.size() < end) {
      const auto count = static_cast<std::uint32_t>(
          std::min<std::uint64_t>(end - ids_.size(), kBlock));
      if (absl::Status status = AddBlock(count, spent); !status.ok()) {
        return status;
      }
      if (ids_.size() % options_.new_per_repeat < count) {
        if (absl::Status status = LookBack(spent); !status.ok()) return status;
      }
      if (ids_.size() % kBatch < count) LetGo(spent);
    }
    return store_.status();
  }

 private:
  absl::Status AddBlock(std::uint32_t count, Spent* spent) {
    std::array<CommandId, kBlock> ids;
    for (std::uint32_t i = 0; i < count; ++i) {
      ids[i] = workload_.At(ids_.size() + i).id;
    }
    std::array<std::uint64_t, kBlock> hashes;
    const std::int64_t begin = clock_.MonotonicNanos();
    for (std::uint32_t i = 0; i < count; ++i) {
      hashes[i] = IdTable::HashOf(ids[i]);
      ids_.Prefetch(ids[i], hashes[i]);
    }
    for (std::uint32_t i = 0; i < count; ++i) {
      if (ids_.Find(ids[i], hashes[i]).answer != nullptr) {
        return Wrong("a new id was found");
      }
      IdEntry entry;
      entry.id = ids[i];
      entry.answer.first_sequence = ids_.size() + 1;
      entry.answer.state = IdState::kFinal;
      ids_.Add(entry, hashes[i], false);
    }
    spent->new_nanos += clock_.MonotonicNanos() - begin;
    return absl::OkStatus();
  }

  absl::Status LookBack(Spent* spent) {
    const std::uint64_t n = workload_.At(ids_.size()).id.low % ids_.size();
    const CommandId id = workload_.At(n).id;
    const std::int64_t begin = clock_.MonotonicNanos();
    const std::uint64_t hash = IdTable::HashOf(id);
    ids_.Prefetch(id, hash);
    const IdTable::Known known = ids_.Find(id, hash);
    spent->repeat_nanos.push_back(clock_.MonotonicNanos() - begin);
    if (known.answer == nullptr) {
      return Wrong(absl::StrCat("id ", n, " was not found"));
    }
    if (known.slot != n || known.answer->first_sequence != n + 1) {
      return Wrong(absl::StrCat("id ", n, " has the entry of another"));
    }
    return absl::OkStatus();
  }

  // Where the disk is slower than the ids, waiting for it is part of their
  // time.
  void LetGo(Spent* spent) {
    const std::int64_t begin = clock_.MonotonicNanos();
    ids_.NoteFinal(ids_.size());
    do {
      ids_.LetGo(0, 0);
      if (ids_.hot() <= options_.hot_ids) break;
      std::this_thread::yield();
    } while (store_.status().ok());
    spent->new_nanos += clock_.MonotonicNanos() - begin;
  }

  // A lookup that failed says why in the store.
  absl::Status Wrong(const std::string& what) const {
    const absl::Status status = store_.status();
    return status.ok() ? absl::InternalError(what) : status;
  }

  const IdGrowthOptions& options_;
  storage::RunStore& store_;
  SystemClock clock_;
  ChunkArena arena_;
  IdTable ids_;
  const Workload workload_;
};

// Reads of 4 KiB at random out of the files of ids: their median time.
absl::StatusOr<std::int64_t> TimeReads(const storage::Runs& runs) {
  const Workload places({.members = 2, .repeats_per_mille = 0});
  SystemClock clock;
  storage::IdBlock block;
  std::vector<std::int64_t> times;
  for (int i = 0; i < kLimitReads && !runs.empty(); ++i) {
    const CommandId place = places.At(static_cast<std::uint64_t>(i)).id;
    const storage::RunFile& run = *runs[place.high % runs.size()];
    const auto number = static_cast<std::uint32_t>(place.low % run.blocks());
    const std::int64_t begin = clock.MonotonicNanos();
    absl::Status status = run.ReadBlock(number, &block);
    if (!status.ok()) return status;
    times.push_back(clock.MonotonicNanos() - begin);
  }
  return Percentile(&times, 500);
}

// In ten parts, each with figures of its own.
absl::Status Grow(const IdGrowthOptions& options, storage::RunStore& store,
                  Figures* figures) {
  constexpr std::uint64_t kParts = 10;
  Growth growth(options, store);
  std::size_t looked_back = 0;
  std::uint64_t before = 0;
  for (std::uint64_t part = 1; part <= kParts; ++part) {
    const std::uint64_t ids = options.ids * part / kParts;
    Spent spent;
    if (absl::Status status = growth.GrowTo(ids, &spent); !status.ok()) {
      return status;
    }
    looked_back += spent.repeat_nanos.size();
    const double new_nanos = static_cast<double>(spent.new_nanos) /
                             static_cast<double>(ids - before);
    const auto repeat_nanos =
        static_cast<double>(Percentile(&spent.repeat_nanos, 500));
    std::printf("%8.1f M ids: a new one %5.0f ns, one from before %8.0f ns\n",
                static_cast<double>(ids) / 1e6, new_nanos, repeat_nanos);
    std::fflush(stdout);  // The next may take minutes.
    figures->Add(absl::StrCat("new_nanos_", part), new_nanos);
    figures->Add(absl::StrCat("repeat_nanos_", part), repeat_nanos);
    before = ids;
  }
  std::printf("verified: no new id was found, %zu from before were\n",
              looked_back);
  figures->Add("looked_back", static_cast<double>(looked_back));
  return absl::OkStatus();
}

absl::Status Weigh(const storage::Runs& runs, const std::string& directory,
                   Figures* figures) {
  std::uint64_t ids = 0;
  std::uint64_t memory = 0;
  for (const auto& run : runs) {
    ids += run->ids();
    memory += run->memory_bytes();
  }
  const std::int64_t disk = BytesIn(directory);
  const absl::StatusOr<std::int64_t> read = TimeReads(runs);
  if (!read.ok()) return read.status();
  const double each = 1 / static_cast<double>(std::max<std::uint64_t>(ids, 1));
  std::printf(
      "%zu runs hold %.1f M ids: %.2f bytes of memory and %.1f of disk an id\n"
      "limit: a read of 4 KiB %.1f us\n",
      runs.size(), static_cast<double>(ids) / 1e6,
      static_cast<double>(memory) * each, static_cast<double>(disk) * each,
      static_cast<double>(*read) / 1e3);
  figures->Add("runs", static_cast<double>(runs.size()));
  figures->Add("cold_ids", static_cast<double>(ids));
  figures->Add("memory_bytes", static_cast<double>(memory));
  figures->Add("disk_bytes", static_cast<double>(disk));
  figures->Add("read_nanos", static_cast<double>(*read));
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<Figures> RunIdGrowth(const IdGrowthOptions& options) {
  const ScratchDirectory scratch(options.directory);
  const std::string path = scratch.path() + "/runs";
  auto store = storage::RunStore::Create(path);
  if (!store.ok()) return store.status();
  Figures figures;
  absl::Status status = Grow(options, **store, &figures);
  if (!status.ok()) return status;
  const storage::Runs runs = (*store)->WaitForRuns();
  status = (*store)->status();
  if (status.ok()) status = Weigh(runs, path, &figures);
  if (!status.ok()) return status;
  return figures;
}

}  // namespace kumbara::bench
