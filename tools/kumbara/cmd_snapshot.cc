// kumbara snapshot: makes snapshots beside the writer or without one, lists
// them and verifies them.

#include <algorithm>
#include <cstdio>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "engine/base/hex.h"
#include "storage/open/crash_handler.h"
#include "storage/open/snapshot_maker.h"
#include "storage/snapshot/snapshot_file.h"
#include "storage/snapshot/snapshot_list.h"
#include "tools/kumbara/commands.h"
#include "tools/kumbara/exit_code.h"
#include "tools/kumbara/numbers.h"
#include "tools/kumbara/open_flags.h"
#include "tools/kumbara/recovery_display.h"
#include "tools/kumbara/report.h"
#include "tools/kumbara/stop_signal.h"
#include "tools/kumbara/stopwatch.h"

namespace kumbara::tools {
namespace {

using storage::SnapshotFile;
using storage::SnapshotHeader;
using storage::SnapshotMaker;

constexpr std::int64_t kLookMicros = 200'000;

struct SnapshotFlags {
  OpenFlags open;
  std::string every;
  bool follow = false;
  std::uint32_t workers = 1;
  std::size_t keep = storage::kSnapshotsKeptMin;
};

void PrintSnapshot(const SnapshotHeader& header) {
  std::printf("sequence %s  batch %s  %s  digest %s",
              Grouped(Int128{header.sequence}).c_str(),
              Grouped(Int128{header.batch}).c_str(),
              Bytes(header.file_bytes).c_str(),
              ToHex(header.state_digest).c_str());
}

// False if there was nothing to make.
absl::StatusOr<bool> MakeOnce(SnapshotMaker& maker, std::uint64_t every) {
  if (!maker.has_news() || maker.bytes_behind() < every) return false;
  if (!maker.nothing_is_open()) {
    const absl::Status caught_up = maker.CatchUpToRest();
    if (!caught_up.ok()) return caught_up;
    if (!maker.nothing_is_open()) return false;
  }
  const Stopwatch stopwatch;
  const absl::StatusOr<SnapshotHeader> made = maker.Make();
  if (!made.ok()) return made.status();
  PrintSnapshot(*made);
  std::printf("  in %.2f s\n", stopwatch.Seconds());
  EndDone("the snapshot is made");
  return true;
}

int Follow(SnapshotMaker& maker, std::uint64_t every) {
  while (!StopRequested()) {
    const absl::StatusOr<bool> made = MakeOnce(maker, every);
    if (!made.ok()) return Fail(made.status());
    if (!*made) SleepUnlessStopped(kLookMicros);
    const absl::Status caught_up = maker.CatchUp();
    if (!caught_up.ok()) return Fail(caught_up);
  }
  return kExitOk;
}

int RunCreate(const SnapshotFlags& flags) {
  std::uint64_t every = 0;
  if (!flags.every.empty()) {
    const std::optional<std::uint64_t> given = ParseBytes(flags.every);
    if (!given || *given == 0) {
      return FailUsage(absl::InvalidArgumentError(absl::StrCat(
          "--every ", flags.every, ": expected ", kBytesForm, ", such as 1G")));
    }
    every = *given;
  }
  RecoveryDisplay display;
  storage::SnapshotMakerOptions options;
  options.workers = flags.workers;
  options.keep = flags.keep;
  options.progress = display.progress();
  const absl::Status is_ledger = storage::CheckIsLedger(flags.open.directory);
  if (!is_ledger.ok()) return Fail(is_ledger);
  storage::NoteCrashesOf(flags.open.directory);
  auto maker = SnapshotMaker::Open(flags.open.directory, options);
  if (!maker.ok()) return Fail(maker.status());
  display.Tell((*maker)->report());
  if (flags.follow) return Follow(**maker, every);
  const absl::StatusOr<bool> made = MakeOnce(**maker, every);
  if (!made.ok()) return Fail(made.status());
  if (*made) return kExitOk;
  if (!(*maker)->nothing_is_open()) {
    return Fail(absl::FailedPreconditionError(absl::StrCat(
        flags.open.directory,
        ": answers wait for the end of a round; try again behind it")));
  }
  std::printf("nothing to do: %s of journal behind the newest snapshot\n",
              Bytes((*maker)->bytes_behind()).c_str());
  return EndOutput();
}

absl::StatusOr<std::unique_ptr<SnapshotFile>> OpenOwn(const LedgerId& ledger,
                                                      const std::string& path) {
  auto file = SnapshotFile::Open(path);
  if (!file.ok()) return file;
  const absl::Status owned = (*file)->CheckLedger(ledger);
  if (!owned.ok()) return owned;
  return file;
}

// Calls visit(file) for each, newest first; returns the worst of their exit
// codes.
template <class Visit>
int ForEachSnapshot(const SnapshotFlags& flags, const Visit& visit) {
  const std::string& directory = flags.open.directory;
  const absl::StatusOr<LedgerId> ledger = storage::LedgerIn(directory);
  if (!ledger.ok()) return Fail(ledger.status());
  const auto paths = storage::ListSnapshots(directory);
  if (!paths.ok()) return Fail(paths.status());
  if (paths->empty()) std::printf("%s: no snapshot\n", directory.c_str());
  int code = kExitOk;
  for (const std::string& path : *paths) {
    const auto file = OpenOwn(*ledger, path);
    if (absl::IsNotFound(file.status())) continue;  // Deleted meanwhile.
    const absl::Status visited = file.ok() ? visit(**file) : file.status();
    if (!visited.ok()) code = std::max(code, Fail(visited));
  }
  return std::max(code, EndOutput());
}

int RunList(const SnapshotFlags& flags) {
  return ForEachSnapshot(flags, [](const SnapshotFile& file) {
    PrintSnapshot(file.header());
    std::printf("\n");
    return absl::OkStatus();
  });
}

int RunVerifySnapshots(const SnapshotFlags& flags) {
  return ForEachSnapshot(flags, [&](const SnapshotFile& file) {
    const Stopwatch stopwatch;
    const absl::Status verified =
        storage::VerifySnapshot(flags.open.directory, file.path());
    if (verified.ok()) {
      std::printf("%s: whole, its state has the digest it says, in %.2f s\n",
                  file.path().c_str(), stopwatch.Seconds());
    }
    return verified;
  });
}

CLI::App* AddTo(CLI::App& group, const char* name, const char* what,
                const std::shared_ptr<SnapshotFlags>& flags,
                int (*run)(const SnapshotFlags&), int* exit_code) {
  CLI::App* command = group.add_subcommand(name, what);
  flags->open.AddDirectoryTo(*command);
  command->callback([flags, run, exit_code] { *exit_code = run(*flags); });
  return command;
}

}  // namespace

void AddSnapshot(CLI::App& app, int* exit_code) {
  CLI::App* group = app.add_subcommand(
      "snapshot", "States to begin from instead of the first batch");
  group->require_subcommand(1);
  // Before the subcommands, which take it over.
  group->footer(
      "Examples:\n"
      "  kumbara snapshot create shop\n"
      "  chrt --idle 0 kumbara snapshot create shop --every 1G --follow\n"
      "  kumbara snapshot ls shop\n"
      "  kumbara snapshot verify shop\n");
  auto flags = std::make_shared<SnapshotFlags>();
  CLI::App* create = AddTo(
      *group, "create", "Make one from the journal, beside its writer or not",
      flags, RunCreate, exit_code);
  CLI::Option* every = create->add_option(
      "--every", flags->every,
      "Only if that much journal is behind the newest one, such as 1G");
  create
      ->add_flag("--follow", flags->follow,
                 "Go on, and make one whenever there is, until a signal")
      ->needs(every);
  create
      ->add_option("--keep", flags->keep,
                   "How many to keep; older ones are deleted")
      ->check(CLI::Range(storage::kSnapshotsKeptMin, std::size_t{1'000}))
      ->capture_default_str();
  create->add_option("--workers", flags->workers, "Threads that apply commands")
      ->check(CLI::Range(1u, kWorkersMax))
      ->capture_default_str();
  AddTo(*group, "ls", "List them, newest first", flags, RunList, exit_code);
  AddTo(*group, "verify",
        "Read each one whole and derive its state's digest again", flags,
        RunVerifySnapshots, exit_code);
}

}  // namespace kumbara::tools
