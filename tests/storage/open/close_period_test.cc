// A month closed in a ledger on disk.

#include "storage/open/close_period.h"

#include <filesystem>
#include <string>
#include <vector>

#include "engine/base/time_text.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "storage/open/event_reader.h"
#include "tests/storage/open/snapshot_fixture.h"

namespace kumbara::storage {
namespace {

using ::testing::HasSubstr;

// All that the fixture gives happens in it.
constexpr int kJanuary = 1970 * 12;

class ClosePeriodTest : public SnapshotFixture {
 protected:
  absl::StatusOr<Closing> Close(const PeriodToClose& period) {
    const auto books = ReadPeriodBooks(ledger_, "");
    if (!books.ok()) return books.status();
    return CloseBy(*books, period);
  }
  absl::StatusOr<Closing> CloseBy(const PeriodBooks& books,
                                  const PeriodToClose& period) {
    OpenOptions options;
    options.mode = OpenMode::kWrite;
    const auto opened = OpenAt(ledger_, options);
    if (opened == nullptr) return absl::InternalError("not opened");
    const auto closing = ClosePeriod(*opened, books, period);
    EXPECT_TRUE(opened->Close().ok());
    return closing;
  }
  std::string WhyNot(const PeriodToClose& period) {
    return std::string(Close(period).status().message());
  }
  void CloseNow(int month) {
    const auto closing = Close({month, {"olga"}});
    ASSERT_TRUE(closing.ok()) << closing.status();
  }

  void Tick(const char* at) {
    OpenOptions options;
    options.mode = OpenMode::kWrite;
    const auto opened = OpenAt(ledger_, options);
    opened->Start();
    const auto producer = opened->ledger().NewProducer();
    auto frame = FrameOf({kumbara::Tick(ParseInstant(at)->micros())});
    ASSERT_EQ(producer->Submit(&frame), SubmitResult::kAccepted);
    producer->WaitForAnswer();
    ASSERT_TRUE(opened->Close().ok());
  }

