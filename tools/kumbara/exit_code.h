// How the program ends. The numbers are documented and stay.

#ifndef KUMBARA_TOOLS_KUMBARA_EXIT_CODE_H_
#define KUMBARA_TOOLS_KUMBARA_EXIT_CODE_H_

namespace kumbara::tools {

enum ExitCode : int {
  kExitOk = 0,
  kExitFailed = 1,        // It could not be done; nothing is damaged.
  kExitUsage = 2,         // The command line is wrong.
  kExitRowsRejected = 3,  // Done, but rows were bad or refused.
  kExitDamaged = 4,       // The ledger is damaged or does not verify.
  kExitDiffers = 5,       // Results differ from those expected.
  kExitInterrupted = 6,   // Stopped by a signal, cleanly; run it again.
};

}  // namespace kumbara::tools

#endif  // KUMBARA_TOOLS_KUMBARA_EXIT_CODE_H_
