#include "tools/rows/reject_writer.h"

#include <errno.h>
#include <fcntl.h>
#include <unistd.h>

#include "tools/rows/row_form.h"

namespace kumbara::tools {
namespace {

constexpr std::size_t kPendingBytesMax = 64 * 1024;
constexpr std::string_view kAddedColumns = ",rejected_line,rejected_because\n";

absl::Status FileError(const std::string& path, std::string_view what) {
  const int error = errno;
  return absl::ErrnoToStatus(error, path + ": " + std::string(what));
}

// rejects.csv, 2 as rejects.2.csv. The name's ending says the form, so that the
// file is read again as what it is.
std::string Numbered(const std::string& path, std::size_t number,
                     RowForm form) {
  const std::size_t slash = path.rfind('/');
  const std::size_t name = slash == std::string::npos ? 0 : slash + 1;
  std::size_t point = path.rfind('.');
  if (point == std::string::npos || point <= name) point = path.size();
  std::string ending = path.substr(point);
  if (RowFormOfPath(path) != form) {
    ending = form == RowForm::kNdjson ? ".ndjson" : ".csv";
  }
  return path.substr(0, point) + "." + std::to_string(number) + ending;
}

void AppendQuoted(std::string_view value, std::string* text) {
  text->push_back('"');
  for (const char c : value) {
    if (c == '"') text->push_back('"');
    text->push_back(c);
  }
  text->push_back('"');
}

}  // namespace

absl::StatusOr<std::unique_ptr<RejectWriter>> RejectWriter::Create(
    const std::string& path) {
  std::unique_ptr<RejectWriter> writer(new RejectWriter(path));
  // The file is made at once: that it cannot be must be known before a load.
  if (absl::Status status = writer->Open(path); !status.ok()) return status;
  return writer;
}

RejectWriter::~RejectWriter() { Close().IgnoreError(); }

absl::Status RejectWriter::Open(std::string path) {
  Output output;
  output.path = std::move(path);
  const int fd = ::open(output.path.c_str(),
                        O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
  if (fd < 0) return FileError(output.path, "cannot create");
  output.descriptor = Descriptor(fd);
  outputs_.push_back(std::move(output));
  return absl::OkStatus();
}

absl::StatusOr<RejectWriter::Output*> RejectWriter::For(
    const std::string& header) {
  for (Output& output : outputs_) {
    if (output.header == header) return &output;
  }
  if (outputs_.back().header) {
    const RowForm form = header.empty() ? RowForm::kNdjson : RowForm::kCsv;
    const absl::Status status =
        Open(Numbered(path_, outputs_.size() + 1, form));
    if (!status.ok()) return status;
  }
  Output& output = outputs_.back();
  output.header = header;
  if (!header.empty()) output.pending.append(header).append(kAddedColumns);
  return &output;
}

absl::Status RejectWriter::Add(const RowError& error, std::string_view raw) {
  absl::StatusOr<Output*> found = For(error.header);
  if (!found.ok()) return found.status();
  Output& output = **found;
  ++rows_;
  output.pending.append(raw);
  if (!error.header.empty()) {
    output.pending.append(",").append(std::to_string(error.line)).append(",");
    AppendQuoted(Because(error), &output.pending);
  }
  output.pending.append("\n");
  if (output.pending.size() < kPendingBytesMax) return absl::OkStatus();
  return Flush(&output);
}

absl::Status RejectWriter::Flush(Output* output) {
  std::string_view bytes = output->pending;
  while (!bytes.empty()) {
    const ssize_t count =
        ::write(output->descriptor.get(), bytes.data(), bytes.size());
    if (count < 0) {
      if (errno == EINTR) continue;
      return FileError(output->path, "cannot write");
    }
    bytes.remove_prefix(static_cast<std::size_t>(count));
  }
  output->pending.clear();
  return absl::OkStatus();
}

absl::Status RejectWriter::Close() {
  absl::Status result;
  for (Output& output : outputs_) {
    if (!output.header) {
      ::unlink(output.path.c_str());
      continue;
    }
    result.Update(Flush(&output));
    if (::fsync(output.descriptor.get()) != 0 && errno != EINVAL) {
      result.Update(FileError(output.path, "cannot sync"));
    }
  }
  outputs_.clear();
  return result;
}

}  // namespace kumbara::tools
