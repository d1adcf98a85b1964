// SimDriver: runs all stages of a ledger in one thread, in an order drawn from
// a seed. The same seed gives the same run.
//
// Threads: one.

#ifndef KUMBARA_ENGINE_PIPELINE_SIM_DRIVER_H_
#define KUMBARA_ENGINE_PIPELINE_SIM_DRIVER_H_

#include <cstdint>
#include <random>

#include "engine/pipeline/ledger.h"

namespace kumbara {

class SimDriver {
 public:
  SimDriver(Ledger& ledger, std::uint64_t seed)
      : ledger_(ledger), random_(seed) {}

  // Polls one stage drawn at random. False if it had nothing to do.
  bool Step();

  // Polls until no stage has anything to do, or the ledger is poisoned.
  void RunUntilIdle();

 private:
  bool Poll(std::uint64_t stage);

  Ledger& ledger_;
  std::mt19937_64 random_;
};

}  // namespace kumbara

#endif  // KUMBARA_ENGINE_PIPELINE_SIM_DRIVER_H_
