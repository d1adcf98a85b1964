#include "engine/record/command.h"

#include "gtest/gtest.h"

namespace kumbara {
namespace {

TEST(CommandKindTest, EveryKindIsFoundByItsName) {
  int kinds = 0;
  for (const KindFacts& facts : kKindFacts) {
    if (facts.kind == CommandKind{}) continue;
    EXPECT_EQ(CommandKindByName(Name(facts.kind)), facts.kind);
    ++kinds;
  }
  EXPECT_EQ(kinds, 10);
}

TEST(CommandKindTest, NamesAreFixed) {
  EXPECT_EQ(Name(CommandKind::kTick), "tick");
  EXPECT_EQ(Name(CommandKind::kPurchase), "purchase");
  EXPECT_EQ(Name(CommandKind::kTransfer), "transfer");
  EXPECT_EQ(static_cast<int>(CommandKind::kTransfer), 8);
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
  EXPECT_EQ(Name(CommandKind{kCommandKindLast - 1}), "none");
}

TEST(CommandKindTest, OnlyATickIsNotCounted) {
  EXPECT_FALSE(IsCounted(CommandKind::kTick));
  for (std::uint8_t number = 2; number <= kCommandKindLast; ++number) {
    EXPECT_TRUE(IsCounted(static_cast<CommandKind>(number)));
  }
}

}  // namespace
}  // namespace kumbara