  Sequence Last() { return OpenAt(ledger_, {})->ledger().end().sequence; }
};

TEST_F(ClosePeriodTest, WhatIsJournaledIsFoundAgain) {
  Give(2);
  Tick("1970-02-01T00:00:00Z");
  const auto closing = Close({kJanuary, {"olga", "petra", "month_end"}});
  ASSERT_TRUE(closing.ok()) << closing.status();
  EXPECT_EQ(closing->terms.sequence, 41u);
  const auto books = ReadPeriodBooks(ledger_, "");
  ASSERT_TRUE(books.ok()) << books.status();
  ASSERT_EQ(books->months.closings().size(), 1u);
  EXPECT_EQ(books->months.closings()[0], *closing);
  const auto opened = OpenAt(ledger_, {});
  EXPECT_EQ(opened->directory().NameOf(closing->terms.by), "olga");
  EXPECT_EQ(opened->directory().NameOf(closing->terms.approver), "petra");
  EXPECT_EQ(
      opened->ledger().codes().Text(CodeSpace::kReason, closing->terms.reason),
      "month_end");
}

TEST_F(ClosePeriodTest, NoStateAndNoSnapshotKnowsOfIt) {
  Tick("1970-03-01T00:00:00Z");
  Give(2, kMoreFollows);  // The round is open.
  const Digest before = Look().state;
  CloseNow(kJanuary);
  EXPECT_EQ(Look().state, before);
  EXPECT_EQ(FromJournal(), before);
  Give(2);
  ASSERT_NE(Snapshot(), "");
  CloseNow(kJanuary + 1);
  const Seen seen = Look();
  EXPECT_NE(seen.report.snapshot, "");
  EXPECT_EQ(seen.state, FromJournal());
  // The maker begins with its own snapshot, and goes over the closing.
  Give(1);
  ASSERT_NE(Snapshot(), "");
  EXPECT_EQ(Look().state, FromJournal());
}

TEST_F(ClosePeriodTest, AMonthIsClosedOnceAndInItsTurn) {
  Give(1);
  Tick("1970-02-28T23:59:59.999999Z");
  EXPECT_THAT(WhyNot({kJanuary + 1, {"olga"}}),
              HasSubstr("1970-02: 1970-01 is before it, has postings and is "
                        "open"));
  CloseNow(kJanuary);
  EXPECT_THAT(WhyNot({kJanuary, {"olga"}}),
              HasSubstr("1970-01: is closed already"));
  EXPECT_THAT(WhyNot({kJanuary - 1, {"olga"}}),
              HasSubstr("the last month that is closed is 1970-01"));
  EXPECT_THAT(WhyNot({kJanuary + 1, {"olga"}}),
              HasSubstr("1970-02: no tick has come to its end, "
                        "1970-03-01T00:00:00Z; the last one is of "
                        "1970-02-28T23:59:59.999999Z"));
  // What came too late is of February, though nothing happened then.
  Give(1);
  Tick("1970-04-01T00:00:00Z");
  EXPECT_THAT(WhyNot({kJanuary + 2, {"olga"}}),
              HasSubstr("1970-02 is before it"));
  CloseNow(kJanuary + 1);
  CloseNow(kJanuary + 2);
}

TEST_F(ClosePeriodTest, WithoutATickNoMonthIsOver) {
  Give(1);
  const Sequence last = Last();
  EXPECT_THAT(WhyNot({kJanuary, {"olga"}}),
              HasSubstr("no tick has come to its end, 1970-02-01T00:00:00Z. "));
  EXPECT_EQ(Last(), last);
}

TEST_F(ClosePeriodTest, PersonsAreTwo) {
  Give(1);
  Tick("1970-02-01T00:00:00Z");
  EXPECT_THAT(WhyNot({kJanuary, {""}}), HasSubstr("--operator"));
  EXPECT_THAT(WhyNot({kJanuary, {"olga", "olga"}}),
              HasSubstr("--approver olga: expected another person"));
  EXPECT_THAT(WhyNot({kJanuary, {"olga", std::string(129, 'x')}}),
              HasSubstr("a name of 129 bytes"));
  EXPECT_THAT(WhyNot({kJanuary, {"olga", "", std::string(129, 'x')}}),
              HasSubstr("--reason"));
  auto books = ReadPeriodBooks(ledger_, "");
  ASSERT_TRUE(books.ok());
  books->takes_two = true;
  EXPECT_THAT(
      std::string(CloseBy(*books, {kJanuary, {"olga"}}).status().message()),
      HasSubstr("the program has adjust.approver"));
  EXPECT_EQ(ReadPeriodBooks(ledger_, "")->months.closings().size(), 0u);
}

TEST_F(ClosePeriodTest, BooksThatAreOutOfDateCloseNothing) {
  Give(1);
  Tick("1970-02-01T00:00:00Z");
  const auto books = ReadPeriodBooks(ledger_, "");
  ASSERT_TRUE(books.ok());
  Give(1);
  EXPECT_TRUE(absl::IsAborted(CloseBy(*books, {kJanuary, {"olga"}}).status()));
}

TEST_F(ClosePeriodTest, WhoWritesMeanwhileIsNamed) {
  OpenOptions options;
  options.mode = OpenMode::kWrite;
  const auto opened = OpenAt(ledger_, options);
  EXPECT_TRUE(
      absl::IsFailedPrecondition(ReadPeriodBooks(ledger_, "").status()));
}

// What somebody wrote who can make every checksum anew.
class ForgedClosingTest : public ClosePeriodTest {
 protected:
  void SetUp() override {
    ClosePeriodTest::SetUp();
    Give(1);
    closing_.terms.sequence = Last();
    closing_.terms.month = kJanuary;
    closing_.terms.by = MemberOf(1);
  }
  void ExpectDamage() {
    Append(Record::Of(closing_));
    EXPECT_THAT(std::string(OpenStatus().message()),
                HasSubstr("does not hold the closing of a month whole"));
  }

  Closing closing_;
};

TEST_F(ForgedClosingTest, OfAnotherPlace) {
  --closing_.terms.sequence;
  ExpectDamage();
}

TEST_F(ForgedClosingTest, OfAReasonThatIsNotDefined) {
  closing_.terms.reason = 9;
  ExpectDamage();
}

TEST_F(ForgedClosingTest, OfAUnitThatIsNotDefined) {
  closing_.amounts = {{.unit = 9, .part = kClosingPart, .amount = 1}};
  ExpectDamage();
}

TEST_F(ForgedClosingTest, OfNobody) {
  closing_.terms.by = {};
  ExpectDamage();
}

TEST_F(ForgedClosingTest, UnderAnotherMonth) {
  Record record = Record::Of(closing_);
  ++record.header.code;
  Append(record);
  EXPECT_TRUE(absl::IsDataLoss(OpenStatus()));
}

TEST_F(ForgedClosingTest, Twice) {
  Append(Record::Of(closing_));
  Append(Record::Of(closing_));
  EXPECT_TRUE(OpenStatus().ok());  // The audit tells.
  EXPECT_THAT(std::string(ReadPeriodBooks(ledger_, "").status().message()),
              HasSubstr("1970-01: the journal closes it twice"));
}

}  // namespace
}  // namespace kumbara::storage
