#include "engine/program/program_keys.h"

#include <algorithm>
#include <array>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "engine/program/program_check.h"
#include "engine/program/toml_document.h"
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
  if (key == "voucher_expiry") return "`\"never\"`";
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
      Table(kProgramRules),     Table(kUnitRules),
      Table(kUnitExpiryRules),  Table(kUnitPendingRules),
      Table(kReturnsRules),     Table(kRestoreRules),
      Table(kEarnRules),        Table(kAutoRedeemRules),
      Table(kAdjustRules),      Table(kTransferRules),
      Table(kWhoRules),         Table(kDonateRules),
      Table(kAllowanceRules),   Table(kBasisRules),
      Table(kReferralRules),    Table(kTableRules),
      Table(kEarnWhenRules),    Table(kCapRules),
      Table(kBudgetRules),      Table(kRewardRules),
      Table(kGivesRules),       Table(kTierSetRules),
      Table(kTierWindowRules),  Table(kTierRules),
      Table(kAchievementRules), Table(kStreakRules),
      Table(kBenefitRules),     Table(kVoucherExpiryRules),
      Table(kPlanRules)};
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

// Likewise, of what is looked at once.
TEST(ProgramKeysTest, WhatCountsHasKeysOfARulesWhen) {
  const auto& earn = kEarnWhenRules.keys;
  for (const auto& counted : kCountedWhenRules.keys) {
    const auto same =
        std::find_if(earn.begin(), earn.end(),
                     [&](const auto& one) { return one.key == counted.key; });
    ASSERT_NE(same, earn.end()) << counted.key;
    EXPECT_EQ(ValidText(*same), ValidText(counted));
    EXPECT_EQ(same->field, counted.field);
  }
}

// The programs that the document shows, each with what it leaves out besides.
std::vector<std::string> Examples() {
  const std::string document = Document();
  std::vector<std::string> examples;
  for (std::size_t at = 0;
       (at = document.find("```toml\n", at)) != std::string::npos;) {
    at += 8;
    std::string text = document.substr(at, document.find("```", at) - at);
    if (text.find("unit.") == std::string::npos) {
      // Some give parts of a point.
      text = "unit.points = { decimals = 2 }\n" + text;
    }
    if (text.find("program =") == std::string::npos) {
      text = "program = { name = \"p\" }\n" + text;
    }
    examples.push_back(text);
  }
  return examples;
}

// Which keys of which rules tables have.
class ShownKeys {
 public:
  template <class Section>
  void Note(const TomlNode& table, const SectionRule<Section>& rules) {
    for (const KeyRule<Section>& rule : rules.keys) {
      const TomlEntry* entry = table.Find(rule.key);
      if (entry == nullptr) continue;
      shown_.insert(Name(rules, rule));
      VisitField(rule, [&](auto, const auto&... inner) {
        (NoteInner(entry->value, *inner.rules), ...);
      });
    }
  }
  template <class Section>
  void Expect(const SectionRule<Section>& rules) const {
    for (const KeyRule<Section>& rule : rules.keys) {
      EXPECT_TRUE(shown_.contains(Name(rules, rule))) << Name(rules, rule);
      VisitField(rule, [&](auto, const auto&... inner) {
        (ExpectInner(*inner.rules), ...);
      });
    }
  }

 private:
  template <class Section>
  static std::string Name(const SectionRule<Section>& rules,
                          const KeyRule<Section>& rule) {
    return std::string(rule.key) + " of " + std::string(rules.name);
  }
  template <class Section>
  void NoteInner(const TomlNode& node, const SectionRule<Section>& rules) {
    Note(node, rules);
    for (const TomlNode& element : node.elements) Note(element, rules);
  }
  // The document has one table, and its examples, for the expiry of both.
  template <class Section>
  void ExpectInner(const SectionRule<Section>& rules) const {
    if (rules.name != kEarnExpiryRules.name) Expect(rules);
  }

  std::set<std::string> shown_;
};

TEST(ProgramKeysTest, DocumentHasAnExampleOfEveryKey) {
  ShownKeys shown;
  for (const std::string& text : Examples()) {
    FileErrors errors;
    const std::optional<TomlNode> root = ParseToml(text, &errors);
    ASSERT_TRUE(root) << errors.ToStatus("example");
    VisitSections([&](std::string_view word, SectionForm form, std::size_t,
                      const auto& rules) {
      const TomlEntry* section = root->Find(word);
      if (section == nullptr) return;
      if (form == SectionForm::kTable) shown.Note(section->value, rules);
      for (const TomlEntry& one : section->value.entries) {
        if (form == SectionForm::kNamed) shown.Note(one.value, rules);
      }
      for (const TomlNode& one : section->value.elements) {
        shown.Note(one, rules);
      }
    });
  }
  VisitSections([&](std::string_view, SectionForm, std::size_t,
                    const auto& rules) { shown.Expect(rules); });
}

TEST(ProgramKeysTest, EverySectionIsVisited) {
  std::vector<std::string_view> words;
  VisitSections([&](std::string_view word, SectionForm, std::size_t,
                    const auto&) { words.push_back(word); });
  EXPECT_THAT(words, ::testing::ElementsAreArray(kSectionWords));
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

TEST(ProgramKeysTest, CheckerHasNothingToSayOfTheExamples) {
  const auto zone_bytes = [](const std::string& zone) {
    std::ifstream file("/usr/share/zoneinfo/" + zone, std::ios::binary);
    return absl::StatusOr<std::string>(
        std::string(std::istreambuf_iterator<char>(file), {}));
  };
  const std::vector<std::string> examples = Examples();
  EXPECT_GE(examples.size(), 25u);
  for (const std::string& text : examples) {
    const ProgramFindings found = CheckProgram(text, zone_bytes);
    for (const FileError& one : found.errors)
      ADD_FAILURE() << one.text << "\n" << text;
    for (const FileError& one : found.warnings)
      ADD_FAILURE() << one.text << "\n" << text;
  }
}

}  // namespace
}  // namespace kumbara
