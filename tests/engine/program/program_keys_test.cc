#include "engine/program/program_keys.h"

#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <variant>
#include <vector>

#include "engine/program/toml_reader.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace kumbara {
namespace {

using ::testing::HasSubstr;

std::string Document() {
  const auto root = std::filesystem::path(__FILE__).parent_path() / "../../..";
  std::ifstream file(root / "docs/program_file.md");
  return std::string(std::istreambuf_iterator<char>(file), {});
}

std::string DefaultText(const std::string& text) {
  return text.empty() ? "the only unit" : "`\"" + text + "\"`";
}
std::string DefaultText(std::int64_t number) {
  return "`" + std::to_string(number) + "`";
}
std::string DefaultText(bool truth) { return truth ? "`true`" : "`false`"; }

// The row of the document's table for each key of a section.
template <class Section>
std::vector<std::string> Rows(std::span<const KeyRule<Section>> rules) {
  std::vector<std::string> rows;
  for (const KeyRule<Section>& rule : rules) {
    const std::string otherwise =
        rule.required
            ? "required"
            : std::visit(
                  [](auto field) { return DefaultText(Section().*field); },
                  rule.field);
    rows.push_back("| `" + std::string(rule.key) + "` | " +
                   ValidText(rule.allowed) + " | " + otherwise + " |");
  }
  return rows;
}

TEST(ProgramKeysTest, DocumentSaysWhatTheReaderChecks) {
  const std::string document = Document();
  for (const auto& rows : {Rows(kProgramKeys), Rows(kUnitKeys),
                           Rows(kReturnsKeys), Rows(kEarnKeys)}) {
    for (const std::string& row : rows) {
      EXPECT_THAT(document, HasSubstr(row));
    }
  }
}

TEST(ProgramKeysTest, EveryExampleOfTheDocumentIsAccepted) {
  const std::string document = Document();
  // A small example is what a program needs besides; a whole one says
  // "program =" itself.
  int examples = 0;
  std::size_t at = 0;
  while ((at = document.find("```toml\n", at)) != std::string::npos) {
    at += 8;
    const std::size_t end = document.find("```", at);
    ASSERT_NE(end, std::string::npos);
    std::string text = document.substr(at, end - at);
    if (text.find("[[earn]]") != std::string::npos &&
        text.find("unit.") == std::string::npos) {
      text = "unit.points = { decimals = 2 }\n" + text;
    }
    if (text.find("unit.") == std::string::npos) {
      text = "unit.points = {}\n" + text;
    }
    if (text.find("program =") == std::string::npos) {
      text = "program = { name = \"p\" }\n" + text;
    }
    const auto source = ReadProgram(text, "example");
    EXPECT_TRUE(source.ok()) << source.status() << "\n" << text;
    ++examples;
    at = end + 3;
  }
  EXPECT_GE(examples, 5);
}

}  // namespace
}  // namespace kumbara
