// What rules give on birthdays and anniversaries: engine/apply/day_gifts.h.

#include "engine/apply/day_gifts.h"

#include <string>
#include <vector>

#include "engine/apply/settle.h"
#include "engine/apply/settled_copy.h"
#include "tests/engine/apply/rule_fixture.h"
#include "tests/support/random_history.h"

namespace kumbara {
namespace {

using enum ResultCode;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

// Rule 1 gives 10 on birthdays, rule 2 gives 3 on anniversaries.
class DayGiftsTest : public RuleFixture {
 protected:
  DayGiftsTest() {
    AddFixed(10).on = EarnOn::kBirthday;
    AddFixed(3).on = EarnOn::kAnniversary;
    program_.has_birthdays = true;
    program_.has_anniversaries = true;
  }
  // 0 and 0 for none.
  static AttributeChange BornOn(unsigned month, unsigned day) {
    return {AttributeChange::kBirthday,
            {static_cast<std::uint8_t>(month), static_cast<std::uint8_t>(day),
             0, 0}};
  }
  void SetBirthday(std::uint64_t id, std::int64_t at, unsigned month,
                   unsigned day) {
    ASSERT_EQ(CodeOf(Set(id, 1, BornOn(month, day)).At(at)), kOk);
  }
  const MemberDays* DaysOf(std::uint64_t member) const {
    return shard_.FindDays(shard_.members.FindSlot(MemberOf(member)));
  }
  // "amount at instant" of what was issued since the last call.
  std::vector<std::string> Given() {
    std::vector<std::string> given;
    for (const Posting& posting : postings_) {
      if (posting.account != Account::kIssued) continue;
      given.push_back(std::to_string(-posting.amount) + " at " +
                      std::to_string(posting.at.micros() / kDay));
    }
    postings_.clear();
    return given;
  }
  // What will be, as seen by a reader at an instant.
  std::vector<std::string> Foretold(std::int64_t at) {
    std::vector<std::string> foretold;
    const Slot slot = shard_.members.FindSlot(MemberOf(1));
    SettledCopy copy(program_);
    const MemberRef ref = copy.At(Instant(at), shard_, slot);
    for (const DayGiftView& gift : NextDayGifts(Instant(at), ref, program_)) {
      foretold.push_back(std::to_string(gift.amount.count()) + " at " +
                         std::to_string(gift.at.micros() / kDay));
    }
    return foretold;
  }
  void Settle(std::int64_t to) {
    ASSERT_EQ(TickTo(to), kOk);
    SettleAllDue(program_, shard_);
  }
};

TEST_F(DayGiftsTest, ItIsGivenWhenTheDayBegins) {
  Open(1);
  SetBirthday(1, 5 * kDay, 1, 11);
  Settle(10 * kDay - 1);
  EXPECT_THAT(Given(), IsEmpty());
  Settle(10 * kDay);
  EXPECT_THAT(Given(), ElementsAre("10 at 10"));
  Settle(kYear + 10 * kDay);
  EXPECT_THAT(Given(), ElementsAre("3 at 365", "10 at 375"));
}

TEST_F(DayGiftsTest, HoweverLateItIsSettled) {
  Open(1);
  SetBirthday(1, 5 * kDay, 1, 11);
  const Digest late = DigestAt(3 * kYear);
  for (std::int64_t at = 6 * kDay; at < 3 * kYear; at += 7 * kDay) Settle(at);
  Settle(3 * kYear);
  EXPECT_EQ(DigestAt(3 * kYear), late);
  EXPECT_EQ(Net(1), 3 * 10 + 2 * 3);  // 1972 has a day more.
}

TEST_F(DayGiftsTest, ADayThatIsOverWhenItBecomesKnownIsNotGiven) {
  Open(1);
  SetBirthday(1, 10 * kDay, 1, 11);  // It begins now.
  EXPECT_EQ(DaysOf(1)->due.micros(), kYear);
  SetBirthday(2, 10 * kDay, 1, 12);
  EXPECT_EQ(DaysOf(1)->due.micros(), 11 * kDay);
}

TEST_F(DayGiftsTest, OnceAYearWhicheverDayItIs) {
  Open(1);
  SetBirthday(1, 5 * kDay, 1, 11);
  SetBirthday(2, 20 * kDay, 2, 1);
  Settle(300 * kDay);
  EXPECT_THAT(Given(), ElementsAre("10 at 10"));
  SetBirthday(3, 300 * kDay, 0, 0);
  SetBirthday(4, 300 * kDay, 12, 31);
  Settle(364 * kDay);
  EXPECT_THAT(Given(), IsEmpty());
  Settle(2 * kYear - kDay);
  EXPECT_THAT(Given(), ElementsAre("3 at 365", "10 at 729"));
}

// A debt is paid by it; the next rule is not kept from giving.
TEST_F(DayGiftsTest, WhatThereIsNoRoomForIsLeftAway) {
  Open(1);
  ASSERT_EQ(CodeOf(Award(1, 1, kMost - 5)), kOk);
  AddFixed(5).on = EarnOn::kBirthday;
  SetBirthday(2, 5 * kDay, 1, 11);
  Settle(10 * kDay);
  EXPECT_THAT(Given(), ElementsAre("999999999999999995 at 0", "5 at 10"));
}

// Each message moves a clock past a day that takes the room it would need.
TEST_F(DayGiftsTest, WhatAMessageBringsHasNoRoomThatAPresentTook) {
  AllowPools(6, &program_);
  Open(1);
  SetBirthday(1, 5 * kDay, 1, 11);
  const auto code_of = [this](TestCommand command, std::int64_t day) {
    return Alone(command.At(day * kDay)).code;
  };
  ASSERT_EQ(code_of(Award(2, 1, kMost - 15), 6), kOk);
  ASSERT_EQ(code_of(Award(3, 2, 12), 6), kOk);
  ASSERT_EQ(code_of(Enroll(4, 3), 6), kOk);
  EXPECT_EQ(code_of(Transfer(5, 2, 1, 6), 20), kReceiverRefused);
  EXPECT_EQ(code_of(Join(6, 3, 1), 6), kOk);
  EXPECT_EQ(code_of(Award(7, 3, 6), 20), kOk);
  EXPECT_EQ(Net(3), 6);  // The pool has not taken it.
  EXPECT_EQ(code_of(Merge(8, 2, 1), 20), kReceiverRefused);
  EXPECT_EQ(Net(1), kMost - 15);  // And no clock has moved.
  EXPECT_EQ(code_of(Transfer(9, 2, 1, 5), 20), kOk);
  EXPECT_EQ(Net(1), kMost);
}

// It expired at the end of what was lost before, in a month that was over.
TEST_F(DayGiftsTest, WhatIsGivenWhenAllIsLostBeginsInactivityAnew) {
  const LotPolicy policy =
      InactiveAfter(5 * kDay, SetOf(CommandKind::kPurchase));
  UsePolicy(policy);
  program_.rules[1].lots = policy;
  Open(1);
  ASSERT_EQ(CodeOf(Award(1, 1, 7).At(kDay)), kOk);
  SetBirthday(2, 2 * kDay, 1, 11);
  Settle(15 * kDay - 1);
  EXPECT_EQ(Net(1), 10);
  EXPECT_EQ(WalletOf(1).expired, Amount(7));
  Settle(15 * kDay);
  EXPECT_EQ(Net(1), 0);
  EXPECT_EQ(postings_.back().at, Instant(15 * kDay));
}

TEST_F(DayGiftsTest, TheNextOfEachDayIsForetold) {
  Open(1);
  EXPECT_THAT(Foretold(5 * kDay), ElementsAre("3 at 365"));
  SetBirthday(1, 5 * kDay, 1, 11);
  EXPECT_THAT(Foretold(5 * kDay), ElementsAre("10 at 10", "3 at 365"));
  EXPECT_THAT(Foretold(10 * kDay), ElementsAre("10 at 375", "3 at 365"));
  // It was given in this year.
  Settle(10 * kDay);
  SetBirthday(2, 10 * kDay, 1, 21);
  EXPECT_THAT(Foretold(10 * kDay), ElementsAre("10 at 385", "3 at 365"));
}

TEST_F(DayGiftsTest, ForetoldIsWhatWhoItIsNowIsGiven) {
  program_.rules[1].when.segments = 2;
  program_.rules[2].when.weekdays = 1;  // 1 January 1973 is a Monday.
  Open(1);
  SetBirthday(1, 5 * kDay, 1, 11);
  EXPECT_THAT(Foretold(5 * kDay), ElementsAre("3 at 1096"));
  ASSERT_EQ(CodeOf(Close(2, 1).At(6 * kDay)), kOk);
  EXPECT_THAT(Foretold(6 * kDay), IsEmpty());
}

TEST_F(DayGiftsTest, ALotThatIsOverAtOnceExpiresAtOnce) {
  program_.rules[1].lots = WaitsFor(2 * kDay, ExpiresAfter(kDay));
  program_.rules[1].lots.from = CountFrom::kEarn;
  Open(1);
  SetBirthday(1, 5 * kDay, 1, 11);
  Settle(10 * kDay);
  EXPECT_EQ(WalletOf(1).pending, Amount(10));
  EXPECT_EQ(WalletOf(1).earned, Amount(10));
  Settle(11 * kDay);
  EXPECT_EQ(WalletOf(1).expired, Amount(10));
}

TEST_F(DayGiftsTest, WhoIsClosedOrMergedHasNone) {
  Open(1);
  Open(2);
  SetBirthday(1, 5 * kDay, 1, 11);
  Settle(10 * kDay);
  MergeAll(2, 1, 2);
  EXPECT_EQ(DaysOf(1), nullptr);
  EXPECT_EQ(DaysOf(2)->given[0], 1970);
  ASSERT_EQ(CodeOf(Close(3, 2).At(11 * kDay)), kOk);
  EXPECT_EQ(DaysOf(2), nullptr);
  Settle(3 * kYear);
  EXPECT_THAT(Given(), ElementsAre("10 at 10"));
}

TEST_F(DayGiftsTest, WithoutRulesNothingIsKept) {
  program_.has_birthdays = false;
  program_.has_anniversaries = false;
  Open(1);
  SetBirthday(1, 5 * kDay, 1, 11);
  EXPECT_EQ(DaysOf(1), nullptr);
  EXPECT_EQ(shard_.due.size(), 0U);
}

TEST_F(DayGiftsTest, NothingIsDueBehindTheLastYear) {
  Open(1);
  SetBirthday(1, Instant::kMax, 1, 11);
  EXPECT_EQ(DaysOf(1)->due, Instant::Greatest());
}

}  // namespace
}  // namespace kumbara
