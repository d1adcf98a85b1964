#include "engine/member/state_digest.h"

#include <array>
#include <functional>

#include "engine/apply/settled_state.h"
#include "gmock/gmock.h"
#include "tests/support/command_builder.h"
#include "tests/support/printers.h"

namespace kumbara {
namespace {

class StateDigestTest : public ::testing::Test {
 protected:
  StateDigestTest() { InternTestCodes(codes_); }

  static Wallet& WalletOf(Shard& shard, std::uint64_t member,
                          std::uint8_t unit = kPoints) {
    if (shard.members.Find(MemberOf(member)) == nullptr) {
      shard.members.Add(MemberOf(member));
    }
    return shard.members.WalletOf(*shard.members.Find(MemberOf(member)), unit);
  }
  Digest DigestOfShards(std::vector<const Shard*> shards) {
    return DigestOfShards(shards, codes_);
  }
  static Digest DigestOfShards(const std::vector<const Shard*>& shards,
                               const CodeTable& codes) {
    TextHashes hashes(codes);
    return SettledDigest(shards, RuleA(), Instant::Least(), hashes);
  }

  CommandRecord& Add(Shard& shard, std::uint64_t id) {
    places_.Reach(++ids_);
    return shard.records.At(shard.records.Add(CommandIdOf(id), ids_ - 1));
  }
  // A record of a command that took `amount` of lot 1.
  void AddSliced(Shard& shard, CommandKind kind, std::uint64_t id,
                 std::int64_t amount) {
    CommandRecord& record = Add(shard, id);
    record.kind = kind;
    record.unit = kPoints;
    record.amount = amount;
    Lot lot;
    lot.number = 1;
    shard.records.AddSlice(lot, Amount(amount));
    if (kind != CommandKind::kTransfer) return;
    shard.records.SetTransfer(record, MemberOf(2), 1);
  }

  // A record of a purchase with lines of two skus.
  BasketRecord& AddBasket(Shard& shard, std::uint64_t id, Code first,
                          Code second) {
    CommandRecord& record = Add(shard, id);
    std::vector<KeptLine> lines = {{.sku = first, .amount = 1},
                                   {.sku = second, .amount = 2}};
    shard.records.SetBasket(record, {}, lines);
    return *shard.records.FindBasket(record);
  }

