#include "storage/runs/run_store.h"

#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <filesystem>
#include <system_error>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "engine/base/check.h"
#include "storage/lmdb/file.h"

namespace kumbara::storage {
namespace {

// What sorting moves of an entry.
struct Sorted {
  CommandId id;
  std::uint32_t at = 0;
};

absl::Status EmptyDirectory(const std::string& directory) {
  std::error_code error;
  std::filesystem::remove_all(directory, error);
  if (error) {
    return absl::InternalError(
        absl::StrCat(directory, ": cannot be emptied: ", error.message()));
  }
  if (mkdir(directory.c_str(), kDirectoryMode) != 0) {
    return FileError(errno, directory, "cannot create");
  }
  return SyncDirectory(ParentOf(directory));
}

}  // namespace

absl::StatusOr<std::unique_ptr<RunStore>> RunStore::Create(
    const std::string& directory) {
  const absl::Status made = EmptyDirectory(directory);
  if (!made.ok()) return made;
  absl::StatusOr<std::unique_ptr<ChunkFile>> chunks =
      ChunkFile::Create(directory + "/chunks");
  if (!chunks.ok()) return chunks.status();
  return std::unique_ptr<RunStore>(new RunStore(directory, *std::move(chunks)));
}

RunStore::RunStore(std::string directory, std::unique_ptr<ChunkFile> chunks)
    : directory_(std::move(directory)),
      chunks_(std::move(chunks)),
      thread_([this] { Run(); }) {}

RunStore::~RunStore() {
  {
    const std::scoped_lock lock(mutex_);
    stops_ = true;
  }
  changed_.notify_all();
  thread_.join();
}

void RunStore::LookForNewRuns() {
  if (!has_new_runs_.exchange(false, std::memory_order_acquire)) return;
  const std::scoped_lock lock(mutex_);
  runs_ = published_;
}

void RunStore::Prefetch(const CommandId& id) {
  const std::uint64_t hash = IdFilter::HashOf(id);
  for (const std::shared_ptr<const RunFile>& run : runs_) run->Prefetch(hash);
}

FoundId RunStore::FindId(const CommandId& id, ColdId* found) {
  if (has_new_runs_.load(std::memory_order_relaxed)) LookForNewRuns();
  const std::uint64_t hash = IdFilter::HashOf(id);
  for (const std::shared_ptr<const RunFile>& run : runs_) {
    if (!run->MayHave(hash)) continue;
    const absl::StatusOr<bool> is_there = run->Find(id, found);
    if (!is_there.ok()) {
      const std::scoped_lock lock(mutex_);
      status_.Update(is_there.status());
      return FoundId::kFailed;
    }
    if (*is_there) return FoundId::kYes;
  }
  return FoundId::kNo;
}

void RunStore::Keep(const Slab<IdEntry>& entries, Slot first_slot) {
  KUMBARA_CHECK(!IsKeeping());
  is_keeping_.store(true, std::memory_order_relaxed);
  {
    const std::scoped_lock lock(mutex_);
    task_ = {&entries, first_slot};
  }
  changed_.notify_all();
}

bool RunStore::IsKeeping() const {
  return is_keeping_.load(std::memory_order_acquire);
}

void RunStore::StopKeeping() {
  std::unique_lock lock(mutex_);
  task_ = {};
  changed_.wait(lock, [&] { return !is_busy_; });
}

absl::Status RunStore::status() const {
  const std::scoped_lock lock(mutex_);
  return !status_.ok() ? status_ : chunks_->status();
}

Runs RunStore::WaitForRuns() {
  std::unique_lock lock(mutex_);
  changed_.wait(lock, [&] {
    return !status_.ok() || (task_.entries == nullptr && !is_busy_);
  });
  return published_;
}

// The thread's own.
void RunStore::Run() {
  std::unique_lock lock(mutex_);
  for (;;) {
    changed_.wait(lock, [&] { return stops_ || task_.entries != nullptr; });
    if (stops_) return;
    const Task task = std::exchange(task_, {});
    is_busy_ = true;
    lock.unlock();
    absl::Status done = Write(task);
    // What failed is being kept for ever: it stays in memory.
    if (done.ok()) is_keeping_.store(false, std::memory_order_release);
    if (done.ok()) done = Merge();
    lock.lock();
    is_busy_ = false;
    status_.Update(done);
    changed_.notify_all();
    if (!done.ok()) return;
  }
}

absl::Status RunStore::Write(const Task& task) {
  std::vector<Sorted> order(task.entries->size());
  for (std::uint32_t at = 0; at < order.size(); ++at) {
    order[at] = {task.entries->At(at).id, at};
  }
  std::sort(order.begin(), order.end(),
            [](const Sorted& a, const Sorted& b) { return a.id < b.id; });
  absl::StatusOr<RunWriter> writer =
      RunWriter::Create(directory_, next_run_++, order.size());
  if (!writer.ok()) return writer.status();
  for (const Sorted& id : order) {
    const absl::Status added =
        writer->Add({task.entries->At(id.at), task.first_slot + id.at});
    if (!added.ok()) return added;
  }
  absl::StatusOr<std::unique_ptr<RunFile>> run = writer->Finish();
  if (!run.ok()) return run.status();
  Runs runs = published_;  // Nobody else writes it.
  runs.push_back(*std::move(run));
  Publish(std::move(runs));
  return absl::OkStatus();
}

absl::Status RunStore::Merge() {
  Runs runs = published_;
  std::vector<std::uint64_t> ids;
  for (const std::shared_ptr<const RunFile>& run : runs) {
    ids.push_back(run->ids());
  }
  const std::size_t count = RunsToMerge(ids);
  if (count == 0) return absl::OkStatus();
  const Runs merged(runs.end() - static_cast<std::ptrdiff_t>(count),
                    runs.end());
  absl::StatusOr<std::unique_ptr<RunFile>> run =
      MergeRuns(directory_, next_run_++, merged);
  if (!run.ok()) return run.status();
  runs.resize(runs.size() - count);
  runs.push_back(*std::move(run));
  Publish(std::move(runs));
  for (const std::shared_ptr<const RunFile>& one : merged) {
    if (unlink(one->path().c_str()) != 0) {
      return FileError(errno, one->path(), "cannot delete");
    }
  }
  return absl::OkStatus();
}

void RunStore::Publish(Runs runs) {
  const std::scoped_lock lock(mutex_);
  published_ = std::move(runs);
  has_new_runs_.store(true, std::memory_order_release);
}

}  // namespace kumbara::storage
