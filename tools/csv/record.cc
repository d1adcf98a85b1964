#include "tools/csv/record.h"

namespace kumbara::tools {

std::size_t TakeLine(std::string_view bytes, Tail tail, Record* record) {
  const std::size_t line_feed =
      tail == Tail::kWholeRecord ? std::string_view::npos : bytes.find('\n');
  const bool ends_with_file = line_feed == std::string_view::npos;
  if (ends_with_file && tail == Tail::kMoreFollows) return 0;
  const char* begin = bytes.data();
  const char* at = ends_with_file ? begin + bytes.size() : begin + line_feed;
  if (tail != Tail::kWholeRecord) at = BeforeLineBreak(begin, at);
  Begin(record);
  record->raw = std::string_view(begin, static_cast<std::size_t>(at - begin));
  record->ends_with_file = ends_with_file;
  return ends_with_file ? bytes.size() : line_feed + 1;
}

std::size_t TakeBadLine(std::string_view bytes, Tail tail, RecordFault fault,
                        Record* record) {
  const std::size_t taken = TakeLine(bytes, tail, record);
  if (taken == 0) return 0;
  record->plain = false;
  record->fault = fault;
  return taken;
}

}  // namespace kumbara::tools
