#include "tools/kumbara/report.h"

#include <array>
#include <cstddef>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <system_error>

#include "absl/strings/str_cat.h"
#include "tools/csv/printable.h"
#include "tools/kumbara/exit_code.h"
#include "tools/kumbara/numbers.h"

namespace kumbara::tools {
namespace {

constexpr std::uint64_t kPrintedMax = 1'000;

void Say(const absl::Status& status) {
  const std::string message = PrintableLines(std::string(status.message()));
  std::fprintf(stderr, "kumbara: %s\n", message.c_str());
}

}  // namespace

int Fail(const absl::Status& status) {
  Say(status);
  return absl::IsDataLoss(status) ? kExitDamaged : kExitFailed;
}

int FailUsage(const absl::Status& status) {
  Say(status);
  return kExitUsage;
}

int FailNoMember(const std::string& member) {
  return Fail(
      absl::NotFoundError(absl::StrCat(Printable(member), ": no such member")));
}

int FailToPrint() {
  return Fail(absl::UnavailableError("standard output cannot be written"));
}

int PrintWhole(const std::string& text) {
  std::fwrite(text.data(), 1, text.size(), stdout);
  return EndOutput();
}

int PrintDone(const std::string& text, const std::string& done) {
  std::fwrite(text.data(), 1, text.size(), stdout);
  return EndDone(done);
}

int EndOutput() {
  const bool flushed = std::fflush(stdout) == 0;
  return flushed && std::ferror(stdout) == 0 ? kExitOk : FailToPrint();
}

int EndDone(const std::string& done) {
  if (EndOutput() != kExitOk) {
    std::fprintf(stderr, "kumbara: %s all the same\n", done.c_str());
  }
  return kExitOk;
}

absl::StatusOr<std::string> ReadTextFile(const std::string& path) {
  std::error_code ignored;
  if (std::filesystem::is_directory(path, ignored)) {
    return absl::NotFoundError(
        absl::StrCat(path, ": is a directory, not a file"));
  }
  std::ifstream file(path, std::ios::binary);
  // Not by an iterator, which throws where a read fails.
  std::string text;
  std::array<char, 4096> piece;
  while (file.read(piece.data(), piece.size()) || file.gcount() > 0) {
    text.append(piece.data(), static_cast<std::size_t>(file.gcount()));
  }
  if (!file.is_open() || file.bad()) {
    return absl::NotFoundError(absl::StrCat(path, ": cannot be read"));
  }
  return text;
}

absl::StatusOr<std::unique_ptr<RejectReport>> RejectReport::Create(
    const std::string& path) {
  auto report = std::make_unique<RejectReport>();
  report->path_ = path;
  if (path.empty()) return report;
  auto writer = RejectWriter::Create(path);
  if (!writer.ok()) return writer.status();
  report->writer_ = *std::move(writer);
  return report;
}

void RejectReport::Add(const RowError& error, std::string_view raw) {
  if (++rows_ <= kPrintedMax) {
    std::fprintf(stderr, "%s\n", ToText(error).c_str());
  }
  if (writer_ == nullptr || !write_error_.ok()) return;
  write_error_ = writer_->Add(error, raw);
}

absl::Status RejectReport::Close() {
  if (rows_ > kPrintedMax) {
    std::fprintf(stderr, "... and %s more%s\n",
                 Grouped(Int128{rows_ - kPrintedMax}).c_str(),
                 writer_ == nullptr ? " (--rejects FILE keeps them all)" : "");
  }
  if (writer_ == nullptr) return absl::OkStatus();
  if (!write_error_.ok()) return write_error_;
  return writer_->Close();
}

}  // namespace kumbara::tools
