#include "engine/base/result_code.h"

#include <string_view>
#include <vector>

#include "gtest/gtest.h"

namespace kumbara {
namespace {

struct Pinned {
  int number;
  ResultCode code;
  std::string_view name;
};

// Journals hold the numbers and documents the names: rows are only added.
// clang-format off
const std::vector<Pinned> kPinned = {
  { 0, ResultCode::kOk,                         "ok"},
  { 1, ResultCode::kMalformed,                  "malformed"},
  { 2, ResultCode::kExists,                     "exists"},
  { 3, ResultCode::kExistsWithDifferentContent, "exists_with_different_content"},
  { 4, ResultCode::kTimeInFuture,               "time_in_future"},
  { 5, ResultCode::kTooLate,                    "too_late"},
  { 6, ResultCode::kMemberUnknown,              "member_unknown"},
  { 7, ResultCode::kMemberClosed,               "member_closed"},
  { 8, ResultCode::kMemberExists,               "member_exists"},
  { 9, ResultCode::kUnitUnknown,                "unit_unknown"},
  {10, ResultCode::kUnitNotSpendable,           "unit_not_spendable"},
  {11, ResultCode::kWrongCurrency,              "wrong_currency"},
  {12, ResultCode::kReferenceNotFound,          "reference_not_found"},
  {13, ResultCode::kReferenceWrongKind,         "reference_wrong_kind"},
  {14, ResultCode::kReferenceOfOtherMember,     "reference_of_other_member"},
  {15, ResultCode::kReferenceTooOld,            "reference_too_old"},
  {16, ResultCode::kAlreadyCaptured,            "already_captured"},
  {17, ResultCode::kAlreadyVoided,              "already_voided"},
  {18, ResultCode::kAlreadyTimedOut,            "already_timed_out"},
  {19, ResultCode::kAlreadyReversed,            "already_reversed"},
  {20, ResultCode::kExceedsRemaining,           "exceeds_remaining"},
  {21, ResultCode::kNotReversible,              "not_reversible"},
  {22, ResultCode::kNotPermitted,               "not_permitted"},
  {23, ResultCode::kRewardUnknown,              "reward_unknown"},
  {24, ResultCode::kRewardNotValid,             "reward_not_valid"},
  {25, ResultCode::kLimitReached,               "limit_reached"},
  {26, ResultCode::kOverflow,                   "overflow"},
  {27, ResultCode::kInsufficient,               "insufficient"},
  {28, ResultCode::kOutOfStock,                 "out_of_stock"},
  {29, ResultCode::kReceiverUnknown,            "receiver_unknown"},
  {30, ResultCode::kReceiverClosed,             "receiver_closed"},
  {31, ResultCode::kReceiverRefused,            "receiver_refused"},
  {32, ResultCode::kLinkedOpen,                 "linked_open"},
  {33, ResultCode::kLinkedOtherMember,          "linked_other_member"},
  {34, ResultCode::kLinkedFailed,               "linked_failed"},
};
// clang-format on

TEST(ResultCodeTest, NumbersAndNamesAreThoseOfJournalsAndDocuments) {
  ASSERT_EQ(kPinned.size(), static_cast<std::size_t>(kResultCodes));
  for (const Pinned& row : kPinned) {
    EXPECT_EQ(static_cast<int>(row.code), row.number) << row.name;
    EXPECT_EQ(Name(row.code), row.name);
  }
}

TEST(ResultCodeTest, OnlyRefusalsOfFormIdentityAndTimeMoveNoClock) {
  for (const Pinned& row : kPinned) {
    EXPECT_EQ(MovesClock(row.code), row.number == 0 || row.number >= 6)
        << row.name;
  }
}

TEST(ResultCodeDeathTest, NumberWithoutNameIsABug) {
  EXPECT_DEATH((void)Name(static_cast<ResultCode>(kResultCodes)),
               "CHECK failed");
}

}  // namespace
}  // namespace kumbara
