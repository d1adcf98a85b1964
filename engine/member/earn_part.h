// EarnPart: what one earn rule gave for a purchase, so that returns take back
// what is due of it and no more.
//
// Units:   amounts in the smallest decimal of the rule's unit.
// Threads: one shard worker at a time.
// Cost:    32 bytes a rule that gave something, in programs of several rules.

#ifndef KUMBARA_ENGINE_MEMBER_EARN_PART_H_
#define KUMBARA_ENGINE_MEMBER_EARN_PART_H_

#include <cstdint>
#include <type_traits>

#include "engine/base/types.h"

namespace kumbara {

struct EarnPart {
  // The most that counts of what the rule says, of the purchase or of what
  // remains of it.
  std::int64_t most = Amount::kMax;
  std::int64_t demanded = 0;  // By returns so far, collected or not.
  std::uint32_t lot = 0;      // Number of the lot it made; 0 = none.
  std::uint32_t rule = 0;     // Its place in the program.
  std::uint8_t unit = 0;      // Code.
  std::uint8_t reserved[7] = {};
};
static_assert(sizeof(EarnPart) == 32);
static_assert(std::has_unique_object_representations_v<EarnPart>);

}  // namespace kumbara

#endif  // KUMBARA_ENGINE_MEMBER_EARN_PART_H_
