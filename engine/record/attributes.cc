#include "engine/record/attributes.h"

#include <array>
#include <cstring>

namespace kumbara {
namespace {

// The body of the detail.
struct Body {
  std::uint8_t birth_month = 0;
  std::uint8_t birth_day = 0;
  std::uint8_t given = 0;
  std::array<std::uint8_t, 5> reserved{};
  std::uint64_t segments = 0;
  std::uint64_t rest = 0;
};
static_assert(sizeof(Body) == sizeof(Detail::body));

Body BodyOf(const Detail& detail) {
  Body body;
  std::memcpy(&body, detail.body.data(), sizeof(body));
  return body;
}

}  // namespace

bool IsDayOfYear(unsigned month, unsigned day) {
  constexpr std::array<unsigned, 12> kDays = {31, 29, 31, 30, 31, 30,
                                              31, 31, 30, 31, 30, 31};
  return month >= 1 && month <= kDays.size() && day >= 1 &&
         day <= kDays[month - 1];
}

Attributes AttributeChange::AppliedTo(Attributes before) const {
  if ((given & kBirthday) != 0) {
    before.birth_month = values.birth_month;
    before.birth_day = values.birth_day;
  }
  if ((given & kSegmentSet) != 0) before.segments = values.segments;
  if ((given & kPlan) != 0) before.plan = values.plan;
  return before;
}

Detail AttributeChange::ToDetail() const {
  const Body body{
      values.birth_month, values.birth_day, given, {}, values.segments, 0};
  Detail detail;
  detail.kind = DetailKind::kAttributes;
  detail.code32 = values.plan;
  std::memcpy(detail.body.data(), &body, sizeof(body));
  return detail;
}

AttributeChange AttributeChange::FromDetail(const Detail& detail) {
  const Body body = BodyOf(detail);
  return {body.given,
          {body.birth_month, body.birth_day, body.segments, detail.code32}};
}

std::string_view AttributesError(const Detail& detail) {
  const AttributeChange change = AttributeChange::FromDetail(detail);
  if (change.given == 0) return "attributes: none is given";
  // Whoever reads it back would lose what is not of it.
  if ((change.given & ~AttributeChange::kFieldsAll) != 0 ||
      change.ToDetail() != detail ||
      change.AppliedTo(Attributes{}) != change.values) {
    return "attributes: only a birthday, segments and a plan were expected";
  }
  const Attributes& values = change.values;
  const bool cleared = values.birth_month == 0 && values.birth_day == 0;
  if (!cleared && !IsDayOfYear(values.birth_month, values.birth_day)) {
    return "birthday: no day of a year";
  }
  return {};
}

}  // namespace kumbara
