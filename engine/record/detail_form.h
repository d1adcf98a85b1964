// DetailForm: what each part that stands beside a command's 64 bytes looks
// like, one row for each. Which kinds of command take which: form.cc.
//
// Threads: constants.

#ifndef KUMBARA_ENGINE_RECORD_DETAIL_FORM_H_
#define KUMBARA_ENGINE_RECORD_DETAIL_FORM_H_

#include <cstdint>
#include <span>
#include <string_view>

#include "engine/record/code_table.h"
#include "engine/record/detail.h"

namespace kumbara {

// In the order in which the details of a command stand.
enum class DetailPart : std::uint8_t {
  kReference,
  kReceiver,
  kReferrer,
  kActor,
  kOperator,
  kApprover,
  kFundingClass,
  kCategory,
  kCause,
  kEvent,
  kReward,
  kTier,
  kUntil,
  kBefore,
  kActivation,
  kExpiry,
  kLot,
  kWhat,
  kVintage,
  kQuantity,
  kPoints,
  kLeft,
  kAttributes,
};

// A set of parts, one bit each.
using DetailSet = std::uint32_t;

constexpr DetailSet SetOf(DetailPart part) {
  return DetailSet{1} << static_cast<unsigned>(part);
}

// The namespace of parts that have no code.
inline constexpr CodeSpace kNoCodeSpace{};

struct DetailForm {
  DetailPart part;
  DetailKind kind;
  std::uint8_t sub_kind;
  std::uint8_t body_bytes;  // Behind them the body is 0.
  CodeSpace space;          // Of code32, which is 0 without one.
  bool may_lack_code;       // Or its code may be 0.
  // What is wrong if it has more than that, stands where it is not taken, or
  // does not stand where it is needed.
  std::string_view malformed;
  std::string_view unexpected;
  std::string_view required;
};

// In the order of the parts.
std::span<const DetailForm> DetailForms();

// Null for a kind and sub-kind that no part has.
const DetailForm* FormOf(const Detail& detail);

// The namespace of a detail's code; kNoCodeSpace if it has none.
CodeSpace CodeSpaceOf(const Detail& detail);

}  // namespace kumbara

#endif  // KUMBARA_ENGINE_RECORD_DETAIL_FORM_H_
