#include "tools/rows/sorted_runs.h"

#include <algorithm>
#include <cstring>
#include <utility>

#include "tools/csv/record.h"

namespace kumbara::tools {
namespace {

// How a record stands in the temporary file, before its bytes. The file never
// outlives the process, so the form may change freely.
struct RunHeader {
  RowKey key;
  std::uint64_t size;
};

constexpr std::size_t kWriteBytes = 256 * 1024;
constexpr std::size_t kCursorBytesMin = 16 * 1024;
constexpr std::size_t kCursorBytesMax = 1024 * 1024;
// Offsets into the arena have 32 bits.
constexpr std::size_t kRunBytesMax = std::size_t{3} << 30;

}  // namespace

RunSorter::RunSorter(std::size_t memory_bytes, std::string folder)
    : memory_bytes_(memory_bytes),
      run_bytes_(std::min(memory_bytes / 2, kRunBytesMax)),
      folder_(std::move(folder)) {}

RunSorter::~RunSorter() = default;

absl::Status RunSorter::Add(const RowKey& key, std::string_view raw) {
  // Growing by doubling would pass the budget; pages not used cost nothing.
  if (arena_.capacity() == 0) {
    arena_.reserve(run_bytes_ + kSplitPadding);
    entries_.reserve(run_bytes_ / sizeof(Entry));
  }
  const std::size_t held = arena_.size() + entries_.size() * sizeof(Entry);
  if (!entries_.empty() && held + raw.size() + sizeof(Entry) > run_bytes_) {
    if (absl::Status status = Spill(); !status.ok()) return status;
  }
  entries_.push_back({key, static_cast<std::uint32_t>(raw.size()),
                      static_cast<std::uint32_t>(arena_.size())});
  arena_.insert(arena_.end(), raw.begin(), raw.end());
  return absl::OkStatus();
}

void RunSorter::Sort() {
  std::sort(entries_.begin(), entries_.end(),
            [](const Entry& a, const Entry& b) { return a.key < b.key; });
}

absl::Status RunSorter::Spill() {
  Sort();
  if (!file_) {
    absl::StatusOr<SpoolFile> file = SpoolFile::Create(folder_);
    if (!file.ok()) return file.status();
    file_ = std::move(*file);
  }
  Run run{file_->size(), 0};
  std::string pending;
  for (const Entry& entry : entries_) {
    const RunHeader header{entry.key, entry.size};
    pending.append(reinterpret_cast<const char*>(&header), sizeof(header));
    pending.append(arena_.data() + entry.offset, entry.size);
    if (pending.size() < kWriteBytes) continue;
    if (absl::Status status = file_->Append(pending); !status.ok()) {
      return status;
    }
    pending.clear();
  }
  if (absl::Status status = file_->Append(pending); !status.ok()) return status;
  run.end = file_->size();
  runs_.push_back(run);
  arena_.clear();
  entries_.clear();
  return absl::OkStatus();
}

std::vector<std::unique_ptr<RunCursor>> RunSorter::Finish() {
  std::vector<std::unique_ptr<RunCursor>> cursors;
  Sort();
  arena_.resize(arena_.size() + kSplitPadding);
  const std::size_t share = memory_bytes_ / 2 / (runs_.size() + 1);
  const std::size_t buffer_bytes =
      std::clamp(share, kCursorBytesMin, kCursorBytesMax);
  for (const Run& run : runs_) {
    cursors.push_back(
        std::unique_ptr<RunCursor>(new RunCursor(this, run, buffer_bytes)));
  }
  cursors.push_back(std::unique_ptr<RunCursor>(new RunCursor(this)));
  return cursors;
}

RunCursor::RunCursor(const RunSorter* sorter, RunSorter::Run run,
                     std::size_t buffer_bytes)
    : sorter_(sorter),
      unread_(run),
      on_disk_(true),
      buffer_(buffer_bytes + kSplitPadding) {}

RunCursor::RunCursor(const RunSorter* sorter) : sorter_(sorter) {}

bool RunCursor::NextInMemory() {
  if (next_entry_ == sorter_->entries_.size()) return false;
  const RunSorter::Entry& entry = sorter_->entries_[next_entry_++];
  key_ = entry.key;
  raw_ = std::string_view(sorter_->arena_.data() + entry.offset, entry.size);
  return true;
}

// Makes the next `size` bytes of the run stand in the buffer.
bool RunCursor::Ensure(std::size_t size) {
  if (end_ - begin_ >= size) return true;
  std::memmove(buffer_.data(), buffer_.data() + begin_, end_ - begin_);
  end_ -= begin_;
  begin_ = 0;
  if (buffer_.size() < size + kSplitPadding) {
    buffer_.resize(size + kSplitPadding);
  }
  const std::size_t wanted = std::min<std::uint64_t>(
      buffer_.size() - kSplitPadding - end_, unread_.end - unread_.begin);
  const absl::StatusOr<std::size_t> count = ReadAt(
      sorter_->file_->fd(), unread_.begin, buffer_.data() + end_, wanted);
  if (!count.ok()) {
    status_ = count.status();
    return false;
  }
  end_ += *count;
  unread_.begin += *count;
  if (end_ >= size) return true;
  status_ = absl::DataLossError("the temporary file of the sort was cut short");
  return false;
}

bool RunCursor::Next() {
  if (!on_disk_) return NextInMemory();
  if (!status_.ok()) return false;
  if (begin_ == end_ && unread_.begin == unread_.end) return false;
  RunHeader header;
  if (!Ensure(sizeof(header))) return false;
  std::memcpy(&header, buffer_.data() + begin_, sizeof(header));
  if (!Ensure(sizeof(header) + header.size)) return false;
  key_ = header.key;
  raw_ =
      std::string_view(buffer_.data() + begin_ + sizeof(header), header.size);
  begin_ += sizeof(header) + header.size;
  return true;
}

}  // namespace kumbara::tools
