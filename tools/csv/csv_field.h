// A field of CSV, written: as SplitRecord reads it again.

#ifndef KUMBARA_TOOLS_CSV_CSV_FIELD_H_
#define KUMBARA_TOOLS_CSV_CSV_FIELD_H_

#include <string>
#include <string_view>

namespace kumbara::tools {

// In quotes only where it must be.
std::string CsvField(std::string_view text);

}  // namespace kumbara::tools

#endif  // KUMBARA_TOOLS_CSV_CSV_FIELD_H_
