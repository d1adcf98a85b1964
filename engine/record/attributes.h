// Attributes: what is known of a member beside its points, for rules to look
// at; and AttributeChange, what one command says of them.
//
// Units:   a birthday without its year; segments are numbers 0 to 63.
// Threads: plain values.

#ifndef KUMBARA_ENGINE_RECORD_ATTRIBUTES_H_
#define KUMBARA_ENGINE_RECORD_ATTRIBUTES_H_

#include <cstdint>
#include <string_view>

#include "engine/base/types.h"
#include "engine/record/detail.h"

namespace kumbara {

inline constexpr unsigned kSegments = 64;

struct Attributes {
  std::uint8_t birth_month = 0;  // 1 to 12; 0 = no birthday.
  std::uint8_t birth_day = 0;
  std::uint64_t segments = 0;  // One bit each.
  Code plan = 0;               // 0 = none.

  bool empty() const { return *this == Attributes{}; }
  friend bool operator==(const Attributes&, const Attributes&) = default;
};

// Whether some year has the day: 02-29 is one.
bool IsDayOfYear(unsigned month, unsigned day);

struct AttributeChange {
  enum Field : std::uint8_t { kBirthday = 1, kSegmentSet = 2, kPlan = 4 };
  static constexpr std::uint8_t kFieldsAll = kBirthday | kSegmentSet | kPlan;

  std::uint8_t given = 0;  // Fields that replace what was.
  Attributes values;       // Empty where a field is cleared, or not given.

  // The fields given of `before` are replaced.
  Attributes AppliedTo(Attributes before) const;

  Detail ToDetail() const;
  static AttributeChange FromDetail(const Detail& detail);

  friend bool operator==(const AttributeChange&,
                         const AttributeChange&) = default;
};

// What is wrong with a detail of attributes, beside its code; or empty.
std::string_view AttributesError(const Detail& detail);

}  // namespace kumbara

#endif  // KUMBARA_ENGINE_RECORD_ATTRIBUTES_H_
