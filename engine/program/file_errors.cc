#include "engine/program/file_errors.h"

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"

namespace kumbara {
namespace {

// Bytes of the file's own words that an error repeats.
constexpr std::size_t kQuotedBytesMax = 40;

}  // namespace

std::vector<FileError> FileErrors::Sorted() const {
  std::vector<FileError> sorted = errors_;
  std::stable_sort(
      sorted.begin(), sorted.end(),
      [](const FileError& a, const FileError& b) { return a.at < b.at; });
  return sorted;
}

absl::Status FileErrors::ToStatus(std::string_view file_name) const {
  std::vector<std::string> lines;
  for (const auto& [at, text] : Sorted()) {
    lines.push_back(absl::StrCat(std::string(file_name), ":", at.line, ":",
                                 at.column, ": ", text));
  }
  return absl::InvalidArgumentError(absl::StrJoin(lines, "\n"));
}

std::string OneLine(std::string_view text) {
  std::string line(text);
  std::replace_if(
      line.begin(), line.end(),
      [](char c) { return (c >= 0 && c < ' ') || c == '\x7F'; }, '?');
  return line;
}

std::string Quoted(std::string_view text) {
  std::size_t size = std::min(text.size(), kQuotedBytesMax);
  if (size < text.size()) {
    while (size > 0 && (text[size] & 0xC0) == 0x80) --size;
  }
  return absl::StrCat("\"", OneLine(text.substr(0, size)),
                      size < text.size() ? "...\"" : "\"");
}

}  // namespace kumbara
