// RowError: why one record of a file was not taken, in words for a person.

#ifndef KUMBARA_TOOLS_CSV_ROW_ERROR_H_
#define KUMBARA_TOOLS_CSV_ROW_ERROR_H_

#include <cstdint>
#include <ostream>
#include <string>
#include <string_view>

namespace kumbara::tools {

struct RowError {
  std::string file;
  std::uint64_t line = 0;  // Where the record begins; the first line is 1.
  // A column's name, "record" for the whole of it, or "key" for that of a
  // value.
  std::string field;
  std::string expected;  // "a whole number ...", without the word expected.
  std::string got;       // The value as shown: shortened, escaped, no quotes.
  std::string header;    // The file's header line, for the rejects, or empty.
};

// A value as it is shown in messages: its first 40 bytes, and then "...";
// control characters, quotes, backslashes and bytes above ASCII that are not
// part of valid UTF-8 are written as escapes.
std::string Shown(std::string_view value);

// field: expected ...; got "..."
std::string Because(const RowError& error);

// file:line: field: expected ...; got "..."
std::string ToText(const RowError& error);

std::ostream& operator<<(std::ostream& out, const RowError& error);

}  // namespace kumbara::tools

#endif  // KUMBARA_TOOLS_CSV_ROW_ERROR_H_
