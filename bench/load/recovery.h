// Recovery: how long a ledger takes to open, from a snapshot and the journal
// behind it and from the journal alone, with nothing of it in the page cache.

#ifndef KUMBARA_BENCH_LOAD_RECOVERY_H_
#define KUMBARA_BENCH_LOAD_RECOVERY_H_

#include <cstdint>

#include "absl/status/statusor.h"
#include "bench/load/figures.h"
#include "bench/load/rig.h"

namespace kumbara::bench {

struct RecoveryOptions {
  std::uint64_t commands = 16'000'000;
  // Thousandths of them that come behind the snapshot.
  std::uint32_t tail_per_mille = 100;
};

// Prints what it measured. Both ways must give the digest that the writing
// process had.
absl::StatusOr<Figures> RunRecovery(const RigOptions& rig,
                                    const RecoveryOptions& options);

}  // namespace kumbara::bench

#endif  // KUMBARA_BENCH_LOAD_RECOVERY_H_
