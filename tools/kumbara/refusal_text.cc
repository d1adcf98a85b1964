#include "tools/kumbara/refusal_text.h"

namespace kumbara::tools {

std::string_view RefusalText(ResultCode code) {
  switch (code) {
    case ResultCode::kOk:
      return "";
    case ResultCode::kMalformed:
      return "the command has a wrong form";
    case ResultCode::kExists:
      return "the id has its answer already";
    case ResultCode::kExistsWithDifferentContent:
      return "the id belongs to another command";
    case ResultCode::kTimeInFuture:
      return "its business time is too far ahead";
    case ResultCode::kTooLate:
      return "its business time is too long ago";
    case ResultCode::kMemberUnknown:
      return "nobody has enrolled the member";
    case ResultCode::kMemberClosed:
      return "the member is closed";
    case ResultCode::kMemberExists:
      return "the member is enrolled already";
    case ResultCode::kUnitUnknown:
      return "the program has no such unit";
    case ResultCode::kUnitNotSpendable:
      return "the unit cannot be spent";
    case ResultCode::kWrongCurrency:
      return "the ledger counts another currency";
    case ResultCode::kReferenceNotFound:
      return "no command with the id named did anything";
    case ResultCode::kReferenceWrongKind:
      return "the command named is of a kind that this cannot name";
    case ResultCode::kReferenceOfOtherMember:
      return "the command named is another member's";
    case ResultCode::kReferenceTooOld:
      return "the command named is too old to be taken back";
    case ResultCode::kAlreadyCaptured:
      return "the hold named has been captured";
    case ResultCode::kAlreadyVoided:
      return "the hold named has been given up";
    case ResultCode::kAlreadyTimedOut:
      return "the hold named has timed out";
    case ResultCode::kAlreadyReversed:
      return "nothing is left of the command named";
    case ResultCode::kExceedsRemaining:
      return "it is more than is left of the command named";
    case ResultCode::kNotReversible:
      return "the command named cannot be taken back";
    case ResultCode::kNotPermitted:
      return "the program, or how the member stands, does not allow it";
    case ResultCode::kRewardUnknown:
      return "the program has no such reward";
    case ResultCode::kRewardNotValid:
      return "the reward is not for this day or this member";
    case ResultCode::kLimitReached:
      return "it goes beyond a limit of the program";
    case ResultCode::kOverflow:
      return "a balance would leave the range of numbers";
    case ResultCode::kInsufficient:
      return "less is available";
    case ResultCode::kOutOfStock:
      return "none of the reward is left";
    case ResultCode::kReceiverUnknown:
      return "the other member is unknown";
    case ResultCode::kReceiverClosed:
      return "the other member is closed";
    case ResultCode::kReceiverRefused:
      return "the other member cannot take it";
    case ResultCode::kLinkedOpen:
      return "its linked run has no end";
    case ResultCode::kLinkedOtherMember:
      return "its linked run speaks of two members";
    case ResultCode::kLinkedFailed:
      return "another command of its linked run was refused";
  }
  return "";
}

}  // namespace kumbara::tools
