#include "engine/apply/books.h"

#include "tests/engine/apply/apply_fixture.h"

namespace kumbara {
namespace {

Wallet WalletWith(std::int64_t available, std::int64_t held,
                  std::int64_t deficit) {
  Wallet wallet;
  wallet.available = Amount(available);
  wallet.held = Amount(held);
  wallet.deficit = Amount(deficit);
  return wallet;
}

Wallet Waiting(std::int64_t pending) {
  Wallet wallet;
  wallet.pending = Amount(pending);
  return wallet;
}

Wallet Expired(std::int64_t expired) {
  Wallet wallet;
  wallet.expired = Amount(expired);
  return wallet;
}

TEST(BooksTest, CanCreditUpToTheRangeOfAllThatMayExpireTogether) {
  ChunkArena arena;
  Shard shard(arena, nullptr, 0);
  struct Case {
    Wallet wallet;
    std::int64_t amount;
    bool can;
  };
  const Case cases[] = {
      {WalletWith(0, 0, 0), kMost, true},
      {WalletWith(1, 0, 0), kMost, false},
      {WalletWith(0, 1, 0), kMost, false},
      {WalletWith(kMost - 5, 5, 0), 0, true},
      {WalletWith(kMost - 5, 5, 0), 1, false},
      {WalletWith(0, 0, 5), kMost, true},
      {WalletWith(0, 5, 5), kMost, false},
      {WalletWith(0, 5, 5), kMost - 5, true},
      {Waiting(5), kMost - 5, true},
      {Waiting(5), kMost - 4, false},
      {Expired(5), kMost - 5, true},
      {Expired(5), kMost - 4, false},
  };
  for (const Case& c : cases) {
    EXPECT_EQ(Books::CanCredit(shard, c.wallet, Amount(c.amount)), c.can)
        << ::testing::PrintToString(c.wallet) << " and " << c.amount;
  }
}

TEST(BooksTest, CanCreditKeepsRoomForWhatIsOnItsWayBack) {
  ChunkArena arena;
  Shard shard(arena, nullptr, 0);
  Wallet wallet = WalletWith(3, 0, 0);
  shard.SideOf(wallet).reserved = Amount(5);
  EXPECT_TRUE(Books::CanCredit(shard, wallet, Amount(kMost - 8)));
  EXPECT_FALSE(Books::CanCredit(shard, wallet, Amount(kMost - 7)));
}

TEST(BooksTest, CanOweUpToTheRangeOfTheDeficit) {
  EXPECT_TRUE(Books::CanOwe(WalletWith(0, 0, 0), Amount(kMost)));
  EXPECT_TRUE(Books::CanOwe(WalletWith(0, 0, 1), Amount(kMost - 1)));
  EXPECT_FALSE(Books::CanOwe(WalletWith(0, kMost, 1), Amount(kMost)));
}

TEST(BooksDeathTest, ABalanceNeverFallsBelowZero) {
  ChunkArena arena;
  Shard shard(arena, nullptr, 0);
  Wallet wallet = WalletWith(5, 5, 0);
  const Program program = RuleA();
  Books books(shard, program, {});
  const SystemAccount redeemed{Account::kRedeemed, kPoints, 0};
  std::vector<Slice> slices;
  EXPECT_DEATH(books.Debit(wallet, redeemed, Amount(6)), "CHECK failed");
  EXPECT_DEATH(books.Hold(wallet, Amount(6), &slices), "CHECK failed");
  EXPECT_DEATH(books.TakeHeld(wallet, redeemed, Amount(6)), "CHECK failed");
  EXPECT_DEATH(books.Owe(wallet, redeemed, Amount(1)), "CHECK failed");
}

TEST(BooksDeathTest, BooksThatDoNotBalanceEndTheProcess) {
  ChunkArena arena;
  Shard shard(arena, nullptr, 0);
  shard.members.Add(MemberOf(1));
  CheckBooks(shard);
  shard.members.WalletOf(*shard.members.Find(MemberOf(1)), kPoints).available =
      Amount(1);
  EXPECT_DEATH(CheckBooks(shard), "CHECK failed");
  // The sum is right, but no lot holds the point.
  shard.accounts[{Account::kIssued, kPoints, kSale}] = -1;
  EXPECT_DEATH(CheckBooks(shard), "CHECK failed");
}

TEST(BooksDeathTest, HeldPointsThatNothingHoldsEndTheProcess) {
  ChunkArena arena;
  Shard shard(arena, nullptr, 0);
  shard.members.Add(MemberOf(1));
  shard.members.WalletOf(*shard.members.Find(MemberOf(1)), kPoints).held =
      Amount(4);
  shard.accounts[{Account::kIssued, kPoints, kSale}] = -4;
  EXPECT_DEATH(CheckBooks(shard), "CHECK failed");
  PointsUnderWay under_way;
  under_way.held[kPoints] = 4;
  CheckBooks(shard, under_way);
}

TEST(BooksDeathTest, PendingPointsThatNobodyClaimsEndTheProcess) {
  ChunkArena arena;
  Shard shard(arena, nullptr, 0);
  shard.members.Add(MemberOf(1));
  Wallet& wallet =
      shard.members.WalletOf(*shard.members.Find(MemberOf(1)), kPoints);
  wallet.pending = Amount(4);
  shard.accounts[{Account::kIssued, kPoints, kSale}] = -4;
  EXPECT_DEATH(CheckBooks(shard), "CHECK failed");
  shard.SideOf(wallet).claimed = Amount(4);
  EXPECT_DEATH(CheckBooks(shard), "CHECK failed");
  PointsUnderWay under_way;
  under_way.claimed[kPoints] = 4;
  CheckBooks(shard, under_way);
}

}  // namespace
}  // namespace kumbara
