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

#include <cstddef>
#include <string_view>

#include "tools/csv/record.h"

namespace kumbara::tools {

// A SplitFunction.
std::size_t SplitRecord(std::string_view bytes, Tail tail, Record* record);

}  // namespace kumbara::tools

#endif  // KUMBARA_TOOLS_CSV_RECORD_SPLITTER_H_
