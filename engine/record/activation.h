// Activation: the record by which a version of the program takes effect. It
// stands in its batch before all commands, beside the blobs of the program file
// and its zone, which have its number.
//
// Units:   instants in microseconds UTC.
// Threads: a plain value.

#ifndef KUMBARA_ENGINE_RECORD_ACTIVATION_H_
#define KUMBARA_ENGINE_RECORD_ACTIVATION_H_

#include <cstdint>
#include <type_traits>

#include "engine/base/types.h"

namespace kumbara {

struct Activation {
  // It applies to commands of this business time and later
  std::int64_t effective = 0;
  // that are sequenced behind this one,
  Sequence behind = 0;
  // and to what falls due later than this, the ledger's clock then.
  std::int64_t clock = 0;
  std::uint16_t version = 0;  // From 2 on.
  // 1 if it may take effect before the ledger's clock.
  std::uint16_t retroactive = 0;
  std::uint32_t reserved = 0;

  friend bool operator==(const Activation&, const Activation&) = default;
};
static_assert(sizeof(Activation) == 32);
static_assert(std::has_unique_object_representations_v<Activation>);

}  // namespace kumbara

#endif  // KUMBARA_ENGINE_RECORD_ACTIVATION_H_
