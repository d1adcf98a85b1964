// Months that are closed, as an audit looks at them.

#include <string>
#include <vector>

#include "engine/base/period.h"
#include "gmock/gmock.h"
#include "tests/support/test_program.h"
#include "tests/tools/kumbara/audited_ledger.h"

namespace kumbara::tools {
namespace {

constexpr std::uint64_t kHolder = 1;

class ClosingAuditTest : public ::testing::Test {
 protected:
  ClosingAuditTest() : audited_(Options()) {
    audited_.Run({Award(1, kHolder, 100), Redeem(2, kHolder, 30)});
  }

  static LedgerOptions Options() {
    LedgerOptions options = TestOptions();
    options.program.enrol = EnrolPolicy::kFirstSight;
    return options;
  }

  LedgerAudit& audit() { return audited_.audit(); }
  // The month of all that was done, closed as it was posted.
  Closing AsPosted() {
    const int month = audit().months().RowsOf(kPoints)[0].month;
    Closing closing;
    closing.terms.sequence = 2;
    closing.terms.month = static_cast<std::uint32_t>(month);
    closing.terms.by = MemberOf(99);
    closing.amounts = audit().months().AmountsOf(month);
    return closing;
  }
  static std::string MonthOf(const Closing& closing) {
    return PeriodText(Period::kMonth, closing.terms.month);
  }
  // The one violation there is.
  Violation Found() {
    EXPECT_EQ(audit().violations().size(), 1u);
    return audit().violations().empty() ? Violation{} : audit().violations()[0];
  }

  AuditedLedger audited_;
};

TEST_F(ClosingAuditTest, LeavesAMonthThatWasClosedAsItWas) {
  audit().NoteClosing(AsPosted());
  audited_.Run({Award(8, kHolder, 5)});
  audit().CheckEnd();
  EXPECT_TRUE(audit().violations().empty());
  const std::vector<MonthRow> rows = audit().months().RowsOf(kPoints);
  ASSERT_EQ(rows.size(), 2u);
  EXPECT_TRUE(rows[0].closing == 70);
  EXPECT_TRUE(rows[1].prior_period == 5);
}

TEST_F(ClosingAuditTest, Finds4MonthThatWasClosedWithOtherTotals) {
  Closing closing = AsPosted();
  closing.amounts.back().amount += 1;
  audit().NoteClosing(closing);
  const Violation found = Found();
  EXPECT_EQ(found.invariant, 4);
  EXPECT_EQ(found.unit, kPoints);
  EXPECT_EQ(found.sequence, 2u);
  EXPECT_EQ(found.what, MonthOf(closing) +
                            " was closed with another redeemed than was "
                            "posted");
  ASSERT_TRUE(found.amounts);
  EXPECT_TRUE(found.amounts->found == -29 && found.amounts->expected == -30);
}

TEST_F(ClosingAuditTest, Finds4MonthThatWasClosedWithoutAUnit) {
  Closing closing = AsPosted();
  closing.amounts.clear();
  audit().NoteClosing(closing);
  EXPECT_EQ(Found().what, MonthOf(closing) +
                              " was closed with another closing than was "
                              "posted");
}

TEST_F(ClosingAuditTest, Finds4MonthThatIsClosedTwice) {
  const Closing closing = AsPosted();
  audit().NoteClosing(closing);
  audit().NoteClosing(closing);
  EXPECT_EQ(Found().what, MonthOf(closing) + " is closed again");
}

}  // namespace
}  // namespace kumbara::tools
