// kumbara verify: checks every byte of the journal, derives every outcome again
// and compares with what was signed for.

#include <algorithm>
#include <cstdio>
#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "engine/base/hex.h"
#include "engine/base/time_text.h"
#include "storage/evidence/checkpoint_log.h"
#include "storage/evidence/compare.h"
#include "storage/evidence/seals.h"
#include "tools/kumbara/audit_text.h"
#include "tools/kumbara/commands.h"
#include "tools/kumbara/evidence_flags.h"
#include "tools/kumbara/exit_code.h"
#include "tools/kumbara/numbers.h"
#include "tools/kumbara/open_flags.h"
#include "tools/kumbara/report.h"
#include "tools/kumbara/stopwatch.h"

namespace kumbara::tools {
namespace {

struct VerifyFlags {
  OpenFlags open;
  std::string against;
  VerifierFlags verifiers;
};

void PrintLine(const char* what, const std::string& value) {
  std::printf("%-16s %s\n", what, value.c_str());
}

std::string Count(std::uint64_t number, const char* one, const char* many) {
  return Grouped(Int128{number}) + " " + (number == 1 ? one : many);
}

// Prints every difference; the exit code that they deserve.
int Tell(const std::string& what, const VerifyFlags& flags,
         std::span<const storage::Checkpoint> checkpoints,
         const storage::Comparison& comparison, BatchNumber last) {
  for (const std::string& difference : comparison.differences) {
    std::fprintf(stderr, "kumbara: %s: %s\n", flags.open.directory.c_str(),
                 difference.c_str());
  }
  if (!comparison.differences.empty()) {
    std::fprintf(
        stderr, "kumbara: %s: is not what %s signed for%s\n",
        flags.open.directory.c_str(), what.c_str(),
        comparison.proven == 0
            ? ""
            : absl::StrCat("; up to batch ", comparison.proven, " it is")
                  .c_str());
    return kExitDamaged;
  }
  if (checkpoints.empty()) return kExitOk;
  PrintLine("signed", Count(checkpoints.size(), "checkpoint", "checkpoints") +
                          " of " + what + ", the last of batch " +
                          Grouped(Int128{comparison.proven}) + " at " +
                          ToText(checkpoints.back().batch_time) + "; " +
                          Count(last - comparison.proven, "batch", "batches") +
                          " behind it");
  return kExitOk;
}

// A closed segment need not have a seal, but whoever checks seals is told.
void TellUnsealed(std::span<const storage::Checkpoint> closed,
                  std::span<const storage::Checkpoint> seals) {
  if (closed.size() == seals.size()) return;
  // Both ascend by segment, and every seal is of a closed one.
  const auto first = std::mismatch(seals.begin(), seals.end(), closed.begin(),
                                   [](const auto& seal, const auto& segment) {
                                     return seal.segment == segment.segment;
                                   })
                         .second;
  PrintLine("no seal", Count(closed.size() - seals.size(), "closed segment",
                             "closed segments") +
                           " of " + Grouped(Int128{closed.size()}) +
                           ", the first is " + Grouped(Int128{first->segment}));
}

int VerifyEvidence(const VerifyFlags& flags) {
  if (flags.verifiers.files.empty()) return kExitOk;
  const auto keys = flags.verifiers.Read();
  if (!keys.ok()) return Fail(keys.status());
  storage::JournalTree tree(flags.open.directory);
  if (absl::Status status = ReadTree(tree); !status.ok()) return Fail(status);
  const BatchNumber last = tree.position().number;
  const auto seals =
      storage::ReadSeals(flags.open.directory, tree.Seals(), *keys);
  if (!seals.ok()) return Fail(seals.status());
  if (flags.against.empty() || !seals->empty()) {
    TellUnsealed(tree.Seals(), *seals);
  }
  int code = Tell(
      "the seals", flags, *seals,
      storage::CompareWith(*seals, {}, tree.position(), tree.leaves()), last);
  if (flags.against.empty()) return code;
  if (!std::filesystem::exists(flags.against)) {
    return Fail(
        absl::NotFoundError(absl::StrCat(flags.against, ": no such file")));
  }
  const auto log = storage::CheckpointLog::Read(flags.against);
  if (!log.ok()) return Fail(log.status());
  const auto checkpoints = log->Trusted(*keys);
  if (!checkpoints.ok()) return Fail(checkpoints.status());
  const int against = Tell(flags.against, flags, *checkpoints,
                           storage::CompareWith(*checkpoints, log->leaves(),
                                                tree.position(), tree.leaves()),
                           last);
  code = std::max(code, against);
  if (!log->is_torn()) return code;
  return Fail(absl::DataLossError(absl::StrCat(
      flags.against,
      ": its last checkpoint is cut off; `kumbara checkpoint --to` writes "
      "over it")));
}

// Prints what is wrong in the books; whether nothing is.
bool TellOfBooks(const OpenFlags& flags, storage::OpenLedger& opened) {
  bool balanced = true;
  opened.ledger().FindViolations([&](const Violation& violation) {
    balanced = false;
    std::fprintf(
        stderr, "kumbara: %s: %s\n", flags.directory.c_str(),
        ViolationText(violation, opened.ledger().program(), opened.directory())
            .c_str());
  });
  return balanced;
}

// What a ledger is opened from must come to what its journal does: who changes
// a snapshot can make its checksums anew.
int CompareWithSnapshot(const OpenFlags& flags,
                        const storage::JournalPosition& end,
                        const Digest& state) {
  auto opened = OpenWithProgress(flags, {});
  if (!opened.ok()) return Fail(opened.status());
  const std::string& snapshot = (*opened)->recovery().snapshot;
  if (snapshot.empty()) return kExitOk;
  if ((*opened)->opened_at().number != end.number) {
    PrintLine("snapshot", "not compared: the journal has grown meanwhile");
    return kExitOk;
  }
  if ((*opened)->ledger().StateDigest() != state) {
    std::fprintf(stderr,
                 "kumbara: %s: comes to another state than the journal; move "
                 "it away\n",
                 snapshot.c_str());
    return kExitDamaged;
  }
  PrintLine("snapshot", snapshot + " comes to the same state");
  return kExitOk;
}

int VerifyState(const OpenFlags& flags) {
  const Stopwatch stopwatch;
  storage::OpenOptions options;
  options.from_snapshots = false;
  auto opened = OpenWithProgress(flags, options);
  if (!opened.ok()) return Fail(opened.status());
  const Ledger& ledger = (*opened)->ledger();
  if (!TellOfBooks(flags, **opened)) return kExitDamaged;
  const storage::JournalPosition end = (*opened)->opened_at();
  std::printf("%s: verified %s batches, %s commands in %.2f s\n",
              flags.directory.c_str(), Grouped(Int128{end.number}).c_str(),
              Grouped(Int128{end.last_sequence}).c_str(), stopwatch.Seconds());
  PrintLine("bytes", "every checksum holds, the chain is whole");
  PrintLine("head", "names batch " + Grouped(Int128{end.number}) +
                        " or one before it, and it is there");
  PrintLine("outcomes",
            "derived again and equal to those the journal vouches for, up to "
            "sequence " +
                Grouped(Int128{ledger.acknowledger().outcome_seq()}));
  PrintLine("books", "balanced");
  PrintLine("chain", ToHex(end.chain));
  const Digest state = ledger.StateDigest();
  PrintLine("state digest", ToHex(state));
  (*opened).reset();  // Room for another one.
  const int snapshot = CompareWithSnapshot(flags, end, state);
  return std::max(snapshot, EndOutput());
}

int RunVerify(const VerifyFlags& flags) {
  const int code = VerifyEvidence(flags);
  return code == kExitOk ? VerifyState(flags.open) : code;
}

}  // namespace

void AddVerify(CLI::App& app, int* exit_code) {
  auto flags = std::make_shared<VerifyFlags>();
  CLI::App* command = app.add_subcommand(
      "verify",
      "Check every byte of the journal and derive every outcome again");
  flags->open.AddDirectoryTo(*command);
  CLI::Option* against = command->add_option(
      "--against", flags->against,
      "Checkpoints kept elsewhere: the journal must still be what they signed "
      "for; exit code 4 if not");
  against->needs(flags->verifiers.AddTo(*command));
  command->footer(
      "Examples:\n"
      "  kumbara verify shop\n"
      "  kumbara verify shop --against /mnt/worm/shop.checkpoints --verifier "
      "books.pub\n");
  command->callback([flags, exit_code] { *exit_code = RunVerify(*flags); });
}

}  // namespace kumbara::tools
