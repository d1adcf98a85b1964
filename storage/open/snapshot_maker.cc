#include "storage/open/snapshot_maker.h"

#include <vector>

#include "absl/strings/str_cat.h"
#include "engine/base/check.h"
#include "storage/journal/head_file.h"
#include "storage/lmdb/file.h"
#include "storage/snapshot/snapshot_writer.h"

namespace kumbara::storage {
namespace {

// What the ledger was founded on and all codes so far, as a batch value.
std::vector<std::uint64_t> FoundationValue(const RecoveredLedger& recovered) {
  const Foundation& foundation = recovered.foundation();
  std::vector<Record> records = FoundationRecords(
      foundation.settings, foundation.program_text, foundation.zone_bytes);
  for (const LaterVersion& version : foundation.later) {
    for (Record& record : version.Records()) {
      records.push_back(std::move(record));
    }
  }
  for (const Estimate& estimate : foundation.estimates) {
    records.push_back(Record::Of(estimate));
  }
  for (const CodeDefinition& definition : recovered.codes().Written()) {
    records.push_back(Record::Define(definition));
  }
  BatchHeader header;
  header.ledger = foundation.settings.ledger;
  header.number = 1;
  header.first_sequence = 1;
  const BatchParts parts{records, {}, {}};
  static_assert(sizeof(BatchHeader) % sizeof(std::uint64_t) == 0);
  std::vector<std::uint64_t> value(ValueBytes(parts) / sizeof(std::uint64_t));
  WriteBatch(parts, &header, reinterpret_cast<std::byte*>(value.data()));
  return value;
}

absl::Status WriteState(RecoveredLedger& recovered, SnapshotWriter& writer) {
  const std::vector<std::uint64_t> foundation = FoundationValue(recovered);
  writer.BeginPart();
  writer.Write(std::as_bytes(std::span(foundation)));
  Ledger& ledger = recovered.ledger();
  for (std::uint32_t part = 0; part < ledger.parts(); ++part) {
    writer.BeginPart();
    ledger.SavePart(part, writer);
  }
  return writer.Finish(ledger.StateDigest());
}

absl::Status CompareDigest(const SnapshotFile& file,
                           const RecoveredLedger& loaded) {
  if (loaded.ledger().StateDigest() == file.header().state_digest) {
    return absl::OkStatus();
  }
  return absl::DataLossError(
      absl::StrCat(file.path(),
                   ": the state read from it has another digest than the one "
                   "it was made of"));
}

}  // namespace

SnapshotMaker::SnapshotMaker(std::string directory,
                             const SnapshotMakerOptions& options, LockFile lock)
    : directory_(std::move(directory)),
      keep_(options.keep),
      lock_(std::move(lock)) {
  options_.ledger.workers = options.workers;
  options_.follows = true;
  options_.progress = options.progress;
}

absl::StatusOr<std::unique_ptr<SnapshotMaker>> SnapshotMaker::Open(
    const std::string& ledger_directory, const SnapshotMakerOptions& options) {
  const std::string directory = SnapshotDirectory(ledger_directory);
  const absl::Status made = MakeDirectories(directory);
  if (!made.ok()) return made;
  absl::StatusOr<LockFile> lock = LockFile::AcquireSnapshots(directory);
  if (!lock.ok()) return lock.status();
  absl::Status cleared = RemoveFile(UnreadySnapshotPath(ledger_directory));
  if (!cleared.ok()) return cleared;
  std::unique_ptr<SnapshotMaker> maker(
      new SnapshotMaker(ledger_directory, options, *std::move(lock)));
  auto recovered = RecoveredLedger::Recover(ledger_directory, maker->options_,
                                            maker->clock_);
  if (!recovered.ok()) return recovered.status();
  maker->recovered_ = *std::move(recovered);
  for (const DamagedSnapshot& one : maker->report().damaged) {
    maker->damaged_.push_back(one.path);
  }
  return maker;
}

absl::Status SnapshotMaker::CatchUp() {
  const absl::StatusOr<JournalPosition> head = HeadFile::Read(directory_);
  if (!head.ok()) return head.status();
  if (head->number <= recovered_->position().number) return absl::OkStatus();
  return recovered_->CatchUp(directory_, options_);
}

absl::StatusOr<SnapshotHeader> SnapshotMaker::Make() {
  KUMBARA_CHECK(has_news() && nothing_is_open());
  SnapshotHeader header;
  header.semantics = recovered_->foundation().settings.semantics;
  header.set_position(recovered_->position());
  header.sequence = recovered_->ledger().end().sequence;
  auto writer = SnapshotWriter::Create(UnreadySnapshotPath(directory_), header);
  if (!writer.ok()) return writer.status();
  absl::Status status = WriteState(*recovered_, **writer);
  if (!status.ok()) return status;
  // From here on the state is what the file says.
  recovered_.reset();
  const auto file = SnapshotFile::Open((*writer)->path());
  if (!file.ok()) return file.status();
  auto loaded = RecoveredLedger::Load(**file, options_, clock_);
  if (!loaded.ok()) return loaded.status();
  status = CompareDigest(**file, **loaded);
  const std::string path = SnapshotPath(directory_, header.sequence);
  if (status.ok()) status = (*writer)->RenameTo(path);
  if (status.ok()) status = DeleteOldSnapshots(directory_, keep_, damaged_);
  if (!status.ok()) return status;
  recovered_ = *std::move(loaded);
  recovered_->NoteName(path);
  return (*file)->header();
}

absl::Status VerifySnapshot(const std::string& ledger_directory,
                            const std::string& path) {
  const auto file = SnapshotFile::Open(path);
  if (!file.ok()) return file.status();
  absl::Status status = CheckIsOf(ledger_directory, **file);
  if (!status.ok()) return status;
  SystemClock clock;
  const auto loaded = RecoveredLedger::Load(**file, {}, clock);
  return loaded.ok() ? CompareDigest(**file, **loaded) : loaded.status();
}

}  // namespace kumbara::storage
