#include "engine/apply/attribute_history.h"

#include <algorithm>

#include "engine/base/period.h"

namespace kumbara {
namespace {

bool IsSame(const PastAttributes& past, const Attributes& now) {
  return past.segments == now.segments && past.plan == now.plan;
}

}  // namespace

void ChangeAttributes(const Attributes& to, Instant clock, const Zone& zone,
                      MemberProfile* profile) {
  const Attributes& before = profile->attributes;
  std::vector<PastAttributes>& past = profile->past_attributes;
  // What was given at the same instant was in force at no other.
  const bool was_in_force = past.empty() || past.back().until < clock;
  if (was_in_force) past.push_back({clock, before.segments, before.plan});
  if (IsSame(past.back(), to)) past.pop_back();
  profile->attributes = to;
  const std::int64_t year = PeriodNumber(Period::kYear, clock, zone);
  const auto kept =
      std::find_if(past.begin(), past.end(), [&](const PastAttributes& one) {
        return PeriodNumber(Period::kYear, one.until, zone) >= year - 1;
      });
  past.erase(past.begin(), kept);
}

Attributes AttributesAt(const MemberProfile& profile, Instant instant) {
  Attributes attributes = profile.attributes;
  const std::vector<PastAttributes>& past = profile.past_attributes;
  const auto next = std::upper_bound(
      past.begin(), past.end(), instant,
      [](Instant at, const PastAttributes& one) { return at < one.until; });
  if (next == past.end()) return attributes;
  attributes.segments = next->segments;
  attributes.plan = next->plan;
  return attributes;
}

}  // namespace kumbara
