#include "storage/runs/run_writer.h"

#include <unistd.h>

#include <utility>

#include "absl/strings/str_cat.h"
#include "engine/base/check.h"

namespace kumbara::storage {

absl::StatusOr<RunWriter> RunWriter::Create(const std::string& directory,
                                            RunNumber number,
                                            std::uint64_t ids) {
  absl::StatusOr<File> file =
      File::Open(absl::StrCat(RunFile::PathIn(directory, number), ".new"),
                 O_RDWR | O_CREAT | O_EXCL);
  if (!file.ok()) return file.status();
  return RunWriter(directory, *std::move(file), number, ids);
}

RunWriter::RunWriter(std::string directory, File file, RunNumber number,
                     std::uint64_t ids)
    : directory_(std::move(directory)),
      file_(std::make_unique<File>(std::move(file))),
      number_(number),
      expected_(ids),
      filter_(ids) {
  blocks_.reserve(kBlocksAtOnce);
}

RunWriter::~RunWriter() {
  if (file_ != nullptr) unlink(file_->path().c_str());
}

absl::Status RunWriter::Add(const ColdId& id) {
  KUMBARA_CHECK(added_ == 0 || last_ < id.entry.id);
  if (blocks_.empty() || blocks_.back().count == kIdsPerBlock) {
    SealLast();
    if (blocks_.size() == kBlocksAtOnce) {
      const absl::Status written = WriteOut();
      if (!written.ok()) return written;
    }
    blocks_.emplace_back();
    first_ids_.push_back(id.entry.id);
  }
  IdBlock& block = blocks_.back();
  block.ids[block.count++] = {id.entry, id.slot, 0};
  filter_.Add(IdFilter::HashOf(id.entry.id));
  last_ = id.entry.id;
  ++added_;
  return absl::OkStatus();
}

void RunWriter::SealLast() {
  if (blocks_.empty()) return;
  SealBlock(number_, static_cast<std::uint32_t>(first_ids_.size() - 1),
            &blocks_.back());
}

absl::Status RunWriter::WriteOut() {
  const std::span<const std::byte> bytes = std::as_bytes(std::span(blocks_));
  const absl::Status written = file_->WriteAt(written_, bytes);
  written_ += bytes.size();
  blocks_.clear();
  return written;
}

absl::StatusOr<std::unique_ptr<RunFile>> RunWriter::Finish() {
  KUMBARA_CHECK(added_ == expected_);
  SealLast();
  absl::Status done = WriteOut();
  if (done.ok()) done = file_->SyncData();
  if (!done.ok()) return done;
  const std::string path = RunFile::PathIn(directory_, number_);
  done = RenameDurably(file_->path(), path);
  if (!done.ok()) return done;
  file_.reset();
  absl::StatusOr<File> file = File::Open(path, O_RDONLY);
  if (!file.ok()) return file.status();
  return std::unique_ptr<RunFile>(new RunFile(*std::move(file), number_, added_,
                                              std::move(first_ids_),
                                              std::move(filter_)));
}

}  // namespace kumbara::storage
