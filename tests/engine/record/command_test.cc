#include "engine/record/command.h"

#include "gtest/gtest.h"

namespace kumbara {
namespace {

TEST(CommandKindTest, EveryKindIsFoundByItsName) {
  std::size_t kinds = 0;
  for (const KindFacts& facts : kKindFacts) {
    if (facts.kind == CommandKind{}) continue;
    EXPECT_EQ(CommandKindByName(Name(facts.kind)), facts.kind);
    ++kinds;
  }
  EXPECT_EQ(kinds, 23u);
}

TEST(CommandKindTest, NamesAreFixed) {
  EXPECT_EQ(Name(CommandKind::kTick), "tick");
  EXPECT_EQ(Name(CommandKind::kPurchase), "purchase");
  EXPECT_EQ(Name(CommandKind::kTransfer), "transfer");
  EXPECT_EQ(static_cast<int>(CommandKind::kTransfer), 8);
  EXPECT_EQ(Name(CommandKind::kDonate), "donate");
  EXPECT_EQ(Name(CommandKind::kEvent), "event");
  EXPECT_EQ(static_cast<int>(CommandKind::kEvent), 14);
  EXPECT_EQ(Name(CommandKind::kExtend), "extend");
  EXPECT_EQ(static_cast<int>(CommandKind::kClose), 17);
  EXPECT_EQ(static_cast<int>(CommandKind::kJoin), 18);
  EXPECT_EQ(static_cast<int>(CommandKind::kLeave), 19);
  EXPECT_EQ(static_cast<int>(CommandKind::kMerge), 20);
  EXPECT_EQ(Name(CommandKind::kRefer), "refer");
  EXPECT_EQ(static_cast<int>(CommandKind::kRefer), 21);
  EXPECT_EQ(static_cast<int>(CommandKind::kSet), 22);
  EXPECT_EQ(Name(CommandKind::kReinstate), "reinstate");
  EXPECT_EQ(static_cast<int>(CommandKind::kReinstate), 16);
  EXPECT_EQ(Name(CommandKind::kImport), "import");
  EXPECT_EQ(static_cast<int>(CommandKind::kImport), 23);
}

TEST(CommandKindTest, OtherNamesAndNumbersAreUnknown) {
  EXPECT_FALSE(CommandKindByName("none").has_value());
  EXPECT_FALSE(CommandKindByName("").has_value());
  EXPECT_FALSE(CommandKindByName("Purchase").has_value());
  EXPECT_EQ(Name(CommandKind{200}), "none");
  EXPECT_EQ(Name(CommandKind{24}), "none");  // Not given yet.
}

TEST(CommandKindTest, OnlyATickIsNotCounted) {
  EXPECT_FALSE(IsCounted(CommandKind::kTick));
  for (const KindFacts& facts : kKindFacts) {
    EXPECT_EQ(IsCounted(facts.kind), facts.kind != CommandKind::kTick);
  }
}

TEST(CommandKindTest, TraitsAreThoseOfTheTable) {
  EXPECT_TRUE(MayOpenMember(CommandKind::kEvent));
  EXPECT_FALSE(MayOpenMember(CommandKind::kDonate));
  EXPECT_NE(kMessageKinds & SetOf(CommandKind::kTransfer), 0U);
  EXPECT_EQ(kMessageKinds & SetOf(CommandKind::kRedeem), 0U);
  EXPECT_TRUE(IsBasket(CommandKind::kReturn));
  EXPECT_FALSE(IsBasket(CommandKind::kAward));
}

struct Row {
  CommandKind kind{};
  int value = 0;
};

TEST(CommandKindTest, ATableByKindIsWholeOrIsNot) {
  constexpr auto kTable = ByKind<Row>({{CommandKind::kEvent, 7}});
  EXPECT_EQ(kTable[14].value, 7);
  EXPECT_EQ(kTable[1].kind, CommandKind{});
  EXPECT_FALSE(HasEveryKind(kTable));
  EXPECT_TRUE(HasEveryKind(kKindFacts));
}

}  // namespace
}  // namespace kumbara
