#include "engine/base/result_code.h"

#include <array>

#include "engine/base/check.h"

namespace kumbara {
namespace {

constexpr std::array<std::string_view, kResultCodes> kNames = {
    "ok",
    "malformed",
    "exists",
    "exists_with_different_content",
    "time_in_future",
    "too_late",
    "member_unknown",
    "member_closed",
    "member_exists",
    "unit_unknown",
    "unit_not_spendable",
    "wrong_currency",
    "reference_not_found",
    "reference_wrong_kind",
    "reference_of_other_member",
    "reference_too_old",
    "already_captured",
    "already_voided",
    "already_timed_out",
    "already_reversed",
    "exceeds_remaining",
    "not_reversible",
    "not_permitted",
    "reward_unknown",
    "reward_not_valid",
    "limit_reached",
    "overflow",
    "insufficient",
    "out_of_stock",
    "receiver_unknown",
    "receiver_closed",
    "receiver_refused",
    "linked_open",
    "linked_other_member",
    "linked_failed",
};

}  // namespace

std::string_view Name(ResultCode code) {
  const auto index = static_cast<std::size_t>(code);
  KUMBARA_CHECK(index < kNames.size());
  return kNames[index];
}

std::ostream& operator<<(std::ostream& out, ResultCode code) {
  return out << Name(code);
}

}  // namespace kumbara
