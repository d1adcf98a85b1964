#include "engine/record/code_table.h"

#include <thread>

#include "engine/base/limits.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace kumbara {
namespace {

constexpr CodeSpace kUnit = CodeSpace::kUnit;
constexpr CodeSpace kStore = CodeSpace::kStore;
constexpr CodeSpace kReason = CodeSpace::kReason;
constexpr CodeSpace kChannel = CodeSpace::kChannel;

TEST(CodeTableTest, GivesDenseCodesInTheOrderOfAsking) {
  CodeTable codes;
  EXPECT_EQ(codes.Intern(kStore, "north"), 1u);
  EXPECT_EQ(codes.Intern(kStore, "south"), 2u);
  EXPECT_EQ(codes.Intern(kStore, "north"), 1u);
  EXPECT_EQ(codes.Intern(kReason, "south"), 1u);
  EXPECT_EQ(codes.Find(kStore, "south"), 2u);
  EXPECT_EQ(codes.Find(kStore, "west"), 0u);
  EXPECT_EQ(codes.Text(kStore, 2), "south");
  EXPECT_EQ(codes.Count(kStore), 2u);
}

TEST(CodeTableTest, RefusesTextsOfImpossibleLength) {
  CodeTable codes;
  EXPECT_EQ(codes.Intern(kStore, ""), 0u);
  EXPECT_EQ(codes.Intern(kStore, std::string(kTextBytesMax + 1, 'x')), 0u);
  EXPECT_EQ(codes.Intern(kStore, std::string(kTextBytesMax, 'x')), 1u);
}

TEST(CodeTableTest, AFullNamespaceGivesNoMoreCodes) {
  CodeTable codes;
  for (Code code = 1; code <= GreatestCode(kChannel); ++code) {
    ASSERT_EQ(codes.Intern(kChannel, std::to_string(code)), code);
  }
  EXPECT_EQ(codes.Intern(kChannel, "one more"), 0u);
  EXPECT_EQ(codes.Intern(kChannel, "7"), 7u);
}

TEST(CodeTableTest, TakesEachDefinitionOnce) {
  CodeTable codes;
  codes.Intern(kStore, "north");
  codes.Intern(kUnit, "points");
  EXPECT_EQ(codes.TakeUnwritten().size(), 2u);
  EXPECT_TRUE(codes.TakeUnwritten().empty());
  codes.Intern(kStore, "south");
  const std::vector<CodeDefinition> later = codes.TakeUnwritten();
  ASSERT_EQ(later.size(), 1u);
  EXPECT_EQ(later[0].code, 2u);
  EXPECT_EQ(later[0].text, "south");
}

TEST(CodeTableTest, DefinitionsFromTheJournalAreNotWrittenAgain) {
  CodeTable codes;
  EXPECT_TRUE(codes.Define({kStore, 1, "north"}));
  EXPECT_TRUE(codes.TakeUnwritten().empty());
  EXPECT_EQ(codes.Find(kStore, "north"), 1u);
}

TEST(CodeTableTest, RefusesDefinitionsThatContradict) {
  CodeTable codes;
  ASSERT_TRUE(codes.Define({kStore, 1, "north"}));
  EXPECT_FALSE(codes.Define({kStore, 1, "south"})) << "the code is taken";
  EXPECT_FALSE(codes.Define({kStore, 3, "south"})) << "a gap";
  EXPECT_FALSE(codes.Define({kStore, 2, "north"})) << "the text has a code";
  EXPECT_FALSE(codes.Define({kStore, 2, ""})) << "no text";
  EXPECT_TRUE(codes.Define({kStore, 2, "south"}));
}

TEST(CodeTableTest, ADefinitionMayComeBehindItsCode) {
  CodeTable codes;
  codes.Intern(kStore, "north");
  codes.Intern(kStore, "south");
  EXPECT_FALSE(codes.Define({kStore, 1, "south"})) << "another text";
  EXPECT_FALSE(codes.Define({kStore, 2, "south"})) << "a gap";
  EXPECT_TRUE(codes.Define({kStore, 1, "north"}));
  EXPECT_FALSE(codes.Define({kStore, 3, "west"})) << "a gap";
  const std::vector<CodeDefinition> unwritten = codes.TakeUnwritten();
  ASSERT_EQ(unwritten.size(), 1u);
  EXPECT_EQ(unwritten[0].text, "south");
}

TEST(CodeTableTest, HashesFollowTheText) {
  CodeTable codes;
  codes.Intern(kStore, "north");
  TextHashes hashes(codes);
  EXPECT_EQ(hashes.Of(kStore, 0), Digest{});
  EXPECT_EQ(hashes.Of(kStore, 1), Hash128("north"));
  codes.Intern(kStore, "south");
  EXPECT_EQ(hashes.Of(kStore, 2), Hash128("south"));
}

TEST(CodeTableTest, ThreadsThatAskForTheSameTextGetTheSameCode) {
  CodeTable codes;
  std::array<std::vector<Code>, 4> got;
  std::vector<std::thread> threads;
  for (std::vector<Code>& mine : got) {
    threads.emplace_back([&codes, &mine] {
      for (int i = 0; i < 500; ++i) {
        mine.push_back(codes.Intern(kStore, std::to_string(i)));
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  for (const std::vector<Code>& mine : got) EXPECT_EQ(mine, got[0]);
  EXPECT_EQ(codes.Count(kStore), 500u);
}

}  // namespace
}  // namespace kumbara
