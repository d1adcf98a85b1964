// Outcome: the one answer to a command, for ever. 32 bytes.

#ifndef KUMBARA_ENGINE_RECORD_OUTCOME_H_
#define KUMBARA_ENGINE_RECORD_OUTCOME_H_

#include <cstdint>
#include <type_traits>

#include "engine/base/result_code.h"
#include "engine/base/types.h"

namespace kumbara {

struct Outcome {
  ResultCode code = ResultCode::kOk;
  // Of a repeat: the code of the first answer. Else 0.
  ResultCode first_code = ResultCode::kOk;
  std::uint8_t unit = 0;  // Code of the unit of delta and net; 0 = none.
  std::uint8_t tier = 0;
  std::uint32_t reserved = 0;
  // Of the command; of a repeat that of the first.
  Sequence sequence = 0;
  std::int64_t delta =
      0;                 // Signed change of the unit, of a repeat the first's.
  std::int64_t net = 0;  // The member's net afterwards; of a repeat 0.

  friend bool operator==(const Outcome&, const Outcome&) = default;
};

static_assert(sizeof(Outcome) == 32);
static_assert(std::is_trivially_copyable_v<Outcome>);
static_assert(std::has_unique_object_representations_v<Outcome>);

}  // namespace kumbara

#endif  // KUMBARA_ENGINE_RECORD_OUTCOME_H_
