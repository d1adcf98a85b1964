#include "bench/load/recovery.h"

#include <fcntl.h>
#include <unistd.h>

#include <cstdio>
#include <filesystem>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "bench/load/whole_ledger.h"
#include "engine/base/check.h"
#include "storage/journal/segment.h"
#include "storage/open/snapshot_maker.h"

namespace kumbara::bench {
namespace {

namespace fs = std::filesystem;

std::vector<std::string> FilesIn(const std::string& directory) {
  std::vector<std::string> files;
  for (const auto& entry : fs::recursive_directory_iterator(directory)) {
    if (entry.is_regular_file()) files.push_back(entry.path());
  }
  return files;
}

// What was synced leaves the page cache.
void DropFromCache(const std::string& directory) {
  for (const std::string& path : FilesIn(directory)) {
    const int file = open(path.c_str(), O_RDONLY | O_CLOEXEC);
    KUMBARA_CHECK(file >= 0);
    KUMBARA_CHECK(posix_fadvise(file, 0, 0, POSIX_FADV_DONTNEED) == 0);
    close(file);
  }
}

// The limit: the same files read one after the other.
std::int64_t TimeReading(const std::string& directory, Clock& clock) {
  DropFromCache(directory);
  std::vector<char> buffer(std::size_t{1} << 20);
  const std::int64_t begin = clock.MonotonicNanos();
  for (const std::string& path : FilesIn(directory)) {
    const int file = open(path.c_str(), O_RDONLY | O_CLOEXEC);
    KUMBARA_CHECK(file >= 0);
    ssize_t got = 0;
    while ((got = read(file, buffer.data(), buffer.size())) > 0) {
    }
    KUMBARA_CHECK(got == 0);
    close(file);
  }
  return clock.MonotonicNanos() - begin;
}

absl::Status MakeSnapshot(WholeLedger& whole, Figures* figures) {
  auto maker = storage::SnapshotMaker::Open(whole.path(), {});
  if (!maker.ok()) return maker.status();
  const std::int64_t begin = whole.clock().MonotonicNanos();
  const auto made = (*maker)->Make();
  if (!made.ok()) return made.status();
  const double seconds =
      static_cast<double>(whole.clock().MonotonicNanos() - begin) / 1e9;
  std::printf(
      "a snapshot of %.1f M members written, read back in %.2f s\n",
      static_cast<double>(whole.traffic().workload().options().members) / 1e6,
      seconds);
  figures->Add("snapshot_seconds", seconds);
  return absl::OkStatus();
}

// Opens the ledger and compares.
absl::Status TimeOpening(WholeLedger& whole, const std::string& name,
                         const storage::OpenOptions& options,
                         const Digest& expected, Figures* figures) {
  DropFromCache(whole.path());
  const std::int64_t begin = whole.clock().MonotonicNanos();
  const auto opened = storage::OpenLedger::Open(whole.path(), options);
  const std::int64_t nanos = whole.clock().MonotonicNanos() - begin;
  if (!opened.ok()) return opened.status();
  if ((*opened)->ledger().StateDigest() != expected) {
    return absl::InternalError(
        absl::StrCat(name, ": the state is not the one that was written"));
  }
  const storage::RecoveryReport& report = (*opened)->recovery();
  const double seconds = static_cast<double>(nanos) / 1e9;
  const double reapplied = static_cast<double>(
      (*opened)->ledger().end().sequence - report.snapshot_sequence);
  const double rate =
      reapplied / (static_cast<double>(report.reapply_nanos) / 1e9);
  std::printf(
      "  %-18s %7.2f s: loading %6.2f s, %10.0f commands re-applied at %5.2f "
      "M/s\n",
      name.c_str(), seconds, static_cast<double>(report.load_nanos) / 1e9,
      reapplied, rate / 1e6);
  figures->Add(name + "_seconds", seconds);
  figures->Add(name + "_load_seconds",
               static_cast<double>(report.load_nanos) / 1e9);
  figures->Add(name + "_reapplied", reapplied);
  figures->Add(name + "_reapplied_per_second", rate);
  return absl::OkStatus();
}

absl::Status Write(WholeLedger& whole, std::uint64_t commands, Digest* digest) {
  if (absl::Status status = whole.Open(); !status.ok()) return status;
  whole.Send(commands);
  if (absl::Status status = whole.Verify(); !status.ok()) return status;
  *digest = whole.ledger().StateDigest();
  return whole.Close();
}

}  // namespace

absl::StatusOr<Figures> RunRecovery(const RigOptions& rig,
                                    const RecoveryOptions& options) {
  auto whole = WholeLedger::Make(rig);
  if (!whole.ok()) return whole.status();
  Figures figures;
  Digest digest;
  const std::uint64_t tail = options.commands * options.tail_per_mille / 1000;
  for (const std::uint64_t commands : {options.commands - tail, tail}) {
    absl::Status status = Write(**whole, commands, &digest);
    if (status.ok() && commands != tail) {
      status = MakeSnapshot(**whole, &figures);
    }
    if (!status.ok()) return status;
  }
  std::printf("opening a ledger of %llu commands, nothing of it cached\n",
              static_cast<unsigned long long>(options.commands));
  figures.Add("commands", static_cast<double>(options.commands));
  storage::OpenOptions open;
  open.workers = rig.workers;
  for (const bool from_snapshots : {true, false}) {
    open.from_snapshots = from_snapshots;
    const absl::Status status = TimeOpening(
        **whole, from_snapshots ? "snapshot_and_tail" : "journal_alone", open,
        digest, &figures);
    if (!status.ok()) return status;
  }
  const double reading =
      static_cast<double>(TimeReading(
          storage::JournalDirectory((*whole)->path()), (*whole)->clock())) /
      1e9;
  const double ratio = figures.Get("journal_alone_seconds") / reading;
  std::printf(
      "  limit: the journal's files read one by one %.2f s; the journal alone "
      "takes %.1f times that, a snapshot %.2f of the journal alone\n",
      reading, ratio,
      figures.Get("snapshot_and_tail_seconds") /
          figures.Get("journal_alone_seconds"));
  figures.Add("reading_seconds", reading);
  figures.Add("ratio_to_reading", ratio);
  return figures;
}

}  // namespace kumbara::bench
