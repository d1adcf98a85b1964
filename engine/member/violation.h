// Violation: an invariant that does not hold, by its number in
// docs/semantics.md, with where it was found.

#ifndef KUMBARA_ENGINE_MEMBER_VIOLATION_H_
#define KUMBARA_ENGINE_MEMBER_VIOLATION_H_

#include <cstdint>
#include <functional>
#include <optional>
#include <string>

#include "engine/base/rational.h"
#include "engine/base/types.h"

namespace kumbara {

struct Violation {
  int invariant = 0;
  MemberId member;        // Zero: of none.
  std::uint8_t unit = 0;  // Code; 0: of none.
  Sequence sequence = 0;  // Of what was last applied where it was found.
  std::string what;       // "available is not what its lots hold"
  // In the smallest decimals of the unit, where amounts were compared.
  struct Amounts {
    Int128 found = 0;
    Int128 expected = 0;
  };
  std::optional<Amounts> amounts = {};
};

using OnViolation = std::function<void(const Violation&)>;

}  // namespace kumbara

#endif  // KUMBARA_ENGINE_MEMBER_VIOLATION_H_
