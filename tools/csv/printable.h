// Texts from outside, such as names of members, as they are printed for a
// person: what would move the cursor of a terminal, or begin a line that looks
// like one of ours, is shown as an escape.

#ifndef KUMBARA_TOOLS_CSV_PRINTABLE_H_
#define KUMBARA_TOOLS_CSV_PRINTABLE_H_

#include <string>
#include <string_view>

namespace kumbara::tools {

// Control characters, those of Unicode from U+0080 to U+009F too, become
// escapes: \n, \r, \t, \x1b, \u009b. So do bytes that are not part of valid
// UTF-8. All else stays as it is, backslashes too, so that it may be done
// twice.
std::string Printable(std::string_view text);

// The same of a message of several lines: its line breaks stay.
std::string PrintableLines(std::string_view text);

}  // namespace kumbara::tools

#endif  // KUMBARA_TOOLS_CSV_PRINTABLE_H_
