// SplitRecord: one record of RFC 4180 at the beginning of some bytes.
//
// A field is either free of quotes, or quoted as a whole with quotes within it
// doubled; line breaks and commas may stand within a quoted field. A record
// ends with LF or CRLF, or with the file. A record that breaks these rules ends
// at the first line break after its beginning: one stray quote then costs one
// line and not the rest of the file.
//
// Threads: none of its own.
// Errors:  in Record::fault; `fields` is then empty and `raw` complete.
// Cost:    no allocation, except for a field with doubled quotes. About 1 ns
//          for 4 bytes of records without quotes.

#ifndef KUMBARA_TOOLS_CSV_RECORD_SPLITTER_H_
#define KUMBARA_TOOLS_CSV_RECORD_SPLITTER_H_

#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "engine/base/limits.h"

namespace kumbara::tools {

// Bytes of a record without its line break. Beyond: a bad record.
inline constexpr std::size_t kCsvRecordBytesMax = kMiB;

// Fields of a record that are kept; further ones are only counted.
inline constexpr std::size_t kCsvFieldsMax = 32;

// Bytes that must be readable, with any content, past those to be split.
inline constexpr std::size_t kSplitPadding = 64;

enum class RecordFault : std::uint8_t {
  kNone,
  kStrayQuote,  // A quote within a bare field, or text after a closing one.
  kOpenQuote,   // No closing quote before the end of the file, or within
                // kCsvRecordBytesMax.
  kTooLong,     // A line longer than kCsvRecordBytesMax; raw is its beginning.
};

struct Record {
  std::array<std::string_view, kCsvFieldsMax> fields;  // The first field_count.
  std::size_t field_count = 0;  // May exceed kCsvFieldsMax.
  std::string_view raw;         // As it stands, without its line break.
  std::uint64_t line = 0;       // Set by the reader: 1 is the first line.
  std::uint64_t lines = 0;      // Line breaks that it spans.
  RecordFault fault = RecordFault::kNone;
  bool plain = false;           // Certainly ASCII and free of NUL.
  bool ends_with_file = false;  // No line break follows.
  std::string unescaped;        // Holds fields that had doubled quotes.
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
std::size_t SplitRecord(std::string_view bytes, Tail tail, Record* record);

// Takes the bytes up to the first line break as a record with `fault`. 0 if
// there is no line break and more bytes follow.
std::size_t TakeBadLine(std::string_view bytes, Tail tail, RecordFault fault,
                        Record* record);

}  // namespace kumbara::tools

#endif  // KUMBARA_TOOLS_CSV_RECORD_SPLITTER_H_
