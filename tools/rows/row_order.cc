#include "tools/rows/row_order.h"

#include <algorithm>
#include <utility>

#include "engine/base/check.h"

namespace kumbara::tools {
namespace {

RowKey KeyOf(const Row& row) { return {row.occurred_at, row.file, row.line}; }

}  // namespace

std::optional<RowOrder> RowOrderByName(std::string_view name) {
  if (name == "time") return RowOrder::kTime;
  if (name == "file") return RowOrder::kFile;
  return {};
}

// Rows in ascending order of their keys: of one file that is in order, or of
// one run of the sort.
class RowSource::Stream {
 public:
  explicit Stream(InputFile* file) : file_(file) {}
  Stream(std::unique_ptr<RunCursor> run,
         const std::vector<std::unique_ptr<InputFile>>* files)
      : run_(std::move(run)), files_(files) {}

  // Moves to the next row; false at the end and on errors.
  bool Advance() { return run_ ? AdvanceRun() : AdvanceFile(); }

  // Whether the first Advance has been made, and the last found a row.
  bool has_row() const { return row_ != nullptr; }
  const Row& row() const { return *row_; }
  const absl::Status& status() const { return status_; }

 private:
  // A file is opened when its first row is due and closed after its last.
  bool AdvanceFile() {
    if (!begun_) {
      begun_ = true;
      status_ = file_->Begin();
      if (!status_.ok()) return false;
    }
    row_ = file_->Next();
    if (row_ != nullptr) return true;
    status_ = file_->status();
    file_->End();
    return false;
  }

  bool AdvanceRun() {
    if (!run_->Next()) {
      status_ = run_->status();
      return false;
    }
    const RowKey& key = run_->key();
    (*files_)[key.file]->ParseAgain(run_->raw(), key.line, &record_,
                                    &sorted_row_);
    row_ = &sorted_row_;
    return true;
  }

