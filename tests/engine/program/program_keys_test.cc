#include "engine/program/program_keys.h"

#include <algorithm>
#include <array>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/program/toml_reader.h"
#include "engine/record/command.h"
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

// What the document says of a key that is left out.
std::string DefaultText(std::string_view key, const std::string& text) {
  if (!text.empty()) return "`\"" + text + "\"`";
  return key == "unit" ? "the only unit" : "none";
}
// 0 is what a number is without its key, where it may not be 0.
std::string DefaultText(std::string_view key, std::int64_t number) {
  constexpr std::array<std::string_view, 5> kNotGiven = {
      "at", "cap", "per", "per_day", "total_min"};
  if (std::find(kNotGiven.begin(), kNotGiven.end(), key) != kNotGiven.end()) {
    return "none";
  }
  if (number == RewardSection::kNone) return "none";
  return "`" + std::to_string(number) + "`";
}
std::string DefaultText(std::string_view, bool truth) {
  return truth ? "`true`" : "`false`";
}
std::string DefaultText(std::string_view,
                        const std::vector<std::string>& texts) {
  std::string all;
  for (const std::string& text : texts) {
    all += (all.empty() ? "`[\"" : ", \"") + text + "\"";
  }
  return all.empty() ? "none" : all + "]`";
}
template <class Table>
std::string DefaultText(std::string_view, const std::vector<Table>& tables) {
  EXPECT_TRUE(tables.empty());
  return "none";
}
template <class Inner>
std::string DefaultText(std::string_view key,
                        const std::optional<Inner>& table) {
  if (!table) return key == "basis" ? "`\"total\"`" : "the unit's";
  EXPECT_EQ(*table, Inner()) << key;
  if (key == "give" || key == "receive") return "`\"anyone\"`";
  if (key == "when") return "`\"always\"`";
  if (key == "restore") return "`\"original\"`";
  return key == "expiry" ? "`\"never\"`" : "`\"none\"`";
}

// The document's table of a section, whole.
template <class Section>
std::string Table(const SectionRule<Section>& rules) {
  static const Section kNothing{};
  std::string table = "| key | valid | default |\n|---|---|---|\n";
  for (const KeyRule<Section>& rule : rules.keys) {
    const std::string otherwise =
        rule.required ? "required"
                      : VisitField(rule, [&](auto field, const auto&...) {
                          return DefaultText(rule.key, kNothing.*field);
                        });
    table += "| `" + std::string(rule.key) + "` | " + ValidText(rule) + " | " +
             otherwise + " |\n";
  }
  return table + "\n";
}

TEST(ProgramKeysTest, DocumentSaysWhatTheReaderChecks) {
  const std::string document = Document();
  const std::vector<std::string> tables = {
      Table(kProgramRules),   Table(kUnitRules),       Table(kUnitExpiryRules),
      Table(kPendingRules),   Table(kReturnsRules),    Table(kRestoreRules),
      Table(kEarnRules),      Table(kAutoRedeemRules), Table(kAdjustRules),
      Table(kTransferRules),  Table(kWhoRules),        Table(kDonateRules),
      Table(kAllowanceRules), Table(kBasisRules),      Table(kReferralRules),
      Table(kTableRules),     Table(kEarnWhenRules),   Table(kCapRules),
      Table(kBudgetRules),    Table(kRewardRules),     Table(kGivesRules),
      Table(kTierSetRules),   Table(kTierWindowRules), Table(kTierRules)};
  for (const std::string& table : tables) {
    EXPECT_THAT(document, HasSubstr(table));
  }
}

// The document has one table for both.
TEST(ProgramKeysTest, RuleHasTheFirstKeysOfAUnitsExpiry) {
  const auto& unit = kUnitExpiryRules.keys;
  const auto& earn = kEarnExpiryRules.keys;
  ASSERT_EQ(earn.size(), 4u);
  for (std::size_t i = 0; i < earn.size(); ++i) {
    EXPECT_EQ(earn[i].key, unit[i].key);
    EXPECT_EQ(ValidText(earn[i]), ValidText(unit[i]));
  }
}

// An example for each key; a key within a key stands in braces or a header.
TEST(ProgramKeysTest, DocumentHasAnExampleOfEveryKey) {
  const std::string document = Document();
  const auto expect = [&](const auto& rules) {
    for (const auto& rule : rules.keys) {
      const std::string key(rule.key);
      const bool is_shown =
          document.find("\n" + key + " = ") != std::string::npos ||
          document.find(" " + key + " = ") != std::string::npos;
      EXPECT_TRUE(is_shown) << key << " of " << rules.name;
    }
  };
  expect(kProgramRules);
  expect(kUnitRules);
  expect(kUnitExpiryRules);
  expect(kPendingRules);
  expect(kReturnsRules);
  expect(kRestoreRules);
  expect(kAdjustRules);
  expect(kEarnRules);
  expect(kBasisRules);
  expect(kAutoRedeemRules);
  expect(kTransferRules);
  expect(kWhoRules);
  expect(kDonateRules);
  expect(kAllowanceRules);
  expect(kReferralRules);
  expect(kBudgetRules);
  expect(kRewardRules);
  expect(kGivesRules);
  expect(kTierSetRules);
  expect(kTierWindowRules);
  expect(kTierRules);
}

TEST(ProgramKeysTest, WordsOfActivitiesAreKindsOfCommands) {
  EXPECT_THAT(kActivityWords,
              ::testing::ElementsAre("purchase", "return", "award", "redeem",
                                     "adjust", "transfer", "hold", "capture",
                                     "donate", "event", "reinstate"));
  for (const std::string_view word : kActivityWords) {
    EXPECT_TRUE(CommandKindByName(word)) << word;
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
  EXPECT_GE(examples, 8);
}

}  // namespace
}  // namespace kumbara
