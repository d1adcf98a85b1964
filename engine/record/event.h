// Event: a posting or a fact, as they stand in one stream.
//
// The stream is ordered by id. Of one member the ids rise in the order in which
// things happened to it; members of one sequence are in no order that means
// anything, but always in the same.

#ifndef KUMBARA_ENGINE_RECORD_EVENT_H_
#define KUMBARA_ENGINE_RECORD_EVENT_H_

#include <compare>
#include <cstdint>
#include <variant>

#include "engine/base/types.h"
#include "engine/record/fact.h"
#include "engine/record/posting.h"

namespace kumbara {

using Event = std::variant<Posting, Fact>;

struct EventId {
  Sequence sequence = 0;
  MemberId member;
  std::uint32_t leg = 0;

  friend auto operator<=>(const EventId&, const EventId&) = default;
};

inline EventId IdOf(const Event& event) {
  return std::visit(
      [](const auto& one) {
        return EventId{one.sequence, one.member, one.leg};
      },
      event);
}

}  // namespace kumbara

#endif  // KUMBARA_ENGINE_RECORD_EVENT_H_
