#include "engine/record/closing.h"

#include <functional>
#include <string>

#include "engine/record/posting.h"
#include "gmock/gmock.h"
#include "tests/engine/record/sample_batch.h"

namespace kumbara {
namespace {

TEST(ClosingTest, IsReadBackAsItWas) {
  const Closing closing = SampleClosing();
  EXPECT_EQ(Closing::FromBytes(closing.ToBytes()), closing);
  Closing empty = closing;
  empty.amounts.clear();
  empty.terms.approver = {};
  empty.terms.reason = 0;
  EXPECT_EQ(Closing::FromBytes(empty.ToBytes()), empty);
}

TEST(ClosingTest, PartsHaveTheNamesOfTheTables) {
  EXPECT_EQ(PartName(kOpeningPart), "opening");
  EXPECT_EQ(PartName(kPriorPeriodPart), "prior_period");
  EXPECT_EQ(PartName(kClosingPart), "closing");
  EXPECT_EQ(PartName(static_cast<std::uint8_t>(Account::kIssued)), "issued");
}

TEST(ClosingTest, AnyCutBetweenAmountsIsRefused) {
  const std::string bytes = SampleClosing().ToBytes();
  for (std::size_t size = 0; size < bytes.size(); ++size) {
    const bool is_whole =
        size >= sizeof(ClosingTerms) &&
        (size - sizeof(ClosingTerms)) % sizeof(ClosedAmount) == 0;
    EXPECT_EQ(Closing::FromBytes(bytes.substr(0, size)).has_value(), is_whole)
        << size;
  }
}

struct ClosingFormCase {
  std::string name;
  std::function<void(Closing&)> change;
};

class ClosingFormTest : public testing::TestWithParam<ClosingFormCase> {};

TEST_P(ClosingFormTest, IsRefused) {
  Closing closing = SampleClosing();
  GetParam().change(closing);
  EXPECT_FALSE(Closing::FromBytes(closing.ToBytes()).has_value());
}

// clang-format off
INSTANTIATE_TEST_SUITE_P(Case, ClosingFormTest, testing::ValuesIn(std::vector<ClosingFormCase>{
  {"no_month",       [](Closing& closing) { closing.terms.month = 11; }},
  {"no_such_month",  [](Closing& closing) { closing.terms.month = 65'536; }},
  {"no_operator",    [](Closing& closing) { closing.terms.by = {}; }},
  {"one_person",     [](Closing& closing) { closing.terms.approver = closing.terms.by; }},
  {"no_unit",        [](Closing& closing) { closing.amounts[0].unit = 0; }},
  {"no_part",        [](Closing& closing) { closing.amounts[0].part = 0; }},
  {"amount_of_zero", [](Closing& closing) { closing.amounts[2].amount = 0; }},
  {"reserved",       [](Closing& closing) { closing.amounts[6].reserved[13] = 1; }},
  {"twice",          [](Closing& closing) { closing.amounts[1].part = kOpeningPart; }},
  {"not_ascending",  [](Closing& closing) { closing.amounts[6].unit = 1; }},
}), [](const auto& test) { return test.param.name; });
// clang-format on

}  // namespace
}  // namespace kumbara
