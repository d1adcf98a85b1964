// Estimates in a ledger on disk.

#include "storage/open/give_estimate.h"

#include <functional>
#include <string>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "storage/open/event_reader.h"
#include "tests/storage/open/snapshot_fixture.h"

namespace kumbara::storage {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

class GiveEstimateTest : public SnapshotFixture {
 protected:
  static EstimateToGive Wanted() {
    return {.unit = "points",
            .from_vintage = 1970 * 12,
            .to_vintage = 1970 * 12 + 11,
            .redemption_rate = 850'000,
            .price = 500'000,
            .effective = Instant(7),
            .signatories = {"olga", "petra", "review"}};
  }
  absl::StatusOr<Estimate> TryToGive(const EstimateToGive& wanted) {
    OpenOptions options;
    options.mode = OpenMode::kWrite;
    const auto opened = OpenAt(ledger_, options);
    if (opened == nullptr) return absl::InternalError("not opened");
    const auto given = GiveEstimate(*opened, wanted);
    EXPECT_TRUE(opened->Close().ok());
    return given;
  }
  Estimate GiveOne(const EstimateToGive& wanted = Wanted()) {
    const auto given = TryToGive(wanted);
    EXPECT_TRUE(given.ok()) << given.status();
    return given.ok() ? *given : Estimate{};
  }
  std::vector<Estimate> Found(OpenOptions options = {}) {
    const auto opened = OpenAt(ledger_, options);
    return opened == nullptr ? std::vector<Estimate>()
                             : opened->foundation().estimates;
  }
  std::vector<Estimate> Known(Sequence known) {
    OpenOptions options;
    options.known = known;
    return Found(options);
  }
  Sequence Last() { return OpenAt(ledger_, {})->ledger().end().sequence; }
};

TEST_F(GiveEstimateTest, WhatIsJournaledIsFoundAgain) {
  Give(1);
  const Estimate first = GiveOne();
  EXPECT_EQ(first.number, 1u);
  EXPECT_EQ(first.sequence, 20u);
  EXPECT_EQ(first.redemption, 850'000u);
  EXPECT_EQ(first.price, 500'000);
  EXPECT_EQ(first.effective, 7);
  EstimateToGive other = Wanted();
  other.from_vintage = 0;
  other.to_vintage = 0;
  other.signatories = {"olga"};
  const Estimate second = GiveOne(other);
  EXPECT_EQ(second.number, 2u);
  EXPECT_EQ(second.by, first.by);
  EXPECT_TRUE(second.approver.IsZero());
  EXPECT_EQ(second.reason, 0u);
  EXPECT_THAT(Found(), ElementsAre(first, second));
  const auto opened = OpenAt(ledger_, {});
  EXPECT_EQ(opened->directory().NameOf(first.by), "olga");
  EXPECT_EQ(opened->directory().NameOf(first.approver), "petra");
  EXPECT_EQ(opened->ledger().codes().Text(CodeSpace::kReason, first.reason),
            "review");
}

TEST_F(GiveEstimateTest, TheWriterThatGivesThemHasThem) {
  OpenOptions options;
  options.mode = OpenMode::kWrite;
  auto opened = OpenAt(ledger_, options);
  const auto first = GiveEstimate(*opened, Wanted());
  const auto second = GiveEstimate(*opened, Wanted());
  ASSERT_TRUE(first.ok() && second.ok());
  EXPECT_THAT(opened->foundation().estimates, ElementsAre(*first, *second));
  opened->Start();
  SubmitTo(*opened, 1);
  ASSERT_TRUE(opened->Close().ok());
  opened.reset();
  EXPECT_THAT(Found(), ElementsAre(*first, *second));
}

TEST_F(GiveEstimateTest, NoStateKnowsOfItAndEverySnapshotKeepsIt) {
  Give(2, kMoreFollows);  // The round is open.
  const Digest before = Look().state;
  const Estimate first = GiveOne();
  EXPECT_EQ(Look().state, before);
  EXPECT_EQ(FromJournal(), before);
  Give(2);
  ASSERT_NE(Snapshot(), "");
  const Estimate second = GiveOne();
  EXPECT_NE(Look().report.snapshot, "");
  EXPECT_THAT(Found(), ElementsAre(first, second));
  // The maker begins with its own snapshot, and goes over the second one.
  Give(1);
  const std::string path = Snapshot();
  ASSERT_NE(path, "");
  EXPECT_EQ(Look().report.snapshot, path);
  EXPECT_THAT(Found(), ElementsAre(first, second));
  EXPECT_EQ(Look().state, FromJournal());
  OpenOptions of_journal;
  of_journal.from_snapshots = false;
  of_journal.workers = 3;
  EXPECT_THAT(Found(of_journal), ElementsAre(first, second));
  EXPECT_TRUE(VerifySnapshot(ledger_, path).ok());
}

TEST_F(GiveEstimateTest, KnownIsWhatWasRecordedUpToASequence) {
  Give(1);
  const Estimate first = GiveOne();
  const Estimate second = GiveOne();
  Give(1);
  const Estimate third = GiveOne();
  EXPECT_THAT(Known(19), IsEmpty());
  EXPECT_THAT(Known(20), ElementsAre(first, second));
  EXPECT_THAT(Known(39), ElementsAre(first, second));
  EXPECT_THAT(Known(40), ElementsAre(first, second, third));
}

struct RefusalCase {
  std::string name;
  std::function<void(EstimateToGive&)> change;
  std::string why;
};

class EstimateRefusalTest : public GiveEstimateTest,
                            public testing::WithParamInterface<RefusalCase> {};

TEST_P(EstimateRefusalTest, ChangesNothing) {
  EstimateToGive wanted = Wanted();
  wanted.signatories.by = "quinn";
  GetParam().change(wanted);
  const auto given = TryToGive(wanted);
  EXPECT_TRUE(absl::IsInvalidArgument(given.status()));
  EXPECT_THAT(std::string(given.status().message()), HasSubstr(GetParam().why));
  const auto opened = OpenAt(ledger_, {});
  EXPECT_TRUE(opened->directory().Find("quinn").IsZero());
  EXPECT_EQ(opened->ledger().codes().Count(CodeSpace::kReason), 0u);
  EXPECT_EQ(opened->opened_at().number, 1u);
}

// clang-format off
INSTANTIATE_TEST_SUITE_P(Case, EstimateRefusalTest, testing::ValuesIn(std::vector<RefusalCase>{
  {"unit",       [](EstimateToGive& one) { one.unit = "stars"; }, "--unit stars: expected one of points"},
  {"negative",   [](EstimateToGive& one) { one.redemption_rate = -1; }, "--rate: expected a share from 0 to 1"},
  {"above_all",  [](EstimateToGive& one) { one.redemption_rate = 1'000'001; }, "--rate: expected a share from 0 to 1"},
  {"no_price",   [](EstimateToGive& one) { one.price = 0; }, "--price: expected a price above 0"},
  {"reversed",   [](EstimateToGive& one) { one.to_vintage = one.from_vintage - 1; }, "--vintage: expected a month"},
  {"no_month",   [](EstimateToGive& one) { one.from_vintage = 11; }, "--vintage: expected a month"},
  {"half_range", [](EstimateToGive& one) { one.from_vintage = 0; }, "--vintage: expected a month"},
  {"no_instant", [](EstimateToGive& one) { one.effective = Instant::Greatest(); }, "--effective: expected an instant"},
  {"no_person",  [](EstimateToGive& one) { one.signatories.by = ""; }, "--operator: expected"},
  {"one_person", [](EstimateToGive& one) { one.signatories.approver = "quinn"; }, "--approver quinn: expected another person"},
  {"long_name",  [](EstimateToGive& one) { one.signatories.approver = std::string(129, 'x'); }, "a name of 129 bytes"},
  {"long_reason", [](EstimateToGive& one) { one.signatories.reason = std::string(129, 'x'); }, "--reason: expected a text"},
}), [](const auto& test) { return test.param.name; });
// clang-format on

// What somebody wrote who can make every checksum anew.
class ForgedEstimateTest : public GiveEstimateTest {
 protected:
  void SetUp() override {
    GiveEstimateTest::SetUp();
    Give(1);
    forged_.sequence = Last();
    forged_.price = 1;
    forged_.number = 1;
    forged_.unit = 1;
    forged_.by = MemberOf(1);
  }
  void ExpectDamage(const std::string& what) {
    EXPECT_TRUE(absl::IsDataLoss(OpenStatus()));
    EXPECT_THAT(std::string(OpenStatus().message()), HasSubstr(what));
    const auto reader = EventReader::Open(ledger_, "");
    ASSERT_TRUE(reader.ok());
    absl::Status status;
    std::vector<Event> events;
    for (absl::StatusOr<bool> read = true; read.ok() && *read;) {
      read = (*reader)->Next(&events);
      status = read.status();
    }
    EXPECT_THAT(std::string(status.message()), HasSubstr(what));
  }

  Estimate forged_;
};

TEST_F(ForgedEstimateTest, ButForItsWriterItWouldBeRead) {
  Append(Record::Of(forged_));
  EXPECT_THAT(Found(), ElementsAre(forged_));
}

TEST_F(ForgedEstimateTest, OfAnotherPlace) {
  --forged_.sequence;
  Append(Record::Of(forged_));
  ExpectDamage("holds an estimate out of turn");
}

TEST_F(ForgedEstimateTest, OfAnotherNumber) {
  ++forged_.number;
  Append(Record::Of(forged_));
  ExpectDamage("holds an estimate out of turn");
}

TEST_F(ForgedEstimateTest, OfTheNumberOfAnotherOne) {
  Append(Record::Of(forged_));
  forged_.redemption = 1;
  Append(Record::Of(forged_));
  ExpectDamage("holds an estimate out of turn");
}

TEST_F(ForgedEstimateTest, OnceMoreInAnotherPlace) {
  Append(Record::Of(forged_));
  Give(2);
  Append(Record::Of(forged_));
  ExpectDamage("holds an estimate out of turn");
}

TEST_F(ForgedEstimateTest, UnderAnotherNumber) {
  Record record = Record::Of(forged_);
  ++record.header.code;
  Append(record);
  ExpectDamage("does not hold an estimate whole");
}

TEST_F(ForgedEstimateTest, OfAReasonThatIsNotDefined) {
  forged_.reason = 9;
  Append(Record::Of(forged_));
  ExpectDamage("does not hold an estimate whole");
}

TEST_F(ForgedEstimateTest, OfAUnitThatIsNotDefined) {
  forged_.unit = 9;
  Append(Record::Of(forged_));
  ExpectDamage("does not hold an estimate whole");
}

TEST_F(ForgedEstimateTest, OfNobody) {
  forged_.by = {};
  Append(Record::Of(forged_));
  ExpectDamage("does not hold an estimate whole");
}

}  // namespace
}  // namespace kumbara::storage
