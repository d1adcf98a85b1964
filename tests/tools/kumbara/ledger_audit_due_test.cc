// What may stand behind a refusal, and what only seems so: the audit of what
// falls due by the clock of a command that is refused.

#include <functional>
#include <string>
#include <vector>

#include "gmock/gmock.h"
#include "tests/support/test_program.h"
#include "tests/tools/kumbara/audited_ledger.h"

namespace kumbara::tools {
namespace {

using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

constexpr char kPosted[] = "a refused command posted";
constexpr std::int64_t kDay = 86'400'000'000;
constexpr std::uint64_t kWanda = 1;
constexpr std::uint64_t kRefusedOne = 9;

LedgerOptions FirstSight() {
  LedgerOptions options = TestOptions();
  options.program.enrol = EnrolPolicy::kFirstSight;
  return options;
}

std::vector<std::string> ToldOf(const LedgerAudit& audit) {
  std::vector<std::string> texts;
  for (const Violation& violation : audit.violations()) {
    texts.push_back(violation.what);
  }
  return texts;
}

// Changes every posting to an account, of which there is one at least.
AuditedLedger::Plant InPostings(Account account,
                                const std::function<void(Posting&)>& change) {
  return [account, change](std::vector<Event>* events) {
    bool found = false;
    for (Event& event : *events) {
      auto* posting = std::get_if<Posting>(&event);
      if (posting == nullptr || posting->account != account) continue;
      found = true;
      change(*posting);
    }
    EXPECT_TRUE(found) << "no posting of that account";
  };
}

// --- Automatic redemption ---

// A redemption of 5, which has no label, is said to be of a refused command.
std::vector<std::string> WithRedemption(Code label) {
  LedgerOptions options = FirstSight();
  options.program.auto_redeem = {{.unit = kPoints,
                                  .on_credit = true,
                                  .at = Amount(1'000),
                                  .take = Amount(1'000),
                                  .label = label}};
  AuditedLedger audited(options);
  audited.Run({Award(1, kWanda, 5)});
  audited.Run({Redeem(2, kWanda, 5), Redeem(kRefusedOne, kWanda, 1'000)},
              InPostings(Account::kRedeemed, [](Posting& leg) {
                leg.cause = 3;  // The sequence of the refused one.
              }));
  return ToldOf(audited.audit());
}

TEST(LedgerAuditDueTest, WhatAProgramRedeemsByItselfMayFallDue) {
  EXPECT_THAT(WithRedemption(0), IsEmpty());
}

TEST(LedgerAuditDueTest, WhatACommandRedeemsMayNot) {
  EXPECT_THAT(WithRedemption(kAuto), ElementsAre(kPosted));
}

// --- Days of the year ---

// Wanda is given 10 when the second day of 1970 begins, by the clock of a
// redemption that is refused.
std::vector<std::string> WithGift(const std::function<void(Posting&)>& change) {
  LedgerOptions options = FirstSight();
  EarnRule gift = *options.program.earn;
  gift.on = EarnOn::kBirthday;
  gift.kind = EarnRule::Kind::kFixed;
  gift.fixed = Amount(10);
  gift.funding_class = kGoodwill;
  gift.is_plain = false;
  options.program.earn.reset();
  options.program.rules = {gift};
  options.program.has_birthdays = true;
  AuditedLedger audited(options);
  const AttributeChange born{AttributeChange::kBirthday, {1, 2, 0, 0}};
  audited.Run({Award(1, kWanda, 5), Set(2, kWanda, born)});
  audited.Run({Redeem(kRefusedOne, kWanda, 1'000).At(kDay + 7)},
              InPostings(Account::kIssued, change));
  return ToldOf(audited.audit());
}

TEST(LedgerAuditDueTest, WhatADayGivesMayFallDue) {
  EXPECT_THAT(WithGift([](Posting&) {}), IsEmpty());
}

// Whatever was issued passed for a gift where a program had birthdays.
TEST(LedgerAuditDueTest, WhatIsIssuedAtTheCommandsOwnInstantMayNot) {
  EXPECT_THAT(WithGift([](Posting& leg) { leg.at = Instant(kDay + 7); }),
              ElementsAre(kPosted));
}

TEST(LedgerAuditDueTest, WhatNoRuleGivesMayNot) {
  EXPECT_THAT(WithGift([](Posting& leg) { leg.label = kGoodwill + 1; }),
              Contains(kPosted));
}

}  // namespace
}  // namespace kumbara::tools
