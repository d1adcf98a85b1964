// RecordReader: the records of one file, read in large blocks. What a record is
// says a SplitFunction, all else is common to the forms of files.
//
// A byte order mark at the beginning and empty lines are passed over. A line
// longer than kRecordBytesMax is one bad record of which `raw` has the
// beginning; a record that does not end within that many bytes though its first
// line does, such as one with an open quote, makes that line a bad record (see
// record_splitter.h). Reading goes on after both.
//
// Units:   lines count from 1; a record has the line on which it begins.
// Threads: one at a time.
// Errors:  a failed read ends the records and is kept in status().
// Cost:    one buffer of block_bytes, which grows to kRecordBytesMax and a
//          block when a record asks for it. No allocation per record.

#ifndef KUMBARA_TOOLS_CSV_RECORD_READER_H_
#define KUMBARA_TOOLS_CSV_RECORD_READER_H_

#include <absl/status/status.h>
#include <absl/status/statusor.h>

#include <cstddef>
#include <cstdint>
#include <functional>
#include <string_view>
#include <vector>

#include "tools/csv/record.h"

namespace kumbara::tools {

inline constexpr std::size_t kReadBlockBytes = kMiB;

class RecordReader {
 public:
  // Reads up to `size` bytes to `to` and returns how many; 0 at the end.
  using ReadBytes =
      std::function<absl::StatusOr<std::size_t>(char* to, std::size_t size)>;

  RecordReader(SplitFunction split, ReadBytes read,
               std::size_t block_bytes = kReadBlockBytes);

  // Of a text, which outlives what is read of it.
  static ReadBytes BytesOf(std::string_view text);

  // The next record, valid until the next call; null at the end, and after a
  // failed read.
  const Record* Next();

  const absl::Status& status() const { return status_; }

 private:
  std::size_t Split();
  std::size_t TakeOverlong();
  bool Fill();
  std::string_view Unread() const {
    return {buffer_.data() + begin_, end_ - begin_};
  }

  SplitFunction split_;
  ReadBytes read_;
  std::size_t block_bytes_;
  std::vector<char> buffer_;  // kSplitPadding bytes more than may be filled.
  std::size_t begin_ = 0;     // Unread bytes: [begin_, end_).
  std::size_t end_ = 0;
  bool at_end_ = false;
  bool at_start_ = true;
  std::uint64_t next_line_ = 1;
  Record record_;
  absl::Status status_;
};

}  // namespace kumbara::tools

#endif  // KUMBARA_TOOLS_CSV_RECORD_READER_H_
