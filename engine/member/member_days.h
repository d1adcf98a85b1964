// MemberDays: the days of each year on which a member may be given something,
// its birthday and the day on which it was enrolled.
//
// Threads: a plain value.

#ifndef KUMBARA_ENGINE_MEMBER_MEMBER_DAYS_H_
#define KUMBARA_ENGINE_MEMBER_MEMBER_DAYS_H_

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>

#include "engine/base/types.h"

namespace kumbara {

// In the order in which they are for what falls due at one instant.
enum class YearDay : std::uint8_t { kBirthday, kAnniversary };
inline constexpr std::size_t kYearDays = 2;

struct MemberDays {
  // When the member was opened, where a version asks for it.
  Instant opened = Instant::Least();
  // When the next of them begins.
  Instant due = Instant::Greatest();
  // By YearDay, the last local year in which it gave something; 0 = none yet.
  std::array<std::int32_t, kYearDays> given = {};

  // Takes over what was given to another member.
  void Join(const MemberDays& other) {
    for (std::size_t i = 0; i < given.size(); ++i) {
      given[i] = std::max(given[i], other.given[i]);
    }
  }

  template <class Stream, class Self>
  static void Transfer(Stream& stream, Self& self) {
    auto& [opened, due, given] = self;
    stream.Pass(opened, due, given);
  }

  friend bool operator==(const MemberDays&, const MemberDays&) = default;
};

}  // namespace kumbara

#endif  // KUMBARA_ENGINE_MEMBER_MEMBER_DAYS_H_
