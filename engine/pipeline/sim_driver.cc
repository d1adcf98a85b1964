#include "engine/pipeline/sim_driver.h"

namespace kumbara {
namespace {

constexpr std::uint64_t kStagesBesideWorkers = 4;

}  // namespace

bool SimDriver::Poll(std::uint64_t stage) {
  switch (stage) {
    case 0:
      return ledger_.sequencer().Poll();
    case 1:
      return ledger_.resolve().Poll();
    case 2:
      return ledger_.journal_writer().Poll();
    case 3:
      return ledger_.acknowledger().Poll();
    default:
      return ledger_
          .worker(static_cast<std::uint32_t>(stage - kStagesBesideWorkers))
          .Poll();
  }
}

bool SimDriver::Step() {
  return Poll(random_() % (kStagesBesideWorkers + ledger_.workers()));
}

void SimDriver::RunUntilIdle() {
  for (;;) {
    const std::uint64_t stages = kStagesBesideWorkers + ledger_.workers();
    // A few random steps, then every stage once to see whether all are idle.
    for (std::uint64_t i = 0; i < stages; ++i) Step();
    bool progress = false;
    for (std::uint64_t stage = 0; stage < stages; ++stage) {
      progress |= Poll(stage);
    }
    if (progress) continue;
    if (ledger_.poisoned()) ledger_.GiveUp();
    return;
  }
}

}  // namespace kumbara
