// Record: one row as the bytes of a file have it, before it is understood.
//
// Each form of files has a function that takes the first record off some bytes
// (SplitRecord for CSV, SplitNdjson for NDJSON); RecordReader reads files with
// it, RowParser makes rows of what it finds.

#ifndef KUMBARA_TOOLS_CSV_RECORD_H_
#define KUMBARA_TOOLS_CSV_RECORD_H_

#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "engine/base/limits.h"

namespace kumbara::tools {

// Bytes of a record without its line break. Beyond: a bad record.
inline constexpr std::size_t kRecordBytesMax = kMiB;

// Fields of a record that are kept; further ones are only counted.
inline constexpr std::size_t kCsvFieldsMax = 64;

// Bytes that must be readable, with any content, past those to be split.
inline constexpr std::size_t kSplitPadding = 64;

enum class RecordFault : std::uint8_t {
  kNone,
  kStrayQuote,  // A quote within a bare field, or text after a closing one.
  kOpenQuote,   // No closing quote before the end of the file, or within
                // kRecordBytesMax.
  kTooLong,     // A line longer than kRecordBytesMax; raw is its beginning.
  kExplained,   // Another, which Record::explanation tells.
};

// What is wrong, in the words of RowError.
struct FaultText {
  std::string field;
  std::string expected;
  std::string_view got;  // Into `raw`, or into Record::unescaped.
};

struct Record {
  std::array<std::string_view, kCsvFieldsMax> fields;  // The first field_count.
  std::size_t field_count = 0;  // May exceed kCsvFieldsMax.
  std::string_view raw;         // As it stands, without its line break.
  std::uint64_t line = 0;       // Set by the reader: 1 is the first line.
  std::uint64_t lines = 0;      // Line breaks that it spans.
  RecordFault fault = RecordFault::kNone;
  bool plain = false;           // Certainly valid UTF-8 and free of NUL.
  bool ends_with_file = false;  // No line break follows.
  std::string unescaped;        // Holds fields that had to be unescaped,
  std::string basket;           // and one made of an array of lines.
  FaultText explanation;        // With RecordFault::kExplained.
};

enum class Tail : std::uint8_t {
  kMoreFollows,  // The bytes may end within a record.
  kEndOfFile,
  kWholeRecord,  // They are the raw bytes of one record.
};

// Splits the first record and returns how many bytes it took, line break
// included, or 0 if it does not end within the bytes. Views stay valid as long
// as `bytes` and, for unescaped fields, the next use of `record`.
// REQUIRES: bytes not empty; kSplitPadding bytes are readable past them.
using SplitFunction = std::size_t (*)(std::string_view bytes, Tail tail,
                                      Record* record);

// Makes ready for the fields of a record.
inline void Begin(Record* record) {
  record->field_count = 0;
  record->fault = RecordFault::kNone;
  record->lines = 1;
  record->plain = true;
  record->ends_with_file = false;
}

// Where the content of a line ends that has its line feed, or the end of the
// file, at `at`. A file cut off between CR and LF has lost nothing.
inline const char* BeforeLineBreak(const char* begin, const char* at) {
  return at > begin && at[-1] == '\r' ? at - 1 : at;
}

// The bytes up to the first line break as a record without fields: sets `raw`
// and all that the line alone tells. Returns as a SplitFunction does.
std::size_t TakeLine(std::string_view bytes, Tail tail, Record* record);

// TakeLine for a line with a fault.
std::size_t TakeBadLine(std::string_view bytes, Tail tail, RecordFault fault,
                        Record* record);

}  // namespace kumbara::tools

#endif  // KUMBARA_TOOLS_CSV_RECORD_H_
