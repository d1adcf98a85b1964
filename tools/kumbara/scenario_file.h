// Scenario files: blocks of input with the results they must have, in text.
//
//   # A gift that the giver cannot make.
//   transfer ada 100 points to=bob
//   ----
//   insufficient  sequence 3  delta 0 points  net 30 points
//
// A block is what stands before a line "----"; its results follow up to an
// empty line. Lines that begin with # between blocks are comments.

#ifndef KUMBARA_TOOLS_KUMBARA_SCENARIO_FILE_H_
#define KUMBARA_TOOLS_KUMBARA_SCENARIO_FILE_H_

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"

namespace kumbara::tools {

struct ScenarioBlock {
  std::uint64_t line = 0;  // Where it begins; the first line is 1.
  std::vector<std::string> input;
  std::uint64_t results_line = 0;  // The line after "----".
  std::vector<std::string> results;
};

// `name` is the file's, for errors.
absl::StatusOr<std::vector<ScenarioBlock>> ParseScenario(
    const std::string& name, std::string_view text);

// The text with other results, in the order of its blocks; all else as it
// stands.
std::string WithResults(std::string_view text,
                        const std::vector<ScenarioBlock>& blocks,
                        const std::vector<std::vector<std::string>>& results);

}  // namespace kumbara::tools

#endif  // KUMBARA_TOOLS_KUMBARA_SCENARIO_FILE_H_