  CodeTable codes_;
  ChunkArena arena_;
  RecordPlaces places_{arena_};
  std::uint32_t ids_ = 0;
};

TEST_F(StateDigestTest, NeitherOrderNorShardNorSequenceNorClockChangesIt) {
  Shard one(arena_, &places_, 0);
  Shard left(arena_, &places_, 0);
  Shard right(arena_, &places_, 0);
  for (std::uint64_t i = 1; i <= 20; ++i) {
    WalletOf(one, i).available = Amount(static_cast<std::int64_t>(i));
    const std::uint64_t j = 21 - i;
    Shard& shard = j % 3 == 0 ? left : right;
    WalletOf(shard, j).available = Amount(static_cast<std::int64_t>(j));
    shard.members.Find(MemberOf(j))->NoteSequence(i);
    shard.members.Find(MemberOf(j))->clock = Instant(5);
  }
  one.accounts[{Account::kIssued, kPoints, kSale}] = -210;
  left.accounts[{Account::kIssued, kPoints, kSale}] = -10;
  right.accounts[{Account::kIssued, kPoints, kSale}] = -200;
  // On the way between the shards' members, and arrived.
  left.accounts[{Account::kInTransit, kPoints, 0}] = 7;
  right.accounts[{Account::kInTransit, kPoints, 0}] = -7;
  EXPECT_EQ(DigestOfShards({&one}), DigestOfShards({&left, &right}));
  EXPECT_EQ(DigestOfShards({&right, &left}), DigestOfShards({&left, &right}));
}

TEST_F(StateDigestTest, EmptyWalletAndEmptyAccountAreNoState) {
  Shard shard(arena_, &places_, 0);
  WalletOf(shard, 1).available = Amount(5);
  const Digest before = DigestOfShards({&shard});
  WalletOf(shard, 1, kStars);
  shard.accounts[{Account::kRedeemed, kPoints, 0}] = 0;
  EXPECT_EQ(DigestOfShards({&shard}), before);
}

TEST_F(StateDigestTest, EveryFactOfStateChangesIt) {
  Shard shard(arena_, &places_, 0);
  WalletOf(shard, 1);
  const std::vector<std::function<void()>> changes = {
      [&] { shard.members.Add(MemberOf(2)); },
      [&] { WalletOf(shard, 1).pending = Amount(1); },
      [&] { WalletOf(shard, 1).available = Amount(1); },
      [&] { WalletOf(shard, 1).held = Amount(1); },
      [&] { WalletOf(shard, 1).deficit = Amount(1); },
      [&] { WalletOf(shard, 1).earned = Amount(1); },
      [&] { WalletOf(shard, 1).clawed_back = Amount(1); },
      [&] { WalletOf(shard, 1).redeemed = Amount(1); },
      [&] { WalletOf(shard, 1).restored = Amount(1); },
      [&] { WalletOf(shard, 1).expired = Amount(1); },
      [&] { WalletOf(shard, 1, kStars).available = Amount(1); },
      [&] { WalletOf(shard, 2).available = Amount(1); },
      [&] {
        shard.accounts[{Account::kIssued, kPoints, kSale}] = -1;
      },
      [&] {
        shard.accounts[{Account::kIssued, kPoints, kGoodwill}] = -1;
      },
      [&] {
        shard.accounts[{Account::kIssued, kStars, kSale}] = -1;
      },
      [&] {
        shard.accounts[{Account::kClawedBack, kPoints, kSale}] = -1;
      },
      [&] { Add(shard, 7); },
      [&] { Add(shard, 8); },
      [&] { shard.records.At(0).amount = 5; },
      [&] { shard.records.At(0).taken_back = 5; },
      [&] { shard.records.At(0).extra = 5; },
      [&] { shard.records.At(0).at = Instant(5); },
      [&] { shard.records.At(0).place = 5; },
      [&] { shard.records.At(0).version = 5; },
      [&] { shard.records.At(0).unit = kStars; },
      [&] { shard.records.At(0).kind = CommandKind::kAward; },
      [&] { shard.records.At(0).label = kSale; },
      [&] { AddSliced(shard, CommandKind::kRedeem, 9, 5); },
      [&] { AddSliced(shard, CommandKind::kHold, 10, 5); },
      [&] { shard.records.At(3).label = 1; },  // Captured.
      [&] { AddSliced(shard, CommandKind::kTransfer, 11, 5); },
      [&] { shard.DaysOf(0).opened = Instant(5); },
      [&] { shard.DaysOf(0).given[0] = 5; },
      [&] { shard.DaysOf(0).given[1] = 5; },
      [&] {
        shard.grants.Of(0).Add({Instant(5), 5, 0});
      },
      [&] {
        shard.grants.Of(0).Add({Instant(5), 5, 1});
      },
      [&] {
        shard.grants.Of(0).Add({Instant(5), 6, 1});
      },
      [&] {
        shard.grants.Of(0).Add({Instant(6), 6, 1});
      },
  };
  Digest before = DigestOfShards({&shard});
  for (std::size_t i = 0; i < changes.size(); ++i) {
    changes[i]();
    const Digest after = DigestOfShards({&shard});
    EXPECT_NE(after, before) << "change " << i;
    before = after;
  }
}

TEST_F(StateDigestTest, EveryFactOfABasketChangesIt) {
  Shard shard(arena_, &places_, 0);
  Add(shard, 7);
  Digest before = DigestOfShards({&shard});
  BasketRecord& basket = AddBasket(shard, 8, kApples, kPears);
  constexpr std::array<std::int64_t, 2> kMatches = {1, 0};
  constexpr std::array<EarnPart, 1> kParts = {};
  KeptLine& line = shard.records.LineAt(basket, 1);
  const std::vector<std::function<void()>> changes = {
      [] {},
      [&] { line.amount = 3; },
      [&] { line.quantity = 3; },
      [&] { line.returned_amount = 3; },
      [&] { line.returned_quantity = 3; },
      [&] { line.kind = LineKind::kTax; },
      [&] { line.sku = kApples; },
      [&] { basket.tender_amount = 3; },
      [&] { basket.tender_unit = kPoints; },
      [&] { basket.restored = 3; },
      [&] { basket.rules = 3; },
      [&] { basket.tiers[1] = 3; },
      [&] { shard.records.SetMatches(shard.records.At(1), kMatches); },
      [&] { shard.records.SetParts(shard.records.At(1), kParts); },
      [&] { shard.records.PartAt(basket, 0).most = 3; },
      [&] { shard.records.PartAt(basket, 0).demanded = 3; },
      [&] {
        Lot lot;
        lot.number = 1;
        basket.first_slice = 0;
        basket.tendered = 3;
        shard.records.AddSlice(lot, Amount(3));
      },
  };
  for (std::size_t i = 0; i < changes.size(); ++i) {
    changes[i]();
    const Digest after = DigestOfShards({&shard});
    EXPECT_NE(after, before) << "change " << i;
    before = after;
  }
}

TEST_F(StateDigestTest, WhatWasGivenForATierIsState) {
  Shard shard(arena_, &places_, 0);
  WalletOf(shard, 1);
  TierState& state = shard.TiersOf(0).sets.emplace_back();
  state.qualified = 2;
  Digest before = DigestOfShards({&shard});
  for (const std::size_t tier : {1U, 2U}) {
    state.given_ago[tier] = 1;
    const Digest after = DigestOfShards({&shard});
    EXPECT_NE(after, before) << "tier " << tier;
    before = after;
  }
}

TEST_F(StateDigestTest, ImportedTiersAreState) {
  Shard shard(arena_, &places_, 0);
  WalletOf(shard, 1);
  TierState& state = shard.TiersOf(0).sets.emplace_back();
  state.qualified = 2;
  Digest before = DigestOfShards({&shard});
  for (const TierTerm term : {TierTerm{1, Instant(5)}, TierTerm{1, Instant(6)},
                              TierTerm{2, Instant(6)}}) {
    state.brought = {term};
    const Digest after = DigestOfShards({&shard});
    EXPECT_NE(after, before) << term.until.micros();
    before = after;
  }
}

// The same bytes, were it only these that are hashed.
TEST_F(StateDigestTest, WhatWasGivenForATierIsNotTakenForAnImportedOne) {
  Shard shard(arena_, &places_, 0);
  WalletOf(shard, 1);
  TierState& state = shard.TiersOf(0).sets.emplace_back();
  state.given_ago[1] = 1;
  state.given_ago[8] = 1;
  const Digest given = DigestOfShards({&shard});
  state.given_ago = {};
  state.brought = {{1, Instant(256)}};
  EXPECT_NE(DigestOfShards({&shard}), given);
}

TEST_F(StateDigestTest, OrderInWhichSkusGotTheirCodesDoesNotChangeIt) {
  CodeTable other;
  InternTestCodes(other);
  CodeTable swapped;
  swapped.Intern(CodeSpace::kSku, "pears");
  swapped.Intern(CodeSpace::kSku, "apples");
  Shard here(arena_, &places_, 0);
  Shard there(arena_, &places_, 0);
  AddBasket(here, 1, kApples, kPears);
  BasketRecord& basket = AddBasket(there, 1, kApples, kPears);
  std::swap(there.records.LineAt(basket, 0).amount,
            there.records.LineAt(basket, 1).amount);
  EXPECT_NE(DigestOfShards({&there}), DigestOfShards({&here}));
  EXPECT_EQ(DigestOfShards({&there}, swapped), DigestOfShards({&here}, other));
}

TEST_F(StateDigestTest, WhatCountersGrantedIsStateWhereverTheyAre) {
  Shard one(arena_, &places_, 0);
  Shard other(arena_, &places_, 0);
  one.granted.Add(MemberOf(1), 7, 5);
  one.granted.Add(MemberOf(2), 7, 6);
  const Digest both = DigestOfShards({&one});
  other.granted.Add(MemberOf(2), 7, 6);
  EXPECT_NE(DigestOfShards({&other}), both);
  Shard third(arena_, &places_, 0);
  third.granted.Add(MemberOf(1), 8, 5);
  EXPECT_NE(DigestOfShards({&other, &third}), both);
  third.granted.Add(MemberOf(1), 8, -5);
  third.granted.Add(MemberOf(1), 7, 5);
  EXPECT_EQ(DigestOfShards({&other, &third}), both);
}

// By the member and the text of the reward, not by slot and code.
TEST_F(StateDigestTest, WhatMembersHaveHadOfRewardsIsState) {
  CodeTable codes;
  codes.Intern(CodeSpace::kUnit, "points");
  codes.Intern(CodeSpace::kReward, "teapot");
  codes.Intern(CodeSpace::kReward, "coffee");
  Shard one(arena_, &places_, 0);
  Shard other(arena_, &places_, 0);
  WalletOf(one, 1);
  WalletOf(one, 2);
  WalletOf(other, 2);
  WalletOf(other, 1);
  one.rewards_had.Add({0, kCoffee}, 3, 2);
  EXPECT_NE(DigestOfShards({&one}), DigestOfShards({&other}));
  other.rewards_had.Add({1, 2}, 3, 2);
  EXPECT_EQ(DigestOfShards({&one}), DigestOfShards({&other}, codes));
  other.rewards_had.Add({1, 2}, 3, 1);
  EXPECT_NE(DigestOfShards({&one}), DigestOfShards({&other}, codes));
}

// By the member, not by slot.
TEST_F(StateDigestTest, WhatRulesGaveMembersIsState) {
  Shard one(arena_, &places_, 0);
  Shard other(arena_, &places_, 0);
  WalletOf(one, 1);
  WalletOf(one, 2);
  WalletOf(other, 2);
  WalletOf(other, 1);
  RuleUses& uses = one.rule_uses.Of(0);
  uses.CountOf(3, Period::kDay).Add(7, 5);
  uses.NoteGiven(3, Instant(9));
  EXPECT_NE(DigestOfShards({&one}), DigestOfShards({&other}));
  other.rule_uses.Of(1) = uses;
  EXPECT_EQ(DigestOfShards({&one}), DigestOfShards({&other}));
  uses.NoteGiven(3, Instant(10));
  EXPECT_NE(DigestOfShards({&one}), DigestOfShards({&other}));
  other.rule_uses.Of(1) = uses;
  uses.CountOf(3, Period::kDay).Add(7, 1);
  EXPECT_NE(DigestOfShards({&one}), DigestOfShards({&other}));
  one.rule_uses.Forget(0);
  other.rule_uses.Forget(1);
  EXPECT_EQ(DigestOfShards({&one}), DigestOfShards({&other}));
}

TEST_F(StateDigestTest, WhatARecordSaysOfRewardsIsState) {
  const auto digest_of = [&](const RewardRecord& reward) {
    Shard shard(arena_, &places_, 0);
    CommandRecord& record = Add(shard, 1);
    record.kind = CommandKind::kRedeem;
    shard.records.SetReward(record, reward);
    return DigestOfShards({&shard});
  };
  const Digest digest = digest_of({0, kCoffee, 2, 3, 0});
  EXPECT_EQ(digest_of({0, kCoffee, 2, 3, 0}), digest);
  // What a redemption is called by is not: ticks before it may raise that.
  EXPECT_EQ(digest_of({7, kCoffee, 2, 3, 0}), digest);
  EXPECT_NE(digest_of({0, kTeapot, 2, 3, 0}), digest);
  EXPECT_NE(digest_of({0, kCoffee, 1, 3, 0}), digest);
  EXPECT_NE(digest_of({0, kCoffee, 2, 0, 0}), digest);
}

TEST_F(StateDigestTest, ARecordsPlaceInMemoryAndMemberSlotDoNotChangeIt) {
  Shard one(arena_, &places_, 0);
  Shard other(arena_, &places_, 0);
  AddSliced(one, CommandKind::kRedeem, 1, 5);
  AddSliced(one, CommandKind::kTransfer, 2, 6);
  AddSliced(other, CommandKind::kTransfer, 2, 6);
  AddSliced(other, CommandKind::kRedeem, 1, 5);
  other.records.At(0).member = 3;
  EXPECT_EQ(DigestOfShards({&one}), DigestOfShards({&other}));
}

TEST_F(StateDigestTest, TextsEnterAndNotTheirCodes) {
  CodeTable other;
  other.Intern(CodeSpace::kUnit, "stars");
  const auto points =
      static_cast<std::uint8_t>(other.Intern(CodeSpace::kUnit, "points"));
  ASSERT_NE(points, kPoints);
  Shard here(arena_, &places_, 0);
  Shard there(arena_, &places_, 0);
  WalletOf(here, 1).available = Amount(5);
  WalletOf(there, 1, points).available = Amount(5);
  Add(here, 1).unit = kPoints;
  Add(there, 1).unit = points;
  EXPECT_EQ(DigestOfShards({&there}, other), DigestOfShards({&here}));
}

TEST_F(StateDigestTest, ReasonsAndFundingClassesAreNumberedApart) {
  EXPECT_EQ(LabelSpace(Account::kAdjusted), CodeSpace::kReason);
  EXPECT_EQ(LabelSpace(Account::kIssued), CodeSpace::kFundingClass);
  EXPECT_EQ(LabelSpace(Account::kRedeemed), CodeSpace::kReward);
}

}  // namespace
}  // namespace kumbara
