// FileErrors: what is wrong with a program file, each at its place.
//
// Units:   lines and columns count from 1, columns in characters.
// Threads: one owner.

#ifndef KUMBARA_ENGINE_PROGRAM_FILE_ERRORS_H_
#define KUMBARA_ENGINE_PROGRAM_FILE_ERRORS_H_

#include <compare>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "absl/status/status.h"

namespace kumbara {

struct FilePosition {
  std::uint32_t line = 1;
  std::uint32_t column = 1;

  friend auto operator<=>(const FilePosition&, const FilePosition&) = default;
};

struct FileError {
  FilePosition at;
  std::string text;
};

class FileErrors {
 public:
  // `text` is one line: what is wrong; what would be valid.
  void Add(FilePosition at, std::string text) {
    errors_.push_back({at, std::move(text)});
  }

  std::size_t size() const { return errors_.size(); }

  // In the order of the file.
  std::vector<FileError> Sorted() const;

  // One line each, in the order of the file. REQUIRES: size() > 0.
  absl::Status ToStatus(std::string_view file_name) const;

 private:
  std::vector<FileError> errors_;
};

// A file's own words without what could end a line or steer a terminal.
std::string OneLine(std::string_view text);

// The same in quotes, cut between characters when long.
std::string Quoted(std::string_view text);

}  // namespace kumbara

#endif  // KUMBARA_ENGINE_PROGRAM_FILE_ERRORS_H_
