// kumbara checkpoint: signs for the journal as it is, once or at an interval.

#include <sys/wait.h>

#include <cstdio>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "storage/evidence/checkpoint_log.h"
#include "storage/evidence/compare.h"
#include "storage/evidence/seals.h"
#include "tools/kumbara/commands.h"
#include "tools/kumbara/credential.h"
#include "tools/kumbara/evidence_flags.h"
#include "tools/kumbara/exit_code.h"
#include "tools/kumbara/numbers.h"
#include "tools/kumbara/open_flags.h"
#include "tools/kumbara/report.h"
#include "tools/kumbara/stop_signal.h"

namespace kumbara::tools {
namespace {

struct CheckpointFlags {
  OpenFlags open;
  std::vector<std::string> signing_keys;
  std::string to;
  std::string every;
  std::string hook;
  bool seals = false;
  VerifierFlags older;
};

absl::StatusOr<std::vector<storage::SigningKey>> ReadKeys(
    std::vector<std::string> files) {
  if (files.empty()) {
    const auto given = CredentialPath("kumbara-signing-key");
    if (!given) {
      return absl::InvalidArgumentError(
          "--signing-key: name the file of a key; `kumbara signing-key` makes "
          "one");
    }
    files.push_back(*given);
  }
  std::vector<storage::SigningKey> keys;
  for (const std::string& file : files) {
    absl::StatusOr<storage::SigningKey> key = storage::SigningKey::Read(file);
    if (!key.ok()) return key.status();
    keys.push_back(*std::move(key));
  }
  return keys;
}

// Signs for what has been added since the last checkpoint, and never for a
// journal that is not what was signed for before.
class Signer {
 public:
  // `older` keys too may have signed what is there.
  Signer(const CheckpointFlags& flags, std::vector<storage::SigningKey> keys,
         std::vector<storage::VerifierKey> older, storage::CheckpointLog log)
      : flags_(flags),
        keys_(std::move(keys)),
        verifiers_(std::move(older)),
        log_(std::move(log)),
        tree_(flags.open.directory) {
    for (const storage::SigningKey& key : keys_) {
      verifiers_.push_back(key.verifier());
    }
  }

  absl::Status SignOnce() {
    absl::Status status = ReadTree(tree_);
    if (status.ok() && !is_compared_) status = CompareWithBefore();
    if (!status.ok()) return status;
    const storage::Checkpoint now = tree_.Now();
    if (flags_.seals) {
      status = storage::WriteSeals(flags_.open.directory, tree_.Seals(), keys_);
      if (!status.ok()) return status;
    }
    if (now.batches == signed_) return absl::OkStatus();
    const storage::SignedNote note =
        storage::SignNote(storage::ToText(now), keys_);
    if (flags_.to.empty()) {
      std::fputs(note.ToText().c_str(), stdout);
    } else {
      if (log_.is_torn()) {
        std::fprintf(stderr,
                     "kumbara: %s: its last checkpoint is cut off; it is "
                     "written over\n",
                     flags_.to.c_str());
      }
      status = log_.Append(note, tree_.leaves());
      if (!status.ok()) return status;
      Tell(now);
    }
    signed_ = now.batches;
    return flags_.hook.empty() ? absl::OkStatus() : RunHook(note);
  }

 private:
  absl::Status CompareWithBefore() {
    is_compared_ = true;
    if (flags_.seals) {
      const auto seals =
          storage::ReadSeals(flags_.open.directory, tree_.Seals(), verifiers_);
      if (!seals.ok()) {
        return absl::Status(
            seals.status().code(),
            absl::StrCat(seals.status().message(), "; nothing is signed; ",
                         absl::IsDataLoss(seals.status())
                             ? "a seal that is moved away is made anew"
                             : "--verifier names older keys"));
      }
      const absl::Status status = Compare("its seals", *seals, {});
      if (!status.ok()) return status;
    }
    if (flags_.to.empty() || log_.empty()) return absl::OkStatus();
    const auto before = log_.Trusted(verifiers_);
    if (!before.ok()) return before.status();
    signed_ = before->back().batches;
    return Compare(flags_.to, *before, log_.leaves());
  }

  absl::Status Compare(const std::string& what,
                       std::span<const storage::Checkpoint> before,
                       std::span<const storage::TreeHash> leaves) const {
    const storage::Comparison comparison =
        storage::CompareWith(before, leaves, tree_.position(), tree_.leaves());
    if (comparison.differences.empty()) return absl::OkStatus();
    return absl::DataLossError(absl::StrCat(
        flags_.open.directory, ": is not what ", what, " signed for: ",
        comparison.differences.front(), "; nothing is signed"));
  }

