// What the subcommands about checkpoints have in common.

#ifndef KUMBARA_TOOLS_KUMBARA_EVIDENCE_FLAGS_H_
#define KUMBARA_TOOLS_KUMBARA_EVIDENCE_FLAGS_H_

#include <CLI/CLI.hpp>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "storage/evidence/journal_tree.h"
#include "storage/evidence/signed_note.h"

namespace kumbara::tools {

// Files of verifier keys; several while one key takes over from another.
struct VerifierFlags {
  std::vector<std::string> files;

  CLI::Option* AddTo(CLI::App& command);
  absl::StatusOr<std::vector<storage::VerifierKey>> Read() const;
};

// Reads and hashes a journal, with progress if it takes long.
absl::Status ReadTree(storage::JournalTree& tree);

}  // namespace kumbara::tools

#endif  // KUMBARA_TOOLS_KUMBARA_EVIDENCE_FLAGS_H_
