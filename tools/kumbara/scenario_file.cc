#include "tools/kumbara/scenario_file.h"

#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"

namespace kumbara::tools {
namespace {

constexpr std::string_view kRule = "----";

std::vector<std::string> LinesOf(std::string_view text) {
  std::vector<std::string> lines =
      absl::StrSplit(absl::string_view(text.data(), text.size()), '\n');
  if (!lines.empty() && lines.back().empty()) lines.pop_back();
  return lines;
}

bool IsBlank(const std::string& line) {
  return line.find_first_not_of(" \t\r") == std::string::npos;
}

}  // namespace

absl::StatusOr<std::vector<ScenarioBlock>> ParseScenario(
    const std::string& name, std::string_view text) {
  const std::vector<std::string> lines = LinesOf(text);
  std::vector<ScenarioBlock> blocks;
  std::size_t at = 0;
  while (at < lines.size()) {
    if (IsBlank(lines[at]) || lines[at][0] == '#') {
      ++at;
      continue;
    }
    ScenarioBlock block;
    block.line = at + 1;
    while (at < lines.size() && lines[at] != kRule) {
      block.input.push_back(lines[at++]);
    }
    if (block.input.empty()) {
      return absl::InvalidArgumentError(
          absl::StrCat(name, ":", block.line,
                       ": block: expected lines before \"----\"; got none"));
    }
    if (at == lines.size()) {
      return absl::InvalidArgumentError(absl::StrCat(
          name, ":", block.line,
          ": block: expected a line \"----\" after it; got the file's end"));
    }
    block.results_line = ++at + 1;
    while (at < lines.size() && !IsBlank(lines[at])) {
      block.results.push_back(lines[at++]);
    }
    blocks.push_back(std::move(block));
  }
  return blocks;
}

std::string WithResults(std::string_view text,
                        const std::vector<ScenarioBlock>& blocks,
                        const std::vector<std::vector<std::string>>& results) {
  const std::vector<std::string> lines = LinesOf(text);
  std::string out;
  std::size_t at = 0;
  const auto copy_to = [&](std::size_t end) {
    for (; at < end; ++at) absl::StrAppend(&out, lines[at], "\n");
  };
  for (std::size_t i = 0; i < blocks.size(); ++i) {
    copy_to(blocks[i].results_line - 1);
    for (const std::string& line : results[i]) {
      absl::StrAppend(&out, line, "\n");
    }
    at += blocks[i].results.size();
  }
  copy_to(lines.size());
  return out;
}

}  // namespace kumbara::tools
