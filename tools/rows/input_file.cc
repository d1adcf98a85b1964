#include "tools/rows/input_file.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <utility>
#include <vector>

#include "engine/base/check.h"
#include "engine/base/time_text.h"
#include "tools/ndjson/ndjson_splitter.h"

namespace kumbara::tools {
namespace {

constexpr std::string_view kStandardInput = "-";

}  // namespace

std::ostream& operator<<(std::ostream& out, const RowTotals& totals) {
  out << totals.rows << " rows, " << totals.anonymous << " anonymous, "
      << totals.bad << " bad, tick ";
  return totals.tick ? out << *totals.tick : out << "none";
}

InputFile::InputFile(Options options)
    : options_(std::move(options)),
      name_(options_.path == kStandardInput ? "<stdin>" : options_.path) {}

absl::Status InputFile::Annotate(const absl::Status& status) const {
  return absl::Status(status.code(),
                      name_ + ": " + std::string(status.message()));
}

absl::Status InputFile::Changed() const {
  return absl::AbortedError(name_ + ": changed while it was read");
}

// Opens the path unless it is open, and takes or checks what identifies it.
absl::Status InputFile::Open() {
  if (spooled_) return absl::OkStatus();
  const bool is_known = descriptor_.get() >= 0 || passes_ > 0;
  if (descriptor_.get() < 0) {
    const int fd = options_.path == kStandardInput
                       ? ::dup(STDIN_FILENO)
                       : ::open(options_.path.c_str(), O_RDONLY | O_CLOEXEC);
    if (fd < 0) return Annotate(absl::ErrnoToStatus(errno, "cannot open"));
    descriptor_ = Descriptor(fd);
  }
  struct stat found;
  if (::fstat(descriptor_.get(), &found) != 0) {
    return Annotate(absl::ErrnoToStatus(errno, "cannot open"));
  }
  Identity identity;
  identity.device = found.st_dev;
  identity.inode = found.st_ino;
  identity.repeatable = S_ISREG(found.st_mode);
  identity.size =
      identity.repeatable ? static_cast<std::uint64_t>(found.st_size) : 0;
  identity.modified_ns =
      found.st_mtim.tv_sec * 1'000'000'000LL + found.st_mtim.tv_nsec;
  if (!is_known) {
    identity_ = identity;
    *options_.bytes_total += identity.size;
  } else if (identity_.repeatable && identity != identity_) {
    return Changed();
  }
  return absl::OkStatus();
}

absl::Status InputFile::MakeRepeatable() {
  if (absl::Status status = Open(); !status.ok()) return status;
  // Standard input, even from a regular file, may stand past its beginning.
  const bool as_it_is = identity_.repeatable && options_.path != kStandardInput;
  if (as_it_is) return absl::OkStatus();
  absl::StatusOr<SpoolFile> spool = SpoolFile::Create(options_.spool_folder);
  if (!spool.ok()) return spool.status();
  std::vector<char> block(kReadBlockBytes);
  for (;;) {
    const absl::StatusOr<std::size_t> count =
        ReadSome(descriptor_.get(), block.data(), block.size());
    if (!count.ok()) return Annotate(count.status());
    if (*count == 0) break;
    const absl::Status status = spool->Append({block.data(), *count});
    if (!status.ok()) return status;
  }
  *options_.bytes_total += spool->size() - identity_.size;
  identity_.size = spool->size();
  descriptor_ = spool->TakeDescriptor();
  spooled_ = true;
  return absl::OkStatus();
}

absl::Status InputFile::Begin() {
  if (absl::Status status = Open(); !status.ok()) return status;
  ++passes_;
  applied_ = 0;
  offset_ = 0;
  const bool by_offset =
      spooled_ || (identity_.repeatable && options_.path != kStandardInput);
  reader_ = std::make_unique<RecordReader>(
      SplitterOf(options_.form), [this, by_offset](char* to, std::size_t size) {
        absl::StatusOr<std::size_t> count =
            by_offset ? ReadAt(descriptor_.get(), offset_, to, size)
                      : ReadSome(descriptor_.get(), to, size);
        if (count.ok()) {
          offset_ += *count;
          *options_.bytes_read += *count;
        }
        return count;
      });
  RowParser::File file;
  if (options_.form == RowForm::kCsv) {
    absl::StatusOr<RowParser::File> with_header = ReadHeader();
    if (!with_header.ok()) return with_header.status();
    file = *std::move(with_header);
  } else {
    file.columns = NdjsonColumns();
  }
  file.name = name_;
  file.index = options_.index;
  file.latest = options_.latest;
  parser_.emplace(std::move(file));
  return absl::OkStatus();
}

// The columns of a CSV file.
absl::StatusOr<RowParser::File> InputFile::ReadHeader() {
  const Record* header = reader_->Next();
  if (header == nullptr) {
    if (!reader_->status().ok()) return Annotate(reader_->status());
    return absl::InvalidArgumentError(
        name_ + ":1: header: expected column names; got an empty file");
  }
  absl::StatusOr<std::vector<Column>> columns = ParseHeader(name_, *header);
  if (!columns.ok()) return columns.status();
  RowParser::File file;
  file.header = std::string(header->raw);
  file.columns = std::move(*columns);
  return file;
}

void InputFile::CountGood(const Row& row) {
  RowTotals& totals = *options_.totals;
  ++totals.rows;
  if (row.anonymous) ++totals.anonymous;
  if (!totals.tick || *totals.tick < row.occurred_at) {
    totals.tick = row.occurred_at;
  }
}

void InputFile::CountBad(const RowError& error, std::string_view raw) {
  if (!InFirstPass()) return;
  ++options_.totals->rows;
  ++options_.totals->bad;
  if (options_.on_bad) options_.on_bad(error, raw);
}

const Row* InputFile::NextOfRun() {
  const LinkedRows::Kept& kept = run_.Next();
  ParseAgain(kept.raw(), kept.line, &run_record_, &row_);
  if (InFirstPass()) CountGood(row_);
  ++applied_;
  return &row_;
}

const Row* InputFile::Next() {
  if (run_.has_next()) return NextOfRun();
  while (const Record* record = reader_->Next()) {
    const bool good = parser_->Parse(*record, &row_);
    if (parser_->is_linked()) {
      run_.Take(*record, good, &row_, *parser_, *reader_,
                [this](const RowError& error, std::string_view raw) {
                  CountBad(error, raw);
                });
      if (run_.has_next()) return NextOfRun();
      continue;
    }
    if (good) {
      if (InFirstPass()) CountGood(row_);
    } else {
      CountBad(parser_->error(), record->raw);
    }
    if (!good || row_.anonymous) continue;
    ++applied_;
    return &row_;
  }
  if (!reader_->status().ok()) {
    status_ = Annotate(reader_->status());
  } else if (InFirstPass()) {
    applied_first_ = applied_;
  } else if (applied_ != applied_first_) {
    status_ = Changed();
  }
  return nullptr;
}

// The record was good when it was first read, so it is good now.
void InputFile::ParseAgain(std::string_view raw, std::uint64_t line,
                           Record* record, Row* row) {
  const std::size_t taken =
      SplitterOf(options_.form)(raw, Tail::kWholeRecord, record);
  KUMBARA_CHECK(taken == raw.size());
  record->line = line;
  KUMBARA_CHECK(parser_->Parse(*record, row));
}

void InputFile::End() {
  reader_.reset();
  if (!spooled_) descriptor_.Close();
}

}  // namespace kumbara::tools
