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

TEST(BooksTest, CanCreditUpToTheRangeOfAvailableAndHeldTogether) {
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
      {WalletWith(0, 5, 5), kMost, true},
      {WalletWith(0, kMost, kMost), kMost, true},
      {WalletWith(0, kMost, 3), 3, true},
      {WalletWith(0, kMost, 3), 4, false},
  };
  for (const Case& c : cases) {
    EXPECT_EQ(Books::CanCredit(c.wallet, Amount(c.amount)), c.can)
        << ::testing::PrintToString(c.wallet) << " and " << c.amount;
  }
}

TEST(BooksTest, CanDebitUpToTheRangeOfTheDeficit) {
  EXPECT_TRUE(Books::CanDebit(WalletWith(kMost, 0, 0), Amount(kMost)));
  EXPECT_TRUE(Books::CanDebit(WalletWith(0, 0, 0), Amount(kMost)));
  EXPECT_FALSE(Books::CanDebit(WalletWith(0, 0, 1), Amount(kMost)));
  EXPECT_FALSE(Books::CanDebit(WalletWith(0, kMost, 1), Amount(kMost)));
}

TEST(BooksDeathTest, ABalanceNeverFallsBelowZero) {
  ChunkArena arena;
  Shard shard(arena, 0);
  Wallet wallet = WalletWith(5, 5, 0);
  Books books(shard, {});
  EXPECT_DEATH(books.Debit(wallet, {Account::kRedeemed, kPoints, 0}, Amount(6)),
               "CHECK failed");
  EXPECT_DEATH(books.Hold(wallet, Amount(6)), "CHECK failed");
  EXPECT_DEATH(books.Release(wallet, Amount(6)), "CHECK failed");
}

TEST(BooksDeathTest, BooksThatDoNotBalanceEndTheProcess) {
  ChunkArena arena;
  Shard shard(arena, 0);
  shard.members.Add(MemberOf(1));
  CheckBooks(shard);
  shard.members.WalletOf(*shard.members.Find(MemberOf(1)), kPoints).available =
      Amount(1);
  EXPECT_DEATH(CheckBooks(shard), "CHECK failed");
}

}  // namespace
}  // namespace kumbara