  // How far the hashing is behind the writer is told too.
  void Tell(const storage::Checkpoint& now) const {
    const absl::StatusOr<BatchNumber> behind = tree_.Behind();
    std::printf("batch %s  root %s  %s behind\n",
                Grouped(Int128{now.batches}).c_str(),
                storage::HashText(now.root).c_str(),
                behind.ok() ? Grouped(Int128{*behind}).c_str() : "unknown");
  }

  absl::Status RunHook(const storage::SignedNote& note) const {
    std::FILE* pipe = popen(flags_.hook.c_str(), "w");
    if (pipe == nullptr) {
      return absl::UnavailableError("--hook: the shell cannot be started");
    }
    std::fputs(note.ToText().c_str(), pipe);
    const int result = pclose(pipe);
    if (result == 0) return absl::OkStatus();
    return absl::UnavailableError(absl::StrCat(
        "--hook: the command failed with ",
        WIFEXITED(result) ? absl::StrCat("exit code ", WEXITSTATUS(result))
                          : absl::StrCat("signal ", WTERMSIG(result)),
        "; the checkpoint itself was written"));
  }

  const CheckpointFlags& flags_;
  const std::vector<storage::SigningKey> keys_;
  std::vector<storage::VerifierKey> verifiers_;
  storage::CheckpointLog log_;
  storage::JournalTree tree_;
  bool is_compared_ = false;
  BatchNumber signed_ = 0;
};

int RunCheckpoint(const CheckpointFlags& flags) {
  std::int64_t every = 0;
  if (!flags.every.empty()) {
    const std::optional<std::int64_t> given = ParseDuration(flags.every);
    if (!given || *given <= 0) {
      return FailUsage(absl::InvalidArgumentError(
          absl::StrCat("--every ", flags.every, ": expected ", kDurationForm,
                       ", such as 60s")));
    }
    every = *given;
  }
  absl::StatusOr<std::vector<storage::SigningKey>> keys =
      ReadKeys(flags.signing_keys);
  if (!keys.ok()) return Fail(keys.status());
  absl::StatusOr<std::vector<storage::VerifierKey>> older = flags.older.Read();
  if (!older.ok()) return Fail(older.status());
  absl::StatusOr<storage::CheckpointLog> log =
      storage::CheckpointLog::Read(flags.to);
  if (!log.ok()) return Fail(log.status());
  Signer signer(flags, *std::move(keys), *std::move(older), *std::move(log));
  for (;;) {
    const absl::Status status = signer.SignOnce();
    // Who signs at an interval goes on after a hook that failed.
    const bool is_over = !status.ok() && !absl::IsUnavailable(status);
    if (!status.ok() && (every == 0 || is_over)) return Fail(status);
    if (!status.ok()) Fail(status);
    const bool only_tells = flags.to.empty() && !flags.seals;
    const int printed = only_tells ? EndOutput() : EndDone("it is signed");
    if (every == 0) return printed;
    SleepUnlessStopped(every);
    if (StopRequested()) return kExitOk;
  }
}

}  // namespace

void AddCheckpoint(CLI::App& app, int* exit_code) {
  auto flags = std::make_shared<CheckpointFlags>();
  CLI::App* command = app.add_subcommand(
      "checkpoint", "Sign for the journal as it is, beside its writer or not");
  flags->open.AddDirectoryTo(*command);
  command->add_option("--signing-key", flags->signing_keys,
                      "A file of `kumbara signing-key` (default: what the "
                      "service manager gives as kumbara-signing-key); twice "
                      "while one key takes over from another");
  command->add_option("--to", flags->to,
                      "Append to this file, the leaves to FILE.leaves beside "
                      "it (default: print)");
  CLI::Option* every = command->add_option(
      "--every", flags->every, "Do it again at this interval, such as 60s");
  command->add_option("--hook", flags->hook,
                      "A shell command that takes each checkpoint as its "
                      "standard input");
  command->add_flag("--seals", flags->seals,
                    "Sign for each closed segment too, in DIR/seals");
  flags->older.AddTo(*command)->description(
      "A file of older verifier keys, for what is in FILE already");
  every->needs("--to");
  command->footer(
      "Examples:\n"
      "  kumbara checkpoint shop --signing-key books.key\n"
      "  kumbara checkpoint shop --to /mnt/worm/shop.checkpoints --every 60s "
      "--seals\n");
  command->callback([flags, exit_code] { *exit_code = RunCheckpoint(*flags); });
}

}  // namespace kumbara::tools
