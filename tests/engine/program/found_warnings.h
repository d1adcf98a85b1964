// What the checker finds in a program, as text, for tests.

#ifndef KUMBARA_TESTS_ENGINE_PROGRAM_FOUND_WARNINGS_H_
#define KUMBARA_TESTS_ENGINE_PROGRAM_FOUND_WARNINGS_H_

#include <fstream>
#include <iterator>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "engine/program/program_check.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace kumbara {

// What a case adds begins on line 3.
inline constexpr char kHead[] =
    "program = { name = \"p\" }\nunit.points = {}\n";

inline absl::StatusOr<std::string> ZoneOfMachine(const std::string& name) {
  std::ifstream file("/usr/share/zoneinfo/" + name, std::ios::binary);
  if (!file) return absl::NotFoundError("no zone " + name);
  return std::string(std::istreambuf_iterator<char>(file), {});
}

inline std::vector<std::string> TextsOf(const std::vector<FileError>& found) {
  std::vector<std::string> texts;
  for (const FileError& one : found) {
    texts.push_back(
        absl::StrCat(one.at.line, ":", one.at.column, ": ", one.text));
  }
  return texts;
}

inline std::vector<std::string> WarningsOf(const std::string& text) {
  const ProgramFindings found = CheckProgram(text, ZoneOfMachine);
  EXPECT_THAT(TextsOf(found.errors), ::testing::IsEmpty()) << text;
  return TextsOf(found.warnings);
}

inline std::vector<std::string> ErrorsBehindHead(const std::string& text) {
  return TextsOf(CheckProgram(kHead + text, ZoneOfMachine).errors);
}

inline std::vector<std::string> WarningsBehindHead(const std::string& text) {
  return WarningsOf(kHead + text);
}

}  // namespace kumbara

#endif  // KUMBARA_TESTS_ENGINE_PROGRAM_FOUND_WARNINGS_H_
