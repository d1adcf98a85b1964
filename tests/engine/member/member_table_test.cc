#include "engine/member/member_table.h"

#include <set>

#include "engine/member/member_view.h"
#include "gmock/gmock.h"
#include "tests/support/command_builder.h"
#include "tests/support/printers.h"

namespace kumbara {
namespace {

class MemberTableTest : public ::testing::Test {
 protected:
  ChunkArena arena_;
  MemberTable table_{arena_, 0};
};

TEST_F(MemberTableTest, FindsWhatWasAddedAndNothingElse) {
  constexpr std::uint64_t kMembers = 5'000;  // Several chunks and growths.
  for (std::uint64_t i = 1; i <= kMembers; ++i) table_.Add(MemberOf(i));
  EXPECT_EQ(table_.size(), kMembers);
  for (std::uint64_t i = 1; i <= kMembers; ++i) {
    ASSERT_NE(table_.Find(MemberOf(i)), nullptr);
    ASSERT_EQ(table_.Find(MemberOf(i))->id, MemberOf(i));
  }
  EXPECT_EQ(table_.Find(MemberOf(kMembers + 1)), nullptr);
  EXPECT_EQ(table_.FindSlot(MemberOf(0)), kNoSlot);
}

TEST_F(MemberTableTest, MembersStayWhereTheyAre) {
  table_.Add(MemberOf(1));
  const Member* first = table_.Find(MemberOf(1));
  for (std::uint64_t i = 2; i < 5'000; ++i) table_.Add(MemberOf(i));
  EXPECT_EQ(table_.Find(MemberOf(1)), first);
}

TEST_F(MemberTableTest, ReserveGrowsBeforeItIsNeededAtAnyStagger) {
  for (const std::uint32_t stagger : {0u, 512u, 1'023u}) {
    MemberTable table(arena_, stagger);
    std::uint64_t id = 0;
    for (int round = 0; round < 200; ++round) {
      table.Reserve(37);
      for (int i = 0; i < 37; ++i) table.Add(MemberOf(++id));
    }
    EXPECT_EQ(table.size(), id);
    EXPECT_NE(table.Find(MemberOf(id)), nullptr);
  }
}

TEST_F(MemberTableTest, AddingAMemberTwiceEndsTheProcess) {
  table_.Add(MemberOf(1));
  EXPECT_DEATH(table_.Add(MemberOf(1)), "CHECK failed");
}

TEST_F(MemberTableTest, ManyWalletsOfOneMemberKeepApart) {
  table_.Add(MemberOf(1));
  table_.Add(MemberOf(2));
  for (std::uint8_t unit = 16; unit >= 1; --unit) {
    for (const std::uint64_t member : {1u, 2u}) {
      table_.WalletOf(*table_.Find(MemberOf(member)), unit).available =
          Amount(static_cast<std::int64_t>(member) * 100 + unit);
    }
  }
  for (std::uint8_t unit = 1; unit <= 16; ++unit) {
    for (const std::uint64_t member : {1u, 2u}) {
      const Wallet* wallet =
          table_.FindWallet(*table_.Find(MemberOf(member)), unit);
      ASSERT_NE(wallet, nullptr);
      EXPECT_EQ(wallet->available.count(),
                static_cast<std::int64_t>(member) * 100 + unit);
    }
  }
  EXPECT_EQ(table_.FindWallet(*table_.Find(MemberOf(1)), 17), nullptr);
}

TEST(MemberViewTest, ShowsWalletsByUnitAndTheClockOfTheTicks) {
  ChunkArena arena;
  Shard shard(arena, nullptr, 0);
  const Slot slot = shard.members.Add(MemberOf(1));
  Member& member = *shard.members.Find(MemberOf(1));
  EXPECT_TRUE(ViewOf(RefOf(shard, slot)).wallets.empty());
  constexpr std::uint8_t kUnits[] = {2, 3, 1};
  for (const std::uint8_t unit : kUnits) shard.members.WalletOf(member, unit);
  member.clock = Instant(50);
  shard.tick_clock = Instant(70);
  const MemberView view = ViewOf(RefOf(shard, slot));
  EXPECT_THAT(view.wallets,
              ::testing::ElementsAre(::testing::Field(&Wallet::unit, 1),
                                     ::testing::Field(&Wallet::unit, 2),
                                     ::testing::Field(&Wallet::unit, 3)));
  EXPECT_EQ(view.clock, Instant(70));
}

TEST(ShardTest, EveryMemberIsInOneOfTheShardsAndAllAreUsed) {
  for (const std::uint32_t shards : {1u, 3u, 256u}) {
    std::set<std::uint32_t> used;
    for (std::uint64_t i = 0; i < 5'000; ++i) {
      const std::uint32_t shard = ShardOf(MemberOf(i), shards);
      ASSERT_LT(shard, shards);
      used.insert(shard);
    }
    EXPECT_EQ(used.size(), shards);
  }
}

}  // namespace
}  // namespace kumbara