  InputFile* file_ = nullptr;
  bool begun_ = false;
  std::unique_ptr<RunCursor> run_;
  const std::vector<std::unique_ptr<InputFile>>* files_ = nullptr;
  Record record_;
  Row sorted_row_;
  const Row* row_ = nullptr;
  absl::Status status_;
};

RowSource::RowSource(RowSourceOptions options) : options_(std::move(options)) {}

RowSource::~RowSource() = default;

absl::Status RowSource::Open() {
  KUMBARA_CHECK(files_.empty());
  for (const std::string& path : options_.paths) {
    InputFile::Options file;
    file.path = path;
    file.form = options_.form.value_or(RowFormOfPath(path));
    file.index = static_cast<std::uint32_t>(files_.size());
    file.latest = options_.latest;
    file.spool_folder = options_.spool_folder;
    file.on_bad = options_.on_bad;
    file.totals = &totals_;
    file.bytes_read = &bytes_read_;
    file.bytes_total = &bytes_total_;
    files_.push_back(std::make_unique<InputFile>(std::move(file)));
  }
  if (options_.order == RowOrder::kTime) status_ = OpenByTime();
  return status_;
}

// The first pass over one file.
absl::Status RowSource::Inspect(InputFile* file, Survey* survey) {
  if (absl::Status status = file->MakeRepeatable(); !status.ok()) return status;
  if (absl::Status status = file->Begin(); !status.ok()) return status;
  Instant last = Instant::Least();
  while (const Row* row = file->Next()) {
    if (survey->rows++ == 0) survey->first = KeyOf(*row);
    survey->in_order &= last <= row->occurred_at;
    last = row->occurred_at;
  }
  file->End();
  bytes_total_ += file->size();  // The second pass.
  return file->status();
}

absl::Status RowSource::SortFile(InputFile* file, RunSorter* sorter) {
  if (absl::Status status = file->Begin(); !status.ok()) return status;
  while (const Row* row = file->Next()) {
    if (absl::Status status = sorter->Add(KeyOf(*row), row->raw);
        !status.ok()) {
      return status;
    }
  }
  file->End();
  return file->status();
}

absl::Status RowSource::OpenByTime() {
  std::vector<Survey> surveys(files_.size());
  for (std::size_t i = 0; i < files_.size(); ++i) {
    const absl::Status status = Inspect(files_[i].get(), &surveys[i]);
    if (!status.ok()) return status;
  }
  sorter_ =
      std::make_unique<RunSorter>(options_.memory_bytes, options_.spool_folder);
  for (std::size_t i = 0; i < files_.size(); ++i) {
    if (surveys[i].in_order) {
      if (surveys[i].rows == 0) continue;
      streams_.push_back(std::make_unique<Stream>(files_[i].get()));
      heads_.push_back({surveys[i].first, streams_.back().get()});
    } else if (absl::Status status = SortFile(files_[i].get(), sorter_.get());
               !status.ok()) {
      return status;
    }
  }
  for (std::unique_ptr<RunCursor>& run : sorter_->Finish()) {
    auto stream = std::make_unique<Stream>(std::move(run), &files_);
    if (!stream->Advance()) {
      if (!stream->status().ok()) return stream->status();
      continue;
    }
    heads_.push_back({KeyOf(stream->row()), stream.get()});
    streams_.push_back(std::move(stream));
  }
  std::make_heap(heads_.begin(), heads_.end(),
                 [](const Head& a, const Head& b) { return a.key > b.key; });
  return absl::OkStatus();
}

// Restores the heap after the key in front has grown.
void RowSource::SiftDown() {
  const Head head = heads_.front();
  std::size_t at = 0;
  for (;;) {
    std::size_t child = 2 * at + 1;
    if (child >= heads_.size()) break;
    if (child + 1 < heads_.size() &&
        heads_[child + 1].key < heads_[child].key) {
      ++child;
    }
    if (head.key <= heads_[child].key) break;
    heads_[at] = heads_[child];
    at = child;
  }
  heads_[at] = head;
}

// Moves on from the row that is out. False on errors.
bool RowSource::AdvanceFront() {
  Head& front = heads_.front();
  if (front.stream->Advance()) {
    const RowKey key = KeyOf(front.stream->row());
    if (key < front.key) return Fail(Changed(key.file));
    front.key = key;
  } else {
    if (!front.stream->status().ok()) return Fail(front.stream->status());
    front = heads_.back();
    heads_.pop_back();
  }
  if (heads_.size() > 1) SiftDown();
  return true;
}

const Row* RowSource::NextByTime() {
  if (front_is_out_ && !AdvanceFront()) return nullptr;
  front_is_out_ = !heads_.empty();
  if (heads_.empty()) return nullptr;
  const Head& front = heads_.front();
  if (!front.stream->has_row()) {
    if (!front.stream->Advance()) {
      const absl::Status& status = front.stream->status();
      Fail(status.ok() ? Changed(front.key.file) : status);
      return nullptr;
    }
    if (KeyOf(front.stream->row()) != front.key) {
      Fail(Changed(front.key.file));
      return nullptr;
    }
  }
  return &front.stream->row();
}

const Row* RowSource::NextByFile() {
  for (; file_ < files_.size(); ++file_) {
    InputFile& file = *files_[file_];
    if (!file_is_open_) {
      if (absl::Status status = file.Begin(); !status.ok()) {
        Fail(status);
        return nullptr;
      }
      file_is_open_ = true;
    }
    if (const Row* row = file.Next()) return row;
    if (!file.status().ok()) {
      Fail(file.status());
      return nullptr;
    }
    file.End();
    file_is_open_ = false;
  }
  return nullptr;
}

const Row* RowSource::Next() {
  if (!status_.ok()) return nullptr;
  return options_.order == RowOrder::kTime ? NextByTime() : NextByFile();
}

bool RowSource::Fail(const absl::Status& status) {
  status_ = status;
  return false;
}

absl::Status RowSource::Changed(std::uint32_t file) const {
  return absl::AbortedError(options_.paths[file] +
                            ": changed while it was read");
}

RowError RowSource::ErrorOf(const Row& row, std::string_view field,
                            std::string expected, std::string_view got) const {
  return files_[row.file]->parser().ErrorOf(row.line, field,
                                            std::move(expected), got);
}

}  // namespace kumbara::tools
