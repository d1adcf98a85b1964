// A later version of a random program.

#ifndef KUMBARA_TESTS_SUPPORT_RANDOM_VERSION_H_
#define KUMBARA_TESTS_SUPPORT_RANDOM_VERSION_H_

#include <random>

#include "engine/program/program.h"

namespace kumbara {

// What may follow a program as its next version: tiers, tier sets, achievements
// and benefits come, go and change, and points may retire at a time from
// `start` to `end` on.
Program DrawNextVersion(std::mt19937_64& random, const Program& before,
                        Instant start, Instant end);

}  // namespace kumbara

#endif  // KUMBARA_TESTS_SUPPORT_RANDOM_VERSION_H_
