// SplitNdjson: one line of NDJSON, a JSON object, as a record.
//
// The record's fields are the columns of csv_column.h in their order, so
// NdjsonColumns() is what a RowParser must be told. A key that a line lacks is
// an empty field, as "" is. A string stands for its text, an integer for its
// digits. Everything else is a fault of the line: another value, a key that is
// no column, a key that stands twice, and whatever RFC 8259 does not allow.
//
// Threads: any; each has a parser of its own, of some multiples of the longest
//          line that it has met.
// Errors:  RecordFault::kExplained, the first from left to right, save that
//          bytes that are not UTF-8 or not allowed in strings come before all.
// Cost:    no allocation for a good line. Strings with escapes are copied to
//          Record::unescaped, others are views into the line.

#ifndef KUMBARA_TOOLS_NDJSON_NDJSON_SPLITTER_H_
#define KUMBARA_TOOLS_NDJSON_NDJSON_SPLITTER_H_

#include <cstddef>
#include <string_view>
#include <vector>

#include "tools/csv/csv_column.h"
#include "tools/csv/record.h"

namespace kumbara::tools {

// A SplitFunction.
std::size_t SplitNdjson(std::string_view bytes, Tail tail, Record* record);

// The column of each field of these records.
std::vector<Column> NdjsonColumns();

}  // namespace kumbara::tools

#endif  // KUMBARA_TOOLS_NDJSON_NDJSON_SPLITTER_H_
