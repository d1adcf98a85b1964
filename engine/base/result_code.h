// Why a command was accepted or refused.
//
// The numbers are written in journals and compared by digests: they are fixed
// for ever. They stand in order of precedence: of several reasons the one
// with the least number is answered.

#ifndef KUMBARA_ENGINE_BASE_RESULT_CODE_H_
#define KUMBARA_ENGINE_BASE_RESULT_CODE_H_

#include <cstdint>
#include <ostream>
#include <string_view>

namespace kumbara {

enum class [[nodiscard]] ResultCode : std::uint8_t{
    kOk = 0,
    // Form: never sequenced, so never stored.
    kMalformed = 1,
    // Identity.
    kExists = 2,
    kExistsWithDifferentContent = 3,
    // Time.
    kTimeInFuture = 4,
    kTooLate = 5,
    // Member.
    kMemberUnknown = 6,
    kMemberClosed = 7,
    kMemberExists = 8,
    // Unit and currency.
    kUnitUnknown = 9,
    kUnitNotSpendable = 10,
    kWrongCurrency = 11,
    // Reference.
    kReferenceNotFound = 12,
    kReferenceWrongKind = 13,
    kReferenceOfOtherMember = 14,
    kReferenceTooOld = 15,
    kAlreadyCaptured = 16,
    kAlreadyVoided = 17,
    kAlreadyTimedOut = 18,
    kAlreadyReversed = 19,
    kExceedsRemaining = 20,
    kNotReversible = 21,
    // Permission and reward.
    kNotPermitted = 22,
    kRewardUnknown = 23,
    kRewardNotValid = 24,
    // Amounts.
    kLimitReached = 25,
    kOverflow = 26,
    kInsufficient = 27,
    // By message from another member, after all of the member's own.
    kOutOfStock = 28,
    kReceiverUnknown = 29,
    kReceiverClosed = 30,
    kReceiverRefused = 31,
    // Linked runs.
    kLinkedOpen = 32,
    kLinkedOtherMember = 33,
    kLinkedFailed = 34,
};

inline constexpr int kResultCodes = 35;

// The name in documents and output: "ok", "member_unknown", ...
std::string_view Name(ResultCode code);

std::ostream& operator<<(std::ostream& out, ResultCode code);

// Refusals of form, identity and time move no clock.
constexpr bool MovesClock(ResultCode code) {
  return code == ResultCode::kOk || code > ResultCode::kTooLate;
}

}  // namespace kumbara

#endif  // KUMBARA_ENGINE_BASE_RESULT_CODE_H_
