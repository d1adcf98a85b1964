#include "engine/record/command.h"

#include "gtest/gtest.h"

namespace kumbara {
namespace {

TEST(CommandKindTest, EveryKindIsFoundByItsName) {
  for (std::uint8_t number = 1; number <= kCommandKindLast; ++number) {
    const auto kind = static_cast<CommandKind>(number);
    EXPECT_EQ(CommandKindByName(Name(kind)), kind);
  }
}

TEST(CommandKindTest, NamesAreFixed) {
  EXPECT_EQ(Name(CommandKind::kTick), "tick");
  EXPECT_EQ(Name(CommandKind::kPurchase), "purchase");
  EXPECT_EQ(Name(CommandKind::kTransfer), "transfer");
  EXPECT_EQ(static_cast<int>(CommandKind::kTransfer), 8);
}

TEST(CommandKindTest, OtherNamesAndNumbersAreUnknown) {
  EXPECT_FALSE(CommandKindByName("none").has_value());
  EXPECT_FALSE(CommandKindByName("").has_value());
  EXPECT_FALSE(CommandKindByName("Purchase").has_value());
  EXPECT_EQ(Name(CommandKind{200}), "none");
}

TEST(CommandKindTest, OnlyATickIsNotCounted) {
  EXPECT_FALSE(IsCounted(CommandKind::kTick));
  for (std::uint8_t number = 2; number <= kCommandKindLast; ++number) {
    EXPECT_TRUE(IsCounted(static_cast<CommandKind>(number)));
  }
}

}  // namespace
}  // namespace kumbara
