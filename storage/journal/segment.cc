#include "storage/journal/segment.h"

#include <algorithm>
#include <filesystem>
#include <system_error>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "storage/lmdb/file.h"

namespace kumbara::storage {
namespace {

constexpr std::size_t kDigits = 10;

}  // namespace

std::string JournalDirectory(const std::string& ledger_directory) {
  return ledger_directory + "/journal";
}

std::string SegmentPath(const std::string& ledger_directory,
                        std::uint32_t segment) {
  return absl::StrCat(JournalDirectory(ledger_directory), "/",
                      SegmentName(segment));
}

std::string SegmentName(std::uint32_t segment) {
  return absl::StrFormat("%010d.mdb", segment);
}

absl::StatusOr<std::vector<std::uint32_t>> ListSegments(
    const std::string& ledger_directory) {
  auto segments = ListSegmentsIn(JournalDirectory(ledger_directory), "");
  if (!segments.ok()) return MustBeThere(segments.status());
  return segments;
}

absl::StatusOr<std::vector<std::uint32_t>> ListSegmentsIn(
    const std::string& directory, std::string_view suffix) {
  std::error_code error;
  std::filesystem::directory_iterator files(directory, error);
  std::vector<std::uint32_t> segments;
  while (!error && files != std::filesystem::directory_iterator()) {
    const std::string name = files->path().filename().string();
    std::uint32_t segment = 0;
    if (absl::SimpleAtoi(name.substr(0, kDigits), &segment) && segment > 0 &&
        name == SegmentName(segment).append(suffix)) {
      segments.push_back(segment);
    }
    files.increment(error);
  }
  if (error) return FileError(error.value(), directory, "cannot list");
  std::sort(segments.begin(), segments.end());
  return segments;
}

absl::Status SegmentIsMissing(const std::string& ledger_directory,
                              std::uint32_t segment) {
  return absl::DataLossError(
      absl::StrCat(SegmentPath(ledger_directory, segment),
                   ": the segment is missing; ", kPutBackJournal));
}

}  // namespace kumbara::storage
