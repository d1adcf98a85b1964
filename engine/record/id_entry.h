// IdEntry: what the ledger remembers of a command id for ever. 48 bytes; 32 of
// them, the IdAnswer, where the place of an entry says which id it is.

#ifndef KUMBARA_ENGINE_RECORD_ID_ENTRY_H_
#define KUMBARA_ENGINE_RECORD_ID_ENTRY_H_

#include <cstdint>
#include <type_traits>

#include "engine/base/result_code.h"
#include "engine/base/types.h"
#include "engine/record/command.h"
#include "engine/record/outcome.h"

namespace kumbara {

enum class IdState : std::uint8_t {
  kOpen = 0,       // Sequenced, the answer is not final.
  kFinal = 1,      // code and delta are the answer for ever.
  kElsewhere = 2,  // Of the place of an id that has its entry in another.
};

struct IdAnswer {
  std::uint64_t content_hash = 0;
  std::int64_t delta = 0;
  Sequence first_sequence = 0;
  std::uint32_t member_tag = 0;  // 32 bits of a hash of the member id.
  CommandKind kind = CommandKind::kEnroll;
  ResultCode code = ResultCode::kOk;
  IdState state = IdState::kOpen;
  std::uint8_t unit = 0;
};
static_assert(sizeof(IdAnswer) == 32);
static_assert(std::is_trivially_copyable_v<IdAnswer>);

struct IdEntry {
  CommandId id;
  IdAnswer answer;
};
static_assert(sizeof(IdEntry) == 48);
static_assert(std::is_trivially_copyable_v<IdEntry>);

// What a repeat of a command is answered. REQUIRES: its first answer is final.
inline Outcome RepeatOf(const IdAnswer& first) {
  Outcome outcome;
  outcome.code = ResultCode::kExists;
  outcome.first_code = first.code;
  outcome.unit = first.unit;
  outcome.sequence = first.first_sequence;
  outcome.delta = first.delta;
  return outcome;
}

}  // namespace kumbara

#endif  // KUMBARA_ENGINE_RECORD_ID_ENTRY_H_
