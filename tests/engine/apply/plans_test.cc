// Plans that are paid for: engine/apply/plans.h.

#include <string>

#include "absl/strings/str_cat.h"
#include "engine/apply/settle.h"
#include "tests/engine/apply/apply_fixture.h"

namespace kumbara {
namespace {

using enum ResultCode;

constexpr Code kFree = 2;
constexpr Code kUnheardOf = 3;

class PlansTest : public ApplyFixture {
 protected:
  PlansTest() {
    latest_ = Instant::Greatest();
    codes_.Intern(CodeSpace::kPlan, "free");
    program_.plans = {{.code = kGold,
                       .period = Duration{Duration::Kind::kMicros, 1'000},
                       .grace = Duration{Duration::Kind::kMicros, 100},
                       .lapses_to = kFree},
                      {.code = kFree}};
  }
  ResultCode Give(std::uint64_t id, std::uint64_t member, Code plan,
                  std::int64_t at) {
    const AttributeChange change{AttributeChange::kPlan, {0, 0, 0, plan}};
    return CodeOf(Set(id, member, change).At(at));
  }
  MemberProfile ProfileOf(std::uint64_t member) const {
    return shard_.ProfileOf(shard_.members.FindSlot(MemberOf(member)));
  }
  // "plan_started gold 2000 at 1000", and so on, since the last call.
  std::vector<std::string> Told() {
    std::vector<std::string> told;
    for (const Fact& fact : facts_) {
      const bool has_end = fact.plan.until != Instant::Greatest();
      told.push_back(absl::StrCat(
          std::string(Name(fact.kind)), " ",
          codes_.Text(CodeSpace::kPlan, fact.plan.plan),
          has_end ? absl::StrCat(" ", fact.plan.until.micros()) : "", " at ",
          fact.at.micros()));
    }
    facts_.clear();
    return told;
  }
};

using ::testing::ElementsAre;
using ::testing::IsEmpty;

TEST_F(PlansTest, ItIsPaidThenInGraceThenOver) {
  Open(1);
  EXPECT_EQ(Give(1, 1, kGold, 2'000), kOk);
  EXPECT_THAT(Told(), ElementsAre("plan_started gold 3000 at 2000"));
  EXPECT_EQ(CodeOf(Award(2, 1, 1).At(2'999)), kOk);
  EXPECT_THAT(Told(), IsEmpty());
  EXPECT_EQ(CodeOf(Award(3, 1, 1).At(3'000)), kOk);
  EXPECT_THAT(Told(), ElementsAre("plan_grace gold 3100 at 3000"));
  EXPECT_EQ(CodeOf(Award(4, 1, 1).At(3'099)), kOk);
  EXPECT_EQ(ProfileOf(1).attributes.plan, kGold);
  EXPECT_EQ(CodeOf(Award(5, 1, 1).At(9'000)), kOk);
  EXPECT_THAT(Told(), ElementsAre("plan_ended gold at 3100",
                                  "plan_started free at "
                                  "3100"));
  EXPECT_EQ(ProfileOf(1).attributes.plan, kFree);
  EXPECT_EQ(ProfileOf(1).plan_term, PlanTerm{});
}

TEST_F(PlansTest, ToRenewIsToPayFromTheEndOrFromNow) {
  Open(1);
  EXPECT_EQ(Give(1, 1, kGold, 2'000), kOk);
  EXPECT_EQ(Give(2, 1, kGold, 2'500), kOk);
  EXPECT_EQ(Give(3, 1, kGold, 4'050), kOk);
  EXPECT_EQ(Give(4, 1, kGold, 5'150), kOk);
  EXPECT_THAT(
      Told(),
      ElementsAre(
          "plan_started gold 3000 at 2000", "plan_renewed gold 4000 at 2500",
          "plan_grace gold 4100 at 4000", "plan_renewed gold 5050 at 4050",
          "plan_grace gold 5150 at 5050", "plan_ended gold at 5150",
          "plan_started free at 5150", "plan_ended free at 5150",
          "plan_started gold 6150 at 5150"));
}

TEST_F(PlansTest, WhatIsNotDeclaredCannotBeHad) {
  Open(1);
  EXPECT_EQ(Give(1, 1, kUnheardOf, 2'000), kNotPermitted);
  EXPECT_EQ(Give(2, 1, 0, 2'000), kOk);
  EXPECT_EQ(Give(3, 2, kUnheardOf, 2'000), kMemberUnknown);
  const AttributeChange change{AttributeChange::kPlan, {0, 0, 0, kUnheardOf}};
  EXPECT_EQ(CodeOf(Enroll(4, 2).With(change.ToDetail())), kNotPermitted);
  EXPECT_EQ(CodeOf(Enroll(5, 1).With(change.ToDetail())), kMemberExists);
  EXPECT_THAT(Told(), IsEmpty());
  program_.plans.clear();
  EXPECT_EQ(Give(6, 1, kUnheardOf, 2'000), kOk);
  EXPECT_THAT(Told(), IsEmpty());
}

// It must not stay due, or whatever settles it next never comes to an end.
TEST_F(PlansTest, WhatIsOverWhenItComesEndsAtTheClock) {
  Open(1);
  EXPECT_EQ(CodeOf(Award(1, 1, 1).At(9'000)), kOk);
  EXPECT_EQ(Give(2, 1, kGold, 7'950), kOk);
  EXPECT_THAT(Told(), ElementsAre("plan_started gold 8950 at 9000",
                                  "plan_grace gold 9050 at 9000"));
  EXPECT_EQ(Give(3, 1, 0, 9'000), kOk);
  EXPECT_EQ(Give(4, 1, kGold, 2'000), kOk);
  EXPECT_THAT(
      Told(),
      ElementsAre("plan_ended gold at 9000", "plan_started gold 3000 at 9000",
                  "plan_grace gold 3100 at 9000", "plan_ended gold at 9000",
                  "plan_started free at 9000"));
}

// However late it is settled: by a tick, by the next command, or on a copy.
TEST_F(PlansTest, ALapseIsTheSameWheneverItIsSettled) {
  Open(1);
  Open(2);
  EXPECT_EQ(Give(1, 1, kGold, 2'000), kOk);
  const Digest as_read = DigestAt(9'000);
  EXPECT_EQ(TickTo(3'050), kOk);
  SettleAllDue(program_, shard_);
  EXPECT_TRUE(ProfileOf(1).plan_term.in_grace);
  EXPECT_EQ(DigestAt(9'000), as_read);
  EXPECT_EQ(TickTo(9'000), kOk);
  SettleAllDue(program_, shard_);
  EXPECT_EQ(ProfileOf(1).attributes.plan, kFree);
  EXPECT_EQ(DigestAt(9'000), as_read);
}

TEST_F(PlansTest, HowLongItIsPaidIsPartOfTheState) {
  Open(1);
  EXPECT_EQ(Give(1, 1, kGold, 2'000), kOk);
  const Digest once = DigestAt(2'000);
  EXPECT_EQ(Give(2, 1, kGold, 2'000), kOk);
  EXPECT_NE(DigestAt(2'000), once);
}

}  // namespace
}  // namespace kumbara
