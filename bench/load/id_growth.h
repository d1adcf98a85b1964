// What the ids of a ledger cost when there are many more than memory holds, and
// whether each is still told apart from all others.
//
// A table of ids takes new ones as resolve does, a block at a time, each asked
// for and looked up before it is added; one in `new_per_repeat` is followed by
// an id from before, drawn evenly from all. A new id that is found, or one from
// before that is not found with the entry and the place it had, ends the bench.

#ifndef KUMBARA_BENCH_LOAD_ID_GROWTH_H_
#define KUMBARA_BENCH_LOAD_ID_GROWTH_H_

#include <cstdint>
#include <string>

#include "absl/status/statusor.h"
#include "bench/load/figures.h"

namespace kumbara::bench {

struct IdGrowthOptions {
  std::string directory;
  std::uint64_t ids = 50'000'000;
  std::uint32_t hot_ids = 4'000'000;    // In memory, about.
  std::uint32_t new_per_repeat = 1000;  // New ids for each from before.
};

// Prints and gives back the time of an id, new and from before, by tenth of the
// growth, and the bytes of one, in memory and on disk. The limit beside it is a
// read of 4 KiB at random out of the same files.
absl::StatusOr<Figures> RunIdGrowth(const IdGrowthOptions& options);

}  // namespace kumbara::bench

#endif  // KUMBARA_BENCH_LOAD_ID_GROWTH_H_
