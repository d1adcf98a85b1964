#include "tools/kumbara/evidence_flags.h"

#include "storage/evidence/checkpoint_log.h"
#include "tools/kumbara/progress.h"

namespace kumbara::tools {

CLI::Option* VerifierFlags::AddTo(CLI::App& command) {
  return command.add_option("--verifier", files,
                            "A file of verifier keys, one a line, that "
                            "checkpoints may be signed with; may be repeated");
}

absl::StatusOr<std::vector<storage::VerifierKey>> VerifierFlags::Read() const {
  std::vector<storage::VerifierKey> keys;
  for (const std::string& file : files) {
    absl::StatusOr<std::vector<storage::VerifierKey>> more =
        storage::ReadVerifierKeys(file);
    if (!more.ok()) return more.status();
    keys.insert(keys.end(), more->begin(), more->end());
  }
  return keys;
}

absl::Status ReadTree(storage::JournalTree& tree) {
  Progress progress("hashing", "batches");
  return tree.ReadOn([&](BatchNumber done, BatchNumber last) {
    progress.Show(done, last, done);
  });
}

}  // namespace kumbara::tools
