#include "tools/kumbara/segment_text.h"

#include <cstdio>

#include "tools/kumbara/numbers.h"

namespace kumbara::tools {

std::string RangeText(std::uint64_t first, std::uint64_t last) {
  if (last < first) return "-";
  return Grouped(Int128{first}) + "-" + Grouped(Int128{last});
}

storage::OnSegment TellingOfSegments(const char* what) {
  return [what](const storage::SegmentFacts& facts) {
    std::printf(
        "%s segment %u: batches %s, sequences %s, %s\n", what, facts.segment(),
        RangeText(facts.before.number + 1, facts.behind.number).c_str(),
        RangeText(facts.before.last_sequence + 1, facts.behind.last_sequence)
            .c_str(),
        Bytes(facts.bytes).c_str());
    std::fflush(stdout);
  };
}

}  // namespace kumbara::tools
