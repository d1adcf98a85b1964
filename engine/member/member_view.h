// MemberView: a copy of one member, as a reader sees it.

#ifndef KUMBARA_ENGINE_MEMBER_MEMBER_VIEW_H_
#define KUMBARA_ENGINE_MEMBER_MEMBER_VIEW_H_

#include <vector>

#include "engine/member/member_ref.h"

namespace kumbara {

struct LotView {
  std::uint8_t unit = 0;  // Code.
  bool pending = false;
  std::uint32_t number = 0;
  Amount remaining;
  Instant activation;
  Instant expiry;
  LotTerms terms;

  friend bool operator==(const LotView&, const LotView&) = default;
};

// An open hold.
struct HoldView {
  std::uint8_t unit = 0;  // Code.
  CommandId id;
  Amount amount;
  Instant at;
  Instant timeout;

  friend bool operator==(const HoldView&, const HoldView&) = default;
};

struct MemberView {
  bool found = false;
  MemberId id;
  Instant clock;
  Sequence last_sequence = 0;
  std::vector<Wallet> wallets;  // By code of their unit; unused ones left out.
  std::vector<LotView> lots;    // By code of their unit and number.
  std::vector<HoldView> holds;  // By code of their unit and time-out.
};

MemberView ViewOf(const MemberRef& ref);

}  // namespace kumbara

#endif  // KUMBARA_ENGINE_MEMBER_MEMBER_VIEW_H_
